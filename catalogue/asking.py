"""Asking providers to confirm: who is overdue, and a mail for each of them with his offers to correct and send back.

Mails are written as files; nobody but staff sends them.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from catalogue.amounts import german_date
from catalogue.database import reading, writing
from catalogue.errors import ChangeError
from catalogue.exports.tables import xlsx_table
from catalogue.freshness import is_listed, is_outdated, is_overdue
from catalogue.inquiries import latest_inquiries
from catalogue.mails import Letter, as_file, draft, most_used
from catalogue.models import Inquiry, Offer, Provider
from catalogue.region import Region
from catalogue.search import whole_offers

_XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")
# How long a provider has to answer.
ANSWER_DAYS = 21
_MOST_NAMED = 20


@dataclass(frozen=True)
class Overdue:
    """A provider with entries that are older than agreed: these, and all that he has in the catalogue.

    `outdated` counts those of them that are not shown any more, unless somebody asks.
    `inquiry` is when he was asked last; None where he never was.
    """

    provider: Provider
    offers: tuple[Offer, ...]
    all_offers: tuple[Offer, ...]
    outdated: int
    inquiry: Inquiry | None

    @property
    def oldest(self) -> date:
        return min(offer.confirmed for offer in self.offers)

    @property
    def email(self) -> str | None:
        """The address that stands at most of his offers."""
        return most_used(offer.text.email for offer in self.all_offers)


@dataclass(frozen=True)
class Written:
    """A mail that was written: to whom, where it lies; `email` is None where no address is known."""

    provider: str
    email: str | None
    path: Path


def overdue_providers(
    session: Session, region: Region, today: date, *, chosen: Collection[int] | None = None
) -> list[Overdue]:
    """Who has entries that are older than agreed, the most of them first; of all, or of chosen providers (by id)."""
    listed: dict[int, list[Offer]] = defaultdict(list)
    current = whole_offers().where(is_listed(today)).order_by(Offer.key)
    if chosen is not None:
        current = current.where(Offer.provider_id.in_(chosen))
    for offer in session.scalars(current):
        listed[offer.provider_id].append(offer)
    inquiries = latest_inquiries(session)
    found = []
    for provider_id, offers in listed.items():
        late = tuple(offer for offer in offers if is_overdue(offer, region, today))
        old = sum(is_outdated(offer, region, today) for offer in late)
        if late:
            found.append(Overdue(offers[0].provider, late, tuple(offers), old, inquiries.get(provider_id)))
    return sorted(found, key=lambda item: (-len(item.offers), item.provider.name))


def ask_providers(
    engine: Engine,
    region: Region,
    now: datetime,
    folder: Path,
    by: str | None = None,
    *,
    chosen: Collection[int] | None = None,
) -> list[Written]:
    """Write a mail for every provider who is overdue and was not asked lately, and keep that he was asked.

    `chosen` (ids of providers) are those who may be asked at all; everybody without it. Raises ChangeError where the
    mails cannot be written, CatalogueError where the database does not take it.
    """
    with reading(engine) as session:
        found = overdue_providers(session, region, now.date(), chosen=chosen)
        asked = [item for item in found if not _is_waiting(item, now)]
        written = [_write(item, region, now, folder) for item in asked]
        counts = {item.provider.id: len(item.offers) for item in asked}
    # Workbooks take their time: nobody who writes the catalogue waits for them.
    with writing(engine) as session:
        for provider_id, offers in counts.items():
            session.add(Inquiry(provider_id=provider_id, asked_at=now, offers=offers, by=by))
    return written


def _is_waiting(item: Overdue, now: datetime) -> bool:
    """Whether he was asked lately and may still answer."""
    asked = item.inquiry
    return (
        asked is not None
        and asked.answered_at is None
        and asked.asked_at.date() > now.date() - timedelta(days=ANSWER_DAYS)
    )


def _write(item: Overdue, region: Region, now: datetime, folder: Path) -> Written:
    path = folder / f"{item.provider.slug}.eml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_file(mail(item, region, now)))
    except OSError as error:
        raise ChangeError(f"Die Mails lassen sich nicht schreiben: {error.strerror}.") from error
    return Written(item.provider.name, item.email, path)


def mail(item: Overdue, region: Region, now: datetime) -> EmailMessage:
    """The mail to a provider: which entries are old, and all of his as a workbook to send back."""
    message = draft(letter(item, region, now.date()), region.office, now)
    content = xlsx_table(item.all_offers, region, to_confirm=True)
    message.add_attachment(content, maintype=_XLSX[0], subtype=_XLSX[1], filename=f"{item.provider.slug}.xlsx")
    return message


def letter(item: Overdue, region: Region, today: date) -> Letter:
    """What is written to a provider, without the workbook."""
    subject = f"Stimmen Ihre Angebote noch? Bitte bis {_until(today)}"
    return Letter(item.email or "", subject, _text(item, region, today))


def _text(item: Overdue, region: Region, today: date) -> str:
    office = region.office
    until = _until(today)
    return f"""Guten Tag,

im Verzeichnis der Bildungsangebote der {region.name} stehen {len(item.all_offers)} Angebote von
{item.provider.name}. {_how_many(item.offers)} {_verb(item.offers)} länger nicht bestätigt als vereinbart:

{_lines(item.offers)}

Bitte sehen Sie in der angehängten Tabelle nach, ob alles noch stimmt. Ändern Sie, was sich geändert hat, und
schicken Sie die Tabelle bis zum {until} zurück, auch wenn nichts zu ändern ist. Die Spalte „stand“ bleibt
leer: Es gilt der Tag, an dem wir die Tabelle einlesen. Die Spalten „kennung“ und „anbieter“ lassen Sie bitte, wie sie
sind. Wenn es ein Angebot nicht mehr gibt, schreiben Sie „abgesagt“ in die Spalte „status“.

Vielen Dank und freundliche Grüße
{office.name}
Telefon {office.phone} ({office.hours})
"""


def _until(today: date) -> str:
    """The day by which an answer is asked for."""
    return german_date(today + timedelta(days=ANSWER_DAYS))


def _how_many(offers: Sequence[Offer]) -> str:
    return "Eines davon" if len(offers) == 1 else f"{len(offers)} davon"


def _verb(offers: Sequence[Offer]) -> str:
    return "wurde" if len(offers) == 1 else "wurden"


def _lines(offers: Sequence[Offer]) -> str:
    oldest = sorted(offers, key=lambda offer: offer.confirmed)
    lines = [f"- {offer.title} (zuletzt bestätigt am {german_date(offer.confirmed)})" for offer in oldest[:_MOST_NAMED]]
    more = len(oldest) - _MOST_NAMED
    return "\n".join([*lines, f"- und {more} weitere"] if more > 0 else lines)
