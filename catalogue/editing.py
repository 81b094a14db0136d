"""What staff change themselves: corrections of single fields, which stay when the provider repeats himself."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from catalogue.database import writing
from catalogue.errors import ChangeError
from catalogue.freshness import is_listed
from catalogue.indexing import index
from catalogue.inquiries import note_answers
from catalogue.models import CHANGED, WITHDRAWN, Correction, Offer, OfferText, Submission
from catalogue.region import Region
from catalogue.search import whole_offers
from catalogue.submissions.apply import (
    corrections_as_data,
    differences,
    keep_corrections,
    record_version,
    set_value,
)
from catalogue.submissions.by_hand import begin, checked_record, seen_offer
from catalogue.submissions.cells import cells_of, current_cells
from catalogue.submissions.check import value_of
from catalogue.submissions.merge import UNCHANGEABLE, Corrected, Merged, correct
from catalogue.submissions.plan import LISTED, corrected, sent_cells
from catalogue.submissions.record import COLUMNS

_BY_HAND, _BY_PHONE = "Berichtigung", "Bestätigung"


def edit(
    engine: Engine,
    key: str,
    wanted: Mapping[str, str],
    region: Region,
    now: datetime,
    by: str | None = None,
    *,
    seen: int | None = None,
) -> dict[str, list[str | None]]:
    """Correct fields of an offer; the fields that are shown differently now, column → [before, after].

    `wanted` are cells of a submission. To write what the provider sent last takes a correction back; to write the
    same correction once more decides a conflict in its favour. `seen` is the latest version of the offer that whoever
    corrects it has seen (`history.latest_version`). Raises ChangedMeanwhileError where there is a later one,
    FieldFaultsError where values do not fit, ChangeError where something else does not, CatalogueError where the
    database does not take it.
    """
    with writing(engine) as session:
        submission = begin(session, _BY_HAND, now, by)
        offer = seen_offer(session, key, seen)
        cells = _checked(offer, wanted, region, now)
        merged = correct(sent_cells(offer), corrected(offer.corrections), cells)
        return _apply(session, offer, merged, region, submission)


def withdraw(engine: Engine, key: str, now: datetime, by: str | None = None, *, seen: int | None = None) -> None:
    """Take an offer out of the list. It stays out when its provider repeats himself, until somebody puts it back.

    Raises ChangeError where it is withdrawn already, and as `edit` does.
    """
    with writing(engine) as session:
        submission = begin(session, "Aus dem Verzeichnis genommen", now, by)
        offer = seen_offer(session, key, seen)
        if offer.withdrawn_on:
            raise ChangeError("Dieses Angebot steht schon nicht mehr im Verzeichnis.")
        offer.withdrawn_on = now.date()
        remaining = {**corrected(offer.corrections), LISTED: Corrected("nein", "ja")}
        _list(session, offer, remaining, submission, ["ja", "nein"])


def put_back(engine: Engine, key: str, now: datetime, by: str | None = None, *, seen: int | None = None) -> None:
    """Put an offer back into the list, whoever took it out. Raises ChangeError where it stands there, and as `edit`."""
    with writing(engine) as session:
        submission = begin(session, "Wieder ins Verzeichnis genommen", now, by)
        offer = seen_offer(session, key, seen)
        if not offer.withdrawn_on:
            raise ChangeError("Dieses Angebot steht schon im Verzeichnis.")
        offer.withdrawn_on = None
        remaining = {column: item for column, item in corrected(offer.corrections).items() if column != LISTED}
        _list(session, offer, remaining, submission, ["nein", "ja"])


def confirm(
    engine: Engine, provider_id: int, now: datetime, by: str | None = None, *, keys: Collection[str] | None = None
) -> int:
    """Keep that a provider has confirmed his offers today, on the phone: all that are listed, or those of `keys`.

    How many there were; the provider counts as one who answered. Raises ChangeError where there are none,
    CatalogueError where the database does not take it.
    """
    with writing(engine) as session:
        submission = begin(session, _BY_PHONE, now, by)
        listed = whole_offers().options(selectinload(Offer.corrections)).where(is_listed(now.date()))
        offers = session.scalars(listed.where(Offer.provider_id == provider_id)).all()
        chosen = [offer for offer in offers if keys is None or offer.key in keys]
        if not chosen:
            raise ChangeError("Es ist kein Angebot ausgewählt, das bestätigt werden könnte.")
        submission.changed = len(chosen)
        for offer in chosen:
            before = current_cells(offer)
            offer.confirmed = now.date()
            merged = correct(sent_cells(offer), corrected(offer.corrections), {"stand": now.date().isoformat()})
            _kept(session, offer, before, merged, submission)
        note_answers(session, {provider_id}, now)
        return len(chosen)


def conflicts(session: Session) -> list[tuple[Offer, Correction]]:
    """Every field that staff had corrected and the provider has changed since."""
    statement = (
        select(Offer, Correction).join(Correction).where(Correction.in_conflict).order_by(Offer.key, Correction.column)
    ).options(joinedload(Offer.provider), joinedload(Offer.text).joinedload(OfferText.submission))
    return [(offer, correction) for offer, correction in session.execute(statement)]


def count_conflicts(session: Session) -> int:
    """How many fields wait for a decision."""
    return session.scalar(select(func.count()).select_from(Correction).where(Correction.in_conflict)) or 0


def _checked(offer: Offer, wanted: Mapping[str, str], region: Region, now: datetime) -> dict[str, str]:
    """The wanted cells in their one form, if the offer is whole with them."""
    unknown = [column for column in wanted if column not in COLUMNS]
    if unknown:
        raise ChangeError(f"Diese Felder gibt es nicht: {', '.join(unknown)}.")
    fixed = [column for column in wanted if column in UNCHANGEABLE]
    if fixed:
        raise ChangeError(f"{' und '.join(fixed)} bezeichnen das Angebot und lassen sich nicht ändern.")
    cells = {**current_cells(offer), **{column: cell.strip() for column, cell in wanted.items()}}
    found = cells_of(checked_record(cells, region, now))
    return {column: found[column] for column in wanted}


def _apply(
    session: Session, offer: Offer, merged: Merged, region: Region, submission: Submission
) -> dict[str, list[str | None]]:
    before = current_cells(offer)
    for column, cell in merged.shown.items():
        # That it was withdrawn is a correction as well, but no cell.
        if column != LISTED and cell != before[column]:
            set_value(offer, column, value_of(column, cell, region))
    index(session, [offer], region)
    return _kept(session, offer, before, merged, submission)


def _kept(
    session: Session, offer: Offer, before: Mapping[str, str], merged: Merged, submission: Submission
) -> dict[str, list[str | None]]:
    """Remember what was corrected, and what that changed."""
    known = corrected(offer.corrections)
    keep_corrections(offer, merged.corrections, submission.loaded_at, submission.by)
    offer.text.sent = merged.sent
    changes = differences(before, current_cells(offer))
    record_version(session, offer, submission, CHANGED, changes, corrections=_moved(known, merged.corrections))
    return changes


def _list(
    session: Session,
    offer: Offer,
    remaining: Mapping[str, Corrected],
    submission: Submission,
    change: list[str | None],
) -> None:
    """Keep that an offer stands in the list, or does not any more."""
    known = corrected(offer.corrections)
    keep_corrections(offer, remaining, submission.loaded_at, submission.by)
    event = CHANGED if offer.withdrawn_on is None else WITHDRAWN
    record_version(session, offer, submission, event, {LISTED: change}, corrections=_moved(known, remaining))


def _moved(known: Mapping[str, Corrected], remaining: Mapping[str, Corrected]) -> list[dict[str, list[object]]] | None:
    """The corrections before and after, where they changed."""
    moved = [corrections_as_data(known), corrections_as_data(remaining)]
    return moved if moved[0] != moved[1] else None
