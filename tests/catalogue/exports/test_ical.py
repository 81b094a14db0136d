"""Dated offers as a calendar: once each, on the right days and hours, and readable everywhere."""

import unicodedata
from datetime import date, datetime, time, timedelta, timezone
from io import StringIO
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from catalogue.exports.ical import calendar, is_dated
from catalogue.models import Offer
from catalogue.region import load_region
from catalogue.values import WEEKDAYS
from tests.catalogue.exports.offers import offer, offers

REGION = load_region()
BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY, THURSDAY = date(2027, 1, 12), date(2027, 1, 14)
EVENING = {"starts_at": time(18, 30), "ends_at": time(20)}


def link(item: Offer) -> str:
    return f"https://lotse.example/angebot/{quote(item.key, safe='')}"


def describe(item: Offer) -> str:
    return f"{item.title}\n{item.text.description or ''}"


def export(*items: Offer, name: str = "Bildungsangebote") -> bytes:
    return calendar(items, REGION, link, describe, name)


def event(**facts: Any) -> Event:
    (found,) = Calendar.from_ical(export(offer(**facts))).events
    assert found.errors == []
    return found


def meetings(found: Event) -> list[date | datetime]:
    """When an event takes place: the first hundred times."""
    start = found.decoded("dtstart")
    if "rrule" not in found:
        return [start]
    is_timed = isinstance(start, datetime)
    rule = rrulestr(found["rrule"].to_ical().decode(), dtstart=start if is_timed else datetime.combine(start, time()))
    times = [moment for moment, _ in zip(rule, range(100), strict=False)]
    return times if is_timed else [moment.date() for moment in times]


def signs(text: str) -> list[str]:
    """What has to be left of a text in an entry: all but spaces, line breaks and control characters."""
    return [char for char in text if not char.isspace() and unicodedata.category(char) != "Cc"]


def lines(content: bytes) -> list[bytes]:
    assert content.endswith(b"\r\n")
    return content.removesuffix(b"\r\n").split(b"\r\n")


# --- which offers


def test_an_offer_without_a_beginning_is_left_out() -> None:
    continuous, dated = offer(reference="1"), offer(reference="2", begins=TUESDAY)
    assert (is_dated(continuous), is_dated(dated)) == (False, True)
    assert [found["uid"] for found in Calendar.from_ical(export(continuous, dated)).events] == [
        "kulturhaus-muster%2F2@hameln-pyrmont"
    ]


def test_a_calendar_without_an_offer_is_a_calendar() -> None:
    found = Calendar.from_ical(export())
    assert found.events == []
    found.validate()
    assert (found["version"], found.calendar_name) == ("2.0", "Bildungsangebote")
    assert "Bildungsregion Hameln-Pyrmont" in found["prodid"]


def test_the_same_offers_are_the_same_bytes() -> None:
    assert export(offer(begins=TUESDAY)) == export(offer(begins=TUESDAY))


# --- once


def test_an_offer_with_both_hours_takes_place_then() -> None:
    found = event(begins=TUESDAY, ends=TUESDAY, **EVENING)
    assert found.decoded("dtstart") == datetime(2027, 1, 12, 18, 30, tzinfo=BERLIN)
    assert found.decoded("dtend") == datetime(2027, 1, 12, 20, tzinfo=BERLIN)
    assert found["dtstart"].params["TZID"] == "Europe/Berlin"
    assert "transp" not in found


@pytest.mark.parametrize("ends_at", [None, time(18, 30), time(1)])
def test_where_the_end_is_not_known_no_length_is_made_up(ends_at: time | None) -> None:
    found = event(begins=TUESDAY, ends=TUESDAY, starts_at=time(18, 30), ends_at=ends_at)
    assert found.decoded("dtstart") == datetime(2027, 1, 12, 18, 30, tzinfo=BERLIN)
    assert "dtend" not in found and "duration" not in found


