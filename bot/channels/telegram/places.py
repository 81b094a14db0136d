"""A location that somebody sends stands for the nearest place that the region knows."""

import json

from catalogue.geography import Gazetteer, Place, distance_km

# Further away than this nobody lives "at" a place of the region.
_MOST_KM = 15.0


def nearest_place(gazetteer: Gazetteer, latitude: float, longitude: float) -> Place | None:
    """The nearest place; None where none is near."""
    here = Place("", "", "", "", (), latitude, longitude)
    nearest = min(gazetteer.places, key=lambda place: distance_km(here, place))
    return nearest if distance_km(here, nearest) <= _MOST_KM else None


def searching_at(place: Place) -> str:
    """The payload that says "in this place", whatever other places bear its name."""
    return f"/refine{json.dumps({'place': place.title}, ensure_ascii=False)}"
