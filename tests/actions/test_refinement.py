"""How a turn changes the wish: the laws of `next_wish`."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.refinement import next_wish
from bot.understanding.facts import DROP, EXCLUDE, FOLLOWS, SAID, SECOND, Fact, Understanding
from catalogue.region import Region
from catalogue.wish import CIRCUMSTANCES, KEYS, Wish


def fact(key: str, value: Any, role: str = SAID, start: int = 0) -> Fact:
    return Fact(key, value, start, start + 3, role)


def said(*facts: Fact, cues: str = "", words: int = 3) -> Understanding:
    placed = tuple(Fact(item.key, item.value, 5 * n, 5 * n + 3, item.role) for n, item in enumerate(facts))
    return Understanding(facts=placed, cues=frozenset(cues.split()), words=words)


DEUTSCH = Wish(topic="deutsch", kind="Kurs", place=("Hameln",), level=("B1",), time="abends", free=True)

_FACTS = st.one_of(
    st.builds(
        fact, st.just("topic"), st.sampled_from(("deutsch", "yoga", "vulkan")), st.sampled_from((SAID, EXCLUDE, SECOND))
    ),
    st.builds(fact, st.just("place"), st.sampled_from(("Hameln", "Aerzen")), st.sampled_from((SAID, EXCLUDE))),
    st.builds(fact, st.just("level"), st.sampled_from(("A1", "B2")), st.sampled_from((SAID, EXCLUDE))),
    st.builds(
        fact, st.just("audience"), st.sampled_from(("Kinder", "Frauen")), st.sampled_from((SAID, EXCLUDE, FOLLOWS))
    ),
    st.builds(fact, st.just("kind"), st.sampled_from(("Kurs", "Beratung")), st.sampled_from((SAID, EXCLUDE))),
    st.builds(fact, st.just("weekdays"), st.sampled_from(("Mo", "Sa So")), st.sampled_from((SAID, EXCLUDE))),
    st.builds(fact, st.just("time"), st.sampled_from(("abends", "morgens")), st.sampled_from((SAID, EXCLUDE))),
    st.builds(fact, st.just("age"), st.integers(0, 99)),
    st.builds(fact, st.sampled_from(("place", "time", "free", "kind", "any")), st.none(), st.just(DROP)),
    st.builds(fact, st.sampled_from(("free", "childcare")), st.just(True)),
)
_FOUND = st.builds(
    lambda facts, cues, words: said(*facts, cues=" ".join(cues), words=words),
    st.lists(_FACTS, max_size=5),
    st.sets(st.sampled_from(("addition", "elliptical", "anew", "correction", "dont"))),
    st.integers(1, 12),
)
_INTENTS = st.sampled_from(("search", "refine"))
_WISHES = st.sampled_from((Wish(), DEUTSCH, Wish(topic="yoga"), Wish(place=("Aerzen",), age=7)))
_ASKED = st.sampled_from((None, "place", "level", "time", "free"))


# --- laws that hold for every turn


@given(before=_WISHES, intent=_INTENTS, found=_FOUND, asked=_ASKED)
def test_no_turn_breaks_the_wish_and_it_keeps_its_form(
    before: Wish, intent: str, found: Understanding, asked: str | None, region: Region
) -> None:
    after = next_wish(before, intent, found, asked, region)
    assert Wish.from_query(after.as_query()) == after


@given(before=_WISHES, intent=_INTENTS, found=_FOUND, asked=_ASKED)
def test_nothing_is_wanted_and_excluded_at_once(
    before: Wish, intent: str, found: Understanding, asked: str | None, region: Region
) -> None:
    after = next_wish(before, intent, found, asked, region)
    for key, unwanted in after.exclude.items():
        value = getattr(after, key)
        wanted = value if isinstance(value, tuple) else (value,)
        assert not set(wanted) & set(unwanted)


@given(before=_WISHES, intent=_INTENTS, key=st.sampled_from(KEYS))
def test_a_turn_that_says_nothing_changes_nothing_said(before: Wish, intent: str, key: str, region: Region) -> None:
    after = next_wish(before, intent, said(words=2), None, region)
    assert after.said(key) == before.said(key)


@given(intent=_INTENTS, found=_FOUND, before=_WISHES)
def test_a_new_beginning_does_not_depend_on_what_was_before(
    intent: str, found: Understanding, before: Wish, region: Region
) -> None:
    anew = Understanding(facts=found.facts, cues=found.cues | {"anew"}, words=found.words)
    if before.languages or any(item.key == "topic" and item.value == "vulkan" for item in found.facts):
        return
    assert next_wish(before, intent, anew, None, region) == next_wish(Wish(), intent, anew, None, region)


@given(place=st.sampled_from(("Hameln", "Aerzen", "Tündern")), intent=_INTENTS)
def test_saying_the_same_again_changes_nothing(place: str, intent: str, region: Region) -> None:
    once = next_wish(DEUTSCH, intent, said(fact("place", place)), None, region)
    assert next_wish(once, intent, said(fact("place", place)), None, region) == once


# --- new


def test_the_first_wish(region: Region) -> None:
    wish = next_wish(Wish(), "search", said(fact("topic", "deutsch"), fact("place", "Hameln")), None, region)
    assert (wish.topic, wish.place) == ("deutsch", ("Hameln",))


def test_what_follows_from_the_topic_is_marked_as_following(region: Region) -> None:
    wish = next_wish(Wish(), "search", said(fact("topic", "integrationskurs")), None, region)
    assert (wish.area, wish.kind, wish.audience) == ("Sprachbildung", "Kurs", ("Neuzugewanderte",))
    assert wish.follows == {"area", "kind", "audience"}


def test_what_was_said_does_not_follow(region: Region) -> None:
    found = said(fact("topic", "integrationskurs"), fact("audience", "Frauen"))
    wish = next_wish(Wish(), "search", found, None, region)
    assert wish.said("audience") == ("Frauen",)


def test_a_full_new_question_begins_anew(region: Region) -> None:
    found = said(fact("topic", "yoga"), fact("place", "Aerzen"), words=8)
    wish = next_wish(DEUTSCH, "search", found, None, region)
    assert (wish.topic, wish.place, wish.time, wish.free) == ("yoga", ("Aerzen",), None, None)


# --- replace


@pytest.mark.parametrize("key", CIRCUMSTANCES)
def test_a_short_change_of_subject_keeps_the_circumstances(key: str, region: Region) -> None:
    wish = next_wish(DEUTSCH, "refine", said(fact("topic", "yoga"), cues="elliptical", words=2), None, region)
    assert wish.topic == "yoga"
    assert wish.said(key) == DEUTSCH.said(key)


def test_a_change_of_subject_drops_what_belonged_to_the_old_one(region: Region) -> None:
    wish = next_wish(DEUTSCH, "refine", said(fact("topic", "yoga"), cues="elliptical", words=2), None, region)
    assert wish.level == ()
    assert wish.said("kind") is None


def test_an_apprenticeship_stays_one_when_the_trade_changes(region: Region) -> None:
    before = Wish(topic="pflege", kind="Ausbildung", place=("Hameln",))
    wish = next_wish(before, "refine", said(fact("topic", "erzieher"), words=2), None, region)
    assert (wish.topic, wish.said("kind")) == ("erzieher", "Ausbildung")


# --- set


@pytest.mark.parametrize(
    ("change", "key", "expected"),
    [
        (fact("place", "Aerzen"), "place", ("Aerzen",)),
        (fact("time", "morgens"), "time", "morgens"),
        (fact("level", "B2"), "level", ("B2",)),
        (fact("kind", "Beratung"), "kind", "Beratung"),
        (fact("weekdays", "Sa So"), "weekdays", ("Sa", "So")),
        (fact("age", 7), "age", 7),
        (fact("childcare", True), "childcare", True),
        (fact("format", "Online"), "format", "Online"),
        (fact("provider", "Volkshochschule"), "provider", "Volkshochschule"),
    ],
)
def test_a_condition_is_set_and_the_rest_stays(change: Fact, key: str, expected: Any, region: Region) -> None:
    wish = next_wish(DEUTSCH, "refine", said(change), None, region)
    assert getattr(wish, key) == expected
    for other in set(KEYS) - {key, "area"}:
        assert wish.said(other) == DEUTSCH.said(other)


def test_weekdays_come_in_the_order_of_the_week(region: Region) -> None:
    found = said(fact("weekdays", "Sa So"), fact("weekdays", "Mo"))
    assert next_wish(Wish(), "search", found, None, region).weekdays == ("Mo", "Sa", "So")


def test_a_new_place_forgets_the_old_circle(region: Region) -> None:
    before = Wish(topic="yoga", place=("Hameln",), radius_km=15.0)
    assert next_wish(before, "refine", said(fact("place", "Aerzen")), None, region).radius_km is None


def test_a_day_sets_both_ends(region: Region) -> None:
    before = Wish(topic="yoga", from_day="2027-02-01", until_day="2027-02-28")
    wish = next_wish(before, "refine", said(fact("from_day", "2027-03-01")), None, region)
    assert (wish.from_day, wish.until_day) == ("2027-03-01", None)


def test_beginner_is_a_level_of_a_language_only(region: Region) -> None:
    beginner = fact("beginner", "A1")
    assert next_wish(Wish(), "search", said(fact("topic", "spanisch"), beginner), None, region).level == ("A1",)
    assert next_wish(Wish(), "search", said(fact("topic", "yoga"), beginner), None, region).level == ()


# --- add


def test_a_place_is_added_where_it_is_said_to_be_one_more(region: Region) -> None:
    wish = next_wish(DEUTSCH, "refine", said(fact("place", "Aerzen"), cues="addition"), None, region)
    assert wish.place == ("Hameln", "Aerzen")


def test_a_circumstance_joins_an_audience(region: Region) -> None:
    before = Wish(topic="deutsch", audience=("Neuzugewanderte",))
    assert next_wish(before, "refine", said(fact("audience", "Frauen")), None, region).audience == (
        "Neuzugewanderte",
        "Frauen",
    )


def test_an_age_group_replaces_another(region: Region) -> None:
    before = Wish(topic="sport", audience=("Kinder",))
    assert next_wish(before, "refine", said(fact("audience", "Jugendliche")), None, region).audience == ("Jugendliche",)


# --- drop


@pytest.mark.parametrize(
    ("key", "empty"), [("place", ()), ("time", None), ("free", None), ("level", ()), ("kind", None)]
)
def test_a_condition_is_given_up(key: str, empty: Any, region: Region) -> None:
    wish = next_wish(DEUTSCH, "refine", said(fact(key, None, DROP)), None, region)
    assert wish.said(key) == empty
    assert wish.topic == "deutsch"


def test_no_matter_where_gives_up_the_circle_too(region: Region) -> None:
    before = Wish(topic="yoga", place=("Hameln",), radius_km=15.0)
    assert next_wish(before, "refine", said(fact("place", None, DROP)), None, region).radius_km is None


def test_no_matter_when_gives_up_days_too(region: Region) -> None:
    before = Wish(topic="yoga", time="abends", weekdays=("Mo",), from_day="2027-02-01")
    wish = next_wish(before, "refine", said(fact("time", None, DROP)), None, region)
    assert (wish.time, wish.weekdays, wish.from_day) == (None, (), None)


def test_no_matter_gives_up_what_was_asked_for(region: Region) -> None:
    wish = next_wish(DEUTSCH, "refine", said(fact("any", None, DROP)), "place", region)
    assert wish.place == ()


def test_no_matter_gives_up_nothing_where_nothing_was_asked(region: Region) -> None:
    wish = next_wish(DEUTSCH, "refine", said(fact("any", None, DROP)), None, region)
    assert [wish.said(key) for key in KEYS if key != "area"] == [DEUTSCH.said(key) for key in KEYS if key != "area"]


# --- exclude


def test_an_excluded_place_leaves_the_wish(region: Region) -> None:
    wish = next_wish(DEUTSCH, "refine", said(fact("place", "Hameln", EXCLUDE)), None, region)
    assert (wish.place, wish.exclude) == ((), {"place": ("Hameln",)})


def test_a_place_wanted_again_is_no_longer_excluded(region: Region) -> None:
    before = Wish(topic="yoga", exclude={"place": ("Hameln",)})
    wish = next_wish(before, "refine", said(fact("place", "Hameln")), None, region)
    assert (wish.place, wish.exclude) == (("Hameln",), {})


# --- correction


def test_not_this_but_that_changes_the_subject_and_nothing_else(region: Region) -> None:
    found = said(fact("topic", "deutsch", EXCLUDE), fact("topic", "englisch"), cues="dont", words=5)
    wish = next_wish(DEUTSCH, "refine", found, None, region)
    assert (wish.topic, wish.level, wish.place, wish.time, wish.exclude) == (
        "englisch",
        ("B1",),
        ("Hameln",),
        "abends",
        {},
    )


def test_i_meant_changes_the_subject_and_nothing_else(region: Region) -> None:
    wish = next_wish(DEUTSCH, "refine", said(fact("topic", "englisch"), cues="correction", words=6), None, region)
    assert (wish.topic, wish.place, wish.said("kind")) == ("englisch", ("Hameln",), "Kurs")


def test_a_language_corrects_the_language_of_counselling(region: Region) -> None:
    before = Wish(topic="asylberatung", kind="Beratung", languages=("Arabisch",))
    wish = next_wish(before, "refine", said(fact("topic", "englisch"), words=2), None, region)
    assert (wish.topic, wish.languages) == ("asylberatung", ("Englisch",))


def test_an_unknown_word_in_a_longer_remark_is_no_new_subject(region: Region) -> None:
    found = said(fact("topic", "vulkan"), fact("place", "Aerzen"), words=9)
    assert next_wish(DEUTSCH, "refine", found, None, region).topic == "deutsch"