@pytest.mark.parametrize("ends_at", [None, time(17)])
def test_without_a_beginning_hour_it_is_the_whole_day(ends_at: time | None) -> None:
    found = event(begins=TUESDAY, ends=TUESDAY, ends_at=ends_at)
    assert (found.decoded("dtstart"), found.decoded("dtend")) == (TUESDAY, date(2027, 1, 13))
    assert type(found.decoded("dtstart")) is date


def test_a_whole_day_does_not_make_people_look_busy() -> None:
    assert event(begins=TUESDAY)["transp"] == "TRANSPARENT"


def test_several_days_without_weekdays_are_one_span() -> None:
    found = event(begins=TUESDAY, ends=THURSDAY, starts_at=time(9), ends_at=time(15))
    assert (found.decoded("dtstart"), found.decoded("dtend")) == (TUESDAY, date(2027, 1, 15))
    assert "rrule" not in found


def test_hours_over_midnight_make_no_length_up() -> None:
    assert "dtend" not in event(begins=TUESDAY, ends=TUESDAY, starts_at=time(20), ends_at=time(1))


def test_an_event_without_an_end_lasts_its_day() -> None:
    found = event(kind="Veranstaltung", begins=TUESDAY, weekdays=("Di",), **EVENING)
    assert meetings(found) == [datetime(2027, 1, 12, 18, 30, tzinfo=BERLIN)]


def test_for_good_is_no_error() -> None:
    found = event(begins=date(9999, 12, 31), ends=date(9999, 12, 31))
    assert found.decoded("dtstart") == date.max
    assert event(begins=TUESDAY, ends=date.max, weekdays=("Di",), **EVENING)["rrule"]["until"][0].year == 9999


# --- every week


def test_a_course_is_repeated_on_its_weekdays_until_its_last_day() -> None:
    found = event(begins=TUESDAY, ends=date(2027, 1, 28), weekdays=("Do", "Di"), **EVENING)
    assert found["rrule"].to_ical() == b"FREQ=WEEKLY;UNTIL=20270128T225959Z;BYDAY=TU,TH"
    assert [moment.day for moment in meetings(found)] == [12, 14, 19, 21, 26, 28]


def test_it_begins_on_the_first_listed_weekday() -> None:
    found = event(begins=date(2027, 1, 11), ends=date(2027, 1, 28), weekdays=("Do",), **EVENING)
    assert found.decoded("dtstart") == datetime(2027, 1, 14, 18, 30, tzinfo=BERLIN)
    assert found.decoded("dtend") == datetime(2027, 1, 14, 20, tzinfo=BERLIN)


def test_without_hours_the_days_are_repeated() -> None:
    found = event(begins=TUESDAY, ends=date(2027, 1, 28), weekdays=("Di",))
    assert found["rrule"].to_ical() == b"FREQ=WEEKLY;UNTIL=20270128;BYDAY=TU"
    assert meetings(found) == [date(2027, 1, 12), date(2027, 1, 19), date(2027, 1, 26)]


def test_half_past_six_stays_half_past_six_when_the_clocks_change() -> None:
    found = event(begins=date(2027, 3, 23), ends=date(2027, 4, 6), weekdays=("Di",), **EVENING)
    times = meetings(found)
    assert [moment.strftime("%d.%m. %H:%M") for moment in times] == ["23.03. 18:30", "30.03. 18:30", "06.04. 18:30"]
    assert [moment.utcoffset() for moment in times] == [timedelta(hours=1), timedelta(hours=2), timedelta(hours=2)]


def test_the_last_day_counts_in_summer_and_in_winter_up_to_midnight() -> None:
    for last in (date(2027, 7, 27), date(2027, 11, 30)):
        found = event(begins=TUESDAY, ends=last, weekdays=("Di",), starts_at=time(23, 45))
        assert meetings(found)[-1] == datetime.combine(last, time(23, 45), BERLIN)


def test_weekdays_without_an_end_are_no_endless_series() -> None:
    found = event(begins=date(2027, 1, 11), weekdays=("Di",), **EVENING)
    assert meetings(found) == [datetime(2027, 1, 12, 18, 30, tzinfo=BERLIN)]


