"""What staff change themselves: corrections of single fields, which stay when the provider repeats himself."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, selectinload

from catalogue.database import writing
from catalogue.errors import ChangeError
from catalogue.freshness import is_listed
from catalogue.indexing import index_offer
from catalogue.inquiries import note_answers
from catalogue.models import CHANGED, EDIT, Correction, Offer, Submission
from catalogue.region import Region
from catalogue.search import find_offer, whole_offers
from catalogue.submissions.apply import (
    corrections_as_data,
    differences,
    keep_corrections,
    record_version,
    set_value,
    touch,
)
from catalogue.submissions.cells import cells_of, current_cells
from catalogue.submissions.check import check, value_of
from catalogue.submissions.merge import UNCHANGEABLE, Merged, correct
from catalogue.submissions.plan import corrected, sent_cells
from catalogue.submissions.record import COLUMNS, RawRow, RawTable

_BY_HAND, _BY_PHONE = "Berichtigung", "Bestätigung"


def edit(
    engine: Engine, key: str, wanted: Mapping[str, str], region: Region, now: datetime, by: str | None = None
) -> dict[str, list[str | None]]:
    """Correct fields of an offer; the fields that are shown differently now, column → [before, after].

    `wanted` are cells of a submission. To write what the provider sent last takes a correction back; to write the
    same correction once more decides a conflict in its favour. Raises ChangeError where something does not fit,
    CatalogueError where the database does not take it.
    """
    with writing(engine) as session:
        offer = find_offer(session, key)
        if offer is None:
            raise ChangeError(f"Ein Angebot „{key}“ gibt es nicht.")
        cells = _checked(offer, wanted, region, now)
        submission = Submission(kind=EDIT, file=_BY_HAND, sha256="", loaded_at=now, by=by, changed=1)
        session.add(submission)
        merged = correct(sent_cells(offer), corrected(offer.corrections), cells)
        changes = _apply(session, offer, merged, region, submission)
        touch(session)
        return changes


def confirm(
    engine: Engine, provider_id: int, now: datetime, by: str | None = None, *, keys: Collection[str] | None = None
) -> int:
    """Keep that a provider has confirmed his offers today, on the phone: all that are listed, or those of `keys`.

    How many there were; the provider counts as one who answered. Raises ChangeError where there are none,
    CatalogueError where the database does not take it.
    """
    with writing(engine) as session:
        listed = whole_offers().options(selectinload(Offer.corrections)).where(is_listed(now.date()))
        offers = session.scalars(listed.where(Offer.provider_id == provider_id)).all()
        chosen = [offer for offer in offers if keys is None or offer.key in keys]
        if not chosen:
            raise ChangeError("Es ist kein Angebot ausgewählt, das bestätigt werden könnte.")
        submission = Submission(kind=EDIT, file=_BY_PHONE, sha256="", loaded_at=now, by=by, changed=len(chosen))
        session.add(submission)
        for offer in chosen:
            before = current_cells(offer)
            offer.confirmed = now.date()
            merged = correct(sent_cells(offer), corrected(offer.corrections), {"stand": now.date().isoformat()})
            _kept(session, offer, before, merged, submission)
        note_answers(session, {provider_id}, now)
        touch(session)
        return len(chosen)


def conflicts(session: Session) -> list[tuple[Offer, Correction]]:
    """Every field that staff had corrected and the provider has changed since."""
    statement = (
        select(Offer, Correction).join(Correction).where(Correction.in_conflict).order_by(Offer.key, Correction.column)
    )
    return [(offer, correction) for offer, correction in session.execute(statement)]


def _checked(offer: Offer, wanted: Mapping[str, str], region: Region, now: datetime) -> dict[str, str]:
    """The wanted cells in their one form, if the offer is whole with them."""
    unknown = [column for column in wanted if column not in COLUMNS]
    if unknown:
        raise ChangeError(f"Diese Felder gibt es nicht: {', '.join(unknown)}.")
    fixed = [column for column in wanted if column in UNCHANGEABLE]
    if fixed:
        raise ChangeError(f"{' und '.join(fixed)} bezeichnen das Angebot und lassen sich nicht ändern.")
    cells = {**current_cells(offer), **{column: cell.strip() for column, cell in wanted.items()}}
    table = RawTable(_BY_HAND, "", tuple(COLUMNS), (), (RawRow(1, cells),))
    records, refused, _ = check(table, region, now.date())
    if refused:
        reasons = "; ".join(f"{fault.field}: {fault.reason}" for fault in refused)
        raise ChangeError(f"Das geht so nicht. {reasons}")
    found = cells_of(records[0])
    return {column: found[column] for column in wanted}


def _apply(
    session: Session, offer: Offer, merged: Merged, region: Region, submission: Submission
) -> dict[str, list[str | None]]:
    before = current_cells(offer)
    for column, cell in merged.shown.items():
        if cell != before[column]:
            set_value(offer, column, value_of(column, cell, region))
    index_offer(offer, region)
    return _kept(session, offer, before, merged, submission)


def _kept(
    session: Session, offer: Offer, before: Mapping[str, str], merged: Merged, submission: Submission
) -> dict[str, list[str | None]]:
    """Remember what was corrected, and what that changed."""
    known = corrected(offer.corrections)
    keep_corrections(offer, merged.corrections, submission.loaded_at, submission.by)
    offer.text.sent = merged.sent
    changes = differences(before, current_cells(offer))
    moved = [corrections_as_data(known), corrections_as_data(merged.corrections)]
    record_version(session, offer, submission, CHANGED, changes, corrections=moved if moved[0] != moved[1] else None)
    return changes
