"""Days and periods in a message, seen from Monday, 2027-01-11."""

from datetime import date

import pytest

from bot.understanding.dates import Period, find_periods
from catalogue.region import Region

MONDAY = date(2027, 1, 11)


def periods(text: str, region: Region, today: date = MONDAY) -> list[Period]:
    return find_periods(text, today, region.holidays)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("heute", "2027-01-11", "2027-01-11"),
        ("morgen", "2027-01-12", "2027-01-12"),
        ("übermorgen", "2027-01-13", "2027-01-13"),
        ("uebermorgen", "2027-01-13", "2027-01-13"),
        ("diese Woche", "2027-01-11", "2027-01-17"),
        ("nächste Woche", "2027-01-18", "2027-01-24"),
        ("dieses Wochenende", "2027-01-16", "2027-01-17"),
        ("nächsten Monat", "2027-02-01", "2027-02-28"),
        ("ab nächsten Monat", "2027-02-01", None),
        ("dieses Jahr", "2027-01-11", "2027-12-31"),
        ("nächstes Jahr", "2028-01-01", "2028-12-31"),
        ("im März", "2027-03-01", "2027-03-31"),
        ("im Maerz", "2027-03-01", "2027-03-31"),
        ("ab Februar", "2027-02-01", None),
        ("bis Mai", None, "2027-05-31"),
        ("nach Februar", "2027-03-01", None),
        ("Anfang April", "2027-04-01", "2027-04-10"),
        ("Mitte April", "2027-04-10", "2027-04-20"),
        ("Ende April", "2027-04-20", "2027-04-30"),
        ("im Februar 2028", "2028-02-01", "2028-02-29"),
        ("am 3. Februar", "2027-02-03", "2027-02-03"),
        ("am 3.2.", "2027-02-03", "2027-02-03"),
        ("ab 01.09.2027", "2027-09-01", None),
        ("bis 15.3.", None, "2027-03-15"),
        ("am 10.1.", "2028-01-10", "2028-01-10"),
        ("in den Osterferien", "2027-03-22", "2027-04-03"),
        ("in den Weihnachtsferien", "2027-12-23", "2028-01-08"),
        ("im Sommer", "2027-06-01", "2027-08-31"),
        ("ab Herbst", "2027-09-01", None),
        ("nach dem Sommer", "2027-09-01", None),
    ],
)
def test_a_period(text: str, first: str | None, last: str | None, region: Region) -> None:
    (found,) = periods(text, region)
    assert (found.first and found.first.isoformat(), found.last and found.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "Guten Morgen",
        "Yoga am Morgen",
        "ab sofort",
        "Deutschkurs in Hameln",
        "am 31.2.",
        "am 29.2.2027",
        "Maike sucht Yoga",
        "Sommerfest",
        "",
    ],
)
def test_no_period(text: str, region: Region) -> None:
    assert periods(text, region) == []


def test_several_periods_come_in_the_order_of_the_message(region: Region) -> None:
    assert [period.first and period.first.month for period in periods("im Mai oder im März", region)] == [5, 3]


def test_a_month_that_is_over_is_next_years(region: Region) -> None:
    (found,) = periods("im März", region, date(2027, 6, 1))
    assert found.first == date(2028, 3, 1)


def test_the_present_month_is_this_years(region: Region) -> None:
    (found,) = periods("im März", region, date(2027, 3, 31))
    assert found.first == date(2027, 3, 1)


def test_the_month_after_december_is_january(region: Region) -> None:
    (found,) = periods("nächsten Monat", region, date(2027, 12, 31))
    assert (found.first, found.last) == (date(2028, 1, 1), date(2028, 1, 31))


def test_a_holiday_counts_until_its_last_day(region: Region) -> None:
    (found,) = periods("in den Osterferien", region, date(2027, 4, 3))
    assert found.last == date(2027, 4, 3)


def test_the_29th_of_february_exists_in_a_leap_year(region: Region) -> None:
    assert periods("am 29.2.2028", region)[0].first == date(2028, 2, 29)


def test_offsets_cover_what_was_said(region: Region) -> None:
    text = "Yoga ab Februar in Hameln"
    (found,) = periods(text, region)
    assert text[found.start : found.end].strip() == "ab Februar"


@pytest.mark.parametrize("text", ["im APRİL", "im Aprıl", "im Auguſt", "im FRÜHLİNG", "im ſommer", "ab JUNİ"])
def test_letters_of_other_alphabets_that_count_as_the_same_break_nothing(text: str, region: Region) -> None:
    periods(text, region)
