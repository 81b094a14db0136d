"""Conditions marked in texts: from facts, from markup, over one another, and in a text that was scrubbed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.review.labels import Marked
from bot.review.marks import fault_of, from_markup, in_order, marked_of, moved, pieces, words_of
from tests.bot.review.kept import fact

TEXT = "Deutschkurs ab Montag nicht in Hameln"


def test_facts_become_what_annotators_would_mark() -> None:
    facts = [
        fact(TEXT, "Deutschkurs", "kind", "Kurs"),
        fact(TEXT, "Deutschkurs", "topic", "deutsch"),
        fact(TEXT, "Deutschkurs", "area", "Sprachbildung", "follows"),
        fact(TEXT, "ab Montag", "from_day", "2027-01-11"),
        fact(TEXT, "Hameln", "place", "Hameln", "exclude"),
        {"key": "topic", "value": "yoga", "start": 0, "end": 0, "role": "described"},
    ]
    assert marked_of(facts, TEXT) == (
        Marked(0, 11, "topic"),
        Marked(12, 21, "date"),
        Marked(31, 37, "place", "exclude"),
    )


def test_what_lies_outside_of_the_text_is_left_out() -> None:
    assert marked_of([{"key": "topic", "value": "yoga", "start": 2, "end": 9, "role": "said"}], "Yoga") == ()


@pytest.mark.parametrize(
    ("marks", "why"),
    [
        ([Marked(0, 11, "topic"), Marked(6, 11, "kind")], "schon als Thema markiert"),
        ([Marked(0, 99, "topic")], "nicht im Text"),
        ([Marked(4, 4, "topic")], "nicht im Text"),
        ([Marked(0, 4, "thema")], "gibt es nicht"),
        ([Marked(0, 4, "topic", "vielleicht")], "Rolle"),
    ],
)
def test_what_cannot_be_marked(marks: list[Marked], why: str) -> None:
    assert why in (fault_of(TEXT, marks) or "")


def test_markup_as_rasa_has_it() -> None:
    text, marks = from_markup('such [yoga](topic) nicht in [aerzen]{"entity": "place", "role": "exclude"}, [Name]')
    assert text == "such yoga nicht in aerzen, [Name]"
    assert marks == (Marked(5, 9, "topic"), Marked(19, 25, "place", "exclude"))


@pytest.mark.parametrize("broken", ['[a]{"entity"}', '[a]{"role": "exclude"}'])
def test_broken_markup_is_no_markup(broken: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        from_markup(broken)


def test_words_of_a_text() -> None:
    assert [TEXT[start:end] for start, end in words_of("10km, Yoga")] != []
    assert [("10km, Yoga"[start:end]) for start, end in words_of("10km, Yoga")] == ["10", "km", "Yoga"]


def test_conditions_move_with_their_words() -> None:
    before, after = "Ali will Yoga in Hameln", "[Name] will Yoga in Hameln"
    assert moved(before, after, [Marked(9, 13, "topic"), Marked(0, 3, "audience")]) == (Marked(12, 16, "topic"),)


marks = st.builds(Marked, st.integers(0, 40), st.integers(0, 40), st.sampled_from(["topic", "place"]))


@given(st.text(max_size=40), st.lists(marks, max_size=5))
def test_pieces_are_the_whole_text(text: str, found: list[Marked]) -> None:
    if fault_of(text, found) is None:
        assert "".join(piece for piece, _ in pieces(text, found)) == text
        assert tuple(mark for _, mark in pieces(text, found) if mark) == in_order(found)
