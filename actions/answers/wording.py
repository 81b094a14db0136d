"""Wishes, conditions and numbers in German words."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from catalogue.region import Region
from catalogue.search import Nearby
from catalogue.values import WEEKDAY_NAMES
from catalogue.wish import Wish

# How a condition is called, with its article in the accusative ("ohne den Ort").
CONDITION_NAMES = {
    "time": ("die", "Tageszeit"), "weekdays": ("die", "Wochentage"), "from_day": ("das", "Anfangsdatum"),
    "until_day": ("das", "Enddatum"), "format": ("das", "Format"), "level": ("das", "Niveau"),
    "kind": ("die", "Art des Angebots"), "place": ("den", "Ort"), "area": ("den", "Bereich"),
    "languages": ("die", "Sprache"), "provider": ("den", "Anbieter"), "age": ("das", "Alter"),
    "audience": ("die", "Zielgruppe"), "free": ("die", "Bedingung „kostenlos“"),
    "childcare": ("die", "Kinderbetreuung"), "women_only": ("die", "Bedingung „nur für Frauen“"),
    "accessible": ("die", "Barrierefreiheit"),
}  # fmt: skip
_FLAGS = {
    "free": "kostenlos",
    "childcare": "mit Kinderbetreuung",
    "accessible": "barrierefrei",
    "women_only": "nur für Frauen",
}


def describe(wish: Wish, region: Region) -> str:
    """What was understood, in a line: "Deutsch, Kurs, für Neuzugewanderte, in Hameln"."""
    parts: list[str] = []
    if wish.topic:
        parts.append(titled(wish.topic))
    parts += [titled(word) for word in wish.words]
    parts += [str(value) for value in (wish.said("kind"), wish.said("area")) if value]
    if wish.said("audience"):
        parts.append("für " + enumerate_words(wish.audience, "oder"))
    if wish.age is not None:
        parts.append(f"{wish.age} Jahre" if wish.age else "Babys")
    if wish.place:
        parts.append(where(wish, region))
    parts += [value for value in (enumerate_words(wish.level, "oder"),) if value]
    if wish.languages:
        parts.append("auf " + enumerate_words(wish.languages, "oder"))
    parts += [_FLAGS[name] for name in _FLAGS if getattr(wish, name)]
    parts += [str(value) for value in (wish.format, wish.time) if value]
    if wish.weekdays:
        parts.append(enumerate_words((WEEKDAY_NAMES[day] for day in wish.weekdays), "oder"))
    parts += _days(wish)
    if wish.provider:
        parts.append(f"Anbieter {wish.provider}")
    parts += [
        f"nicht {titled(str(WEEKDAY_NAMES.get(value, value)))}" for values in wish.exclude.values() for value in values
    ]
    return ", ".join(dict.fromkeys(parts)) or "alle Angebote"


def where(wish: Wish, region: Region) -> str:
    """ "in Hameln", "im Umkreis von 15 km um Aerzen", "im Landkreis …"."""
    places = enumerate_words(wish.place, "oder")
    if wish.radius_km is not None:
        return f"im Umkreis von {kilometres(wish.radius_km)} um {places}"
    return f"im {places}" if wish.place == (region.district,) else f"in {places}"


def _days(wish: Wish) -> list[str]:
    first = date.fromisoformat(wish.from_day) if wish.from_day else None
    last = date.fromisoformat(wish.until_day) if wish.until_day else None
    if first and first == last:
        return [f"am {german_date(first)}"]
    return [f"ab {german_date(first)}"] * bool(first) + [f"bis {german_date(last)}"] * bool(last)


def titled(word: str) -> str:
    return word[:1].upper() + word[1:]


def enumerate_words(words: Iterable[str], last: str = "und") -> str:
    """ "A", "A und B", "A, B und C"."""
    items = list(words)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""


def german_date(day: date | None) -> str:
    return day.strftime("%d.%m.%Y") if day else ""


def clock(moment: time | None) -> str:
    return moment.strftime("%H:%M") if moment else ""


def kilometres(distance: float) -> str:
    return f"{round(distance)} km" if distance >= 1 else "unter 1 km"


def count_offers(count: int) -> str:
    return "ein Angebot" if count == 1 else f"{count} Angebote"


def nearby_words(nearby: Iterable[Nearby], most: int = 3) -> str:
    """ "9 km weiter in Hameln 4, 14 km weiter in Bad Pyrmont 1"."""
    nearest = list(nearby)[:most]
    return titled(", ".join(f"{kilometres(item.distance_km)} weiter in {item.place} {item.count}" for item in nearest))


def given_up_words(relaxed: Iterable[str]) -> str:
    """ "den Ort und die Tageszeit", after "ohne"."""
    return enumerate_words(" ".join(CONDITION_NAMES[name]) for name in relaxed)


def condition_words(names: Iterable[str]) -> str:
    """ "Ort und Tageszeit", after a colon."""
    return enumerate_words(CONDITION_NAMES[name][1] for name in names)


def option_label(key: str, value: Any) -> str:
    """A possible answer to a narrowing question, as it stands on a button."""
    if key == "free":
        return "Kostenlos"
    return {"Präsenz": "Vor Ort"}.get(str(value), titled(str(value)))
