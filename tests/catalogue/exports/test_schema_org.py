"""Offers in the vocabulary of schema.org: what is publicly known, and nothing that is not."""

import json
from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.exports.schema_org import as_script, schema_org
from catalogue.models import Offer
from catalogue.region import load_region
from tests.catalogue.exports.offers import offer, offers

REGION = load_region()
PAGE = "https://lotse.example/angebot/kulturhaus-muster/K-1"
TUESDAY, IN_JUNE = date(2027, 1, 12), date(2027, 6, 3)
EVENING = {"starts_at": time(18, 30), "ends_at": time(20)}


def export(**facts: Any) -> dict[str, Any]:
    return schema_org(offer(**facts), REGION, PAGE)


def within(data: Any) -> Iterator[Any]:
    """A value and all values in it."""
    yield data
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    for value in inner:
        yield from within(value)


# --- what it is


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("Kurs", "Course"),
        ("Ausbildung", "Course"),
        ("Praktikum", "Course"),
        ("Schulform", "Course"),
        (None, "Course"),
        ("Veranstaltung", "EducationEvent"),
        ("Treff", "EducationEvent"),
        ("Beratung", "Service"),
        ("Förderung", "Service"),
        ("Einrichtung", "Service"),
    ],
)
def test_each_kind_is_something_that_schema_org_knows(kind: str | None, expected: str) -> None:
    found = export(kind=kind)
    assert (found["@context"], found["@type"]) == ("https://schema.org", expected)
    assert (found["name"], found["url"]) == ("Offener Nachmittag", PAGE)
    assert found["mainEntityOfPage"] == {"@type": "WebPage", "url": PAGE, "dateModified": "2027-01-12"}


def test_of_an_offer_of_which_little_is_known_little_is_said() -> None:
    assert export(latitude=None, longitude=None) == {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": "Offener Nachmittag",
        "url": PAGE,
        "mainEntityOfPage": {"@type": "WebPage", "url": PAGE, "dateModified": "2027-01-12"},
        "courseCode": "K-1",
        "provider": {"@type": "Organization", "name": "Kulturhaus Muster"},
        "about": [
            {"@type": "DefinedTerm", "name": "Kultur und Freizeit"},
            {"@type": "DefinedTerm", "name": "Kurs"},
        ],
        "dateModified": "2027-01-12",
        "hasCourseInstance": {
            "@type": "CourseInstance",
            "courseMode": "onsite",
            "location": {
                "@type": "Place",
                "name": "Hameln",
                "address": {"@type": "PostalAddress", "addressLocality": "Hameln", "addressCountry": "DE"},
            },
        },
    }


def test_a_course_says_what_it_teaches() -> None:
    found = export(languages=("Deutsch",), levels=("A1", "A2"), keywords=("Deutsch", "Einstufung nötig"))
    assert found["inLanguage"] == [{"@type": "Language", "name": "Deutsch"}]
    assert found["educationalLevel"] == ["A1", "A2"]
    assert found["keywords"] == ["Deutsch", "Einstufung nötig"]
    assert found["teaches"] == ["Deutsch"]


def test_a_service_says_so_in_the_words_of_services() -> None:
    found = export(
        kind="Beratung",
        area="Weiterbildung",
        languages=("Arabisch",),
        weekdays=("Mo",),
        starts_at=time(9),
        ends_at=time(12),
    )
    assert (found["serviceType"], found["category"]) == ("Beratung", "Weiterbildung")
    assert found["hoursAvailable"] == {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": ["https://schema.org/Monday"],
        "opens": "09:00:00",
        "closes": "12:00:00",
    }
    assert found["availableChannel"]["availableLanguage"] == [{"@type": "Language", "name": "Arabisch"}]
    assert found["availableChannel"]["serviceLocation"]["address"]["addressLocality"] == "Hameln"


# --- who and for whom


def test_the_contact_is_the_public_one() -> None:
    found = export(
        contact_person="Mara Muster",
        phone="05151 000-1",
        email="info@muster.example",
        url="https://muster.example/k1",
        counsellor_phone="05151 000-999",
    )
    assert found["provider"] == {
        "@type": "Organization",
        "name": "Kulturhaus Muster",
        "url": "https://muster.example/k1",
        "telephone": "05151 000-1",
        "email": "info@muster.example",
        "contactPoint": {"@type": "ContactPoint", "name": "Mara Muster"},
    }
    assert "999" not in json.dumps(found)


