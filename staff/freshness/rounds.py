"""Rounds of mails that ask providers to confirm: a folder each, a file a mail, as the command line writes them."""

import io
import re
import zipfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path

from catalogue.asking import ask_providers
from catalogue.confirmations import provider_names
from catalogue.database import reading
from catalogue.errors import ChangeError
from catalogue.mails import Letter
from staff.desk import Desk
from staff.jobs import Job, Jobs

ABOUT = "inquiries"
_NAME = re.compile(r"[0-9a-z][0-9a-z-]{0,200}")


@dataclass(frozen=True)
class Mail:
    """A mail as it was written; `slug` and `name` are the provider's."""

    slug: str
    name: str
    letter: Letter


def folder_of(desk: Desk) -> Path:
    return desk.settings.data_dir / "mails"


def rounds(desk: Desk) -> list[str]:
    """The names of all rounds, the latest first: they begin with the day."""
    return sorted((path.name for path in folder_of(desk).glob("*") if any(path.glob("*.eml"))), reverse=True)


def day_of(name: str) -> datetime | None:
    """The day on which a round was written, if its name says so."""
    try:
        return datetime.strptime(name[:10], "%Y-%m-%d")
    except ValueError:
        return None


def files(desk: Desk, name: str) -> list[Path]:
    """The mails of a round. Raises ChangeError where there is no such round."""
    found = sorted((folder_of(desk) / name).glob("*.eml")) if _NAME.fullmatch(name) else []
    if not found:
        raise ChangeError("Diese Runde von Mails gibt es nicht (mehr).")
    return found


def mail_path(desk: Desk, name: str, slug: str) -> Path:
    """One mail of a round. Raises ChangeError where there is none."""
    for path in files(desk, name):
        if path.stem == slug:
            return path
    raise ChangeError("Diese Mail gibt es nicht (mehr).")


def read_mails(desk: Desk, paths: Sequence[Path]) -> list[Mail]:
    with reading(desk.engine) as session:
        names = provider_names(session)
    return [_mail(path, names.get(path.stem, path.stem)) for path in paths]


def _mail(path: Path, name: str) -> Mail:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = message.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    return Mail(path.stem, name, Letter(str(message["To"] or ""), str(message["Subject"] or ""), text))


def archive(desk: Desk, name: str) -> bytes:
    """All mails of a round in one file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files(desk, name):
            archive.write(path, path.name)
    return target.getvalue()


def begin_round(desk: Desk, jobs: Jobs, chosen: Collection[int], by: str) -> str | None:
    """Begin to write mails to providers (by id); the round's name, None where one is being written already."""
    now, name = desk.now(), f"{desk.now():%Y-%m-%d-%H%M%S}"

    def work(_job: Job) -> None:
        written = ask_providers(desk.engine, desk.region, now, folder_of(desk) / name, by, chosen=chosen)
        if not written:
            raise ChangeError(
                "Es war niemand mehr zu fragen: Alle Ausgewählten sind schon gefragt oder haben geantwortet."
            )
        desk.audit.note(by, "Mails an Anbieter geschrieben", ", ".join(item.provider for item in written))

    return name if jobs.begin(ABOUT, "Die Mails werden geschrieben", work, writes=True) else None
