"""Two models beside each other: who has what right, and whether that may be chance."""

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.retraining.comparing import compare, sign_test, wilson
from bot.retraining.gate import judge
from bot.retraining.outcomes import KNOWN, REGRESSION, REVIEWED, Item, as_data, from_data


def items(*right: bool, name: str = "satz") -> list[Item]:
    return [Item(f"{name}-{i}", f"Satz {i}", ok, "search", "search" if ok else "help") for i, ok in enumerate(right)]


counts = st.integers(0, 60)


def test_sentences_that_change_sides_are_told_with_both_answers() -> None:
    (found,) = compare({REGRESSION: items(True, True, False)}, {REGRESSION: items(True, False, True)})
    assert (found.live.right, found.candidate.right, found.live.total) == (2, 2, 3)
    assert [(side.id, side.live, side.candidate) for side in found.lost] == [("satz-1", "search", "help")]
    assert [(side.id, side.live, side.candidate) for side in found.gained] == [("satz-2", "help", "search")]


def test_only_what_both_were_measured_on_is_compared() -> None:
    live = {REGRESSION: items(True, True), KNOWN: items(True)}
    candidate = {REGRESSION: items(False), REVIEWED: items(True)}
    (found,) = compare(live, candidate)
    assert (found.name, found.live.total, found.live.right) == (REGRESSION, 1, 1)


@given(st.lists(st.booleans(), min_size=1), st.randoms())
def test_a_model_beside_itself_changes_nothing_and_passes(right: list[bool], order: object) -> None:
    found = compare({KNOWN: items(*right)}, {KNOWN: items(*right)})
    assert not found[0].gained and not found[0].lost
    assert judge(found).passes


def test_what_is_worse_beyond_noise_is_refused_with_figures() -> None:
    live, candidate = items(*[True] * 100), items(*[True] * 85, *[False] * 15)
    verdict = judge(compare({KNOWN: live, REGRESSION: live}, {KNOWN: candidate, REGRESSION: live}))
    assert not verdict.passes
    (reason,) = verdict.reasons
    assert "Gelernte Sätze: 15 von 100" in reason
    assert "umgekehrt sind es 0" in reason


def test_gains_elsewhere_make_up_for_nothing() -> None:
    better, worse = items(*[True] * 50), items(*[False] * 50)
    verdict = judge(compare({KNOWN: better, REGRESSION: worse}, {KNOWN: worse, REGRESSION: better}))
    assert len(verdict.reasons) == 1


@pytest.mark.parametrize(
    ("lost", "gained", "passes"), [(3, 0, True), (6, 0, True), (7, 0, False), (20, 15, True), (40, 15, False)]
)
def test_a_few_lost_sentences_may_be_chance(lost: int, gained: int, passes: bool) -> None:
    live = items(*[True] * lost, *[False] * gained, *[True] * 20)
    candidate = items(*[False] * lost, *[True] * gained, *[True] * 20)
    assert judge(compare({REGRESSION: live}, {REGRESSION: candidate})).passes is passes


@given(counts, counts)
def test_chance_is_a_likelihood_that_falls_with_what_is_lost(lost: int, gained: int) -> None:
    assert 0 < sign_test(lost + 1, gained) <= sign_test(lost, gained) <= 1
    assert sign_test(lost, gained + 1) >= sign_test(lost, gained)


def test_chance_as_in_the_tables() -> None:
    assert sign_test(0, 0) == 1.0
    assert sign_test(5, 0) == 1 / 32
    assert isclose(sign_test(8, 2), (45 + 10 + 1) / 1024)


@given(counts, counts)
def test_an_interval_holds_its_share(right: int, wrong: int) -> None:
    low, high = wilson(right, right + wrong)
    assert 0 <= low <= high <= 1
    if right + wrong:
        assert low - 1e-12 <= right / (right + wrong) <= high + 1e-12


def test_an_interval_as_in_the_literature() -> None:
    low, high = wilson(81, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


def test_outcomes_are_read_back_as_they_were_written() -> None:
    measured = {KNOWN: items(True, False), REVIEWED: items(True)}
    assert from_data(as_data(measured)) == measured
