"""Comparing a wish as understood with a wish as annotated, key by key."""

from collections.abc import Mapping
from typing import Any

from bot.evaluation.questions import Turn
from catalogue.german import keys as word_keys
from catalogue.region import Region
from catalogue.vocabulary import split
from catalogue.wish import FIELD_NAMES, KEYS, QUERY_NAMES

_MAY_FOLLOW = ("area", "kind", "audience")
COMPARED = tuple(QUERY_NAMES.get(name, name) for name in KEYS) + ("exclude",)


def wrong_keys(turn: Turn, query: Mapping[str, Any], region: Region) -> list[str]:
    """The keys of `query` that differ from the annotation; `open` ones are passed over."""
    return [name for name in COMPARED if name not in turn.open and not _is_right(name, turn, query, region)]


def _is_right(name: str, turn: Turn, query: Mapping[str, Any], region: Region) -> bool:
    expected, actual = turn.query.get(name), query.get(name)
    if name == "topic":
        return same_topic(expected, actual, query.get("words", ()), region)
    if name in _MAY_FOLLOW:
        return _same_or_following(name, turn, query)
    if name == "exclude":
        return _same_exclusions(expected or {}, actual or {}, region)
    if name == "provider":
        return _same_provider(expected, actual)
    if name == "place":
        return _places(expected, region) == _places(actual, region)
    return _normal(expected) == _normal(actual)


def same_topic(expected: str | None, actual: str | None, words: Any, region: Region) -> bool:
    """Whether a topic is one of the annotated names ("a | b"), or the same topic by another word."""
    if not expected or not actual:
        return not expected and not actual
    # Two subjects in one wish ("Nachhilfe Mathe"): either name may stand first.
    understood = [actual, *words]
    return any(_same_name(name.strip(), candidate, region) for name in expected.split("|") for candidate in understood)


def _same_name(name: str, topic: str, region: Region) -> bool:
    named, meant = set(word_keys(name)), set(word_keys(topic))
    if named == meant or (named and meant and (named <= meant or meant <= named)):
        return True
    return topic in topics_of(name, region)


def topics_of(name: str, region: Region) -> set[str]:
    """The vocabulary's topics that a name means."""
    return {
        mention.meaning.value for mention in region.vocabulary.find(split(name)) if mention.meaning.field == "topic"
    }


def _same_or_following(name: str, turn: Turn, query: Mapping[str, Any]) -> bool:
    """A value that was said must be there; one that follows may be, but no other."""
    said, may, actual = (_as_set(value) for value in (turn.query.get(name), turn.follows.get(name), query.get(name)))
    if name in query.get("follows", ()):
        # It only ranks: right unless something else was said, or something else follows.
        return actual <= (said | may) if said | may else True
    return said <= actual <= said | may


def _same_exclusions(expected: Mapping[str, Any], actual: Mapping[str, Any], region: Region) -> bool:
    if expected.keys() != {FIELD_NAMES.get(name, name) for name in actual}:
        return False
    for name, values in expected.items():
        if name == "topic":
            same = len(values) == len(actual[name]) and all(
                any(_same_name(value, topic, region) for topic in actual[name]) for value in values
            )
        else:
            same = _as_set(values) == _as_set(actual[name])
        if not same:
            return False
    return True


def _same_provider(expected: str | None, actual: str | None) -> bool:
    if not expected or not actual:
        return not expected and not actual
    known = {"vhs": "volkshochschule"}
    said, found = known.get(expected.lower(), expected.lower()), actual.lower()
    return said in found or found in said


def _places(names: Any, region: Region) -> set[str]:
    """Places by the name that they go by in the region: "Bad Münder" is Bad Münder am Deister."""
    found: set[str] = set()
    for bare in {str(name).split(" (")[0] for name in _as_set(names)}:
        found |= {place.name for place in region.gazetteer.named(bare)} or {bare}
    return found


def _as_set(value: Any) -> set[Any]:
    if value is None:
        return set()
    return set(value) if isinstance(value, (list, tuple)) else {value}


def _normal(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return frozenset(value) or None
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
