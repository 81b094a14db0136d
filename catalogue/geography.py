"""The places of a region: finding them by name or postcode, and distances between them."""

import csv
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from catalogue.errors import RegionError
from catalogue.german import plain, tokens

EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True)
class Place:
    """A municipality, an Ortsteil, hamlet or quarter of one, or a neighbour outside the region.

    `title` is unique in the region ("Rohrsen (Hameln)" where there are two), `name` need not be.
    """

    name: str
    title: str
    kind: str
    municipality: str
    postcodes: tuple[str, ...]
    latitude: float
    longitude: float

    @property
    def is_municipality(self) -> bool:
        return self.kind == "municipality"

    @property
    def is_neighbour(self) -> bool:
        return self.kind == "neighbour"

    @property
    def has_circle(self) -> bool:
        """Whether the name means itself and its surroundings (an Ortsteil)."""
        return not self.is_municipality and not self.is_neighbour


def distance_km(one: Place, other: Place) -> float:
    """Great-circle distance (haversine) in kilometres."""
    lat1, lat2 = math.radians(one.latitude), math.radians(other.latitude)
    half_lat = (lat2 - lat1) / 2
    half_lon = math.radians(other.longitude - one.longitude) / 2
    root = math.sin(half_lat) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(root))


def name_key(name: str) -> str:
    """What spellings of a place name have in common: "Hess. Oldendorf", "hess-oldendorf"."""
    return " ".join(plain(token.text) for token in tokens(name) if token.is_word)


class Gazetteer:
    """All places of a region, by title, by any name, and by postcode."""

    def __init__(self, places: Iterable[Place], aliases: Mapping[str, str]) -> None:
        self.places = tuple(places)
        self._by_title = {place.title: place for place in self.places}
        self._by_name: dict[str, list[Place]] = defaultdict(list)
        for place in self.places:
            for name in {place.name, place.title, place.name.split(" (")[0]}:
                self._add(name, place)
            for long, short in (("Klein ", "Kl "), ("Groß ", "Gr ")):
                if place.name.startswith(long):
                    self._add(place.name.replace(long, short), place)
            if place.has_circle and place.municipality:
                self._add(f"{place.municipality} {place.name}", place)
        for alias, name in aliases.items():
            for place in tuple(self._by_name.get(name_key(name), ())):
                self._add(alias, place)

    def _add(self, name: str, place: Place) -> None:
        known = self._by_name[name_key(name)]
        if place not in known:
            known.append(place)

    def __getitem__(self, title: str) -> Place:
        return self._by_title[title]

    def get(self, title: str) -> Place | None:
        return self._by_title.get(title)

    def named(self, name: str) -> list[Place]:
        """All places that go by this name; empty where none does.

        An Ortsteil that bears its municipality's name is the centre of it, not another place.
        """
        found = self._by_name.get(name_key(name), [])
        for place in found:
            if place.is_municipality and all(other.municipality == place.name for other in found):
                return [place]
        return list(found)

    def at_postcode(self, postcode: str) -> list[Place]:
        return [place for place in self.places if postcode in place.postcodes]

    @cached_property
    def names(self) -> dict[str, list[Place]]:
        """Every name a place goes by, as `name_key` writes it."""
        return {name: self.named(name) for name in self._by_name}

    @cached_property
    def postcodes(self) -> frozenset[str]:
        return frozenset(code for place in self.places for code in place.postcodes)

    @cached_property
    def municipalities(self) -> tuple[Place, ...]:
        return tuple(place for place in self.places if place.is_municipality)

    def nearest_name(self, name: str) -> str | None:
        """The title whose spelling is nearest to an unknown name, for suggestions; None if far off."""
        wanted = name_key(name)
        limit = max(2, len(wanted) // 3)
        found = process.extractOne(wanted, self._by_name.keys(), scorer=OSA.distance, score_cutoff=limit)
        return self._by_name[found[0]][0].title if found else None


def load_gazetteer(path: Path, aliases: Mapping[str, str]) -> Gazetteer:
    """Read `places.csv`. A place without coordinates lies where its municipality lies.

    Raises RegionError where neither is known.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    count: dict[str, int] = defaultdict(int)
    for row in rows:
        count[row["name"]] += 1
    centres = {row["name"]: row for row in rows if row["kind"] == "municipality"}
    places = []
    for row in rows:
        where = row if row["lat"] else centres.get(row["municipality"])
        if where is None:
            raise RegionError(f"{path.name}: Der Ort {row['name']} hat keine Koordinaten.")
        double = count[row["name"]] > 1 and row["kind"] != "municipality"
        places.append(
            Place(
                name=row["name"],
                title=f"{row['name']} ({row['municipality']})" if double else row["name"],
                kind=row["kind"],
                municipality=row["municipality"] or row["name"],
                postcodes=tuple(_postcodes(row["plz"])),
                latitude=float(where["lat"]),
                longitude=float(where["lon"]),
            )
        )
    return Gazetteer(places, aliases)


def _postcodes(text: str) -> Iterable[str]:
    """ "31785 31787" or "30159..30669"; of a range only the ends are certain."""
    yield from text.replace("..", " ").split()
