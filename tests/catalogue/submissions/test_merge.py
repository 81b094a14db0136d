"""Corrections of staff and changes of the provider: neither is lost unseen, whatever comes in which order."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.trials.histories import lost
from catalogue.submissions.merge import Corrected, Merged, correct, merge

COLUMNS = ("titel", "telefon", "kosten")
CELLS = st.sampled_from(("", "a", "b", "c"))
ROW = st.dictionaries(st.sampled_from(COLUMNS), CELLS)
# A history: rows of the provider and corrections of staff, in any order.
STEP = st.tuples(st.sampled_from(("provider", "staff")), ROW)
NOTHING = Merged({}, {}, {})


def after(steps: Sequence[tuple[str, Mapping[str, str]]]) -> Merged:
    now = NOTHING
    for who, cells in steps:
        now = (merge if who == "provider" else correct)(now.sent, now.corrections, cells)
    return now


def provider(**cells: str) -> tuple[str, dict[str, str]]:
    return ("provider", cells)


def staff(**cells: str) -> tuple[str, dict[str, str]]:
    return ("staff", cells)


def test_a_correction_stays_while_the_provider_repeats_himself() -> None:
    found = after([provider(telefon="a"), staff(telefon="b"), provider(telefon="a")])
    assert found.shown == {"telefon": "b"}
    assert found.corrections == {"telefon": Corrected("b", base="a")}


def test_a_correction_goes_when_the_provider_has_caught_up() -> None:
    found = after([provider(telefon="a"), staff(telefon="b"), provider(telefon="b")])
    assert (found.shown, found.corrections) == ({"telefon": "b"}, {})


def test_a_field_that_both_changed_waits_for_a_decision_and_shows_the_correction() -> None:
    found = after([provider(telefon="a"), staff(telefon="b"), provider(telefon="c")])
    assert (found.shown, found.sent) == ({"telefon": "b"}, {"telefon": "c"})
    assert found.corrections["telefon"].in_conflict


@pytest.mark.parametrize("decided", ["b", "c", "another"])
def test_a_decision_ends_the_conflict(decided: str) -> None:
    found = after([provider(telefon="a"), staff(telefon="b"), provider(telefon="c"), staff(telefon=decided)])
    assert found.shown == {"telefon": decided}
    assert not any(item.in_conflict for item in found.corrections.values())
    assert after([("provider", found.sent), staff(telefon=decided), provider(telefon="c")]).shown == {
        "telefon": decided
    }


def test_a_provider_who_goes_back_ends_the_conflict() -> None:
    found = after([provider(telefon="a"), staff(telefon="b"), provider(telefon="c"), provider(telefon="a")])
    assert found.corrections == {"telefon": Corrected("b", base="a")}


def test_a_column_that_is_not_sent_stays_as_it_was() -> None:
    found = after([provider(titel="a", telefon="a"), staff(telefon="b"), provider(titel="c")])
    assert found.shown == {"titel": "c", "telefon": "b"}


def test_the_later_day_of_confirmation_counts() -> None:
    steps = [provider(stand="2027-01-01"), staff(stand="2027-02-01")]
    assert after([*steps, provider(stand="2027-01-15")]).shown == {"stand": "2027-02-01"}
    assert after([*steps, provider(stand="2027-03-01")]).shown == {"stand": "2027-03-01"}
    assert not any(item.in_conflict for item in after([*steps, provider(stand="2027-01-15")]).corrections.values())


@given(st.lists(STEP, max_size=12))
def test_nothing_is_lost_unseen_in_any_history(steps: list[tuple[str, dict[str, str]]]) -> None:
    now = NOTHING
    for who, cells in steps:
        before = now
        now = (merge if who == "provider" else correct)(before.sent, before.corrections, cells)
        assert lost(before, cells, now, is_provider=who == "provider") == []


@given(st.lists(STEP, max_size=8), ROW)
def test_the_same_row_twice_is_as_good_as_once(steps: list[tuple[str, dict[str, str]]], row: dict[str, str]) -> None:
    once = after([*steps, ("provider", row)])
    assert after([*steps, ("provider", row), ("provider", row)]) == once
