"""The wish: what a turn does to it, as laws."""

import json
from dataclasses import fields
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from catalogue.values import FORMATS, LEVELS, TIMES, WEEKDAYS
from catalogue.wish import CIRCUMSTANCES, FLAG_KEYS, KEYS, LIST_KEYS, Wish

SINGLE_KEYS = tuple(name for name in KEYS if name not in LIST_KEYS and name not in FLAG_KEYS)
WORDS = st.sampled_from(["a", "b", "c", "Hameln", "Aerzen", "Kinder"])


def several(values: Any) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(values, unique=True, max_size=3).map(tuple)


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "topic": st.none() | WORDS,
    "area": st.none() | WORDS,
    "kind": st.none() | WORDS,
    "audience": several(WORDS),
    "place": several(WORDS),
    "radius_km": st.none() | st.floats(1, 50),
    "level": several(st.sampled_from(LEVELS)),
    "languages": several(WORDS),
    "age": st.none() | st.integers(0, 120),
    "free": st.none() | st.just(True),
    "format": st.none() | st.sampled_from(FORMATS),
    "time": st.none() | st.sampled_from(TIMES),
    "weekdays": several(st.sampled_from(WEEKDAYS)),
    "from_day": st.none() | st.dates().map(str),
    "until_day": st.none() | st.dates().map(str),
    "childcare": st.none() | st.just(True),
    "accessible": st.none() | st.just(True),
    "women_only": st.none() | st.just(True),
    "provider": st.none() | WORDS,
}
EXCLUSIONS = st.dictionaries(
    st.sampled_from(["place", "kind", "audience", "topic"]), several(WORDS).filter(bool), max_size=3
)


@st.composite
def wishes(draw: st.DrawFn) -> Wish:
    wish = Wish(
        **{name: draw(values) for name, values in VALUES.items()},
        exclude=draw(EXCLUSIONS),
        words=draw(several(WORDS)),
    )
    follows = {name for name in ("area", "kind", "audience") if getattr(wish, name) and draw(st.booleans())}
    return Wish(**{item.name: getattr(wish, item.name) for item in fields(wish) if item.name != "follows"},
                follows=frozenset(follows))  # fmt: skip


def same_but_for(one: Wish, other: Wish, *names: str) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in KEYS if name not in names)


def test_every_key_has_values_here() -> None:
    assert tuple(VALUES) == KEYS


@given(wishes())
def test_a_wish_survives_being_written_as_json_and_read_back(wish: Wish) -> None:
    assert Wish.from_query(json.loads(json.dumps(wish.as_query()))) == wish


@given(wishes())
def test_a_query_has_all_keys_of_the_interface(wish: Wish) -> None:
    assert {
        "topic", "area", "kind", "audience", "place", "radius_km", "level", "languages", "age", "free", "format",
        "time", "weekdays", "from", "until", "childcare", "accessible", "women_only", "provider", "exclude",
    } <= wish.as_query().keys()  # fmt: skip


def test_an_empty_query_is_an_empty_wish() -> None:
    assert Wish.from_query(None) == Wish.from_query({}) == Wish()
    assert Wish().is_empty


def test_unknown_keys_of_a_query_are_passed_over() -> None:
    assert Wish.from_query({"topic": "deutsch", "colour": "blue"}) == Wish(topic="deutsch")


@given(wishes(), st.sampled_from(LIST_KEYS), WORDS)
def test_setting_replaces_one_key_and_leaves_the_others(wish: Wish, name: str, value: str) -> None:
    changed = wish.set(**{name: (value,)})
    assert getattr(changed, name) == (value,)
    assert name in changed.said_keys
    assert same_but_for(wish, changed, name)


@given(wishes(), st.sampled_from(["kind", "place", "audience"]), WORDS)
def test_setting_lifts_the_exclusion_of_the_value_and_of_no_other(wish: Wish, name: str, value: str) -> None:
    wanted = (value,) if name in LIST_KEYS else value
    changed = wish.set(**{name: wanted})
    others = tuple(item for item in wish.exclude.get(name, ()) if item != value)
    assert changed.exclude.get(name, ()) == others


