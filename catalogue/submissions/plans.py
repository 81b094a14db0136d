"""Plans that wait for approval: the files as they were looked at, and the state of the catalogue at that time."""

import hashlib
import json
import secrets
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from catalogue.errors import ChangeError
from catalogue.models import CatalogueState

_FACTS = "plan.json"
_DIGITS = 12


@dataclass(frozen=True)
class StoredPlan:
    """Files that were planned together.

    `revision` is the catalogue's at that time, `made_at` the moment that "today" means in them, `provider` who offers
    the entries that name nobody, `by` who handed the files in, where that is known.
    """

    id: str
    paths: tuple[Path, ...]
    revision: int
    complete: bool
    made_at: datetime
    provider: str = ""
    by: str | None = None

    @property
    def folder(self) -> Path:
        """Where all that belongs to the plan lies, also what others keep beside it."""
        return self.paths[0].parent.parent


def revision_of(engine: Engine) -> int:
    with Session(engine) as session:
        return session.scalar(select(CatalogueState.revision)) or 0


def store_plan(
    folder: Path,
    paths: Sequence[Path],
    revision: int,
    complete: bool,
    now: datetime,
    provider: str = "",
    by: str | None = None,
) -> StoredPlan:
    """Keep files below `folder` under the plan's id, which names exactly these files on exactly this catalogue.

    Raises ChangeError where they cannot be kept.
    """
    digest = hashlib.sha256(f"{revision} {complete} {now.date()} {provider}".encode())
    try:
        contents = [(path.name, path.read_bytes()) for path in paths]
        for name, content in contents:
            digest.update(f"\n{name} {hashlib.sha256(content).hexdigest()}".encode())
        plan_id = digest.hexdigest()[:_DIGITS]
        facts = {
            "revision": revision,
            "complete": complete,
            "made_at": now.isoformat(),
            "provider": provider,
            "by": by,
            "files": len(contents),
        }
        folder.mkdir(parents=True, exist_ok=True)
        # Whole before it has its name: whoever finds a plan finds all of it.
        aside = Path(tempfile.mkdtemp(dir=folder))
        for number, (name, content) in enumerate(contents):
            (aside / str(number)).mkdir()
            (aside / str(number) / name).write_bytes(content)
        (aside / _FACTS).write_text(json.dumps(facts), encoding="utf-8")
        forget_plan(folder, plan_id)
        aside.rename(folder / plan_id)
    except OSError as error:
        raise ChangeError(f"Der Plan lässt sich nicht aufheben: {error.strerror}.") from error
    return _plan(folder, plan_id, facts)


def find_plan(folder: Path, plan_id: str) -> StoredPlan:
    """A plan by its id. Raises ChangeError where there is none."""
    try:
        if plan_id.isalnum():
            facts = json.loads((folder / plan_id / _FACTS).read_text(encoding="utf-8"))
            plan = _plan(folder, plan_id, facts)
            if len(plan.paths) == facts.get("files", len(plan.paths) or 1):
                return plan
    except (OSError, ValueError):
        # Never there, or taken away this very moment.
        pass
    raise ChangeError(f"Einen Plan „{plan_id}“ gibt es nicht (mehr).")


def waiting_plans(folder: Path) -> list[StoredPlan]:
    """All plans that wait, the oldest first."""
    found = []
    for path in folder.glob(f"*/{_FACTS}"):
        try:
            found.append(find_plan(folder, path.parent.name))
        except ChangeError:
            # Taken over or refused by somebody else just now, or still on its way.
            continue
    return sorted(found, key=lambda plan: (plan.made_at, plan.id))


def forget_plan(folder: Path, plan_id: str) -> None:
    # Away all at once: nobody who looks at it meanwhile finds a part of it.
    gone = folder / f".{plan_id}-{secrets.token_hex(4)}"
    try:
        (folder / plan_id).rename(gone)
    except FileNotFoundError:
        return
    shutil.rmtree(gone, ignore_errors=True)


def _plan(folder: Path, plan_id: str, facts: dict[str, Any]) -> StoredPlan:
    numbers = sorted((item for item in (folder / plan_id).iterdir() if item.is_dir()), key=lambda item: int(item.name))
    paths = tuple(path for item in numbers for path in item.iterdir())
    made_at = datetime.fromisoformat(facts["made_at"])
    provider, by = facts.get("provider", ""), facts.get("by")
    return StoredPlan(plan_id, paths, facts["revision"], facts["complete"], made_at, provider, by)
