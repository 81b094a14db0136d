"""Quarters, and the ways in which people write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.errors import ReportError
from catalogue.reporting.quarter import Quarter, begun_quarter, quarter_named, quarter_of


@pytest.mark.parametrize(
    "text",
    ["2027Q1", "2027q1", "2027 q1", " 2027 Q1 ", "2027-Q1", "2027/Q1", "Q1/2027", "q1 2027", "Q1-2027", "1/2027",
     "1. Quartal 2027", "1 quartal 2027"],
)  # fmt: skip
def test_a_quarter_has_many_names(text: str) -> None:
    assert quarter_named(text) == Quarter(2027, 1)


@pytest.mark.parametrize(
    "text", ["", "2027", "Q1", "2027Q0", "2027Q5", "27Q1", "2027Q11", "2027-01", "erstes", "２０２７Q1"]
)
def test_what_is_no_quarter_is_refused_in_german(text: str) -> None:
    with pytest.raises(ReportError, match=r"ist kein Quartal\. Bitte schreiben Sie es so: 2027Q1"):
        quarter_named(text)


@pytest.mark.parametrize("text", ["0000Q1", "1999Q4", "9999Q4"])
def test_a_year_that_nobody_lives_in_is_refused(text: str) -> None:
    with pytest.raises(ReportError, match="gibt es keinen Bericht"):
        quarter_named(text)


def test_a_quarter_that_has_not_begun_is_refused() -> None:
    assert begun_quarter("2027Q1", date(2027, 1, 1)) == Quarter(2027, 1)
    with pytest.raises(ReportError, match=r"Das 2\. Quartal 2027 hat noch nicht begonnen"):
        begun_quarter("2027Q2", date(2027, 3, 31))


def test_a_quarter_is_told_about_until_today() -> None:
    quarter = Quarter(2027, 1)
    assert (quarter.until(date(2027, 2, 3)), quarter.is_over(date(2027, 2, 3))) == (date(2027, 2, 3), False)
    assert (quarter.until(date(2027, 3, 31)), quarter.is_over(date(2027, 3, 31))) == (date(2027, 3, 31), False)
    assert (quarter.until(date(2027, 4, 1)), quarter.is_over(date(2027, 4, 1))) == (date(2027, 3, 31), True)


@given(st.dates(date(2001, 1, 1), date(2998, 12, 31)))
def test_every_day_is_in_one_quarter_and_the_next_begins_after_its_last(day: date) -> None:
    quarter = quarter_of(day)
    assert quarter.first <= day <= quarter.last
    assert quarter_of(quarter.last + timedelta(days=1)) == quarter.after
    assert quarter.after.before == quarter
    assert quarter_named(quarter.name) == quarter == quarter_named(quarter.title)
