"""One trail of two: the audit of the staff pages, and the catalogue's own history."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.database import reading
from catalogue.history import recent_changes
from catalogue.models import EDIT, FILE, UNDO, OfferVersion, Submission
from staff.desk import Desk
from staff.identity.audit import BY_COMMAND, Line

PAGE = 50
_ACTIONS = {FILE: "Datei übernommen", EDIT: "Angebot geändert", UNDO: "Zurückgenommen"}


@dataclass(frozen=True)
class Trail:
    """A page of lines, the latest first, and whether there are earlier ones."""

    lines: Sequence[Line]
    has_more: bool


def trail(desk: Desk, page: int) -> Trail:
    """The lines of a page, from 1."""
    wanted = page * PAGE + 1
    lines = list(desk.audit.lines(limit=wanted))
    with reading(desk.engine) as session:
        lines += [_line(submission, versions) for submission, versions in recent_changes(session, limit=wanted)]
    lines.sort(key=lambda line: line.at, reverse=True)
    return Trail(lines[(page - 1) * PAGE : page * PAGE], len(lines) > page * PAGE)


def _line(submission: Submission, versions: Sequence[OfferVersion]) -> Line:
    changes = tuple(
        (column, before or "(leer)", after or "(leer)")
        for version in versions
        for column, (before, after) in version.changes.items()
    )
    counts = (
        f"{submission.file}: {submission.added} neu, {submission.changed} geändert, "
        f"{submission.unchanged} unverändert, {submission.refused} abgelehnt"
    )
    subject = ", ".join(version.offer_key for version in versions) or (
        counts if submission.kind == FILE else submission.file
    )
    at, by = submission.loaded_at.timestamp(), submission.by or BY_COMMAND
    return Line(at, by, _ACTIONS.get(submission.kind, submission.kind), subject, changes)
