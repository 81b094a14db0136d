"""Comparing checked rows with the catalogue: what would be added, changed, left as it is."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from catalogue.models import Offer, OfferText, Provider
from catalogue.slugs import offer_key, slug
from catalogue.submissions.record import COLUMNS, Fault, RawTable, Record


class Change(NamedTuple):
    """One field of one offer: its column, the value before and the value after."""

    column: str
    before: Any
    after: Any


@dataclass(frozen=True)
class PlannedOffer:
    """What a record does to the catalogue. `offer` is None where it is new."""

    key: str
    record: Record
    offer: Offer | None
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Plan:
    """The effect of one file, in the order of its rows; `refused` are rows that do not fit what is there."""

    added: tuple[PlannedOffer, ...]
    changed: tuple[PlannedOffer, ...]
    unchanged: tuple[PlannedOffer, ...]
    refused: tuple[Fault, ...] = ()


def make_plan(session: Session, table: RawTable, records: list[Record], today: date) -> Plan:
    """Compare records with the catalogue. Nothing is written."""
    existing = _existing(session, {slug(record.provider) for record in records})
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
            continue
        if offer is None:
            added.append(PlannedOffer(key, record, None, ()))
            continue
        changes = tuple(_changes(offer, record, today))
        (changed if changes else unchanged).append(PlannedOffer(key, record, offer, changes))
    return Plan(tuple(added), tuple(changed), tuple(unchanged), tuple(refused))


def _lacks_place(record: Record, offer: Offer | None) -> bool:
    """Whether the offer would be held somewhere, but nobody knows where; missing columns keep what is there."""
    place = record.values.get("ort", offer.place if offer else None)
    form = record.values.get("format", offer.format if offer else "Präsenz")
    return not place and form != "Online"


def _existing(session: Session, provider_slugs: set[str]) -> dict[str, Offer]:
    statement = (
        select(Offer)
        .join(Provider)
        .where(Provider.slug.in_(provider_slugs))
        .options(joinedload(Offer.text).joinedload(OfferText.submission), joinedload(Offer.provider))
    )
    return {offer.key: offer for offer in session.scalars(statement)}


def _changes(offer: Offer, record: Record, today: date) -> list[Change]:
    found = []
    for column, after in record.values.items():
        before = current_value(offer, column)
        if column == "ort":
            after = after.title if after else None
        # A provider who leaves `stand` empty confirms the entry today; that alone is no change.
        if column == "stand" and after == today:
            continue
        if before != after:
            found.append(Change(column, before, after))
    return found


def current_value(offer: Offer, column: str) -> Any:
    """What the catalogue holds now under a submission's column."""
    where = COLUMNS[column]
    if where == "provider":
        return offer.provider.name
    table, attribute = where.split(".")
    return getattr(offer if table == "o" else offer.text, attribute)
