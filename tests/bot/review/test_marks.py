"""Conditions as they were understood beside conditions as staff mark them."""

from typing import Any

import pytest

from bot.review.labels import Label, Marked
from bot.review.marks import is_understood, marks_of, missed, wrongly_found

TEXT = "war 20 jahre im verkauf, suche buchhaltung in aerzen"


def fact(words: str, key: str, role: str = "said", value: Any = "x") -> dict[str, Any]:
    start = TEXT.index(words)
    return {"key": key, "value": value, "start": start, "end": start + len(words), "role": role}


def mark(words: str, entity: str, role: str | None = None) -> Marked:
    start = TEXT.index(words)
    return Marked(start, start + len(words), entity, role)


STORY = mark("verkauf", "topic", "background")
WISH = (mark("buchhaltung", "topic"), mark("aerzen", "place"))
LABEL = Label(TEXT, "search", (STORY, *WISH))


def test_a_wish_is_understood_where_all_conditions_are_and_the_story_is_none() -> None:
    assert is_understood(LABEL, [fact("buchhaltung", "topic"), fact("aerzen", "place")])


def test_a_part_of_the_story_taken_for_the_wish_is_wrongly_found() -> None:
    facts = [fact("verkauf", "topic"), fact("buchhaltung", "topic"), fact("aerzen", "place")]
    assert wrongly_found(LABEL, facts) == [mark("verkauf", "topic")]
    assert not is_understood(LABEL, facts)


def test_what_is_missed_is_named() -> None:
    assert missed(LABEL, [fact("buchhaltung", "topic")]) == [mark("aerzen", "place")]


def test_what_is_not_wanted_has_to_be_understood_as_that() -> None:
    label = Label(TEXT, "search", (mark("verkauf", "topic", "exclude"), *WISH))
    wish = [fact("buchhaltung", "topic"), fact("aerzen", "place")]
    assert is_understood(label, [fact("verkauf", "topic", "exclude"), *wish])
    assert not is_understood(label, [fact("verkauf", "topic"), *wish])
    assert not is_understood(label, wish)


@pytest.mark.parametrize(
    ("key", "entity"), [("from_day", "date"), ("beginner", "level"), ("words", "topic"), ("place", "place")]
)
def test_examples_call_some_conditions_otherwise(key: str, entity: str) -> None:
    assert marks_of([fact("aerzen", key)]) == (mark("aerzen", entity),)


def test_first_and_last_day_are_one_mark() -> None:
    assert marks_of([fact("20 jahre", "from_day"), fact("20 jahre", "until_day")]) == (mark("20 jahre", "date"),)


def test_what_only_follows_or_stands_nowhere_is_no_mark() -> None:
    nowhere = {"entity": "area", "value": "Weiterbildung", "start": 0, "end": 0, "role": "said"}
    assert marks_of([fact("buchhaltung", "area", "follows"), fact("buchhaltung", "topic", "possible"), nowhere]) == ()


def test_a_described_topic_has_to_be_the_one_that_is_meant() -> None:
    label = Label("ins Wasser gehen und nicht untergehen", "search", topic="schwimmen")
    described = {"key": "topic", "value": "schwimmen", "start": 0, "end": 0, "role": "described"}
    assert is_understood(label, [described])
    assert not is_understood(label, [{**described, "value": "segeln"}])
    assert not is_understood(label, [])
