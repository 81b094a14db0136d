"""A wish as conditions on offers: one SQL expression for each key that was said."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, false, func, literal, not_, or_, type_coerce

from catalogue.geography import Place
from catalogue.models import Offer, Provider
from catalogue.region import Region
from catalogue.slugs import slug
from catalogue.wish import Wish

ORTSTEIL_CIRCLE_KM = 5.0
KM_PER_DEGREE = 111.195
# From when to when an offer begins that is held at this time of day.
TIMES_OF_DAY = {
    "morgens": (time(0), time(10)),
    "vormittags": (time(0), time(12)),
    "nachmittags": (time(12), time(17)),
    "abends": (time(17), time(23, 59, 59)),
}
_FORMATS = {"Online": ("Online", "Hybrid"), "Präsenz": ("Präsenz", "Hybrid"), "Hybrid": ("Hybrid",)}


@dataclass(frozen=True)
class Condition:
    """What one key of the wish asks of an offer."""

    key: str
    clause: ColumnElement[bool]


def is_current(today: date) -> ColumnElement[bool]:
    """Neither over nor cancelled: only such offers are ever shown."""
    return and_(or_(Offer.last_day.is_(None), Offer.last_day >= today), Offer.status != "abgesagt")


def has_any(column: Any, values: Iterable[str]) -> ColumnElement[bool]:
    """Whether a ValueList column holds one of these values."""
    return or_(false(), *(type_coerce(column, String).like(f"%|{value}|%") for value in values))


def conditions(wish: Wish, region: Region) -> list[Condition]:
    """The conditions of all keys that were said, except the topic, and except what is excluded."""
    return [Condition(name, _CLAUSES[name](wish, region)) for name in wish.said_keys if name in _CLAUSES]


def exclusions(wish: Wish, region: Region) -> list[ColumnElement[bool]]:
    """What must not be; an offer of which nothing is known in that respect passes."""
    clauses = []
    for name, values in wish.exclude.items():
        for value in values:
            if name == "place":
                clause = and_(_exactly_at(value, region), Offer.format != "Online")
            elif name == "audience":
                clause = has_any(Offer.audiences, (value,))
            elif name == "format":
                clause = Offer.format == value
            elif name in _CLAUSES:
                clause = _CLAUSES[name](Wish.only(name, value), region)
            else:
                continue
            clauses.append(not_(func.coalesce(clause, false())))
    return clauses


def squared_distance(place: Place) -> ColumnElement[Any]:
    """Distance from a place in km², on a plane: exact to a per mille within a region."""
    narrowing = math.cos(math.radians(place.latitude))
    north = (Offer.latitude - place.latitude) * KM_PER_DEGREE
    east = (Offer.longitude - place.longitude) * (KM_PER_DEGREE * narrowing)
    return north * north + east * east


def asked_places(wish: Wish, region: Region) -> list[Place]:
    """The places from which distances count: places named, and those of a postcode."""
    found: list[Place] = []
    for title in wish.place:
        place = region.gazetteer.get(title)
        found.extend([place] if place else region.gazetteer.at_postcode(title)[:1])
    return found


def nearest_squared(wish: Wish, region: Region) -> ColumnElement[Any]:
    """Distance to the nearest place asked for, in km²; 0 where none was."""
    distances = [squared_distance(place) for place in asked_places(wish, region)]
    if len(distances) < 2:
        return distances[0] if distances else literal(0.0)
    # Each is compared with each: nested in one another the expressions would double with every place.
    nearest = [(and_(*(one <= other for other in distances if other is not one)), one) for one in distances]
    return case(*nearest)


def _place(wish: Wish, region: Region) -> ColumnElement[bool]:
    """Located where asked; what is online fits any place (and is ruled out by the format where Präsenz was asked)."""
    return or_(Offer.format == "Online", _located(wish, region))


def _located(wish: Wish, region: Region) -> ColumnElement[bool]:
    clauses: list[ColumnElement[bool]] = [false()]
    for title in wish.place:
        place = region.gazetteer.get(title)
        if title == region.district:
            clauses.append(Offer.municipality.in_([town.name for town in region.gazetteer.municipalities]))
        elif place is None:
            titles = [found.title for found in region.gazetteer.at_postcode(title)]
            same = and_(Offer.postcode.is_(None), Offer.place.in_(titles))
            clauses.append(or_(Offer.postcode == title, same))
            if wish.radius_km is not None:
                clauses += [_around(found, wish.radius_km) for found in region.gazetteer.at_postcode(title)[:1]]
        else:
            clauses.append(_around(place, wish.radius_km))
    return or_(*clauses)


def _exactly_at(title: str, region: Region) -> ColumnElement[bool]:
    """At a place itself, without the circle that an Ortsteil means when it is wished for."""
    place = region.gazetteer.get(title)
    if place is not None and place.has_circle:
        return Offer.place == title
    return _located(Wish(place=(title,)), region)


def _around(place: Place, radius_km: float | None) -> ColumnElement[bool]:
    itself = Offer.place == place.title if place.has_circle else Offer.municipality == place.municipality
    circle = radius_km if radius_km is not None else ORTSTEIL_CIRCLE_KM if place.has_circle else None
    return itself if circle is None else or_(itself, squared_distance(place) <= circle * circle)


def _age(wish: Wish, region: Region) -> ColumnElement[bool]:
    return and_(
        or_(Offer.age_from.is_(None), Offer.age_from <= wish.age),
        or_(Offer.age_to.is_(None), Offer.age_to >= wish.age),
    )


def _audience(wish: Wish, region: Region) -> ColumnElement[bool]:
    """An offer that names no audience is for everybody."""
    return or_(Offer.audiences == (), has_any(Offer.audiences, wish.audience))


def _time(wish: Wish, region: Region) -> ColumnElement[bool]:
    first, last = TIMES_OF_DAY[str(wish.time)]
    return and_(Offer.starts_at >= first, Offer.starts_at < last)


def _provider(wish: Wish, region: Region) -> ColumnElement[bool]:
    return Offer.provider.has(Provider.slug.like(f"%{slug(str(wish.provider))}%"))


_CLAUSES: dict[str, Any] = {
    "area": lambda wish, region: Offer.area == wish.area,
    "kind": lambda wish, region: Offer.kind == wish.kind,
    "audience": _audience,
    "place": _place,
    "level": lambda wish, region: has_any(Offer.levels, wish.level),
    "languages": lambda wish, region: has_any(Offer.languages, wish.languages),
    "age": _age,
    "free": lambda wish, region: Offer.cost == 0,
    "format": lambda wish, region: Offer.format.in_(_FORMATS[str(wish.format)]),
    "time": _time,
    "weekdays": lambda wish, region: has_any(Offer.weekdays, wish.weekdays),
    "from_day": lambda wish, region: or_(
        Offer.last_day.is_(None), Offer.last_day >= date.fromisoformat(str(wish.from_day))
    ),
    "until_day": lambda wish, region: or_(
        Offer.begins.is_(None), Offer.begins <= date.fromisoformat(str(wish.until_day))
    ),
    "childcare": lambda wish, region: Offer.childcare.is_(True),
    "accessible": lambda wish, region: Offer.accessible.is_(True),
    "women_only": lambda wish, region: Offer.women_only.is_(True),
    "provider": _provider,
}
