"""What is asked for, as a cell of a table: topic × audience × place, and how it ended.

A cell holds values of the region's vocabulary and nothing else: what a visitor wrote himself never gets into it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.region import Region
from catalogue.wish import Wish

# How a search ended: as it was asked, after something was given up, with nothing at all.
OFFERED, RELAXED, NOTHING = "offered", "relaxed", "nothing"
OUTCOMES = (OFFERED, RELAXED, NOTHING)
# A topic of the visitor's own words; a place outside the region; several places in one wish.
OTHER_TOPIC, OUTSIDE, SEVERAL_PLACES = "*anderes", "*außerhalb", "*mehrere"


@dataclass(frozen=True, order=True)
class Cell:
    """Who asks for what and where; empty where nothing was said of it.

    `topic` is a topic, an area or a kind of the vocabulary, or OTHER_TOPIC. `place` is a municipality, the district,
    OUTSIDE or SEVERAL_PLACES: an Ortsteil would say too much about somebody.
    """

    topic: str
    audience: str
    place: str


def cell_of(wish: Wish, region: Region) -> Cell:
    """The cell that a wish belongs to. What only follows from other words does not count as said."""
    return Cell(_topic(wish, region), _audience(wish, region), _place(wish, region))


def outcome_of(total: int, relaxed: Collection[str]) -> str:
    """How a search ended, from how many offers it found and what was given up for them."""
    return NOTHING if not total else RELAXED if relaxed else OFFERED


def searched(answer: Mapping[str, Any], region: Region) -> tuple[Cell, str]:
    """Cell and outcome of an answer of the kind "offers" (section 2 of the interfaces)."""
    cell = cell_of(Wish.from_query(answer.get("query")), region)
    return cell, outcome_of(int(answer.get("total") or 0), answer.get("relaxed") or ())


def _topic(wish: Wish, region: Region) -> str:
    if wish.topic:
        return wish.topic if wish.topic in region.topics else OTHER_TOPIC
    known = {term.name for term in (*region.areas, *region.kinds)}
    return next((str(name) for name in (wish.said("area"), wish.said("kind")) if name in known), "")


def _audience(wish: Wish, region: Region) -> str:
    """One audience: a circumstance ("Neuzugewanderte") says more than an age group beside it."""
    said = [term for term in region.audiences if term.name in (wish.said("audience") or ())]
    return next((term.name for term in said if term.circumstance), said[0].name if said else "")


def _place(wish: Wish, region: Region) -> str:
    towns = {town for value in wish.place for town in _towns(value, region)}
    return "" if not towns else towns.pop() if len(towns) == 1 else SEVERAL_PLACES


def _towns(value: str, region: Region) -> set[str]:
    """The municipalities that a value of `place` lies in: a title, a postcode, or the district as a whole."""
    if value == region.district:
        return {value}
    found = [place] if (place := region.gazetteer.get(value)) else region.gazetteer.at_postcode(value)
    return {OUTSIDE if place.is_neighbour else place.municipality for place in found} or {OUTSIDE}
