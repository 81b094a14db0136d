"""The catalogue as a list: the offers that fit a choice, page by page, and how many each further choice leaves."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, false, func, literal, or_, select, type_coerce
from sqlalchemy.orm import Session

from catalogue.conditions import Condition, conditions, has_any, is_current
from catalogue.dimensions import COLUMNS, DIMENSIONS, Dimension, listed, times_of_day, told_apart
from catalogue.following import with_following
from catalogue.freshness import outdated, overdue, shown
from catalogue.models import Offer
from catalogue.ranking import order
from catalogue.region import Region
from catalogue.scope import scopes
from catalogue.search import Hit, page, shown_offers
from catalogue.values import WEEKDAYS
from catalogue.wish import LIST_KEYS, Wish

TODAY, WEEKEND = "heute", "wochenende"
# Prices up to which offers may be looked for, in euros.
PRICES = (25, 50, 100)


@dataclass(frozen=True)
class Choice:
    """What is chosen in the list: a wish, and what a question in the chat has no word for.

    `most_euros`: cost known, and no higher. `day`: held today, or at the weekend. `overdue`: only entries that are
    older than their term, and those that are so old that they are not shown else.
    """

    wish: Wish = field(default_factory=Wish)
    most_euros: int | None = None
    day: str | None = None
    overdue: bool = False

    @property
    def is_empty(self) -> bool:
        return self == Choice()

    def about(self, searched: Wish) -> "Choice":
        """The choice with the subject searched for now, and what else was named beside it."""
        named = {key: getattr(searched, key) for key in ("kind", "area", "audience", "place")}
        named = {key: value for key, value in named.items() if value}
        return replace(self, wish=self.wish.set(topic=searched.topic, words=searched.words, **named))


def given_up(wish: Wish, *keys: str) -> Wish:
    """The wish without some keys. What is excluded of them stays excluded; words go with their topic, a circle with
    its place.
    """
    if "place" in keys:
        keys = (*keys, "radius_km")
    wish = wish.set(**{key: () if key in LIST_KEYS else None for key in keys})
    return replace(wish, words=()) if "topic" in keys else wish


@dataclass(frozen=True)
class Listing:
    """A page of offers, how many there are in all, and of those how many are overdue.

    `outdated`: how many more fit that are so old that they are shown only where older entries are asked for.
    `counts`: for each key that may be chosen, value → how many offers that choice would leave. `without`: for each
    key that was chosen, how many offers there would be if it alone were given up.
    """

    total: int
    hits: tuple[Hit, ...]
    overdue: int
    outdated: int
    counts: Mapping[str, Mapping[Any, int]]
    without: Mapping[str, int]


def browse(session: Session, choice: Choice, region: Region, today: date, *, limit: int, offset: int = 0) -> Listing:
    """The offers that fit a choice, best first, from `offset` on.

    The numbers are those that `search` counts for the same wish.
    """
    wish = with_following(choice.wish, region)
    asked = [*conditions(wish, region), *_further_conditions(choice, region, today)]
    possible, subject = scopes(session, choice.wish, region, shown(region, today))
    current, hidden = is_current(today), false() if choice.overdue else outdated(region, today)
    places = _looked_up(session, and_(current, ~hidden, or_(*possible)), wish, region)
    columns = [*_more_columns(region, today), *_at(places, wish, region)]
    groups, not_shown = _groups(session, possible, current, hidden, asked, columns)
    fallback = next(number for number, clause in enumerate(possible) if clause is subject)
    nearest = next((number for number, group in enumerate(groups) if group[""][_OVERDUE]), fallback)
    fitting = groups[nearest][""][_OVERDUE]
    clause = and_(current, ~hidden, possible[nearest], *(condition.clause for condition in asked))
    ranked = select(Offer.id).where(clause).order_by(*order(wish, region, today))
    hits = page(session, ranked.limit(limit).offset(offset), wish, region, today)
    # What is in a closer scope is in the wider ones as well.
    old = sum(not_shown[number] for number in range(nearest + 1))
    without = {
        condition.key: _first(len(group[""][_OVERDUE]) + len(group[condition.key][_OVERDUE]) for group in groups)
        for condition in asked
    }
    return Listing(len(fitting), hits, sum(fitting), old, _counts(groups, wish, places), without)


def beginning(session: Session, region: Region, first: date, last: date, *, limit: int) -> Sequence[Offer]:
    """Offers that begin within some days, the soonest first."""
    soon = shown_offers().where(shown(region, first), Offer.begins.between(first, last))
    return session.scalars(soon.order_by(Offer.begins, Offer.starts_at, Offer.id).limit(limit)).all()


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
    return or_(*(_held_on_the(first + timedelta(days=number)) for number in range((last - first).days + 1)))


def _held_on_the(day: date) -> ColumnElement[bool]:
    running = and_(
        or_(Offer.begins.is_(None), Offer.begins <= day), or_(Offer.last_day.is_(None), Offer.last_day >= day)
    )
    dated = and_(Offer.weekdays == (), Offer.begins.is_not(None), Offer.last_day.is_not(None))
    return and_(running, or_(has_any(Offer.weekdays, (WEEKDAYS[day.weekday()],)), dated))


# --- how many each further choice would leave

_WEEKDAYS, _CHILDCARE, _ACCESSIBLE, _WOMEN_ONLY, _TODAY, _WEEKEND, _OVERDUE, _PLACES = range(
    len(COLUMNS), len(COLUMNS) + 8
)


def _if_true(name: Any = True) -> Any:
    return lambda flag: (name,) if flag else ()


def _prices(cost: float | None) -> tuple[int, ...]:
    return () if cost is None else tuple(price for price in PRICES if cost <= price)


# Key → the conditions that its choice would replace, and what an offer has.
_CHOICES: dict[str, tuple[tuple[str, ...], Dimension]] = {
    **{name: ((name,), DIMENSIONS[name]) for name in ("area", "kind", "audience", "level", "format")},
    "time": (("time",), Dimension(DIMENSIONS["time"].columns, times_of_day)),
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
    session: Session,
    possible: Sequence[ColumnElement[bool]],
    current: ColumnElement[bool],
    hidden: ColumnElement[bool],
    asked: Sequence[Condition],
    more: Sequence[ColumnElement[Any]],
) -> tuple[list[dict[str, Columns]], Counter[int]]:
    """For each scope the columns of the offers that fit (""), and of those that fit but for one condition, by its key.

    Also how many fit in each scope that are `hidden`. One pass: an offer that fails one condition only counts for the
    choices that would replace it.
    """
    failed: ColumnElement[int] = literal(0)
    for number, condition in enumerate(asked):
        failed = failed + case((condition.clause, 0), else_=1 << number)
    *closer, _ = possible
    scope = (
        case(*((clause, number) for number, clause in enumerate(closer)), else_=len(closer)) if closer else literal(0)
    )
    flags = (failed.label("failed"), scope.label("scope"), case((hidden, 1), else_=0).label("hidden"))
    rows = select(*flags, *COLUMNS, *more).where(current, or_(*possible)).subquery()
    keys = {0: "", **{1 << number: condition.key for number, condition in enumerate(asked)}}
    found: dict[tuple[int, int], list[Any]] = defaultdict(list)
    not_shown: Counter[int] = Counter()
    for bit, number, is_hidden, *values in session.connection().execute(select(rows).where(rows.c.failed.in_(keys))):
        if is_hidden:
            not_shown[number] += not bit
        else:
            found[number, bit].append(values)
    nothing = [()] * (len(rows.c) - len(flags))
    groups: list[dict[str, Columns]] = [
        {key: list(zip(*found[number, bit], strict=True)) or nothing for bit, key in keys.items()}
        for number in range(len(possible))
    ]
    return groups, not_shown


def _first(counts: Iterable[int]) -> int:
    """Of the scopes of a wish the first counts in which something fits."""
    return next(filter(None, counts), 0)


def _counts(groups: Sequence[Mapping[str, Columns]], wish: Wish, places: Sequence[str]) -> dict[str, Counter[Any]]:
    """For each key, value → how many offers there are; what is chosen is counted even where no offer names it."""
    counts = {}
    for key, (replaced, dimension) in {**_CHOICES, "place": (("place",), _with_places(places))}.items():
        apart = []
        for group in groups:
            counting = [group[name] for name in ("", *replaced) if name in group]
            columns = {index: [item for part in counting for item in part[index]] for index in dimension.columns}
            apart.append(told_apart(columns, dimension))
        values = {value for named, _ in apart for value in named}.union(
            wish.said(key) or () if key in LIST_KEYS else ()
        )
        counts[key] = Counter({value: _first(named[value] + others for named, others in apart) for value in values})
    return counts


def _looked_up(session: Session, base: ColumnElement[bool], wish: Wish, region: Region) -> Sequence[str]:
    """The places whose offers are not just those of a municipality: what lies in a circle, an Ortsteil, a postcode."""
    if wish.radius_km is None:
        return [title for title in wish.place if (place := region.gazetteer.get(title)) is None or place.has_circle]
    towns = session.scalars(select(Offer.municipality).where(base, Offer.municipality.is_not(None)).distinct())
    return list(dict.fromkeys((*wish.place, *(town for town in towns if town))))


def _at(places: Sequence[str], wish: Wish, region: Region) -> list[ColumnElement[Any]]:
    """Whether an offer fits where one of some places alone is asked for."""
    alone = [conditions(Wish(place=(title,), radius_km=wish.radius_km), region)[0].clause for title in places]
    return [case((clause, 1), else_=0) for clause in alone]


def _with_places(places: Sequence[str]) -> Dimension:
    """The municipalities, and places that were looked up."""
    columns, values_of = DIMENSIONS["place"].columns, DIMENSIONS["place"].values_of

    def fitting(municipality: str | None, form: str, *fits: int) -> Iterable[Any] | None:
        own = values_of(None if municipality in places else municipality, form)
        return None if own is None else (*own, *(title for title, here in zip(places, fits, strict=True) if here))

    return Dimension((*columns, *range(_PLACES, _PLACES + len(places))), fitting)


def _more_columns(region: Region, today: date) -> list[ColumnElement[Any]]:
    return [
        type_coerce(Offer.weekdays, String),
        func.coalesce(Offer.childcare, False),
        func.coalesce(Offer.accessible, False),
        func.coalesce(Offer.women_only, False),
        *(case((held_on(*days_of(name, today)), 1), else_=0) for name in (TODAY, WEEKEND)),
        case((overdue(region, today), 1), else_=0),
    ]
