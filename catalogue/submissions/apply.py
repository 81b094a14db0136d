"""Writing a plan into the catalogue: one transaction a file, every row's origin and every change kept."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.indexing import index
from catalogue.inquiries import note_answers
from catalogue.models import (
    ADDED,
    CHANGED,
    CONFIRMED,
    FILE,
    WITHDRAWN,
    CatalogueState,
    Correction,
    Offer,
    OfferText,
    OfferVersion,
    Provider,
    Submission,
)
from catalogue.region import Region
from catalogue.slugs import slug
from catalogue.submissions.cells import current_cells, to_cell
from catalogue.submissions.check import DEFAULTS
from catalogue.submissions.merge import Corrected, Merged
from catalogue.submissions.plan import LISTED, Plan, PlannedOffer, corrected, sent_cells, withdrawn_by_staff
from catalogue.submissions.record import COLUMNS, LIST_COLUMNS, RawTable

# Called with the file, how many of its offers are done, and of how many.
Progress = Callable[[str, int, int], None]


def nobody_watches(_file: str, _done: int, _total: int) -> None:
    """Progress that nobody wants to see."""


# What an offer is found by.
_INDEXED = {"titel", "themen", "beschreibung"}
_EMPTY_OFFER: dict[str, Any] = {
    column: () if column in LIST_COLUMNS else DEFAULTS.get(column)
    for column, where in COLUMNS.items()
    if where != "provider"
}


def apply_plan(
    session: Session,
    table: RawTable,
    plan: Plan,
    region: Region,
    now: datetime,
    refused: int,
    by: str | None = None,
    progress: Progress = nobody_watches,
) -> Submission:
    """Carry out a plan inside the session's transaction; the caller commits or rolls back."""
    submission = Submission(
        kind=FILE,
        file=table.file,
        sha256=table.sha256,
        loaded_at=now,
        by=by,
        added=len(plan.added),
        changed=len(plan.changed),
        unchanged=len(plan.unchanged),
        refused=refused,
    )
    session.add(submission)
    providers: dict[str, Provider] = {}
    reworded: list[Offer] = []
    everything = (*plan.added, *plan.changed, *plan.unchanged)
    # Written at the end in one go: else every offer waits for all that was changed before it.
    with session.no_autoflush:
        for done, planned in enumerate(everything):
            if planned.offer is None:
                reworded.append(add_offer(session, planned, providers, submission))
            elif not planned.changes:
                _confirm(session, planned, submission)
            elif _change(session, planned, submission):
                reworded.append(planned.offer)
            progress(table.file, done + 1, len(everything))
    index(session, reworded, region)
    answered = {planned.offer.provider_id for planned in (*plan.changed, *plan.unchanged) if planned.offer}
    note_answers(session, answered, now)
    for offer in plan.withdrawn:
        offer.withdrawn_on = now.date()
        record_version(session, offer, submission, WITHDRAWN, {LISTED: ["ja", "nein"]})
    touch(session)
    return submission


def touch(session: Session) -> None:
    """Count the catalogue's revision up, so that running services notice the change."""
    state = session.get(CatalogueState, 1)
    if state is None:
        session.add(CatalogueState(id=1, revision=1, vocabulary=""))
    else:
        # Counted by the database, so that of two at once neither is lost.
        state.revision = CatalogueState.revision + 1


def set_value(offer: Offer, column: str, value: Any) -> None:
    """Put a value where the catalogue keeps what stands in a submission's column."""
    where = COLUMNS[column]
    if where == "provider":
        offer.provider.name = value
    elif column == "ort":
        offer.place = value.title if value else None
        offer.municipality = value.municipality if value else None
        offer.latitude = value.latitude if value else None
        offer.longitude = value.longitude if value else None
    else:
        table, attribute = where.split(".")
        setattr(offer if table == "o" else offer.text, attribute, value)


def keep_corrections(offer: Offer, wanted: Mapping[str, Corrected], now: datetime, by: str | None = None) -> None:
    """Bring an offer's corrections to what a merge left of them."""
    known = {item.column: item for item in offer.corrections}
    for column, item in known.items():
        if column not in wanted:
            offer.corrections.remove(item)
    for column, correction in wanted.items():
        if column in known:
            item = known[column]
            if (item.cell, item.base) != (correction.cell, correction.base):
                item.by, item.at = by, now
            item.cell, item.base, item.in_conflict = correction.cell, correction.base, correction.in_conflict
        else:
            offer.corrections.append(
                Correction(column=column, cell=correction.cell, base=correction.base, in_conflict=False, by=by, at=now)
            )


