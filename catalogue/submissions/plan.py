"""Comparing checked rows with the catalogue: what would be added, changed, left as it is, or no longer listed."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from catalogue.models import Correction, Offer, OfferText, Provider
from catalogue.slugs import offer_key, slug
from catalogue.submissions.cells import cells_of, current_cells, current_value, to_cell
from catalogue.submissions.merge import Corrected, Merged, merge
from catalogue.submissions.record import AT, Fault, RawTable, Record

# Whether an offer is shown at all, told like a column of the submission.
LISTED = "im_verzeichnis"


class Change(NamedTuple):
    """One field of one offer: its column, the value before and the value after."""

    column: str
    before: Any
    after: Any


@dataclass(frozen=True)
class PlannedOffer:
    """What a record does to the catalogue. `offer` is None where it is new; `changes` will be shown differently.

    `conflicts` are columns that staff had corrected and the provider has changed since.
    """

    key: str
    record: Record
    offer: Offer | None
    changes: tuple[Change, ...]
    merged: Merged
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """The effect of one file, in the order of its rows.

    `refused` are rows that do not fit what is there, `withdrawn` offers that are no longer listed. `left_out` are keys
    of offers that somebody did not want to be touched.
    """

    added: tuple[PlannedOffer, ...]
    changed: tuple[PlannedOffer, ...]
    unchanged: tuple[PlannedOffer, ...]
    refused: tuple[Fault, ...] = ()
    withdrawn: tuple[Offer, ...] = ()
    left_out: tuple[str, ...] = ()

    def without(self, keys: Container[str]) -> "Plan":
        """The same plan for all other offers: these are neither written nor withdrawn."""
        planned = [item.key for item in (*self.added, *self.changed, *self.unchanged)]
        left_out = [key for key in (*planned, *(offer.key for offer in self.withdrawn)) if key in keys]
        return replace(
            self,
            added=tuple(item for item in self.added if item.key not in keys),
            changed=tuple(item for item in self.changed if item.key not in keys),
            unchanged=tuple(item for item in self.unchanged if item.key not in keys),
            withdrawn=tuple(offer for offer in self.withdrawn if offer.key not in keys),
            left_out=tuple(left_out),
        )

    @property
    def conflicts(self) -> list[tuple[str, str]]:
        """Keys of offers and columns of which somebody has to decide."""
        return [(planned.key, column) for planned in (*self.changed, *self.unchanged) for column in planned.conflicts]


def make_plan(session: Session, table: RawTable, records: list[Record], today: date, *, complete: bool = False) -> Plan:
    """Compare records with the catalogue. Nothing is written.

    `complete` says that the file has all offers of its providers.
    """
    existing = _existing(session, _providers(table, records))
    added: list[PlannedOffer] = []
    changed: list[PlannedOffer] = []
    unchanged: list[PlannedOffer] = []
    refused: list[Fault] = []
    for record in records:
        key = offer_key(record.provider, record.reference)
        offer = existing.get(key)
        if _lacks_place(record, offer):
            refused.append(
                Fault(table.file, record.row, "ort", "Der Ort fehlt (nötig, wenn das Format nicht Online ist).")
            )
        elif offer is None:
            added.append(PlannedOffer(key, record, None, (), merge({}, {}, cells_of(record))))
        else:
            planned = _planned(key, record, offer, today)
            (changed if planned.changes else unchanged).append(planned)
    gone = _no_longer_listed(table, existing, complete=complete)
    return Plan(tuple(added), tuple(changed), tuple(unchanged), tuple(refused), gone)


def _providers(table: RawTable, records: Iterable[Record]) -> set[str]:
    """Slugs of everybody whose offers the file is about."""
    named = {name for name, _ in table.withdrawn} | {course.provider for course in table.regrouped}
    return {slug(record.provider) for record in records} | set(map(slug, named))


def _existing(session: Session, provider_slugs: set[str]) -> dict[str, Offer]:
    statement = (
        select(Offer)
        .join(Provider)
        .where(Provider.slug.in_(provider_slugs))
        .options(
            joinedload(Offer.text).joinedload(OfferText.submission),
            joinedload(Offer.provider),
            selectinload(Offer.corrections),
        )
    )
    return {offer.key: offer for offer in session.scalars(statement)}


def _lacks_place(record: Record, offer: Offer | None) -> bool:
    """Whether the offer would be held somewhere, but nobody knows where; missing columns keep what is there."""
    place = record.values.get("ort", offer.place if offer else None)
    form = record.values.get("format", offer.format if offer else "Präsenz")
    return not place and form != "Online"


def sent_cells(offer: Offer) -> dict[str, str]:
    """What the provider sent last; for offers from before that was kept, what is there."""
    return offer.text.sent if offer.text.sent is not None else current_cells(offer)


def corrected(corrections: Iterable[Correction]) -> dict[str, Corrected]:
    return {item.column: Corrected(item.cell, item.base, item.in_conflict) for item in corrections}


def withdrawn_by_staff(corrections: Iterable[Correction]) -> bool:
    """Whether staff took an offer out of the list; no file puts it back."""
    return any(item.column == LISTED for item in corrections)


def _planned(key: str, record: Record, offer: Offer, today: date) -> PlannedOffer:
    known = corrected(offer.corrections)
    merged = merge(sent_cells(offer), known, cells_of(record))
    changes = list(_changes(offer, record, merged, today))
    if offer.withdrawn_on and not withdrawn_by_staff(offer.corrections):
        changes.append(Change(LISTED, False, True))
    conflicts = tuple(column for column, item in merged.corrections.items() if item.in_conflict)
    return PlannedOffer(key, record, offer, tuple(changes), merged, conflicts)


def _changes(offer: Offer, record: Record, merged: Merged, today: date) -> Iterable[Change]:
    for column, value in record.values.items():
        before, cell = current_value(offer, column), merged.shown[column]
        # A provider who leaves `stand` empty confirms the entry today; that alone is no change.
        if cell == to_cell(before) or (column == "stand" and cell == today.isoformat()):
            continue
        yield Change(column, before, getattr(value, "title", value) if column == "ort" else value)


def _no_longer_listed(table: RawTable, existing: dict[str, Offer], *, complete: bool) -> tuple[Offer, ...]:
    """Offers that a file takes back, or a complete one does not have; a row that is refused still lists its offer."""
    rows = (*table.rows, *table.refused)
    listed = {offer_key(row.cells.get("anbieter", ""), row.cells.get("kennung", "")) for row in rows}
    listed |= {offer_key(course.provider, offer) for course in table.regrouped for offer in course.offers}
    taken_back = {offer_key(provider, reference) for provider, reference in table.withdrawn}
    regrouped = {offer_key(course.provider, course.course) for course in table.regrouped}
    gone = {key for key in existing if not {key, *_courses_of(key)}.isdisjoint(taken_back | regrouped)} - listed
    if complete:
        gone |= existing.keys() - listed
    return tuple(offer for key, offer in existing.items() if key in gone and not offer.withdrawn_on)


def _courses_of(key: str) -> list[str]:
    """The keys of all courses that an offer may be a place of: "a/K@b@c" of "a/K" and of "a/K@b"."""
    return [key[:position] for position, char in enumerate(key) if char == AT]
