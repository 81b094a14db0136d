"""What can be chosen in the list, as the page shows it: filters with counts and links, and what is chosen already."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from actions.answers.texts import Texts
from actions.answers.wording import titled, where
from catalogue.amounts import german_date
from catalogue.dimensions import TIMES_TOLD_APART
from catalogue.listing import PRICES, TODAY, WEEKEND, Choice, Listing, given_up
from catalogue.permalink import list_link
from catalogue.region import Region
from catalogue.values import FORMATS, LEVELS, TIMES, WEEKDAYS
from catalogue.wish import LIST_KEYS, Wish

_OF_THE_CHOICE = ("most_euros", "day", "overdue")
_YES_OR_NOTHING = (True,)
_DAYS = {TODAY: "heute", WEEKEND: "am Wochenende"}
# Heading of a group of filters → the keys in it.
_GROUPS = {
    "Bereich": ("area",),
    "Ort": ("place",),
    "Für wen": ("audience",),
    "Art des Angebots": ("kind",),
    "Wann": ("day", "time"),
    "Wochentag": ("weekdays",),
    "Kosten": ("free", "most_euros"),
    "Deutsch- und Sprachniveau": ("level",),
    "Vor Ort oder online": ("format",),
    "Außerdem": ("childcare", "accessible", "women_only"),
}


@dataclass(frozen=True)
class Filter:
    """One thing to choose, or to give up where it is chosen; `url` leads to the list after that."""

    label: str
    count: int
    url: str
    chosen: bool


@dataclass(frozen=True)
class Group:
    title: str
    filters: tuple[Filter, ...]


def groups(choice: Choice, listing: Listing, region: Region, texts: Texts) -> list[Group]:
    """All filters that leave something, and those that are chosen."""
    found = []
    for title, keys in _GROUPS.items():
        filters = tuple(item for key in keys for item in _filters(key, choice, listing.counts[key], region, texts))
        if filters:
            found.append(Group(title, filters))
    return found


def chosen(choice: Choice, listing: Listing, region: Region, texts: Texts) -> list[Filter]:
    """Everything that is chosen, each with the list without it; a count where more would be found then."""
    found = []
    for key, value in _values(choice):
        without = taken_away(choice, key, value)
        only_one = key not in LIST_KEYS or len(getattr(choice.wish, key)) == 1
        count = listing.without.get(key, 0) if only_one else 0
        found.append(Filter(_chosen_label(key, value, choice, region, texts), count, list_link(without), True))
    for key, values in choice.wish.exclude.items():
        for value in values:
            exclude = {name: items for name, items in choice.wish.exclude.items() if name != key}
            left = tuple(item for item in values if item != value)
            wish = replace(choice.wish, exclude={**exclude, key: left} if left else exclude)
            label = texts.label("wish_not", name=titled(_label(key, value, texts)))
            found.append(Filter(label, 0, list_link(replace(choice, wish=wish)), True))
    return found


def added(choice: Choice, key: str, value: Any) -> Choice:
    """The choice with one thing more; where only one is possible it takes the other one's place."""
    if key in _OF_THE_CHOICE:
        wish = choice.wish.set(free=None) if key == "most_euros" else choice.wish
        return replace(choice, wish=wish, **{key: value})
    if key in LIST_KEYS:
        return replace(choice, wish=choice.wish.add(key, (value,)))
    price = None if key == "free" else choice.most_euros
    return replace(choice, wish=choice.wish.set(**{key: value}), most_euros=price)


def taken_away(choice: Choice, key: str, value: Any) -> Choice:
    """The choice without one thing; what is excluded stays so."""
    if key in _OF_THE_CHOICE:
        nothing: Any = getattr(Choice(), key)
        return replace(choice, **{key: nothing})
    left = tuple(item for item in getattr(choice.wish, key) if item != value) if key in LIST_KEYS else ()
    others: dict[str, Any] = {key: left}
    return replace(choice, wish=replace(choice.wish, **others) if left else given_up(choice.wish, key))


def _filters(key: str, choice: Choice, counts: Mapping[Any, int], region: Region, texts: Texts) -> list[Filter]:
    now = {value for name, value in _values(choice) if name == key}
    found = []
    for value in _possible(key, counts, now, region):
        is_chosen = value in now
        if counts.get(value) or is_chosen:
            after = taken_away(choice, key, value) if is_chosen else added(choice, key, value)
            label = titled(_label(key, value, texts))
            found.append(Filter(label, counts.get(value, 0), list_link(after), is_chosen))
    return found


def _values(choice: Choice) -> list[tuple[str, Any]]:
    """Every key and value that is chosen; of a list each item."""
    found: list[tuple[str, Any]] = []
    for key in choice.wish.said_keys:
        value = getattr(choice.wish, key)
        found += [(key, item) for item in (value if key in LIST_KEYS else (value,))]
    of_the_choice = [(key, getattr(choice, key)) for key in _OF_THE_CHOICE]
    return [pair for pair in found if pair[0] != "radius_km"] + [pair for pair in of_the_choice if pair[1]]


def _possible(key: str, counts: Mapping[Any, int], now: Set[Any], region: Region) -> Sequence[Any]:
    """The values of a key in the order in which people expect them; `now` are those chosen."""
    ordered: dict[str, Sequence[Any]] = {
        "area": [term.name for term in region.areas],
        "kind": [term.name for term in region.kinds],
        "audience": [term.name for term in region.audiences],
        "level": LEVELS,
        "weekdays": WEEKDAYS,
        "format": FORMATS,
        "time": [name for name in TIMES if name in TIMES_TOLD_APART or name in now],
        "most_euros": PRICES,
        "day": tuple(_DAYS),
        "place": sorted(counts.keys() | now, key=lambda name: (-counts.get(name, 0), name)),
    }
    return ordered.get(key, _YES_OR_NOTHING)


def _label(key: str, value: Any, texts: Texts) -> str:
    if key == "day":
        return _DAYS[value]
    if key == "most_euros":
        return f"bis {value} €"
    if key == "format":
        return {"Präsenz": "vor Ort", "Online": "online", "Hybrid": "vor Ort und online"}[value]
    if value is True:
        return "nur ältere Einträge" if key == "overdue" else texts.label(f"wish_{key}")
    return texts.value(value)


def _chosen_label(key: str, value: Any, choice: Choice, region: Region, texts: Texts) -> str:
    if key == "topic":
        return titled(" ".join((value, *choice.wish.words)))
    if key == "place":
        return titled(where(Wish(place=(value,), radius_km=choice.wish.radius_km), region, texts))
    if key == "age":
        return texts.label("wish_age", years=value) if value else texts.label("wish_babies")
    if key in ("from_day", "until_day"):
        return texts.label(key, day=german_date(date.fromisoformat(value)))
    if key == "provider":
        return texts.label("wish_provider", name=value)
    if key == "languages":
        return texts.label("wish_languages", names=value)
    return titled(_label(key, value, texts))
