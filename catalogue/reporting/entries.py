"""How fresh the entries were on a day: also on one that is long past, by taking back what was done since."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from catalogue.freshness import OUTDATED, OVERDUE, limits
from catalogue.models import Inquiry, Offer, OfferVersion, Provider, Submission, last_day
from catalogue.region import Region
from catalogue.submissions.plan import LISTED

# What has to be known of an entry, as the columns of a submission call it.
_AREA, _KIND, _BEGINS, _ENDS, _CONFIRMED, _STATUS, _PROVIDER = (
    "bereich", "art", "beginn", "ende", "stand", "status", "anbieter",
)  # fmt: skip
Cells = dict[str, str | None]
_KNOWN = frozenset((_AREA, _KIND, _BEGINS, _ENDS, _CONFIRMED, _STATUS, _PROVIDER, LISTED))


@dataclass(frozen=True)
class Freshness:
    """Entries that were neither over nor cancelled: how many, and how many of them older than their term.

    `outdated` of the overdue ones were older than two terms, and shown on request only.
    """

    name: str
    entries: int
    overdue: int
    outdated: int

    @property
    def current(self) -> int:
        return self.entries - self.overdue

    @property
    def share(self) -> float | None:
        """Of all entries those confirmed within their term, 0 to 1; None where there are none."""
        return self.current / self.entries if self.entries else None


@dataclass(frozen=True)
class Asked:
    """A provider who was asked in the quarter to confirm: when first, for how many entries, when he answered."""

    provider: str
    asked_on: date
    entries: int
    answered_on: date | None


@dataclass(frozen=True)
class Entries:
    """The entries on a day: all together, by area in the region's order, by provider; and who was asked about them."""

    day: date
    whole: Freshness
    areas: tuple[Freshness, ...]
    providers: tuple[Freshness, ...]
    asked: tuple[Asked, ...]


class _Aged(NamedTuple):
    area: str
    provider: str
    overdue: bool
    outdated: bool


def end_of(day: date) -> datetime:
    """The first moment that is not of this day any more."""
    return datetime.combine(day + timedelta(days=1), time())


def entries(session: Session, region: Region, first: date, day: date) -> Entries | None:
    """The entries on a day, and who was asked since `first`; None where the catalogue was not there yet."""
    begun = session.scalar(select(func.min(Submission.loaded_at)))
    if begun is None or begun >= end_of(day):
        return None
    listed = _aged((cells for cells in _then(session, day) if _is_current(cells, day)), region, day)
    by_area = _grouped(listed, lambda entry: entry.area)
    by_provider = _grouped(listed, lambda entry: entry.provider)
    return Entries(
        day,
        _freshness("", listed),
        tuple(_freshness(area.name, by_area[area.name]) for area in region.areas if area.name in by_area),
        tuple(_freshness(name, by_provider[name]) for name in sorted(by_provider)),
        _asked(session, first, day),
    )


def _then(session: Session, day: date) -> Iterable[Cells]:
    """Every offer of the catalogue as it was at the end of a day."""
    found = _now(session)
    later = (
        select(OfferVersion.offer_key, OfferVersion.changes)
        .join(Submission)
        .where(Submission.loaded_at >= end_of(day))
        .order_by(OfferVersion.id.desc())
    )
    for key, changes in session.execute(later):
        cells = found.setdefault(key, {})
        cells.update({column: before for column, (before, _) in changes.items() if column in _KNOWN})
    # Whoever was added later has no day of confirmation then.
    return [cells for cells in found.values() if cells.get(_CONFIRMED)]


def _now(session: Session) -> dict[str, Cells]:
    columns = (Offer.area, Offer.kind, Offer.begins, Offer.ends, Offer.confirmed, Offer.status, Offer.withdrawn_on)
    rows = session.execute(select(Offer.key, Provider.name, *columns).join(Provider))
    return {
        key: {
            _PROVIDER: provider,
            _AREA: area,
            _KIND: kind,
            _BEGINS: begins and begins.isoformat(),
            _ENDS: ends and ends.isoformat(),
            _CONFIRMED: confirmed.isoformat(),
            _STATUS: status,
            LISTED: "nein" if withdrawn else "ja",
        }
        for key, provider, area, kind, begins, ends, confirmed, status, withdrawn in rows
    }


def _is_current(cells: Cells, day: date) -> bool:
    if cells.get(LISTED) == "nein" or cells.get(_STATUS) == "abgesagt":
        return False
    end = last_day(cells.get(_KIND), cells.get(_BEGINS), cells.get(_ENDS))
    # Days as they stand in cells come in the order of time.
    return not end or end >= day.isoformat()


def _aged(listed: Iterable[Cells], region: Region, day: date) -> list[_Aged]:
    late, very_late = (
        {area: limit.isoformat() for area, limit in limits(region, day, terms).items()} for terms in (OVERDUE, OUTDATED)
    )
    found = []
    for cells in listed:
        area, confirmed = str(cells.get(_AREA)), cells[_CONFIRMED] or ""
        overdue, outdated = confirmed < late.get(area, ""), confirmed < very_late.get(area, "")
        found.append(_Aged(area, str(cells.get(_PROVIDER)), overdue, outdated))
    return found


def _grouped(listed: Iterable[_Aged], name_of: Callable[[_Aged], str]) -> dict[str, list[_Aged]]:
    groups: dict[str, list[_Aged]] = defaultdict(list)
    for entry in listed:
        groups[name_of(entry)].append(entry)
    return groups


def _freshness(name: str, listed: Collection[_Aged]) -> Freshness:
    overdue, outdated = sum(entry.overdue for entry in listed), sum(entry.outdated for entry in listed)
    return Freshness(name, len(listed), overdue, outdated)


def _asked(session: Session, first: date, day: date) -> tuple[Asked, ...]:
    """Who was asked from `first` to the end of `day`; an answer counts if it came until then."""
    statement = (
        select(Inquiry)
        .where(Inquiry.asked_at >= datetime.combine(first, time()), Inquiry.asked_at < end_of(day))
        .order_by(Inquiry.asked_at, Inquiry.id)
        .options(joinedload(Inquiry.provider))
    )
    found: dict[str, Asked] = {}
    for item in session.scalars(statement):
        answered = item.answered_at.date() if item.answered_at and item.answered_at < end_of(day) else None
        known = found.get(item.provider.name)
        asked_on, number = (
            (known.asked_on, max(known.entries, item.offers)) if known else (item.asked_at.date(), item.offers)
        )
        found[item.provider.name] = Asked(item.provider.name, asked_on, number, answered)
    return tuple(found[name] for name in sorted(found))