def record_version(
    session: Session,
    offer: Offer,
    submission: Submission,
    event: str,
    changes: Mapping[str, list[str | None]],
    *,
    sent: Mapping[str, list[str | None]] | None = None,
    corrections: list[Any] | None = None,
    row: int | None = None,
) -> None:
    """Keep what a submission did to an offer."""
    session.add(
        OfferVersion(
            offer_key=offer.key,
            submission=submission,
            row=row,
            event=event,
            changes=dict(changes),
            sent=dict(sent or {}),
            corrections=corrections,
        )
    )


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, list[str | None]]:
    """Column → [before, after] of everything that differs; None for "not there"."""
    columns = [column for column in (*COLUMNS, LISTED) if column in before or column in after]
    pairs = {column: [before.get(column), after.get(column)] for column in columns}
    return {column: pair for column, pair in pairs.items() if pair[0] != pair[1]}


def corrections_as_data(corrections: Mapping[str, Corrected]) -> dict[str, list[Any]]:
    return {column: [item.cell, item.base, item.in_conflict] for column, item in corrections.items()}


def add_offer(session: Session, planned: PlannedOffer, providers: dict[str, Provider], submission: Submission) -> Offer:
    """A new offer, not indexed yet. `providers` are those known by now, by their slugs; new ones are added."""
    name = planned.record.provider
    if slug(name) not in providers:
        found = session.scalar(select(Provider).where(Provider.slug == slug(name)))
        providers[slug(name)] = found or Provider(slug=slug(name), name=name)
    offer = Offer(key=planned.key, provider=providers[slug(name)], text=OfferText(submission=submission))
    values = {**_EMPTY_OFFER, "stand": submission.loaded_at.date(), **planned.record.values}
    for column, value in values.items():
        set_value(offer, column, value)
    offer.text.row, offer.text.sent = planned.record.row, planned.merged.sent
    session.add(offer)
    shown: dict[str, list[str | None]] = {column: [None, cell] for column, cell in current_cells(offer).items() if cell}
    sent: dict[str, list[str | None]] = {column: [None, cell] for column, cell in planned.merged.sent.items()}
    record_version(session, offer, submission, ADDED, shown, sent=sent, row=planned.record.row)
    return offer


def _change(session: Session, planned: PlannedOffer, submission: Submission) -> bool:
    """Whether the offer is found by other words now."""
    offer = planned.offer
    assert offer is not None
    before = current_cells(offer)
    # What staff withdrew stays so when the provider repeats himself, like every correction.
    was_withdrawn = offer.withdrawn_on is not None and not withdrawn_by_staff(offer.corrections)
    if was_withdrawn:
        offer.withdrawn_on = None
    _write(offer, planned)
    offer.text.submission, offer.text.row = submission, planned.record.row
    changes = differences(before, current_cells(offer))
    is_reworded = bool(_INDEXED & changes.keys())
    if was_withdrawn:
        changes[LISTED] = ["nein", "ja"]
    _keep(session, offer, planned.merged, submission, CHANGED, changes, planned.record.row)
    return is_reworded


def _confirm(session: Session, planned: PlannedOffer, submission: Submission) -> None:
    """Confirmed once more; the row that first said so remains its origin."""
    offer = planned.offer
    assert offer is not None
    before = current_cells(offer)
    _write(offer, planned)
    changes = differences(before, current_cells(offer))
    _keep(session, offer, planned.merged, submission, CONFIRMED, changes, planned.record.row)


def _write(offer: Offer, planned: PlannedOffer) -> None:
    """Set what the row has, except what stays corrected."""
    for column, value in planned.record.values.items():
        if planned.merged.shown[column] == to_cell(value):
            set_value(offer, column, value)


def _keep(
    session: Session,
    offer: Offer,
    merged: Merged,
    submission: Submission,
    event: str,
    changes: Mapping[str, list[str | None]],
    row: int,
) -> None:
    """Remember what was sent and which corrections remain, and what that changed."""
    known = corrected(offer.corrections)
    sent = differences(sent_cells(offer), merged.sent)
    moved = (
        [corrections_as_data(known), corrections_as_data(merged.corrections)] if known != merged.corrections else None
    )
    offer.text.sent = merged.sent
    keep_corrections(offer, merged.corrections, submission.loaded_at)
    if changes or sent or moved:
        record_version(session, offer, submission, event, changes, sent=sent, corrections=moved, row=row)