def test_an_event_has_an_organizer() -> None:
    assert export(kind="Treff")["organizer"] == {"@type": "Organization", "name": "Kulturhaus Muster"}


def test_it_says_for_whom_it_is() -> None:
    found = export(audiences=("Eltern und Familien", "Frauen"), age_from=0, age_to=99, women_only=True)
    assert found["audience"] == {
        "@type": "PeopleAudience",
        "audienceType": ["Eltern und Familien", "Frauen"],
        "suggestedMinAge": 0,
        "suggestedMaxAge": 99,
        "requiredGender": "female",
    }


@pytest.mark.parametrize("women_only", [None, False])
def test_what_is_for_all_has_no_audience(women_only: bool | None) -> None:
    assert "audience" not in export(women_only=women_only)


# --- for how much


def test_what_is_free_is_so_called() -> None:
    found = export(cost=0.0)
    assert found["isAccessibleForFree"] is True
    assert found["offers"] == {
        "@type": "Offer",
        "price": "0.00",
        "priceCurrency": "EUR",
        "availability": "https://schema.org/InStock",
        "url": PAGE,
    }


def test_a_price_comes_with_its_note() -> None:
    found = export(cost=45.5, cost_note="ermäßigt 20 €")
    assert (found["offers"]["price"], found["offers"]["description"]) == ("45.50", "ermäßigt 20 €")
    assert "isAccessibleForFree" not in found


def test_an_unknown_cost_is_not_free() -> None:
    found = export(cost=None, cost_note="nach Einkommen")
    assert "offers" not in found and "isAccessibleForFree" not in found


@pytest.mark.parametrize(
    ("status", "expected"),
    [("offen", "InStock"), ("Warteliste", "BackOrder"), ("ausgebucht", "SoldOut"), ("abgesagt", "Discontinued")],
)
def test_it_says_whether_there_are_places(status: str, expected: str) -> None:
    assert export(cost=5.0, status=status)["offers"]["availability"] == f"https://schema.org/{expected}"


def test_what_is_called_off_is_cancelled() -> None:
    assert export(kind="Treff", status="abgesagt")["eventStatus"] == "https://schema.org/EventCancelled"
    assert export(status="abgesagt")["hasCourseInstance"]["eventStatus"] == "https://schema.org/EventCancelled"
    assert "eventStatus" not in export(kind="Treff", status="ausgebucht")


# --- when


def test_an_evening_has_its_hours_with_the_offset_of_the_season() -> None:
    winter = export(kind="Veranstaltung", begins=TUESDAY, **EVENING)
    summer = export(kind="Veranstaltung", begins=IN_JUNE, **EVENING)
    assert (winter["startDate"], winter["endDate"]) == ("2027-01-12T18:30:00+01:00", "2027-01-12T20:00:00+01:00")
    assert summer["startDate"] == "2027-06-03T18:30:00+02:00"
    assert "eventSchedule" not in winter


@pytest.mark.parametrize("ends_at", [None, time(18)])
def test_an_end_that_is_not_known_is_left_out(ends_at: time | None) -> None:
    found = export(kind="Veranstaltung", begins=TUESDAY, starts_at=time(18, 30), ends_at=ends_at)
    assert found["startDate"] == "2027-01-12T18:30:00+01:00"
    assert "endDate" not in found


def test_nothing_ends_before_it_begins() -> None:
    found = export(kind="Veranstaltung", begins=IN_JUNE, ends=TUESDAY)
    assert (found["startDate"], found["endDate"]) == ("2027-06-03", "2027-06-03")


def test_a_course_has_a_weekly_schedule() -> None:
    found = export(begins=TUESDAY, ends=IN_JUNE, weekdays=("Do", "Di"), **EVENING)["hasCourseInstance"]
    assert (found["startDate"], found["endDate"]) == ("2027-01-12", "2027-06-03")
    assert found["courseSchedule"] == {
        "@type": "Schedule",
        "repeatFrequency": "P1W",
        "byDay": ["https://schema.org/Tuesday", "https://schema.org/Thursday"],
        "startDate": "2027-01-12",
        "endDate": "2027-06-03",
        "startTime": "18:30:00",
        "endTime": "20:00:00",
        "scheduleTimezone": "Europe/Berlin",
    }