@given(wishes(), st.sampled_from(LIST_KEYS), several(WORDS))
def test_adding_keeps_what_was_said_and_names_nothing_twice(wish: Wish, name: str, items: tuple[str, ...]) -> None:
    changed = wish.add(name, items)
    value = getattr(changed, name)
    assert set(value) == set(wish.said(name)) | set(items)
    assert len(value) == len(set(value))
    assert same_but_for(wish, changed, name)


@given(wishes(), st.sampled_from(LIST_KEYS), several(WORDS))
def test_adding_twice_is_adding_once(wish: Wish, name: str, items: tuple[str, ...]) -> None:
    assert wish.add(name, items).add(name, items) == wish.add(name, items)


def test_what_only_followed_gives_way_to_what_is_added() -> None:
    wish = Wish().follow(audience=("Neuzugewanderte",)).add("audience", ["Frauen"])
    assert wish.audience == ("Frauen",)
    assert not wish.follows


@given(wishes(), st.lists(st.sampled_from(KEYS), unique=True))
def test_dropping_empties_keys_and_their_exclusions_and_leaves_the_others(wish: Wish, names: list[str]) -> None:
    changed = wish.drop(*names)
    assert not set(names) & set(changed.said_keys)
    assert not set(names) & changed.exclude.keys()
    assert not set(names) & changed.follows
    assert same_but_for(wish, changed, *names)
    assert changed.drop(*names) == changed


@given(wishes(), st.sampled_from(KEYS))
def test_what_is_set_and_dropped_was_never_there(wish: Wish, name: str) -> None:
    value = ("x",) if name in LIST_KEYS else "x"
    assert wish.set(**{name: value}).drop(name) == wish.drop(name)


@given(wishes(), st.sampled_from(["kind", "place", "audience", "topic"]), several(WORDS).filter(bool))
def test_what_is_not_wanted_is_excluded_and_no_longer_wished_for(wish: Wish, name: str, items: tuple[str, ...]) -> None:
    changed = wish.without(name, items)
    value = getattr(changed, name)
    assert not set(items) & set(value if isinstance(value, tuple) else (value,))
    assert set(changed.exclude[name]) == set(wish.exclude.get(name, ())) | set(items)
    assert same_but_for(wish, changed, name)
    assert changed.without(name, items) == changed


@given(wishes(), st.sampled_from(["kind", "place", "audience"]), WORDS)
def test_nothing_is_both_wished_for_and_excluded(wish: Wish, name: str, value: str) -> None:
    wanted = (value,) if name in LIST_KEYS else value
    assert value not in wish.without(name, [value]).set(**{name: wanted}).exclude.get(name, ())


@given(wishes(), WORDS)
def test_what_was_said_is_stronger_than_what_follows(wish: Wish, value: str) -> None:
    changed = wish.follow(kind=value)
    if wish.kind or "kind" in wish.exclude:
        assert changed == wish
    else:
        assert changed.kind == value
        assert changed.said("kind") is None
        assert "kind" not in changed.said_keys


@given(wishes())
def test_saying_what_followed_makes_it_count(wish: Wish) -> None:
    for name in wish.follows:
        changed = wish.set(**{name: getattr(wish, name)})
        assert changed.said(name) == getattr(wish, name)


@given(wishes(), st.none() | WORDS, several(WORDS))
def test_another_subject_keeps_the_person_s_circumstances_and_nothing_else(
    wish: Wish, topic: str | None, words: tuple[str, ...]
) -> None:
    changed = wish.about(topic, words)
    assert (changed.topic, changed.words) == (topic, words)
    for name in KEYS:
        if name in CIRCUMSTANCES:
            assert getattr(changed, name) == (wish.said(name) if name in wish.follows else getattr(wish, name))
        elif name != "topic":
            assert not getattr(changed, name)
    assert changed.exclude == {name: items for name, items in wish.exclude.items() if name in CIRCUMSTANCES}
    assert not changed.follows
    assert changed.about(topic, words) == changed


@given(wishes())
def test_said_keys_are_those_with_a_value_that_does_not_merely_follow(wish: Wish) -> None:
    for name in KEYS:
        assert (name in wish.said_keys) == (wish.said(name) not in (None, ()))


@given(wishes())
def test_no_change_alters_the_wish_itself(wish: Wish) -> None:
    before = wish.as_query()
    wish.set(place=("x",)).add("place", ["y"])
    wish.drop("place").without("place", ["x"]).about("x")
    wish.without("place", wish.place)
    assert wish.as_query() == before
