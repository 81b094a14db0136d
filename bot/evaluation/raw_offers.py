"""Providers' raw rows and a region's places, read naively for the judge in `fit.py`: no code of the catalogue's."""

import csv
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from catalogue.errors import BildungslotseError, RegionError, SubmissionError

IN_TITLE, IN_THEMES, IN_TEXT = 16.5, 16.0, 8.0  # marks for being about a topic: full, full, half
LISTS = {
    "area": "bereich",
    "kind": "art",
    "audience": "zielgruppen",
    "level": "niveau",
    "languages": "sprachen",
    "weekdays": "wochentage",
    "format": "format",
}
FLAGS = {"childcare": "kinderbetreuung", "accessible": "barrierefrei", "women_only": "nur_frauen"}
LITTLE_WORDS = {
    "als",
    "am",
    "an",
    "auf",
    "aus",
    "bei",
    "beim",
    "das",
    "dem",
    "den",
    "der",
    "des",
    "die",
    "ein",
    "eine",
    "einem",
    "einen",
    "einer",
    "fuer",
    "im",
    "in",
    "mit",
    "nach",
    "oder",
    "ohne",
    "ueber",
    "um",
    "und",
    "vom",
    "von",
    "zu",
    "zum",
    "zur",
}


def plain(text: str) -> str:
    """The words of a text with one space between: lower case, ä→ae ö→oe ü→ue ß→ss, other accents taken off."""
    text = unicodedata.normalize("NFC", text).casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    text = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return re.sub(r"[\W_]+", " ", text).strip()


def to_day(value: Any) -> date | None:
    """A day from a date, "2027-01-15" or "15.01.2027"; None from nothing."""
    if not value or isinstance(value, date):
        return value or None
    return datetime.strptime(str(value), "%d.%m.%Y" if "." in str(value) else "%Y-%m-%d").date()


def _words(text: str) -> set[str]:
    """The words of a text; "Eltern-Kind" and "Erzieher*in" in parts and as one word."""
    joined = {plain(word).replace(" ", "") for word in re.findall(r"[\w*:/-]+", text)}
    return (set(plain(text).split()) | joined) - {""}


def _part_of(part: str, words: set[str]) -> bool:
    """Whether it occurs in a word. Short ones say too little inside a word ("tier" in "Orientierung").

    So up to four letters have to begin or, an ending aside, end the word; two have to be the word.
    """
    if len(part) < 3:
        return part in words
    if len(part) > 4:
        return any(part in word for word in words)
    return bool(re.search(rf"\b{part}|{part}(?:en?|ern?|n|s)?\b", " ".join(words)))


def _begins(start: str, words: set[str]) -> bool:
    return start in words if len(start) < 3 else any(word.startswith(start) for word in words)


@dataclass(frozen=True)
class Place:
    """A row of `places.csv`; `plz` holds ranges: first and last postcode."""

    name: str
    kind: str
    municipality: str
    plz: tuple[tuple[str, str], ...]
    lat: float
    lon: float

    @property
    def is_part(self) -> bool:
        """Whether it is a part of a municipality: an Ortsteil, hamlet or quarter."""
        return self.kind not in ("municipality", "neighbour")

    def has_plz(self, plz: str) -> bool:
        """Whether the postcode is one of the place's own."""
        return any(first <= plz <= last for first, last in self.plz)

    def is_in(self, other: "Place") -> bool:
        """Whether it is the other place or, that being a municipality, a part of it."""
        return self == other or (other.kind == "municipality" and self.municipality == other.name)

    def km_to(self, other: "Place") -> float:
        """Distance as the crow flies."""
        here, there, east = map(math.radians, (self.lat, other.lat, other.lon - self.lon))
        half = math.sin((there - here) / 2) ** 2 + math.cos(here) * math.cos(there) * math.sin(east / 2) ** 2
        return 2 * 6371.0 * math.asin(math.sqrt(half))


class Places(tuple[Place, ...]):
    """All places of a region and its neighbours."""

    def named(self, name: str) -> list[Place]:
        """The places of that name; without any, those whose name, or name and municipality, begin with it."""
        asked = plain(name)
        exact = [place for place in self if plain(place.name) == asked]
        return exact or [p for p in self if asked and f"{plain(f'{p.name} {p.municipality}')} ".startswith(f"{asked} ")]


