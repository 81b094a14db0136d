"""A choice in the list as the query of an address, and back: what may be kept, sent on and printed.

The names are German: people read and shorten addresses.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from catalogue.geography import Gazetteer, name_key
from catalogue.listing import PRICES, TODAY, WEEKEND, Choice
from catalogue.region import Region
from catalogue.values import FORMATS, LANGUAGES, LEVELS, TIMES, WEEKDAYS
from catalogue.vocabulary import split
from catalogue.wish import KEYS, LIST_KEYS, Wish

LIST_PATH = "/angebote"
ONWARD_PATH, ONWARD_OFFER = "/weiter", "angebot"
# Key of the wish → name in the address.
NAMES = {
    "topic": "thema", "area": "bereich", "kind": "art", "audience": "zielgruppe", "place": "ort",
    "radius_km": "umkreis", "level": "niveau", "languages": "sprache", "age": "alter", "free": "kostenlos",
    "format": "format", "time": "zeit", "weekdays": "tag", "from_day": "von", "until_day": "bis",
    "childcare": "kinderbetreuung", "accessible": "barrierefrei", "women_only": "frauen", "provider": "anbieter",
}  # fmt: skip
_WORDS, _PRICE, _DAY, _OVERDUE, _NOT = "wort", "preis", "wann", "veraltet", "nicht-"
_YES = "ja"
_MOST_WORDS, _MOST_NAMES = 10, 50
# Of what is no closed list; an address may name anything any number of times, and every place makes a search slower.
_MOST_VALUES = {"place": 8} | dict.fromkeys(("topic", "provider", "age", "radius_km", "from_day", "until_day"), 10)
_LONGEST = 100
_BEFORE_A_PLACE = frozenset(("in", "im", "bei", "um", "aus", "nach"))
_MOST_WORDS_OF_A_PLACE = 5


def to_query(choice: Choice) -> str:
    """The query of an address, without the question mark; empty for an empty choice."""
    return urlencode(query_pairs(choice))


def query_pairs(choice: Choice) -> list[tuple[str, str]]:
    """Names and values of the query, as the fields of a form have them."""
    wish = choice.wish
    pairs: list[tuple[str, str]] = []
    for key in KEYS:
        value = wish.said(key)
        pairs += [
            (NAMES[key], _written(item))
            for item in (value if isinstance(value, tuple) else (value,))
            if item is not None
        ]
    pairs += [(_WORDS, word) for word in wish.words]
    pairs += [(_NOT + NAMES[key], _written(item)) for key, items in wish.exclude.items() for item in items]
    pairs += [(_PRICE, str(choice.most_euros))] * (choice.most_euros is not None)
    pairs += [(_DAY, choice.day)] if choice.day else []
    return [*pairs, (_OVERDUE, _YES)] if choice.overdue else pairs


def list_link(choice: Choice) -> str:
    query = to_query(choice)
    return f"{LIST_PATH}?{query}" if query else LIST_PATH


def offer_link(key: str) -> str:
    """The path of an offer's page. A provider's own key may hold anything."""
    provider, _, reference = key.partition("/")
    return f"{LIST_PATH}/{provider}/{quote(reference, safe='')}"


def onward_link(key: str) -> str:
    """The path that leads on to the provider's own page of an offer, and counts that somebody went there."""
    return f"{ONWARD_PATH}?{urlencode({ONWARD_OFFER: key})}"


def _written(value: Any) -> str:
    if value is True:
        return _YES
    return f"{value:g}" if isinstance(value, float) else str(value)


def from_query(values: Mapping[str, Sequence[str]], region: Region) -> Choice:
    """Read back what `to_query` wrote; what is unknown or cannot be is passed over."""
    read = {key: _read(key, values.get(name, ()), region) for key, name in NAMES.items()}
    wish = Wish(**{key: value for key, value in read.items() if value not in (None, ())})
    for key, name in NAMES.items():
        unwanted = _read_all(key, values.get(_NOT + name, ()), region)
        if unwanted:
            wish = replace(wish, exclude={**wish.exclude, key: unwanted})
    words = tuple(_subject(word, region) for word in map(_cleaned, values.get(_WORDS, ())[:_MOST_WORDS]) if word)
    price = _first(values.get(_PRICE, ()))
    day = _first(values.get(_DAY, ()))
    return Choice(
        replace(wish, words=words if wish.topic else ()),
        most_euros=int(price) if price in map(str, PRICES) and not wish.free else None,
        day=day if day in (TODAY, WEEKEND) else None,
        overdue=_first(values.get(_OVERDUE, ())) == _YES,
    )


