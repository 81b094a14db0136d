"""How a turn changes the wish: start anew, replace the subject, or set, add, drop, exclude.

The only place where a wish changes in a dialogue. Pure functions: wish and understanding in,
wish out.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from bot.understanding.facts import ASSUMED, DROP, EXCLUDE, FOLLOWS, SAID, Fact, Understanding
from catalogue.following import with_following
from catalogue.region import Region
from catalogue.values import LANGUAGES, WEEKDAYS
from catalogue.wish import FLAG_KEYS, LIST_KEYS, Wish

_SINGLE = ("kind", "area", "format", "time", "age", "radius_km", "provider")
# What "egal wann" gives up besides the time of day.
_DROPS_TOO = {"time": ("weekdays", "from_day", "until_day"), "place": ("radius_km",), "age": ("audience",)}
_SHORT = 4


def next_wish(before: Wish, intent: str, found: Understanding, asked: str | None, region: Region) -> Wish:
    """The wish after a turn. `asked` is the key that the assistant asked for last."""
    found = _in_context(before, intent, found, region)
    wish = _apply(_base(before, intent, found, region), found, asked, region)
    return following_anew(wish, found, region)


def _in_context(before: Wish, intent: str, found: Understanding, region: Region) -> Understanding:
    """What a message means after what was said before.

    A topic that is described and not named counts where somebody asks anew. A word that no vocabulary
    knows is taken for a new subject only in a new question or a very short message; a language corrects the
    language of counselling if one was asked for.
    """
    if intent == "search" or before.is_empty:
        found = found.with_described()
    facts: list[Fact] = []
    topics = {(fact.start, fact.end) for fact in found.of("topic")}
    flags = {(fact.start, fact.end) for fact in found.facts if fact.key in FLAG_KEYS}
    for fact in found.facts:
        # One word for a topic and a condition ("Kinderbetreuung"): the topic first, the condition later.
        if (fact.start, fact.end) in topics & flags and fact.end and (fact.key == "topic") == bool(before.topic):
            continue
        unknown = fact.key == "topic" and fact.value not in region.topics
        framed = "education" in found.cues or found.words <= _SHORT
        if unknown and fact.role == SAID and intent != "search" and not framed:
            continue
        if fact.key == "topic" and before.languages and region.is_language(str(fact.value)) and intent != "search":
            name = next((name for name in LANGUAGES if name.lower() == fact.value), None)
            if name:
                facts.append(replace(fact, key="languages", value=name))
                continue
        facts.append(fact)
    return replace(found, facts=tuple(facts))


def is_correction(found: Understanding) -> bool:
    """ "Nicht Heilpädagogik, sondern Heilerziehungspflege": another subject, all else as before."""
    return bool(found.of("topic", EXCLUDE)) and bool(found.of("topic"))


def _keeps_kind(before: Wish, found: Understanding, region: Region) -> bool:
    kind = region.kind(before.kind)
    return kind is not None and kind.frame and "kind" not in before.follows and not found.of("kind")


def _base(before: Wish, intent: str, found: Understanding, region: Region) -> Wish:
    """What remains of the wish before: everything, the circumstances, or nothing."""
    topics = found.of("topic")
    if before.is_empty or "anew" in found.cues:
        return Wish()
    short = found.words <= _SHORT
    if topics:
        topic = topics[0].value
        if is_correction(found) or "correction" in found.cues:
            return before
        if not (intent == "refine" or "elliptical" in found.cues or short):
            return Wish() if before.topic or found.of("place") else before
        if topic == before.topic or not before.topic:
            return before
        goes_on = intent == "refine" or "elliptical" in found.cues
        keeps_kind = goes_on and _keeps_kind(before, found, region)
        return before.about(None).set(kind=before.kind) if keeps_kind else before.about(None)
    full = intent == "search" and not short and "elliptical" not in found.cues
    own = [key for key in ("kind", "area", "audience", "place") if found.of(key)]
    return Wish() if full and len(own) >= 2 else before


def _apply(wish: Wish, found: Understanding, asked: str | None, region: Region) -> Wish:
    for fact in found.facts:
        # "Auch weiter weg, bis 20 km" widens the circle and forgets no place.
        if fact.role == DROP and not (fact.key == "place" and found.of("radius_km")):
            wish = _drop(wish, fact.key, asked)
    wish = _subject(wish, found)
    for name in _SINGLE:
        said = found.of(name)
        if said:
            wish = wish.set(**{name: said[0].value})
    for name in FLAG_KEYS:
        if found.of(name):
            wish = wish.set(**{name: True})
    if found.of("from_day") or found.of("until_day"):
        wish = wish.set(from_day=_first(found.of("from_day")), until_day=_first(found.of("until_day")))
    wish = _lists(wish, found, region)
    wish = _beginner(wish, found, region)
    return _excluded(wish, found)


def _drop(wish: Wish, name: str, asked: str | None) -> Wish:
    if name == "any":
        return wish.drop(asked, *_DROPS_TOO.get(asked, ())) if asked else wish
    return wish.drop(name, *_DROPS_TOO.get(name, ()))


def _subject(wish: Wish, found: Understanding) -> Wish:
    topics = found.of("topic")
    words = tuple(fact.value for fact in found.of("words"))
    if topics:
        wish = wish.set(topic=topics[0].value)
        return wish.set(words=words)
    assumed = found.of("topic", ASSUMED)
    if assumed and not wish.topic:
        wish = wish.set(topic=assumed[0].value)
    return wish.set(words=wish.words + tuple(word for word in words if word not in wish.words)) if words else wish


def _joins(old: tuple[str, ...], new: tuple[str, ...], region: Region) -> bool:
    """Whether an audience joins those named before: circumstances do, an age group replaces another."""
    terms = [region.audience(name) for name in new]
    return all(term is not None and term.circumstance for term in terms) or all(
        (known := region.audience(name)) is not None and known.circumstance for name in old
    )


def _lists(wish: Wish, found: Understanding, region: Region) -> Wish:
    for name in LIST_KEYS:
        values = _values(found.of(name))
        if not values:
            continue
        if name == "place" and not found.of("radius_km"):
            widens = "addition" in found.cues and wish.place
            wish = wish if widens else wish.set(radius_km=None)
        adds = "addition" in found.cues and name in ("place", "level", "weekdays")
        if name == "audience" and wish.audience and "audience" not in wish.follows:
            adds = _joins(wish.audience, values, region)
        wish = wish.add(name, values) if adds else wish.set(**{name: values})
    return wish


def _beginner(wish: Wish, found: Understanding, region: Region) -> Wish:
    """ "Anfänger" is a level of a language, and of nothing else."""
    if not wish.topic or not region.is_language(wish.topic):
        return wish
    for fact in found.of("beginner", SAID, EXCLUDE):
        levels = tuple(fact.value.split())
        if fact.role == EXCLUDE:
            wish = wish.without("level", levels)
        elif not found.of("level"):
            wish = wish.set(level=levels)
    return wish


def _excluded(wish: Wish, found: Understanding) -> Wish:
    for fact in found.facts:
        if fact.role == EXCLUDE and fact.key not in ("beginner", "words", "from_day", "until_day"):
            said = {value for other in found.of(fact.key) for value in _values([other])}
            unwanted = [value for value in _values([fact]) if value not in said]
            # "Nicht Yoga, sondern Pilates" has said already what is wanted instead.
            if unwanted and not (said and "dont" in found.cues):
                wish = wish.without(fact.key, unwanted)
    return wish


def _values(facts: Iterable[Fact]) -> tuple[Any, ...]:
    """The values of facts, each once; "Sa So" are two weekdays, in the order of the week."""
    values: dict[Any, None] = {}
    for fact in facts:
        parts = fact.value.split() if fact.key == "weekdays" else [fact.value]
        values.update(dict.fromkeys(parts))
    if all(value in WEEKDAYS for value in values):
        return tuple(sorted(values, key=WEEKDAYS.index))
    return tuple(values)


def _first(facts: list[Fact]) -> Any:
    return facts[0].value if facts else None


def following_anew(wish: Wish, found: Understanding, region: Region) -> Wish:
    """Add the area, kind and audience that follow from the subject now, and from how things were put."""
    wish = with_following(wish.drop(*wish.follows), region)
    audiences = tuple(fact.value for fact in found.of("audience", FOLLOWS))
    return wish.follow(area=_first(found.of("area", FOLLOWS)), audience=audiences)