class Offer:
    """A row, read; raises ValueError where it has a bad value, for which a catalogue refuses it."""

    def __init__(self, row: Mapping[str, str], places: Places) -> None:
        def cell(column: str) -> str:
            return (row.get(column) or "").strip()

        if not all(map(cell, ("kennung", "titel", "bereich", "anbieter"))):
            raise ValueError("a required cell is empty")
        self.lists = {key: set(map(plain, cell(column).split("|"))) - {""} for key, column in LISTS.items()}
        self.format = next(iter(self.lists["format"]), "praesenz")
        self.flags = {key for key, column in FLAGS.items() if plain(cell(column)) == "ja"}
        cost = re.sub(r"kostenlos|kostenfrei|gratis", "0", re.sub(r"[€\s]", "", cell("kosten").lower()))
        if cost and float(cost.replace(",", ".")) == 0:
            self.flags.add("free")
        self.title, self.text = _words(cell("titel")), _words(cell("beschreibung"))
        self.title_and_themes = self.title | _words(cell("themen"))
        self.provider = plain(cell("anbieter"))
        self.ages = range(int(cell("alter_von") or 0), int(cell("alter_bis") or 999) + 1)
        self.begin, end = to_day(cell("beginn")), to_day(cell("ende"))
        self.end = end or (self.begin if "veranstaltung" in self.lists["kind"] else None)
        self.hour = int(cell("uhrzeit_von").split(":")[0]) if cell("uhrzeit_von") else None
        self.cancelled = plain(cell("status")) == "abgesagt"
        self.plz, named = cell("plz"), places.named(cell("ort"))
        self.places = [place for place in named if place.has_plz(self.plz)] or named
        if not self.places and self.format != "online":
            raise ValueError("the place is not known")

    def marks(self, topic: str) -> float:
        """How well it is about the best of a topic's alternatives: IN_TITLE, IN_THEMES, IN_TEXT or 0."""
        return max((self._marks(plain(phrase).split()) for phrase in topic.split("|") if plain(phrase)), default=0.0)

    def _marks(self, words: list[str]) -> float:
        words = [word for word in words if word not in LITTLE_WORDS] or words
        stems = [re.sub(r"(?<=.{4})(?:en|er|[nes])$", "", word) for word in words]
        if all(_part_of(stem, self.title) for stem in stems):
            return IN_TITLE
        if all(_part_of(stem, self.title_and_themes) for stem in stems):
            return IN_THEMES
        found = all(_part_of(stem, self.title_and_themes) or _begins(stem, self.text) for stem in stems)
        return IN_TEXT if found else 0.0

    def is_by(self, provider: str) -> bool:
        """Whether each word is part of the provider's name, or shortens a word of it ("VHS")."""

        def shortens(word: str) -> bool:
            is_short = len(word) < 5 and not set(word) & set("aeiou")
            return is_short and bool(re.search(r"\b" + r"\w*".join(word), self.provider))

        return all(word in self.provider or shortens(word) for word in plain(provider).split())


def _read(path: Path, delimiter: str, error_type: type[BildungslotseError]) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [
                {name.strip(): (cell or "").strip() for name, cell in row.items() if name is not None}
                for row in csv.DictReader(file, delimiter=delimiter)
            ]
    except (OSError, ValueError, csv.Error) as error:
        raise error_type(f"{path} lässt sich nicht als CSV-Datei lesen: {error}") from error


def load_rows(paths: Iterable[Path]) -> list[dict[str, str]]:
    """The raw rows of submissions (CSV with ";"), each with its offer's id as "_id"."""
    return [
        row | {"_id": f"{plain(row.get('anbieter', '')).replace(' ', '-')}/{row.get('kennung', '')}"}
        for path in paths
        for row in _read(path, ";", SubmissionError)
    ]


def load_places(path: Path) -> Places:
    """The places of a `places.csv`; those without coordinates lie at their municipality."""
    rows = _read(path, ",", RegionError)
    try:
        seats, places = {row["name"]: row for row in rows if row["kind"] == "municipality"}, []
        for row in rows:
            at = row if row["lat"] else seats[row["municipality"]]
            plz = tuple((part.split("..")[0], part.split("..")[-1]) for part in row["plz"].split())
            places.append(Place(row["name"], row["kind"], row["municipality"], plz, float(at["lat"]), float(at["lon"])))
    except (KeyError, ValueError) as error:
        raise RegionError(f"In {path} fehlt etwas oder ist nicht lesbar: {error}") from error
    return Places(places)
