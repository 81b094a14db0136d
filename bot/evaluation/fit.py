"""A naive, independent judge: do the offers shown fit what a person asked for?

It reads the providers' raw rows and knows nothing of the assistant's search or vocabulary. The rules are those of
`interfaces.md`; a list in a wish means "any of these", in `exclude` "none of these".
"""

import csv
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from catalogue.errors import BildungslotseError, QuestionFileError, RegionError, SubmissionError

ORTSTEIL_KM, SHOWN_MUST_FIT, BEST_MUST_BE_SHOWN, BEST = 5.0, 0.8, 0.6, 5
IN_TITLE, IN_THEMES, IN_TEXT, ON_SITE, NAMES_AUDIENCE, NEAR = 8.5, 8.0, 4.0, 4.0, 2.0, 1.0  # parts of a score
HOURS = {"morgens": range(10), "vormittags": range(12), "nachmittags": range(12, 17), "abends": range(17, 24)}
LISTS = {"area": "bereich", "kind": "art", "audience": "zielgruppen", "level": "niveau", "languages": "sprachen",
         "weekdays": "wochentage", "format": "format"}
FLAGS = {"childcare": "kinderbetreuung", "accessible": "barrierefrei", "women_only": "nur_frauen"}
FORMATS = {"praesenz": {"praesenz", "hybrid"}, "online": {"online", "hybrid"}, "hybrid": {"hybrid"}}
LITTLE_WORDS = frozenset("als am an auf aus bei beim das dem den der des die ein eine einem einen einer fuer im in mit "
                         "nach oder ohne ueber um und vom von zu zum zur".split())


@dataclass(frozen=True)
class Fit:
    """A row that fits a wish; a higher score fits better."""

    id: str
    score: float


@dataclass(frozen=True)
class Verdict:
    """What the judge says about one answer; the note is in German, for the report."""

    right: bool
    fitting_count: int
    shown_fit_share: float
    best_shown_share: float
    note: str


@dataclass(frozen=True)
class Place:
    """A row of `places.csv`; `plz` holds ranges: first and last postcode."""

    name: str
    kind: str
    municipality: str
    plz: tuple[tuple[str, str], ...]
    lat: float
    lon: float

    def has_plz(self, plz: str) -> bool:
        """Whether the postcode is one of the place's own."""
        return any(first <= plz <= last for first, last in self.plz)

    def km_to(self, other: "Place") -> float:
        """Distance as the crow flies."""
        here, there, east = map(math.radians, (self.lat, other.lat, other.lon - self.lon))
        half = math.sin((there - here) / 2) ** 2 + math.cos(here) * math.cos(there) * math.sin(east / 2) ** 2
        return 2 * 6371.0 * math.asin(math.sqrt(half))


class Places(tuple[Place, ...]):
    """All places of a region and its neighbours."""

    def named(self, name: str) -> list[Place]:
        """The places of that name; without any, those whose name, or name and municipality, begin with it."""
        asked = _plain(name)
        exact = [place for place in self if _plain(place.name) == asked]
        return exact or [p for p in self if asked and f"{_plain(f'{p.name} {p.municipality}')} ".startswith(asked + " ")]


def _plain(text: str) -> str:
    """The words of a text with one space between: lower case, ä→ae ö→oe ü→ue ß→ss, other accents taken off."""
    text = unicodedata.normalize("NFC", text).casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    text = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return re.sub(r"[\W_]+", " ", text).strip()


def _words(text: str) -> set[str]:
    """The words of a text; "Eltern-Kind" and "Erzieher*in" in parts and as one word."""
    return {*_plain(text).split(), *(_plain(word).replace(" ", "") for word in re.findall(r"[\w*:/-]+", text))} - {""}


def _values(value: Any) -> list[str]:
    """What a wish names under one key: nothing, one value or a list of them."""
    return [str(item) for item in (value if isinstance(value, (list, tuple)) else [value]) if item]


def _day(value: Any) -> date | None:
    if not value or isinstance(value, date):
        return value or None
    return datetime.strptime(str(value), "%d.%m.%Y" if "." in str(value) else "%Y-%m-%d").date()


