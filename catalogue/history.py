"""The history of offers: who changed what, when and by which file; and taking a change back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session, joinedload

from catalogue.database import writing
from catalogue.errors import ChangeError
from catalogue.indexing import index
from catalogue.models import ADDED, CHANGED, EDIT, FILE, REMOVED, UNDO, Offer, OfferVersion, Submission
from catalogue.region import Region
from catalogue.search import find_offer
from catalogue.submissions.apply import differences, keep_corrections, record_version, set_value, touch
from catalogue.submissions.cells import current_cells
from catalogue.submissions.check import value_of
from catalogue.submissions.merge import Corrected
from catalogue.submissions.plan import LISTED, sent_cells

_UNDOABLE = (FILE, EDIT)
_MOST_NAMED = 5


@dataclass(frozen=True)
class Undone:
    """What an undo took back: the submission, and how many offers it touched."""

    submission: str
    loaded_at: datetime
    offers: int


def versions(session: Session, key: str) -> Sequence[OfferVersion]:
    """What happened to an offer, the oldest first."""
    statement = select(OfferVersion).where(OfferVersion.offer_key == key).order_by(OfferVersion.id)
    return session.scalars(statement.options(joinedload(OfferVersion.submission))).all()


def origins(session: Session, key: str) -> dict[str, OfferVersion]:
    """For each field of an offer the version in which it got the value that is shown."""
    found: dict[str, OfferVersion] = {}
    for version in versions(session, key):
        found.update(dict.fromkeys(version.changes, version))
    return found


@dataclass(frozen=True)
class Since:
    """What became of one field of an offer: its cell before, now, and who wrote that last (None: nobody knows)."""

    before: str
    after: str
    by: str | None


def latest_version(session: Session, key: str) -> int:
    """The number of the latest version of an offer: whoever looks at it now has seen everything up to there."""
    return session.scalar(select(func.max(OfferVersion.id)).where(OfferVersion.offer_key == key)) or 0


def latest_versions(session: Session, keys: Sequence[str]) -> dict[str, int]:
    """The number of the latest version of each of some offers; 0 where none was kept."""
    grouped = select(OfferVersion.offer_key, func.max(OfferVersion.id)).where(OfferVersion.offer_key.in_(keys))
    found = dict(session.execute(grouped.group_by(OfferVersion.offer_key)).tuples().all())
    return {key: found.get(key, 0) for key in keys}


def changes_since(session: Session, key: str, seen: int) -> dict[str, Since]:
    """What was changed of an offer after the version that somebody has seen, field by field."""
    found: dict[str, Since] = {}
    for version in versions(session, key):
        if version.id > seen:
            for column, (before, after) in version.changes.items():
                first = found[column].before if column in found else before or ""
                found[column] = Since(first, after or "", version.submission.by)
    return {column: item for column, item in found.items() if item.before != item.after}


def recent_changes(session: Session, *, limit: int) -> list[tuple[Submission, Sequence[OfferVersion]]]:
    """The latest submissions, the newest first, each with what it did; that is left out for files, which do a lot."""
    latest = session.scalars(select(Submission).order_by(Submission.id.desc()).limit(limit)).all()
    by_hand = [submission.id for submission in latest if submission.kind == EDIT]
    done: dict[int, list[OfferVersion]] = {number: [] for number in by_hand}
    for version in session.scalars(select(OfferVersion).where(OfferVersion.submission_id.in_(by_hand))):
        done[version.submission_id].append(version)
    return [(submission, done.get(submission.id, ())) for submission in latest]


def undo(
    engine: Engine, region: Region, now: datetime, by: str | None = None, *, submission_id: int | None = None
) -> Undone:
    """Take a load or correction back: the one named, or the latest that was not taken back yet.

    Offers that it added are gone, everything else is as it was before. Raises ChangeError where there is nothing to
    take back or later changes stand in the way, CatalogueError where the database does not take it.
    """
    with writing(engine) as session:
        # First, so that nobody changes what is looked at from here on.
        touch(session)
        session.flush()
        last = _latest(session) if submission_id is None else session.get(Submission, submission_id)
        if last is None:
            raise ChangeError("Es gibt nichts, das zurückgenommen werden könnte.")
        obstacles = in_the_way(session, last)
        if last.kind not in _UNDOABLE or last.undone_by is not None:
            raise ChangeError(f"„{last.file}“ ist schon zurückgenommen.")
        if obstacles:
            raise ChangeError(_explained(obstacles))
        undoing = Submission(kind=UNDO, file=last.file, sha256=last.sha256, loaded_at=now, by=by)
        session.add(undoing)
        session.flush()
        done = session.scalars(
            select(OfferVersion).where(OfferVersion.submission_id == last.id).order_by(OfferVersion.id.desc())
        ).all()
        for version in done:
            _take_back(session, version, region, undoing)
        last.undone_by = undoing.id
        return Undone(last.file, last.loaded_at, len(done))


def in_the_way(session: Session, submission: Submission) -> list[tuple[str, Submission]]:
    """Offers of a submission that were changed again later, each with what changed it first: it cannot be undone."""
    touched = select(OfferVersion.offer_key).where(OfferVersion.submission_id == submission.id)
    later = (
        select(OfferVersion.offer_key, Submission)
        .join(Submission)
        # What was taken back, and what took it back, together change nothing.
        .where(Submission.id > submission.id, Submission.undone_by.is_(None), Submission.kind.in_(_UNDOABLE))
        .where(OfferVersion.offer_key.in_(touched))
        .order_by(OfferVersion.id)
    )
    found: dict[str, Submission] = {}
    for key, changed_by in session.execute(later):
        found.setdefault(key, changed_by)
    return list(found.items())


def _explained(obstacles: Sequence[tuple[str, Submission]]) -> str:
    named = [
        f"{key} ({later.file}, {later.loaded_at:%d.%m.%Y, %H:%M} Uhr{f', {later.by}' if later.by else ''})"
        for key, later in obstacles[:_MOST_NAMED]
    ]
    more = f" und {len(obstacles) - _MOST_NAMED} weitere" if len(obstacles) > _MOST_NAMED else ""
    return (
        "Das lässt sich nicht mehr zurücknehmen, denn diese Angebote wurden seitdem noch einmal geändert: "
        f"{'; '.join(named)}{more}. Nehmen Sie zuerst das Spätere zurück."
    )


def done_by(session: Session, submission_id: int, *, limit: int, offset: int = 0) -> Sequence[OfferVersion]:
    """What a submission did, in the order in which it did it."""
    statement = select(OfferVersion).where(OfferVersion.submission_id == submission_id).order_by(OfferVersion.id)
    return session.scalars(statement.limit(limit).offset(offset)).all()


def count_by_event(session: Session, submission_id: int) -> dict[str, int]:
    """How many offers a submission added, changed, confirmed, withdrew."""
    counted = select(OfferVersion.event, func.count()).where(OfferVersion.submission_id == submission_id)
    return {row[0]: row[1] for row in session.execute(counted.group_by(OfferVersion.event))}


def loaded_files(session: Session, *, limit: int) -> Sequence[Submission]:
    """The files that were loaded last, the newest first."""
    files = select(Submission).where(Submission.kind == FILE).order_by(Submission.id.desc())
    return session.scalars(files.limit(limit)).all()


def find_submission(session: Session, submission_id: int) -> Submission:
    """A submission by its id. Raises ChangeError where there is none."""
    found = session.get(Submission, submission_id)
    if found is None:
        raise ChangeError("Diese Änderung gibt es nicht.")
    return found


def _latest(session: Session) -> Submission | None:
    open_ones = select(Submission).where(Submission.undone_by.is_(None), Submission.kind.in_(_UNDOABLE))
    return session.scalar(open_ones.order_by(Submission.id.desc()).limit(1))


def _take_back(session: Session, version: OfferVersion, region: Region, undoing: Submission) -> None:
    offer = find_offer(session, version.offer_key)
    if offer is None:
        return
    if version.event == ADDED:
        record_version(session, offer, undoing, REMOVED, {column: [cell, None] for column, cell in _filled(offer)})
        session.delete(offer)
        return
    before, sent = current_cells(offer), sent_cells(offer)
    for column, (old, _) in version.changes.items():
        if column == LISTED:
            offer.withdrawn_on = undoing.loaded_at.date() if old == "nein" else None
        else:
            set_value(offer, column, value_of(column, old or "", region))
    offer.text.sent = _restored(sent, version.sent)
    if version.corrections:
        keep_corrections(
            offer, {name: Corrected(*item) for name, item in version.corrections[0].items()}, undoing.loaded_at
        )
    _give_back_origin(session, offer, version)
    index(session, [offer], region)
    changes = differences(before, current_cells(offer))
    if LISTED in version.changes:
        changes[LISTED] = version.changes[LISTED][::-1]
    moved = version.corrections[::-1] if version.corrections else None
    back: dict[str, list[Any]] = {column: pair[::-1] for column, pair in version.sent.items()}
    record_version(session, offer, undoing, CHANGED, changes, sent=back, corrections=moved)


def _filled(offer: Offer) -> list[tuple[str, str]]:
    return [(column, cell) for column, cell in current_cells(offer).items() if cell]


def _restored(sent: dict[str, str], changes: dict[str, list[str | None]]) -> dict[str, str]:
    """What the provider had sent before."""
    before = {column: old for column, (old, _) in changes.items()}
    merged = {**sent, **before}
    return {column: cell for column, cell in merged.items() if cell is not None}


def _give_back_origin(session: Session, offer: Offer, version: OfferVersion) -> None:
    """The file and row that an offer stood in before."""
    if version.event != CHANGED or version.row is None:
        return
    earlier = (
        select(OfferVersion)
        .join(Submission)
        .where(
            OfferVersion.offer_key == offer.key,
            OfferVersion.id < version.id,
            OfferVersion.event.in_((ADDED, CHANGED)),
            OfferVersion.row.is_not(None),
            Submission.undone_by.is_(None),
        )
        .order_by(OfferVersion.id.desc())
        .limit(1)
    )
    found = session.scalar(earlier)
    if found is not None and found.row is not None:
        offer.text.submission_id, offer.text.row = found.submission_id, found.row
