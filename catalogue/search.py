"""A wish → the offers that match it, ranked; or what would match if something is given up."""

from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, not_, select
from sqlalchemy.orm import Session, defer, joinedload

from catalogue.conditions import Condition, asked_places, conditions, is_current
from catalogue.counselling import Counselling, counselling_of
from catalogue.freshness import is_overdue, outdated, shown
from catalogue.geography import distance_km
from catalogue.models import Offer, OfferText
from catalogue.narrow import Matches, Question
from catalogue.ranking import order
from catalogue.region import Region
from catalogue.relax import bought, in_order, price
from catalogue.scope import scope
from catalogue.wish import Wish

PAGE = 5
COUNSELLORS_PAGE = 10


@dataclass(frozen=True)
class Hit:
    """A shown offer. `distance_km` from the nearest place asked for, None where there is none.

    `overdue` says that its entry is older than agreed: better to call first. `counselling` is what only counsellors are
    told; None in everybody else's answers.
    """

    offer: Offer
    distance_km: float | None
    overdue: bool = False
    counselling: Counselling | None = None


@dataclass(frozen=True)
class Nearby:
    """How many offers there are at a place, and how far it is."""

    place: str
    distance_km: float
    count: int


@dataclass(frozen=True)
class Result:
    """What a search found. `relaxed` are the keys given up; `total` counts all that match then.

    `outdated` counts the offers that fit the whole wish but have not been confirmed for so long that they are shown on
    request only; `on_request` says that `hits` are those.
    """

    wish: Wish
    relaxed: tuple[str, ...]
    total: int
    hits: tuple[Hit, ...]
    question: Question | None = None
    nearby: tuple[Nearby, ...] = ()
    outdated: int = 0
    on_request: bool = False


def search(
    session: Session,
    wish: Wish,
    region: Region,
    today: date,
    *,
    limit: int = PAGE,
    offset: int = 0,
    not_asked: Container[str] = (),
) -> Result:
    """Find the offers for a wish: a page of at most `limit`, best first, from `offset` on."""
    asked = conditions(wish, region)
    base, hidden = _about(session, wish, region, today, asked), outdated(region, today)
    exactly = matches = Matches(session, and_(base, *(condition.clause for condition in asked)), hidden, region)
    relaxed: tuple[str, ...] = ()
    if not matches and asked:
        given_up = smallest_relaxation(session, and_(base, not_(hidden)), asked)
        if given_up is not None:
            relaxed = in_order(given_up)
            kept = (condition.clause for condition in asked if condition.key not in given_up)
            matches = Matches(session, and_(base, *kept), hidden, region)
    if not matches:
        return Result(wish, (), 0, (), outdated=exactly.count_hidden())
    place_given_up = "place" in relaxed
    ranked = select(Offer.id).where(matches.clause).order_by(*order(wish, region, today, place_given_up=place_given_up))
    hits = page(session, ranked.limit(limit).offset(offset), wish, region, today)
    asks = matches.exceed(limit) and offset == 0
    total, question = matches.narrowed(wish, not_asked) if asks else (matches.count(), None)
    nearby = _nearby(session, matches.clause, wish, region) if place_given_up else ()
    return Result(wish, relaxed, total, hits, question, nearby, exactly.count_hidden())


def search_outdated(
    session: Session, wish: Wish, region: Region, today: date, *, limit: int = PAGE, offset: int = 0
) -> Result:
    """The offers for a wish that are shown on request only; nothing is given up to find some."""
    asked = conditions(wish, region)
    base = _about(session, wish, region, today, asked)
    clause = and_(base, outdated(region, today), *(condition.clause for condition in asked))
    ranked = select(Offer.id).where(clause).order_by(*order(wish, region, today))
    hits = page(session, ranked.limit(limit).offset(offset), wish, region, today)
    total = session.scalar(select(func.count()).select_from(Offer).where(clause)) or 0
    return Result(wish, (), total, hits, on_request=True)


def _about(
    session: Session, wish: Wish, region: Region, today: date, asked: Sequence[Condition]
) -> ColumnElement[bool]:
    """The current offers that a wish is about, outdated ones included."""
    return and_(is_current(today), scope(session, wish, region, shown(region, today), asked))