def _read(path: Path, delimiter: str, error_type: type[BildungslotseError]) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [{name.strip(): (cell or "").strip() for name, cell in row.items() if name is not None}
                    for row in csv.DictReader(file, delimiter=delimiter)]
    except (OSError, ValueError, csv.Error) as error:
        raise error_type(f"{path} lässt sich nicht als CSV-Datei lesen: {error}") from error


def load_rows(paths: Iterable[Path]) -> list[dict[str, str]]:
    """The raw rows of submissions (CSV with ";"), each with its offer's id as "_id"."""
    return [row | {"_id": f"{_plain(row.get('anbieter', '')).replace(' ', '-')}/{row.get('kennung', '')}"}
            for path in paths for row in _read(path, ";", SubmissionError)]


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


def _part_of(part: str, words: set[str]) -> bool:
    """Whether it occurs in a word; "ki" only as a whole word, "uni" only at an end (not in "Kommunikation")."""
    if len(part) < 3:
        return part in words
    return any(part in word if len(part) > 3 else word.startswith(part) or word.endswith(part) for word in words)


class _Offer:
    """A row, read; raises ValueError where it has a bad value, for which a catalogue refuses it."""

    def __init__(self, row: Mapping[str, str], places: Places) -> None:
        cell = {column: value or "" for column, value in row.items()}.get
        if not all(row.get(column) for column in ("kennung", "titel", "bereich", "anbieter")):
            raise ValueError("a required cell is empty")
        self.has = {key: set(map(_plain, cell(column, "").split("|"))) - {""} for key, column in LISTS.items()}
        self.has["format"] = self.has["format"] or {"praesenz"}
        cost = re.sub(r"kostenlos|kostenfrei|gratis", "0", re.sub(r"[€\s]", "", cell("kosten", "").lower()))
        self.flags = {key for key, column in FLAGS.items() if _plain(cell(column, "")) == "ja"}
        self.flags |= {"free"} if cost and float(cost.replace(",", ".")) == 0 else set()
        self.title, self.text = _words(row["titel"]), _words(cell("beschreibung", ""))
        self.about, self.provider = self.title | _words(cell("themen", "")), _plain(row["anbieter"])
        self.ages = range(int(cell("alter_von", "") or 0), int(cell("alter_bis", "") or 999) + 1)
        self.begin, end = _day(cell("beginn", "")), _day(cell("ende", ""))
        self.end = end or (self.begin if "veranstaltung" in self.has["kind"] else None)
        self.hour = int(cell("uhrzeit_von", "").split(":")[0] or -1)
        self.cancelled, self.plz = _plain(cell("status", "")) == "abgesagt", cell("plz", "")
        named = places.named(cell("ort", ""))
        self.places = [place for place in named if place.has_plz(self.plz)] or named
        if not self.places and self.has["format"] != {"online"}:
            raise ValueError("the place is not known")

    def marks(self, topic: str) -> float:
        """How well it is about the best of a topic's alternatives: IN_TITLE, IN_THEMES, IN_TEXT or 0."""
        return max((self._marks(_plain(phrase).split()) for phrase in topic.split("|") if _plain(phrase)), default=0.0)

    def _marks(self, words: list[str]) -> float:
        words = [word for word in words if word not in LITTLE_WORDS] or words
        stems = [re.sub(r"(?<=.{4})(?:en|er|[nes])$", "", word) for word in words]
        if all(_part_of(stem, self.about) for stem in stems):
            return IN_TITLE if all(_part_of(stem, self.title) for stem in stems) else IN_THEMES
        starts = {word[:len(stem)] if len(stem) > 2 else word for stem in stems for word in self.text}
        return IN_TEXT if all(_part_of(stem, self.about) or stem in starts for stem in stems) else 0.0

    def is_by(self, provider: str) -> bool:
        """Whether each word is part of the provider's name, or shortens a word of it ("VHS")."""
        return all(word in self.provider or (len(word) < 5 and not re.search("[aeiou]", word)
                   and re.search(r"\b" + r"\w*".join(word), self.provider)) for word in _plain(provider).split())