def test_a_group_that_always_meets_has_weekdays_but_no_dates() -> None:
    found = export(kind="Treff", weekdays=("So",), starts_at=time(15))
    assert found["eventSchedule"] == {
        "@type": "Schedule",
        "repeatFrequency": "P1W",
        "byDay": ["https://schema.org/Sunday"],
        "startTime": "15:00:00",
        "scheduleTimezone": "Europe/Berlin",
    }
    assert "startDate" not in found


def test_some_days_in_a_row_are_not_repeated() -> None:
    found = export(begins=TUESDAY, ends=date(2027, 1, 14), starts_at=time(9))["hasCourseInstance"]["courseSchedule"]
    assert "repeatFrequency" not in found and "byDay" not in found


# --- where


def test_a_place_has_address_and_coordinates() -> None:
    where = export(
        place="Groß Berkel", municipality="Aerzen", postcode="31855", street="Am Bach 1", latitude=52.0, longitude=9.3
    )
    assert where["hasCourseInstance"]["location"] == {
        "@type": "Place",
        "name": "Groß Berkel (Aerzen)",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": "Am Bach 1",
            "postalCode": "31855",
            "addressLocality": "Aerzen",
            "addressCountry": "DE",
        },
        "geo": {"@type": "GeoCoordinates", "latitude": 52.0, "longitude": 9.3},
    }


@pytest.mark.parametrize(
    ("format", "mode", "attendance", "places"),
    [
        ("Präsenz", "onsite", "Offline", ["Place"]),
        ("Online", "online", "Online", ["VirtualLocation"]),
        ("Hybrid", "blended", "Mixed", ["Place", "VirtualLocation"]),
    ],
)
def test_online_is_no_place(format: str, mode: str, attendance: str, places: list[str]) -> None:
    course, event = export(format=format)["hasCourseInstance"], export(kind="Treff", format=format)
    assert course["courseMode"] == mode
    assert event["eventAttendanceMode"] == f"https://schema.org/{attendance}EventAttendanceMode"
    for found in (course, event):
        where = found["location"]
        assert [place["@type"] for place in (where if isinstance(where, list) else [where])] == places


def test_an_online_service_is_had_on_a_page() -> None:
    there, here = (
        export(kind="Beratung", format="Online", url="https://a.example"),
        export(kind="Beratung", format="Online"),
    )
    assert there["availableChannel"] == {"@type": "ServiceChannel", "serviceUrl": "https://a.example"}
    assert here["availableChannel"] == {"@type": "ServiceChannel", "serviceUrl": PAGE}


# --- any offers


@given(offers())
def test_nothing_unknown_is_said_about_any_offer(item: Offer) -> None:
    for value in within(schema_org(item, REGION, PAGE)):
        assert value not in (None, "", [], {})
        assert not (isinstance(value, dict) and set(value) == {"@type"})


@given(offers())
def test_any_offer_comes_back_from_its_script(item: Offer) -> None:
    data = schema_org(item, REGION, PAGE)
    script = as_script(data)
    assert json.loads(script) == data
    assert not set(script) & set("<>&\u2028\u2029")


@given(st.text(), st.text())
def test_any_text_comes_back_from_a_script(name: str, text: str) -> None:
    nasty = f"{text}</script><!--\"'\\&\u2028\u2029\x00\x7f😀{text}"
    data = {name: nasty, "list": [nasty, {"in": nasty}]}
    script = as_script(data)
    assert json.loads(script) == data
    assert "<" not in script
    assert as_script({"a": "</script>"}) == '{"a": "\\u003c/script\\u003e"}'


# --- the example catalogue


def test_every_offer_of_the_example_has_its_data(example: list[Offer]) -> None:
    numbers = {item.text.counsellor_phone for item in example if item.text.counsellor_phone}
    public = {item.text.phone for item in example}
    assert numbers - public
    kinds = set()
    for item in example:
        script = as_script(schema_org(item, REGION, PAGE))
        kinds.add(json.loads(script)["@type"])
        assert [number for number in numbers - public if number in script] == [], item.key
    assert kinds == {"Course", "EducationEvent", "Service"}


def test_courses_of_the_example_teach_topics_of_the_region(example: list[Offer]) -> None:
    taught = {word.casefold() for item in example for word in schema_org(item, REGION, PAGE).get("teaches", ())}
    assert {"deutsch", "englisch"} <= taught <= set(REGION.topics)
