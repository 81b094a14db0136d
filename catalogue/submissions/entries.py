"""What a plan does, offer by offer, as data that can be kept and shown: every field as it is and as it will be."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from catalogue.models import Offer
from catalogue.submissions.cells import current_cells
from catalogue.submissions.plan import LISTED, Plan, PlannedOffer
from catalogue.submissions.record import COLUMNS, Fault

NEW, CHANGED, SAME, GONE, REFUSED, REMARK = "neu", "geaendert", "gleich", "fort", "abgelehnt", "hinweis"
# Kinds that do something to an offer, so that it can be left out.
DOING = (NEW, CHANGED, SAME, GONE)


class Field(NamedTuple):
    """One column of an offer, in cells. `conflicting` is what the provider wrote where our correction stays."""

    column: str
    before: str
    after: str
    conflicting: str | None = None


class Entry(NamedTuple):
    """One offer of a plan, or one fault of a row.

    `key` is the offer's; empty for faults, which have `reason` and the column in question in `fields`.
    """

    kind: str
    key: str
    title: str
    provider: str
    row: int | None
    fields: tuple[Field, ...] = ()
    reason: str = ""

    @property
    def has_conflict(self) -> bool:
        return any(field.conflicting is not None for field in self.fields)

    def as_data(self) -> list[Any]:
        return [*self[:5], [list(field) for field in self.fields], self.reason]

    @classmethod
    def from_data(cls, data: list[Any]) -> "Entry":
        kind, key, title, provider, row, fields, reason = data
        return cls(kind, key, title, provider, row, tuple(Field(*field) for field in fields), reason)


def entries_of(plan: Plan, refused: Iterable[Fault], warnings: Iterable[Fault]) -> Iterator[Entry]:
    """The entries of one file, in the order in which somebody wants to see them."""
    for fault in refused:
        yield _fault(REFUSED, fault)
    for planned in plan.added:
        yield _entry(NEW, planned, _fields({}, planned))
    for planned in plan.changed:
        yield _entry(CHANGED, planned, _changes(planned))
    for offer in plan.withdrawn:
        fields = (Field(LISTED, "ja", "nein"),)
        yield Entry(GONE, offer.key, offer.title, offer.provider.name, None, fields)
    for fault in warnings:
        yield _fault(REMARK, fault)
    for planned in plan.unchanged:
        yield _entry(SAME, planned, _changes(planned))


def _entry(kind: str, planned: PlannedOffer, fields: tuple[Field, ...]) -> Entry:
    record = planned.record
    title = planned.merged.shown.get("titel", "")
    return Entry(kind, planned.key, title, record.provider, record.row, fields)


def _changes(planned: PlannedOffer) -> tuple[Field, ...]:
    """What will differ, the day of confirmation as well, and what is to be decided."""
    offer = planned.offer
    assert isinstance(offer, Offer)
    listed = (Field(LISTED, "nein", "ja"),) if offer.withdrawn_on else ()
    return (*listed, *_fields(current_cells(offer), planned))


def _fields(before: dict[str, str], planned: PlannedOffer) -> tuple[Field, ...]:
    shown, sent = planned.merged.shown, planned.merged.sent
    found = []
    for column in COLUMNS:
        if column not in planned.record.values:
            continue
        old, new = before.get(column, ""), shown.get(column, "")
        conflicting = sent.get(column, "") if column in planned.conflicts else None
        if old != new or conflicting is not None:
            found.append(Field(column, old, new, conflicting))
    return tuple(found)


def _fault(kind: str, fault: Fault) -> Entry:
    fields = (Field(fault.field, "", ""),) if fault.field else ()
    return Entry(kind, "", "", "", fault.row, fields, fault.reason)
