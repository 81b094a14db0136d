"""The one question that narrows best."""

from datetime import time
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.narrow import COLUMNS, MOST_OPTIONS, best_question
from catalogue.values import FORMATS
from catalogue.wish import Wish


class Row(NamedTuple):
    municipality: str | None = None
    levels: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    kind: str | None = None
    starts_at: time | None = None
    cost: float | None = None
    format: str = "Präsenz"
    area: str | None = None


ROWS = st.lists(
    st.builds(
        Row,
        municipality=st.sampled_from([None, "Hameln", "Aerzen", "Emmerthal"]),
        levels=st.sampled_from([(), ("A1",), ("A1", "A2")]),
        audiences=st.sampled_from([(), ("Kinder",), ("Frauen", "Kinder")]),
        kind=st.sampled_from([None, "Kurs", "Treff"]),
        starts_at=st.sampled_from([None, time(9), time(14), time(19)]),
        cost=st.sampled_from([None, 0.0, 5.0]),
        format=st.sampled_from(FORMATS),
    ),
    max_size=12,
)


def test_rows_here_are_those_of_the_search() -> None:
    # Lists and times are read as the database keeps them, so the column stands inside a coercion.
    named = [getattr(column, "typed_expression", getattr(column, "clause", column)) for column in COLUMNS]
    assert tuple(column.key for column in named) == Row._fields


@pytest.mark.parametrize("rows", [[], [Row()], [Row("Hameln", kind="Kurs")] * 8])
def test_offers_that_are_all_alike_leave_nothing_to_ask(rows: list[Row]) -> None:
    assert best_question(rows, Wish()) is None


@pytest.mark.parametrize(
    ("rows", "key", "values"),
    [
        ([Row("Hameln")] * 4 + [Row("Aerzen")] * 4, "place", {"Hameln", "Aerzen"}),
        ([Row(levels=("A1",))] * 4 + [Row(levels=("A2",))] * 4, "level", {"A1", "A2"}),
        ([Row(audiences=("Kinder",))] * 4 + [Row(audiences=("Frauen",))] * 4, "audience", {"Kinder", "Frauen"}),
        ([Row(kind="Kurs")] * 4 + [Row(kind="Treff")] * 4, "kind", {"Kurs", "Treff"}),
        ([Row(starts_at=time(9))] * 4 + [Row(starts_at=time(19))] * 4, "time", {"vormittags", "abends"}),
        ([Row(cost=0.0)] * 4 + [Row(cost=5.0)] * 4, "free", {True}),
    ],
)
def test_what_differs_is_asked(rows: list[Row], key: str, values: set[Any]) -> None:
    question = best_question(rows, Wish())
    assert question is not None
    assert question.key == key
    assert {option.value for option in question.options} == values


def test_what_was_said_is_not_asked_again() -> None:
    rows = [Row("Hameln", kind="Kurs"), Row("Aerzen", kind="Treff")] * 4
    question = best_question(rows, Wish(place=("Hameln", "Aerzen")))
    assert question is not None
    assert question.key == "kind"


def test_what_only_follows_may_be_asked() -> None:
    question = best_question([Row(kind="Kurs"), Row(kind="Treff")] * 4, Wish().follow(kind="Kurs"))
    assert question is not None
    assert question.key == "kind"


def test_an_even_split_is_better_than_a_lopsided_one() -> None:
    rows = [Row("Hameln", kind="Kurs")] * 4 + [Row("Hameln", kind="Treff")] * 3 + [Row("Aerzen", kind="Treff")]
    question = best_question(rows, Wish())
    assert question is not None
    assert question.key == "kind"


@given(ROWS)
def test_every_option_narrows_and_the_most_frequent_come_first(rows: list[Row]) -> None:
    question = best_question(rows, Wish())
    if question is not None:
        counts = [option.count for option in question.options]
        assert all(0 < count < len(rows) for count in counts)
        assert counts == sorted(counts, reverse=True)
        assert len({option.value for option in question.options}) == len(counts) <= MOST_OPTIONS


@given(ROWS, st.randoms(use_true_random=False))
def test_the_question_does_not_depend_on_the_order_in_which_a_database_gives_rows(rows: list[Row], random: Any) -> None:
    shuffled = rows.copy()
    random.shuffle(shuffled)
    assert best_question(shuffled, Wish()) == best_question(rows, Wish())
