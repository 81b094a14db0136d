"""Numbers, days and clock times as Germans write them."""

from datetime import date, time

import pytest

from catalogue.amounts import clock, german_date, in_german


@pytest.mark.parametrize(
    ("number", "written"), [(45, "45"), (12.5, "12,50"), (0.05, "0,05"), (1250, "1.250"), (1_234_567.8, "1.234.567,80")]
)
def test_numbers_have_points_for_thousands_and_cents_only_where_there_are_some(number: float, written: str) -> None:
    assert in_german(number) == written


def test_days_and_clock_times_are_written_as_in_germany() -> None:
    assert german_date(date(2027, 2, 1)) == "01.02.2027"
    assert clock(time(9, 5)) == "09:05"


def test_what_is_not_known_is_not_written() -> None:
    assert german_date(None) == clock(None) == ""
