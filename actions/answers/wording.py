"""Wishes, conditions and numbers in words."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from actions.answers.texts import Texts
from catalogue.amounts import german_date
from catalogue.region import Region
from catalogue.search import Nearby
from catalogue.wish import FLAG_KEYS, Wish

_MOST_NEARBY = 3


def describe(wish: Wish, region: Region, texts: Texts) -> str:
    """What was understood, in a line: "Deutsch, Kurs, für Neuzugewanderte, in Hameln"."""
    parts = [titled(subject) for subject in (wish.topic, *wish.words) if subject]
    parts += [texts.value(value) for value in (wish.said("kind"), wish.said("area")) if value]
    if wish.said("audience"):
        parts.append(texts.label("wish_audience", names=_either(wish.audience, texts)))
    if wish.age is not None:
        parts.append(texts.label("wish_age", years=wish.age) if wish.age else texts.label("wish_babies"))
    if wish.place:
        parts.append(where(wish, region, texts))
    if wish.level:
        parts.append(_either(wish.level, texts))
    if wish.languages:
        parts.append(texts.label("wish_languages", names=_either(wish.languages, texts)))
    parts += [texts.label(f"wish_{name}") for name in FLAG_KEYS if getattr(wish, name)]
    parts += [texts.value(value) for value in (wish.format, wish.time) if value]
    if wish.weekdays:
        parts.append(_either(wish.weekdays, texts))
    parts += _days(wish, texts)
    if wish.provider:
        parts.append(texts.label("wish_provider", name=wish.provider))
    parts += [
        texts.label("wish_not", name=titled(texts.value(value))) for values in wish.exclude.values() for value in values
    ]
    return texts.joined(dict.fromkeys(parts)) or texts.label("wish_everything")


def where(wish: Wish, region: Region, texts: Texts) -> str:
    """ "in Hameln", "im Umkreis von 15 km um Aerzen", "im Landkreis …"."""
    names = texts.listed(wish.place, "or")
    if wish.radius_km is not None:
        return texts.label("wish_around", km=round(wish.radius_km), names=names)
    return texts.label("wish_district" if wish.place == (region.district,) else "wish_place", names=names)


def _either(values: Iterable[Any], texts: Texts) -> str:
    return texts.listed(map(texts.value, values), "or")


def _days(wish: Wish, texts: Texts) -> list[str]:
    first = german_date(date.fromisoformat(wish.from_day)) if wish.from_day else ""
    last = german_date(date.fromisoformat(wish.until_day)) if wish.until_day else ""
    if first and first == last:
        return [texts.label("on_day", day=first)]
    return [texts.label("from_day", day=first)] * bool(first) + [texts.label("until_day", day=last)] * bool(last)


def titled(word: str) -> str:
    return word[:1].upper() + word[1:]


def distance(kilometres: float, texts: Texts) -> str:
    return texts.label("distance", km=round(kilometres)) if kilometres >= 1 else texts.label("under_one_km")


def count_offers(count: int, texts: Texts) -> str:
    """ "ein Angebot", "4 Angebote"; the bare number in languages whose plurals are not that simple."""
    name = "one_offer" if count == 1 else "offers"
    return texts.label(name, count=count) if name in texts.labels else str(count)


def nearby_words(nearby: Iterable[Nearby], texts: Texts) -> str:
    """ "9 km weiter in Hameln: 4, 14 km weiter in Bad Pyrmont: 1", for the nearest three places."""
    return texts.joined(
        texts.label("nearby", km=max(1, round(item.distance_km)), place=item.place, count=item.count)
        for item in list(nearby)[:_MOST_NEARBY]
    )


def given_up_words(relaxed: Iterable[str], texts: Texts) -> str:
    """ "den Ort und die Tageszeit", after "ohne"; in languages without such a form the bare names."""
    names = (f"without_{name}" if f"without_{name}" in texts.labels else f"key_{name}" for name in relaxed)
    return texts.listed(map(texts.label, names))


def condition_words(names: Iterable[str], texts: Texts) -> str:
    """ "Ort und Tageszeit", after a colon."""
    return texts.listed(texts.label(f"key_{name}") for name in names)


def option_label(key: str, value: Any, texts: Texts) -> str:
    """A possible answer to a narrowing question, as it stands on a button."""
    if key == "free":
        return texts.label("button_free")
    return texts.label("button_on_site") if value == "Präsenz" else titled(texts.value(value))
