"""The catalogue as a list: the offers that fit a choice, page by page, and how many each further choice leaves."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, func, literal, or_, select, type_coerce
from sqlalchemy.orm import Session

from catalogue.conditions import Condition, conditions, has_any, is_current
from catalogue.dimensions import COLUMNS, DIMENSIONS, Dimension, counted, listed
from catalogue.freshness import overdue
from catalogue.models import Offer
from catalogue.ranking import order
from catalogue.region import Region
from catalogue.scope import scope
from catalogue.search import Hit, offer_distance, whole_offers
from catalogue.values import WEEKDAYS
from catalogue.wish import Wish

TODAY, WEEKEND = "heute", "wochenende"
# Prices up to which offers may be looked for, in euros.
PRICES = (25, 50, 100)


@dataclass(frozen=True)
class Choice:
    """What is chosen in the list: a wish, and what a question in the chat has no word for.

    `most_euros`: cost known, and no higher. `day`: held today, or at the weekend. `overdue`: only entries that are
    older than their term.
    """

    wish: Wish = field(default_factory=Wish)
    most_euros: int | None = None
    day: str | None = None
    overdue: bool = False

    @property
    def is_empty(self) -> bool:
        return self == Choice()

    def only_overdue(self) -> "Choice":
        return replace(self, overdue=True)

    def about(self, searched: Wish) -> "Choice":
        """The choice with the subject searched for now, and what else was named beside it."""
        named = {key: getattr(searched, key) for key in ("kind", "area", "audience", "place")}
        named = {key: value for key, value in named.items() if value}
        wish = replace(self.wish, topic=searched.topic, words=searched.words)
        return replace(self, wish=wish.set(**named) if named else wish)


@dataclass(frozen=True)
class Listing:
    """A page of offers, how many there are in all, and of those how many are overdue.

    `counts`: for each key that may be chosen, value → how many offers that choice would leave. `without`: for each
    key that was chosen, how many offers there would be if it alone were given up.
    """

    total: int
    hits: tuple[Hit, ...]
    overdue: int
    counts: Mapping[str, Mapping[Any, int]]
    without: Mapping[str, int]


def browse(session: Session, choice: Choice, region: Region, today: date, *, limit: int, offset: int = 0) -> Listing:
    """The offers that fit a choice, best first, from `offset` on.

    The numbers are those that `search` counts for the same wish.
    """
    wish = _with_what_follows(choice.wish, region)
    asked = [*conditions(wish, region), *_further_conditions(choice, region, today)]
    base = scope(session, choice.wish, region, today, asked)
    groups = _groups(session, base, asked, region, today)
    fitting = groups[""][_OVERDUE]
    clause = and_(base, *(condition.clause for condition in asked))
    ids = list(
        session.scalars(
            select(Offer.id).where(clause).order_by(*order(wish, region, today)).limit(limit).offset(offset)
        )
    )
    found = {offer.id: offer for offer in session.scalars(whole_offers().where(Offer.id.in_(ids)))}
    hits = tuple(Hit(found[item], offer_distance(found[item], wish, region)) for item in ids)
    without = {key: len(fitting) + len(group[_OVERDUE]) for key, group in groups.items() if key}
    return Listing(len(fitting), hits, sum(fitting), _counts(groups), without)


def beginning(session: Session, first: date, last: date, *, limit: int) -> Sequence[Offer]:
    """Offers that begin within some days, the soonest first."""
    soon = whole_offers().where(is_current(first), Offer.begins.between(first, last))
    return session.scalars(soon.order_by(Offer.begins, Offer.starts_at, Offer.id).limit(limit)).all()


def _with_what_follows(wish: Wish, region: Region) -> Wish:
    """The wish with what ranks offers, as in the chat: the area and kind that go with its subject."""
    topic = region.topics.get(wish.topic or "")
    if topic is None:
        return wish
    return wish.follow(area=region.area_of(topic.name), kind=topic.kind, audience=topic.audience)


def _further_conditions(choice: Choice, region: Region, today: date) -> list[Condition]:
    found = []
    if choice.most_euros is not None:
        found.append(Condition("most_euros", Offer.cost <= choice.most_euros))
    if choice.day:
        found.append(Condition("day", held_on(*days_of(choice.day, today))))
    if choice.overdue:
        found.append(Condition("overdue", overdue(region, today)))
    return found


def days_of(name: str, today: date) -> tuple[date, date]:
    """First and last day of "heute" and "wochenende" (the present one on a Saturday or Sunday)."""
    if name == TODAY:
        return today, today
    saturday = today + timedelta(days=5 - today.weekday())
    return max(saturday, today), saturday + timedelta(days=1)


def held_on(first: date, last: date) -> ColumnElement[bool]:
    """Offers held on one of a few days: by their weekdays, or by their dates where they have no weekdays."""
    days = (last - first).days + 1
    names = [WEEKDAYS[(first + timedelta(days=number)).weekday()] for number in range(days)]
    running = and_(
        or_(Offer.begins.is_(None), Offer.begins <= last), or_(Offer.last_day.is_(None), Offer.last_day >= first)
    )
    dated = and_(Offer.weekdays == (), Offer.begins.is_not(None), Offer.last_day.is_not(None))
    return and_(running, or_(has_any(Offer.weekdays, names), dated))


# --- how many each further choice would leave

_WEEKDAYS, _CHILDCARE, _ACCESSIBLE, _WOMEN_ONLY, _TODAY, _WEEKEND, _OVERDUE = range(len(COLUMNS), len(COLUMNS) + 7)


def _if_true(name: Any = True) -> Any:
    return lambda flag: (name,) if flag else ()


def _prices(cost: float | None) -> tuple[int, ...]:
    return () if cost is None else tuple(price for price in PRICES if cost <= price)


# Key → the conditions that its choice would replace, and what an offer has.
_CHOICES: dict[str, tuple[tuple[str, ...], Dimension]] = {
    **{name: ((name,), DIMENSIONS[name]) for name in ("area", "kind", "audience", "place", "level", "time", "format")},
    "free": (("free", "most_euros"), DIMENSIONS["free"]),
    "most_euros": (("free", "most_euros"), Dimension(DIMENSIONS["free"].columns, _prices)),
    "weekdays": (("weekdays",), Dimension((_WEEKDAYS,), listed)),
    "childcare": (("childcare",), Dimension((_CHILDCARE,), _if_true())),
    "accessible": (("accessible",), Dimension((_ACCESSIBLE,), _if_true())),
    "women_only": (("women_only",), Dimension((_WOMEN_ONLY,), _if_true())),
    "day": (("day",), Dimension((_TODAY, _WEEKEND), lambda now, end: [TODAY] * bool(now) + [WEEKEND] * bool(end))),
}


Columns = Sequence[Sequence[Any]]


def _groups(
    session: Session, base: ColumnElement[bool], asked: Sequence[Condition], region: Region, today: date
) -> dict[str, Columns]:
    """The columns of the offers that fit (""), and of those that fit but for one condition, under its key.

    One pass: an offer that fails one condition only counts for the choices that would replace it.
    """
    failed: ColumnElement[int] = literal(0)
    for number, condition in enumerate(asked):
        failed = failed + case((condition.clause, 0), else_=1 << number)
    rows = select(failed.label("failed"), *COLUMNS, *_more_columns(region, today)).where(base).subquery()
    keys = {0: "", **{1 << number: condition.key for number, condition in enumerate(asked)}}
    found = session.connection().execute(select(rows).where(rows.c.failed.in_(keys))).fetchall()
    nothing = [()] * (len(rows.c) - 1)
    groups: dict[str, Columns] = {}
    for bit, key in keys.items():
        same = [row for row in found if row[0] == bit]
        groups[key] = list(zip(*same, strict=True))[1:] if same else nothing
    return groups


def _counts(groups: Mapping[str, Columns]) -> dict[str, Counter[Any]]:
    counts = {}
    for key, (replaced, dimension) in _CHOICES.items():
        counting = [groups[name] for name in ("", *replaced) if name in groups]
        columns = {index: [item for group in counting for item in group[index]] for index in dimension.columns}
        counts[key] = counted(columns, dimension)
    return counts


def _more_columns(region: Region, today: date) -> list[ColumnElement[Any]]:
    return [
        type_coerce(Offer.weekdays, String),
        func.coalesce(Offer.childcare, False),
        func.coalesce(Offer.accessible, False),
        func.coalesce(Offer.women_only, False),
        *(case((held_on(*days_of(name, today)), 1), else_=0) for name in (TODAY, WEEKEND)),
        case((overdue(region, today), 1), else_=0),
    ]