def test_a_weekday_that_comes_once_is_one_date() -> None:
    found = event(begins=TUESDAY, ends=date(2027, 1, 15), weekdays=("Mo", "Do"), **EVENING)
    assert meetings(found) == [datetime(2027, 1, 14, 18, 30, tzinfo=BERLIN)]
    assert "rrule" not in found


def test_where_no_listed_weekday_comes_the_first_day_counts() -> None:
    found = event(begins=TUESDAY, ends=THURSDAY, weekdays=("Sa",), **EVENING)
    assert meetings(found) == [datetime(2027, 1, 12, 18, 30, tzinfo=BERLIN)]


# --- what an entry says


def test_an_entry_says_what_the_offer_is_and_where_its_page_stands() -> None:
    found = event(begins=TUESDAY, description="Wir lesen zusammen.\nMit Tee.")
    assert found["description"].splitlines() == ["Offener Nachmittag", "Wir lesen zusammen.", "Mit Tee."]
    assert found["summary"] == "Offener Nachmittag"
    assert found["url"] == "https://lotse.example/angebot/kulturhaus-muster%2FK-1"
    assert found.categories == ["Kultur und Freizeit", "Kurs"]


@pytest.mark.parametrize(
    ("facts", "location"),
    [
        ({"street": "Uferstieg 12", "postcode": "31785"}, "Uferstieg 12, 31785 Hameln"),
        ({}, "Hameln"),
        ({"place": "Groß Berkel", "municipality": "Aerzen", "postcode": "31855"}, "31855 Groß Berkel (Aerzen)"),
        ({"place": "Rohrsen (Hameln)"}, "Rohrsen (Hameln)"),
        ({"format": "Online", "street": "Uferstieg 12"}, "online"),
        ({"format": "Online", "place": None, "municipality": None}, "online"),
    ],
)
def test_where_it_is(facts: dict[str, Any], location: str) -> None:
    found = event(begins=TUESDAY, **facts)
    assert found["location"] == location
    assert ("geo" in found) is (location != "online")


def test_the_place_has_its_coordinates() -> None:
    found = event(begins=TUESDAY)["geo"]
    assert (found.latitude, found.longitude) == (52.10397, 9.35623)


@pytest.mark.parametrize(
    ("status", "expected"),
    [("offen", "CONFIRMED"), ("Warteliste", "CONFIRMED"), ("ausgebucht", "CONFIRMED"), ("abgesagt", "CANCELLED")],
)
def test_only_what_is_called_off_is_cancelled(status: str, expected: str) -> None:
    assert event(begins=TUESDAY, status=status)["status"] == expected


def test_its_stamps_are_the_day_on_which_it_was_confirmed() -> None:
    found = event(begins=TUESDAY, confirmed=date(2026, 12, 22))
    day = datetime(2026, 12, 22, tzinfo=timezone.utc)
    assert (found.decoded("dtstamp"), found.decoded("last-modified")) == (day, day)


def test_an_id_survives_whatever_a_provider_calls_an_offer() -> None:
    assert event(begins=TUESDAY, key="vhs/D 1;2,ä@x")["uid"] == "vhs%2FD%201%3B2%2C%C3%A4%40x@hameln-pyrmont"


# --- the time zone that comes along


@pytest.fixture(scope="module")
def zone() -> Any:
    """The zone in the file, as a program reads it that knows no zones of its own."""
    return tzical(StringIO(export().decode().replace("\r\n", "\n"))).get("Europe/Berlin")


@given(moment=st.datetimes(datetime(1997, 1, 1), datetime(2060, 12, 31)))
def test_the_zone_in_the_file_is_that_of_berlin(zone: Any, moment: datetime) -> None:
    assert moment.replace(tzinfo=zone).utcoffset() == moment.replace(tzinfo=BERLIN).utcoffset()


# --- any offers


