"""The smallest set of conditions to give up, against trying all subsets."""

from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.conditions import _CLAUSES
from catalogue.relax import GIVING_UP_ORDER, fitting, in_order, smallest_relaxation

NAMES = GIVING_UP_ORDER[:6] + GIVING_UP_ORDER[-1:]
FAILED = st.frozensets(st.sampled_from(NAMES), max_size=len(NAMES))
FAILURES = st.dictionaries(FAILED, st.integers(0, 5), max_size=8)


def by_trying_all_subsets(failures: dict[frozenset[str], int]) -> frozenset[str] | None:
    """Smaller sets first; of one size, in the order in which people give conditions up."""
    subsets = chain.from_iterable(combinations(NAMES, size) for size in range(len(NAMES) + 1))
    return next((frozenset(subset) for subset in subsets if fitting(failures, frozenset(subset))), None)


@given(FAILURES)
def test_no_smaller_or_easier_set_lets_an_offer_through(failures: dict[frozenset[str], int]) -> None:
    assert smallest_relaxation(failures) == by_trying_all_subsets(failures)


@given(FAILURES)
def test_something_fits_what_is_left(failures: dict[frozenset[str], int]) -> None:
    given_up = smallest_relaxation(failures)
    assert given_up is None or fitting(failures, given_up) > 0


@given(FAILURES)
def test_giving_up_everything_lets_every_offer_through(failures: dict[frozenset[str], int]) -> None:
    assert fitting(failures, frozenset(NAMES)) == sum(failures.values())


def test_where_there_is_no_offer_nothing_is_given_up() -> None:
    assert smallest_relaxation({}) is None
    assert smallest_relaxation({frozenset({"time"}): 0}) is None


@pytest.mark.parametrize(
    ("easier", "harder"),
    [("time", "weekdays"), ("weekdays", "from_day"), ("until_day", "format"), ("format", "level"),
     ("level", "kind"), ("kind", "place")],
)  # fmt: skip
def test_of_two_conditions_the_easier_one_is_given_up(easier: str, harder: str) -> None:
    assert smallest_relaxation({frozenset({easier}): 1, frozenset({harder}): 99}) == {easier}


def test_two_easy_conditions_cost_more_than_one_hard_one() -> None:
    assert smallest_relaxation({frozenset({"time", "weekdays"}): 9, frozenset({"accessible"}): 1}) == {"accessible"}


def test_conditions_are_named_in_the_order_of_giving_up() -> None:
    assert in_order({"place", "time", "kind"}) == ("time", "kind", "place")


def test_every_condition_of_a_search_can_be_given_up() -> None:
    assert set(GIVING_UP_ORDER) == set(_CLAUSES)