def _first(items: Sequence[str]) -> str:
    return items[0] if items else ""


def _cleaned(text: str) -> str:
    return " ".join(text.split())[:_LONGEST].strip()


def _read(key: str, items: Sequence[str], region: Region) -> Any:
    values = _read_all(key, items, region)
    return values if key in LIST_KEYS else values[0] if values else None


def _read_all(key: str, items: Sequence[str], region: Region) -> tuple[Any, ...]:
    texts = _apart(items) if key == "place" else items
    found = dict.fromkeys(value for text in texts for value in _values(key, _cleaned(text), region))
    return tuple(found)[: _MOST_VALUES.get(key)]


def _apart(items: Sequence[str]) -> list[str]:
    """Names of places; a field of a form takes several at once."""
    names = dict.fromkeys(_cleaned(part) for item in items for part in item.split(","))
    return [name for name in names if name][:_MOST_NAMES]


def unknown_places(values: Mapping[str, Sequence[str]], region: Region) -> tuple[str, ...]:
    """The names in an address that no place goes by."""
    return tuple(name for name in _apart(values.get(NAMES["place"], ())) if not places(name, region))


def _values(key: str, text: str, region: Region) -> Sequence[Any]:
    """What a text means under a key: nothing, one value, or several places of a name."""
    if key in ("topic", "provider"):
        return [_subject(text, region) if key == "topic" else text] if text else []
    if key == "place":
        return places(text, region)
    if key in ("from_day", "until_day"):
        return [text] if _is_day(text) else []
    if key in ("age", "radius_km"):
        number = re.fullmatch(r"\d{1,3}(?:\.\d)?", text)
        return [] if number is None else [int(float(text)) if key == "age" else float(text)]
    return [value for value in _allowed(key, region) if _written(value) == text]


def _subject(text: str, region: Region) -> str:
    """A topic of the region in whatever case somebody wrote it; free words as they are."""
    return text.lower() if text.lower() in region.topics else text


def _allowed(key: str, region: Region) -> Sequence[Any]:
    terms = {"area": region.areas, "kind": region.kinds, "audience": region.audiences}
    if key in terms:
        return [term.name for term in terms[key]]
    closed = {"level": LEVELS, "languages": LANGUAGES, "weekdays": WEEKDAYS, "format": FORMATS, "time": TIMES}
    return closed.get(key, (True,))


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def places(text: str, region: Region) -> list[str]:
    """The values of `place` that a text means: titles, a postcode, the district; empty where nobody knows it."""
    gazetteer: Gazetteer = region.gazetteer
    if text in gazetteer.postcodes:
        return [text]
    if found := gazetteer.named(text):
        return [place.title for place in found]
    return [region.district] if name_key(text) in map(name_key, (region.district, *region.district_names)) else []


def searched_for(text: str, region: Region) -> Wish:
    """What the words of a search field mean: subject, kind, people and place, without the finer points of a chat."""
    text = _cleaned(text)
    place, rest = _place_named(text, region)
    meant: dict[str, list[Any]] = {}
    for mention in region.vocabulary.find(split(rest)):
        meant.setdefault(mention.meaning.field, []).append(mention.meaning.value)
    topics = list(dict.fromkeys(meant.get("topic", ())))
    wish = Wish(place=tuple(place))
    if topics:
        wish = replace(wish, topic=topics[0], words=tuple(topics[1:]))
    wish = replace(wish, kind=meant.get("kind", [None])[0], area=meant.get("area", [None])[0])
    if meant.get("audience"):
        wish = replace(wish, audience=tuple(dict.fromkeys(meant["audience"])))
    if wish == Wish(place=tuple(place)) and rest:
        wish = replace(wish, topic=_cleaned(rest.lower()))
    return wish


def _place_named(text: str, region: Region) -> tuple[list[str], str]:
    """The places of the longest name in a text, and the text without it.

    A name that is an ordinary word too counts only after "in" and the like.
    """
    words = text.split()
    ordinary = set(map(name_key, region.ordinary_names))
    for length in range(_MOST_WORDS_OF_A_PLACE, 0, -1):
        for start in range(len(words) - length + 1):
            name = " ".join(words[start : start + length])
            introduced = start > 0 and words[start - 1].lower() in _BEFORE_A_PLACE
            found = places(name, region) if introduced or name_key(name) not in ordinary else []
            if found:
                rest = [*words[: start - introduced], *words[start + length :]]
                return found[: _MOST_VALUES["place"]], " ".join(rest)
    return [], text