class Judge:
    """Judges answers against the raw rows of a catalogue; `unreadable`: ids of the rows it had to leave out."""

    def __init__(self, rows: Iterable[Mapping[str, str]], places: Places, district: str, today: date) -> None:
        self.unreadable: list[str] = []
        self._places, self._district, self._offers = places, _plain(district), dict[str, _Offer]()
        for row in rows:
            try:
                offer = _Offer(row, places)
            except ValueError:
                self.unreadable.append(row["_id"])
                continue
            if not offer.cancelled and not (offer.end and offer.end < today):
                self._offers[row["_id"]] = offer

    def fitting(self, query: Mapping[str, Any]) -> list[Fit]:
        """Every row that fits a wish in the annotation format, best first."""
        try:
            scores = [(id_, self._score(offer, query)) for id_, offer in self._offers.items()]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise QuestionFileError(f"Im Wunsch {dict(query)} ist ein Wert nicht lesbar: {error!r}") from error
        fits = [Fit(id_, round(score, 2)) for id_, score in scores if score is not None]
        return sorted(fits, key=lambda fit: (-fit.score, fit.id))

    def _score(self, offer: _Offer, query: Mapping[str, Any]) -> float | None:
        """How well an offer fits, None where it does not."""
        ask, excluded, score = {key: _values(value) for key, value in query.items()}, query.get("exclude") or {}, 0.0
        if any(self._has(offer, key, value) for key in excluded for value in _values(excluded[key])):
            return None
        for key in ("area", "kind", "level", "languages", "weekdays", "time", "provider", "free", *FLAGS):
            if ask.get(key) and not any(self._has(offer, key, value) for value in ask[key]):
                return None
        first, last, age = _day(query.get("from")), _day(query.get("until")), query.get("age")
        if (first and offer.end and offer.end < first) or (last and offer.begin and offer.begin > last):
            return None
        formats, audience = set(map(_plain, ask.get("format", []))), set(map(_plain, ask.get("audience", [])))
        known = offer.has["format"], offer.has["audience"]
        if (formats and not any(known[0] & FORMATS[name] for name in formats)) or (
                age is not None and int(age) not in offer.ages) or (audience and known[1] and not audience & known[1]):
            return None
        score += NAMES_AUDIENCE * len(audience & known[1]) / len(audience) if audience else 0.0
        if ask.get("topic"):
            marks = offer.marks("|".join(ask["topic"]))
            if not marks:
                return None
            score += marks
        if ask.get("place"):
            radius = float(query["radius_km"]) if query.get("radius_km") else None
            nearest = max((self._near(offer, value, radius) for value in ask["place"]))
            if nearest >= 0 and known[0] != {"online"}:
                return score + ON_SITE + NEAR * nearest
            if "praesenz" in formats or not known[0] & (FORMATS["online"] if "online" in formats else {"online"}):
                return None
        return score

    def _has(self, offer: _Offer, key: str, value: str) -> bool:
        """Whether an offer is known to have that very value."""
        if key in LISTS:
            return _plain(value) in offer.has[key]
        if key == "topic":
            return offer.marks(value) >= IN_THEMES
        if key == "place":
            return offer.has["format"] != {"online"} and self._inside(offer, value)
        if key == "time":
            return offer.hour in HOURS[value]
        return offer.is_by(value) if key == "provider" else key in offer.flags

    def _inside(self, offer: _Offer, asked: str) -> bool:
        """Whether an offer is in a district, postcode or place, the circle round an Ortsteil apart."""
        if _plain(asked) == self._district:
            return any(place.kind != "neighbour" for place in offer.places)
        if asked.isdigit():
            return offer.plz == asked or any(place.has_plz(asked) for place in offer.places)
        return any(at == place or (place.kind == "municipality" and at.municipality == place.name)
                   for place in self._places.named(asked) for at in offer.places)

    def _near(self, offer: _Offer, asked: str, radius: float | None) -> float:
        """How near an offer is to a place asked for: from 1 (there) to 0 (at the circle's rim), -1 beyond."""
        if (radius is None or _plain(asked) == self._district) and self._inside(offer, asked):
            return 1.0
        centres = [place for place in self._places if place.has_plz(asked)] or self._places.named(asked)
        if radius is None:
            centres = [place for place in centres if place.kind not in ("municipality", "neighbour")]
        km = min((at.km_to(centre) for centre in centres for at in offer.places), default=math.inf)
        ...
