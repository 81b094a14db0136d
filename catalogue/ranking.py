"""Which of the matching offers come first."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from catalogue.conditions import asked_places, has_any, nearest_squared
from catalogue.freshness import overdue
from catalogue.indexing import DESCRIPTION, KEYWORDS, TITLE, topic_term
from catalogue.models import Offer, OfferTerm
from catalogue.region import Region
from catalogue.subject import alternatives, having
from catalogue.wish import Wish


def order(wish: Wish, region: Region, today: date, *, place_given_up: bool = False) -> list[Any]:
    """ORDER BY: at the place before online, for this audience, what follows, near, to the point, fresh, open, soon."""
    terms: list[Any] = []
    if wish.place:
        terms.append(_worse_if(Offer.format == "Online"))
    if wish.said("audience"):
        terms.append(_worse_if(Offer.audiences == ()))
        terms.append(-_count_of(Offer.audiences, wish.audience))
    if wish.follows:
        terms.append(-_following(wish))
    nearness = func.coalesce(nearest_squared(wish, region), 1e9)
    nearness_first = wish.place and (place_given_up or _nearness_counts(wish, region))
    if nearness_first:
        terms.append(nearness)
    if wish.topic:
        terms.append(-_topic_weight(wish.topic, region))
    if wish.words:
        terms.append(-_words_weight(wish.words, region))
    if wish.said("format") in ("Online", "Präsenz"):
        terms.append(_worse_if(Offer.format != wish.format))
    terms.append(_worse_if(overdue(region, today)))
    if asked_places(wish, region) and not nearness_first:
        terms.append(nearness)
    terms.append(case({"offen": 0, "Warteliste": 1}, value=Offer.status, else_=2))
    # What has begun may be joined late or not at all; what begins soon or any day comes first.
    terms.append(_worse_if(Offer.begins < today))
    terms.append(func.coalesce(Offer.begins, today))
    terms.extend((Offer.confirmed.desc(), Offer.id))
    return terms


def _worse_if(clause: ColumnElement[bool]) -> ColumnElement[int]:
    return case((clause, 1), else_=0)


def _nearness_counts(wish: Wish, region: Region) -> bool:
    """Whether the wish asks for surroundings, where the nearest comes first."""
    places = asked_places(wish, region)
    return wish.radius_km is not None or any(place.has_circle for place in places)


def _count_of(column: InstrumentedAttribute[tuple[str, ...]], values: tuple[str, ...]) -> ColumnElement[int]:
    total: ColumnElement[int] = literal(0)
    for value in values:
        total = total + case((has_any(column, (value,)), 1), else_=0)
    return total


def _following(wish: Wish) -> ColumnElement[int]:
    """How many of the values that follow from the subject an offer has."""
    total: ColumnElement[int] = literal(0)
    if "area" in wish.follows:
        total = total + case((Offer.area == wish.area, 1), else_=0)
    if "kind" in wish.follows:
        total = total + case((Offer.kind == wish.kind, 1), else_=0)
    if "audience" in wish.follows:
        total = total + case((or_(Offer.audiences == (), has_any(Offer.audiences, wish.audience)), 1), else_=0)
    return total


def _topic_weight(topic: str, region: Region) -> ColumnElement[int]:
    """The best field in which the topic stands; itself counts double, what is narrower once."""
    terms = sorted({term for option in alternatives(topic, region) for term in option})
    itself = [topic_term(topic)] if topic in region.topics else terms[:1]
    narrower = [term for term in terms if term not in itself]
    # Uncorrelated: each set of ids is worked out once, not once an offer.
    ranks = [(having(itself, weight), 2 * weight) for weight in (TITLE, KEYWORDS, DESCRIPTION)]
    ranks += [(having(narrower, weight), weight) for weight in (TITLE, KEYWORDS, DESCRIPTION) if narrower]
    return case(*sorted(ranks, key=lambda rank: -rank[1]), else_=0)


def _words_weight(words: tuple[str, ...], region: Region) -> ColumnElement[int]:
    terms = sorted({term for word in words for option in alternatives(word, region) for term in option})
    weight = (
        select(func.sum(OfferTerm.weight))
        .where(OfferTerm.offer_id == Offer.id, OfferTerm.term.in_(terms))
        .correlate(Offer)
        .scalar_subquery()
    )
    return func.coalesce(weight, 0)
