"""Where the catalogue's entries came from in a quarter: files, what staff did by hand, notices."""

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from catalogue.models import EDIT, FILE, UNDO, Notice, OfferVersion, Submission
from catalogue.reporting.entries import end_of


@dataclass(frozen=True)
class Sources:
    """What came in. Of `files` some were taken back (`undone`); what those did is counted neither.

    `providers` are those whose offers a file changed; `by_hand` counts offers that staff corrected or entered.
    `open_notices` still waited on the last day.
    """

    files: int
    undone: int
    providers: int
    added: int
    changed: int
    unchanged: int
    refused: int
    by_hand: int
    notices: int
    notices_done: int
    open_notices: int


def sources(session: Session, first: date, day: date) -> Sources | None:
    """What came in from `first` to the end of `day`; None where the catalogue was not there yet."""
    begun = session.scalar(select(func.min(Submission.loaded_at)))
    if begun is None or begun >= end_of(day):
        return None
    within = and_(Submission.loaded_at >= datetime.combine(first, time()), Submission.loaded_at < end_of(day))
    # A load that was taken back later than this report tells of had not been taken back then.
    undoing = select(Submission.id).where(Submission.kind == UNDO, Submission.loaded_at < end_of(day))
    kept = and_(within, or_(Submission.undone_by.is_(None), Submission.undone_by.not_in(undoing)))
    files = and_(kept, Submission.kind == FILE)
    numbers = (Submission.added, Submission.changed, Submission.unchanged, Submission.refused)
    added, changed, unchanged, refused = session.execute(
        select(*(func.coalesce(func.sum(number), 0) for number in numbers)).where(files)
    ).one()
    keys = session.scalars(select(OfferVersion.offer_key.distinct()).join(Submission).where(files))
    corrected = select(func.count(OfferVersion.offer_key.distinct())).join(Submission)
    count = select(func.count()).select_from(Submission)
    all_files = session.scalar(count.where(within, Submission.kind == FILE)) or 0
    kept_files = session.scalar(count.where(files)) or 0
    reported, done, waiting = _notices(session, first, day)
    return Sources(
        kept_files,
        all_files - kept_files,
        len({key.partition("/")[0] for key in keys}),
        added,
        changed,
        unchanged,
        refused,
        session.scalar(corrected.where(kept, Submission.kind == EDIT)) or 0,
        reported,
        done,
        waiting,
    )


def _notices(session: Session, first: date, day: date) -> tuple[int, int, int]:
    """Notices that came in, that were done, and that waited at the end."""
    begin, end = datetime.combine(first, time()), end_of(day)
    count = select(func.count()).select_from(Notice)
    came = count.where(Notice.reported_at >= begin, Notice.reported_at < end)
    done = count.where(Notice.done_at >= begin, Notice.done_at < end)
    waits = count.where(Notice.reported_at < end, or_(Notice.done_at.is_(None), Notice.done_at >= end))
    numbers = (session.scalar(statement) or 0 for statement in (came, done, waits))
    reported, worked_off, waiting = numbers
    return reported, worked_off, waiting