@given(st.lists(offers(), max_size=4))
def test_any_offers_come_back_as_they_were(items: list[Offer]) -> None:
    found = Calendar.from_ical(export(*items))
    found.validate()
    dated = [item for item in items if item.begins]
    assert [entry["uid"] for entry in found.events] == [f"{quote(item.key, safe='')}@hameln-pyrmont" for item in dated]
    for item, entry in zip(dated, found.events, strict=True):
        assert entry.errors == []
        assert entry["url"] == link(item)
        assert signs(entry["summary"]) == signs(item.title)
        assert signs(entry["description"]) == signs(describe(item))


@given(offers().filter(is_dated))
def test_any_offer_takes_place_on_its_days_only(item: Offer) -> None:
    (found,) = Calendar.from_ical(export(item)).events
    days = [moment.date() if isinstance(moment, datetime) else moment for moment in meetings(found)]
    assert item.begins is not None
    assert item.begins <= days[0]
    assert days == sorted(set(days))
    if "rrule" in found:
        assert item.ends is not None
        assert days[-1] <= item.ends
        assert {WEEKDAYS[day.weekday()] for day in days} <= set(item.weekdays)
        assert set(found["rrule"]) == {"FREQ", "UNTIL", "BYDAY"}
        assert isinstance(found["rrule"]["until"][0], datetime) is isinstance(found.decoded("dtstart"), datetime)


@given(offers().filter(is_dated))
def test_any_weekly_offer_takes_place_on_all_its_days(item: Offer) -> None:
    (found,) = Calendar.from_ical(export(item)).events
    if "rrule" in found and item.begins and item.ends:
        span = range(min((item.ends - item.begins).days + 1, 90))
        listed = [day for day in (item.begins + timedelta(n) for n in span) if WEEKDAYS[day.weekday()] in item.weekdays]
        days = [moment.date() if isinstance(moment, datetime) else moment for moment in meetings(found)]
        assert days[: len(listed)] == listed


@given(offers().filter(is_dated))
def test_no_entry_ends_before_it_begins(item: Offer) -> None:
    (found,) = Calendar.from_ical(export(item)).events
    if "dtend" in found:
        start, end = found.decoded("dtstart"), found.decoded("dtend")
        assert type(start) is type(end)
        assert start.replace(tzinfo=None) < end.replace(tzinfo=None) if isinstance(start, datetime) else start < end


@given(st.lists(offers(), max_size=3))
def test_no_line_is_too_long_or_broken_within_a_character(items: list[Offer]) -> None:
    for line in lines(export(*items)):
        assert len(line) <= 75
        assert not any(byte < 32 and byte != 9 for byte in line)
        line.decode("utf-8")


# --- the example catalogue


def test_the_whole_example_is_a_calendar(example: list[Offer]) -> None:
    content = export(*example, name="Beispiel")
    found = Calendar.from_ical(content)
    assert len(found.events) == sum(item.begins is not None for item in example) > 50
    assert len({entry["uid"] for entry in found.events}) == len(found.events)
    assert all(len(line) <= 75 for line in lines(content))
    assert content == export(*example, name="Beispiel")


def test_every_course_of_the_example_takes_place_on_its_days(example: list[Offer]) -> None:
    dated = [item for item in example if item.begins]
    found = Calendar.from_ical(export(*example, name="Beispiel")).events
    for item, entry in zip(dated, found, strict=True):
        if "rrule" in entry:
            for moment in meetings(entry):
                day = moment.date() if isinstance(moment, datetime) else moment
                assert item.begins <= day <= item.ends, item.key
                assert WEEKDAYS[day.weekday()] in item.weekdays, item.key
            if item.starts_at:
                assert {moment.time() for moment in meetings(entry)} == {item.starts_at}


def test_nobody_reads_the_counsellors_number(example: list[Offer]) -> None:
    numbers = {item.text.counsellor_phone for item in example if item.text.counsellor_phone}
    public = {item.text.phone for item in example}
    text = export(*example, name="Beispiel").replace(b"\r\n ", b"").decode()
    assert numbers - public
    assert [number for number in numbers - public if number in text] == []
