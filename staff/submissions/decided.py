"""What was decided, as one list of two: the book of decisions, and files loaded from the command line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from catalogue.database import reading
from catalogue.history import loaded_files
from catalogue.models import Submission
from catalogue.submissions.entries import CHANGED, NEW, SAME
from staff.desk import Desk
from staff.identity.audit import BY_COMMAND
from staff.submissions.ledger import TAKEN, Decision, Ledger
from staff.submissions.work import REFUSED_ROWS

PAGE = 25
TAKEN_BACK = "zurückgenommen"


@dataclass(frozen=True)
class Row:
    """A submission that needs nothing more. `number` is its decision's, `submission` its id where it has none."""

    at: datetime
    files: str
    by: str
    outcome: str
    counts: dict[str, int]
    number: int | None
    submission: int | None


@dataclass(frozen=True)
class Decided:
    """A page of the list, the latest first, and whether there are earlier ones."""

    rows: Sequence[Row]
    has_more: bool


def decided(desk: Desk, page: int) -> Decided:
    """A page, from 1."""
    wanted = page * PAGE + 1
    decisions = Ledger(desk.stored).latest(limit=wanted)
    with reading(desk.engine) as session:
        loaded = loaded_files(session, limit=wanted)
    undone = {item.id for item in loaded if item.undone_by is not None}
    known = {number for item in decisions for number in item.submissions}
    rows = [_of_decision(item, undone) for item in decisions]
    rows += [_of_file(item) for item in loaded if item.id not in known]
    rows.sort(key=lambda row: row.at, reverse=True)
    return Decided(rows[(page - 1) * PAGE : page * PAGE], len(rows) > page * PAGE)


def _of_decision(item: Decision, undone: set[int]) -> Row:
    is_undone = bool(item.submissions) and undone.issuperset(item.submissions)
    outcome = TAKEN_BACK if is_undone else item.outcome
    return Row(item.decided_at, ", ".join(item.files), item.decided_by, outcome, item.counts, item.id, None)


def _of_file(item: Submission) -> Row:
    counts = {NEW: item.added, CHANGED: item.changed, SAME: item.unchanged, REFUSED_ROWS: item.refused}
    outcome = TAKEN if item.undone_by is None else TAKEN_BACK
    return Row(item.loaded_at, item.file, item.by or BY_COMMAND, outcome, counts, None, item.id)
