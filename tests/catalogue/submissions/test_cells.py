"""The sign that keeps a spreadsheet program from taking a cell for a formula, put before it and taken off again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.submissions.cells import FORMULA_SIGNS, protected, unprotected


@given(st.text(st.sampled_from("=+-@\t\r\n'ab "), max_size=8))
def test_every_cell_comes_back_and_none_looks_like_a_formula(cell: str) -> None:
    assert unprotected(protected(cell)) == cell
    assert not protected(cell).startswith(tuple(sign for sign in FORMULA_SIGNS if sign != "'"))


@pytest.mark.parametrize("cell", ["'ab'=c", "'s Hertogenbosch", "ab '=c", "'"])
def test_what_was_never_protected_stays_as_it_is(cell: str) -> None:
    assert unprotected(cell) == cell
