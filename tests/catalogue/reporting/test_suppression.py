"""Small numbers stay hidden: nobody can work them out from what the report tells."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.reporting.suppression import LEAST, Path, Told, told


def published(found: Told) -> tuple[object, ...]:
    """Everything that a reader of the table has to reckon with."""
    return (
        tuple(sorted(found.branches.items())),
        tuple(sorted(found.rest.items())),
        tuple(found.rows()),
        found.total,
    )


def one_level(counts: tuple[int, ...]) -> dict[Path, int]:
    return {(f"topic {number}",): count for number, count in enumerate(counts)}


@pytest.mark.parametrize(("number", "most"), [(2, 14), (3, 11), (4, 8)])
@pytest.mark.parametrize("least", [0, 1], ids=["who does not know what was asked for", "who knows what was asked for"])
def test_whoever_knows_the_rules_and_the_table_can_work_out_no_hidden_cell(number: int, most: int, least: int) -> None:
    """Of all tables that would be published in the same way, each hidden cell has at least two values.

    That is: with everything that is published, and with knowing how this works, it could be one as well as the other.
    Tables of so few searches that nothing is told of them are left out: there is nothing to work with.
    """
    possible = defaultdict(list)
    for counts in product(range(least, most + 1), repeat=number):
        if sum(counts) >= LEAST:
            possible[published(told(one_level(counts)))].append(counts)
    checked = 0
    for counts in list(possible.values()):
        branches = told(one_level(counts[0])).branches
        for place, path in enumerate(one_level(counts[0])):
            values = {item[place] for item in counts}
            # At the upper end of what is tried here the larger tables are missing.
            if path not in branches and values != {0} and max(map(sum, counts)) < most:
                assert len(values) > 1, counts
                checked += 1
    assert checked > 10


CELLS = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz"), st.sampled_from("12")),
    st.integers(0, 12),
    max_size=24,
)


@given(CELLS)
def test_no_published_number_is_small(cells: Mapping[Path, int]) -> None:
    found = told(cells)
    assert all(count >= LEAST for count in found.branches.values())
    assert all(count == 0 or count >= LEAST for count in found.rest.values())


def below(cells: Mapping[Path, int], path: Path) -> dict[Path, int]:
    """What stands directly below a branch, in truth."""
    found: dict[Path, int] = defaultdict(int)
    for cell, count in cells.items():
        if count and len(cell) > len(path) and cell[: len(path)] == path:
            found[cell[: len(path) + 1]] += count
    return dict(found)


@given(CELLS)
def test_what_is_told_together_stands_for_several_and_fits_more_than_one_division(cells: Mapping[Path, int]) -> None:
    found = told(cells)
    for path, rest in found.rest.items():
        hidden = [count for child, count in below(cells, path).items() if child not in found.branches]
        assert sum(hidden) == rest
        if hidden and below(cells, path).keys() & found.branches.keys():
            most = max(LEAST - 1, *hidden)
            assert len(hidden) > 1
            assert len(hidden) < rest < len(hidden) * most or (max(hidden) >= LEAST and len(hidden) < rest)


@given(CELLS)
def test_nothing_is_told_below_what_is_hidden(cells: Mapping[Path, int]) -> None:
    found = told(cells)
    for path in found.branches:
        assert all(path[:length] in found.branches for length in range(1, len(path)))


@given(CELLS)
def test_what_is_told_is_true_and_every_search_stands_in_one_row(cells: Mapping[Path, int]) -> None:
    found = told(cells)
    for path, count in found.branches.items():
        assert count == sum(number for cell, number in cells.items() if cell[: len(path)] == path)
    whole = sum(cells.values())
    assert found.total == (whole if whole >= LEAST else 0)
    assert sum(count for _, count, _ in found.rows()) == found.total


@given(CELLS, st.randoms(use_true_random=False))
def test_the_order_of_the_cells_changes_nothing(cells: dict[Path, int], random: "object") -> None:
    items = list(cells.items())
    random.shuffle(items)  # type: ignore[attr-defined]
    assert published(told(dict(items))) == published(told(cells))


def test_a_single_small_branch_takes_a_large_one_with_it() -> None:
    """Otherwise it would be the whole less the other."""
    found = told(one_level((2, 9, 30)))
    assert found.branches == {("topic 2",): 30}
    assert found.rest == {(): 11, ("topic 2",): 0}


def test_a_sum_that_allows_only_one_division_is_no_secret() -> None:
    """Two small branches of together eight are four each."""
    found = told(one_level((4, 4, 9, 30)))
    assert found.branches == {("topic 3",): 30}
    assert found.rest[()] == 17


def test_of_fewer_than_five_searches_nothing_is_told() -> None:
    found = told(one_level((2, 2)))
    assert (found.branches, found.rest, found.rows(), found.total) == ({}, {}, [], 0)


def test_large_branches_are_told_as_they_are() -> None:
    assert told(one_level((5, 6))).branches == one_level((5, 6))
