"""Prices of conditions, against comparing sets one by one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.conditions import _CLAUSES
from catalogue.relax import GIVING_UP_ORDER, bought, in_order, price

SETS = st.frozensets(st.sampled_from(GIVING_UP_ORDER))


def total(names: frozenset[str]) -> int:
    return sum(map(price, names))


def comes_first(names: frozenset[str]) -> tuple[int, list[int]]:
    """Smaller sets first; of one size, in the order in which people give conditions up."""
    return len(names), sorted(GIVING_UP_ORDER.index(name) for name in names)


@given(SETS, SETS)
def test_the_cheaper_of_two_sets_is_the_smaller_or_easier_one(one: frozenset[str], other: frozenset[str]) -> None:
    assert (total(one) < total(other)) == (comes_first(one) < comes_first(other))


@given(SETS)
def test_a_price_says_what_was_bought(names: frozenset[str]) -> None:
    assert bought(total(names)) == names


@pytest.mark.parametrize(
    ("easier", "harder"),
    [("time", "weekdays"), ("weekdays", "from_day"), ("until_day", "format"), ("format", "level"),
     ("level", "kind"), ("kind", "place")],
)  # fmt: skip
def test_of_two_conditions_the_easier_one_is_given_up(easier: str, harder: str) -> None:
    assert price(easier) < price(harder)


def test_two_easy_conditions_cost_more_than_one_hard_one() -> None:
    assert price("time") + price("weekdays") > price("accessible")


def test_conditions_are_named_in_the_order_of_giving_up() -> None:
    assert in_order({"place", "time", "kind"}) == ("time", "kind", "place")


def test_every_condition_of_a_search_can_be_given_up() -> None:
    assert set(GIVING_UP_ORDER) == set(_CLAUSES)