def smallest_relaxation(session: Session, base: ColumnElement[bool], asked: list[Condition]) -> frozenset[str] | None:
    """The fewest, easiest conditions that, given up, let an offer of `base` through; None if it has none."""
    failed: ColumnElement[int] = literal(0)
    for condition in asked:
        failed = failed + case((condition.clause, 0), else_=price(condition.key))
    total = session.scalar(select(func.min(failed)).select_from(Offer).where(base))
    return None if total is None else bought(total)


def page(session: Session, ranked: Select[tuple[int]], wish: Wish, region: Region, today: date) -> tuple[Hit, ...]:
    """The offers of a page from the statement that ranks their ids, in its order."""
    # In two steps: sorting all that match must not drag their long texts along.
    ids = list(session.scalars(ranked))
    found = {offer.id: offer for offer in session.scalars(shown_offers().where(Offer.id.in_(ids)))}
    return tuple(hit_of(found[item], wish, region, today) for item in ids)


def hit_of(offer: Offer, wish: Wish, region: Region, today: date) -> Hit:
    """An offer as it is shown to somebody with this wish."""
    return Hit(offer, offer_distance(offer, wish, region), is_overdue(offer, region, today))


def offer_distance(offer: Offer, wish: Wish, region: Region) -> float | None:
    """Kilometres from the nearest place asked for to an offer; None for online offers or no place."""
    place = region.gazetteer.get(offer.place) if offer.place else None
    asked = asked_places(wish, region)
    if place is None or not asked or offer.format == "Online":
        return None
    return round(min(distance_km(place, origin) for origin in asked), 1)


def _nearby(session: Session, clause: ColumnElement[bool], wish: Wish, region: Region) -> tuple[Nearby, ...]:
    """Where offers are instead, nearest first, by municipality."""
    statement = select(Offer.municipality, func.count()).where(clause, Offer.municipality.is_not(None))
    counts: Counter[Any] = Counter(dict(session.execute(statement.group_by(Offer.municipality)).all()))  # type: ignore[arg-type]
    asked = asked_places(wish, region)
    found = [
        Nearby(name, round(min(distance_km(place, origin) for origin in asked), 1), count)
        for name, count in counts.items()
        if asked and (place := region.gazetteer.get(name))
    ]
    return tuple(sorted(found, key=lambda item: item.distance_km))


def whole_offers() -> Select[tuple[Offer]]:
    """Offers with their provider, texts and origin."""
    return select(Offer).options(joinedload(Offer.provider), joinedload(Offer.text).joinedload(OfferText.submission))


def shown_offers() -> Select[tuple[Offer]]:
    """Whole offers as everybody may see them: what is for counsellors only is not even read."""
    # What the provider sent has the number as well.
    hidden = [defer(column, raiseload=True) for column in (OfferText.counsellor_phone, OfferText.sent)]
    return whole_offers().options(joinedload(Offer.text).options(*hidden))


def find_shown(session: Session, key: str) -> Offer | None:
    """One offer by its public id, as everybody may see it."""
    return session.scalar(shown_offers().where(Offer.key == key))


def for_counsellors(session: Session, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Shown offers with what only counsellors are told of them."""
    known = counselling_of(session, [hit.offer for hit in hits])
    return tuple(replace(hit, counselling=known[hit.offer.id]) for hit in hits)


def find_offer(session: Session, key: str) -> Offer | None:
    """One offer by its public id, with its provider, texts and origin."""
    return session.scalar(whole_offers().where(Offer.key == key))


def explain(offer: Offer, wish: Wish, region: Region, session: Session, today: date) -> tuple[list[str], list[str]]:
    """Which keys of the wish an offer meets, and which it does not."""
    met: list[str] = []
    missed: list[str] = []
    for condition in conditions(wish, region):
        statement = select(func.count()).select_from(Offer).where(Offer.id == offer.id, condition.clause)
        (met if session.scalar(statement) else missed).append(condition.key)
    return met, missed
