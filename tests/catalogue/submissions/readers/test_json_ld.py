"""schema.org as other systems write it: in all its spellings, back from our own export, and from nobody good."""

import copy
import json
import random
from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest

from catalogue.errors import SubmissionError
from catalogue.exports.schema_org import DROPPED, as_script, schema_org
from catalogue.models import Offer
from catalogue.region import Region, load_region
from catalogue.submissions.cells import cells_of, current_cells
from catalogue.submissions.check import check
from catalogue.submissions.readers.entries import TOO_LONG, UNREADABLE
from catalogue.submissions.readers.json_ld import read_json_ld
from catalogue.submissions.readers.plain_text import LONGEST
from catalogue.submissions.record import RawTable
from tests.catalogue.exports.offers import offer

PROVIDER = {"@type": "Organization", "name": "Kulturhaus Muster"}
HAMELN = {
    "@type": "Place",
    "name": "Hameln",
    "address": {
        "@type": "PostalAddress",
        "streetAddress": "Uferstieg 1",
        "postalCode": "31785",
        "addressLocality": "Hameln",
    },
}


def course(**properties: Any) -> dict[str, Any]:
    return {"@type": "Course", "courseCode": "K-1", "name": "Töpfern am Abend", "provider": PROVIDER, **properties}


def event(**properties: Any) -> dict[str, Any]:
    return {"@type": "Event", "identifier": "V-1", "name": "Lesung im Garten", "organizer": PROVIDER, **properties}


def read(data: Any, file: str = "a.json") -> RawTable:
    return read_json_ld(file, json.dumps(data).encode())


def cells(data: Any) -> dict[str, str]:
    """The only entry of a file, without its empty cells."""
    table = read(data)
    assert table.faults == ()
    (row,) = table.rows
    return {column: cell for column, cell in row.cells.items() if cell}


def faults(data: Any) -> list[tuple[int | None, str | None, str]]:
    return [(fault.row, fault.field, fault.reason) for fault in read(data).faults]


class TestSpellings:
    def test_a_course_is_read(self) -> None:
        found = cells({"@context": "https://schema.org", **course(location=HAMELN, description="Auf der Scheibe.")})
        assert found == {
            "kennung": "K-1",
            "titel": "Töpfern am Abend",
            "beschreibung": "Auf der Scheibe.",
            "bereich": "Kultur und Freizeit",
            "art": "Kurs",
            "anbieter": "Kulturhaus Muster",
            "ort": "Hameln",
            "plz": "31785",
            "strasse": "Uferstieg 1",
            "format": "Präsenz",
        }

    @pytest.mark.parametrize(
        "wrapped",
        [
            lambda thing: [thing],
            lambda thing: {"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "Wir"}, thing]},
            lambda thing: {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": thing}]},
            lambda thing: {"@type": "WebPage", "mainEntity": thing},
            lambda thing: {
                "@type": "Organization",
                "name": "Wir",
                "makesOffer": {"@type": "Offer", "itemOffered": thing},
            },
            lambda thing: {("@type" if key == "@type" else f"schema:{key}"): value for key, value in thing.items()},
            lambda thing: {
                ("@type" if key == "@type" else f"http://schema.org/{key}"): value for key, value in thing.items()
            },
            lambda thing: {**thing, "@type": ["Thing", "https://schema.org/Course"]},
            lambda thing: {**thing, "@type": "schema:Course"},
            lambda thing: {**{key: value for key, value in thing.items() if key != "@type"}, "type": "Course"},
        ],
        ids=[
            "list",
            "graph",
            "item list",
            "main entity",
            "offer catalogue",
            "prefix",
            "address",
            "types",
            "type",
            "alias",
        ],
    )
    def test_it_is_found_wherever_it_stands_and_however_it_is_written(self, wrapped: Callable[[Any], Any]) -> None:
        found = cells(wrapped(course()))
        assert (found["kennung"], found["titel"], found["anbieter"]) == ("K-1", "Töpfern am Abend", "Kulturhaus Muster")

    def test_things_that_stand_apart_are_found_by_their_ids(self) -> None:
        graph = [
            course(provider={"@id": "#wir"}, hasCourseInstance={"@id": "#termin"}),
            {"@id": "#wir", **PROVIDER},
            {"@id": "#termin", "@type": "CourseInstance", "startDate": "2027-02-01T18:00", "location": "#haus"},
            {"@id": "#haus", **HAMELN},
        ]
        found = cells({"@graph": graph})
        assert (found["anbieter"], found["beginn"], found["ort"]) == ("Kulturhaus Muster", "2027-02-01", "Hameln")

    def test_a_thing_that_is_told_of_in_two_scripts_is_one(self) -> None:
        one = course(**{"@id": "https://k.example/1"})
        found = cells(
            [one, {"@id": "https://k.example/1", "@type": "Course", "name": one["name"], "keywords": "Keramik"}]
        )
        assert found["themen"] == "Keramik"

    def test_strings_may_stand_where_things_are_expected(self) -> None:
        found = cells(
            event(
                organizer="Bücherei Süd",
                location="Rathaus, Uferstieg 12, 31785 Hameln",
                audience="Ältere",
                offers="5 €",
            )
        )
        assert (found["anbieter"], found["ort"], found["plz"]) == ("Bücherei Süd", "Hameln", "31785")
        assert (found["strasse"], found["zielgruppen"]) == ("Uferstieg 12", "Seniorinnen und Senioren")
        assert found["beschreibung"] == "Zielgruppe: Ältere.\n\nVeranstaltungsort: Rathaus."

    def test_of_several_languages_the_german_text_counts(self) -> None:
        name = [{"@value": "Pottery", "@language": "en"}, {"@value": "Töpfern", "@language": "de-DE"}]
        assert cells(course(name=name))["titel"] == "Töpfern"
        assert cells(course(name={"en": "Pottery", "de": "Töpfern"}))["titel"] == "Töpfern"

    def test_all_scripts_of_a_page_are_read_but_not_those_in_comments(self) -> None:
        script = '<script type="application/ld+json">{}</script>'
        page = "".join(
            (
                "<!DOCTYPE html><title>Kurse</title><script>var a = '{';</script>",
                script.format(json.dumps(course())),
                "<!-- ",
                script.format(json.dumps(course(courseCode="K-2"))),
                " -->",
                script.format(f"<!-- {json.dumps([course(courseCode='K-3'), event()])} -->"),
            )
        )
        assert [row.cells["kennung"] for row in read_json_ld("a.html", page.encode()).rows] == ["K-1", "K-3", "V-1"]

    def test_the_only_offer_of_a_page_may_be_known_by_the_address_of_the_page(self) -> None:
        thing = {"@type": "Course", "name": "Yoga", "provider": PROVIDER}
        page = f'<link rel="canonical" href="https://k.example/yoga"><script type=application/ld+json>{json.dumps(thing)}</script>'
        (row,) = read_json_ld("a.html", page.encode()).rows
        assert (row.cells["kennung"], row.cells["url"]) == ("https://k.example/yoga", "https://k.example/yoga")

    def test_a_script_that_is_cut_off_leaves_the_others_alone_and_is_named(self) -> None:
        page = '<script type="application/ld+json">{"@type": </script><script type="application/ld+json">%s</script>'
        table = read_json_ld("a.html", (page % json.dumps(course())).encode())
        assert len(table.rows) == 1
        assert [(fault.row, fault.reason[:25]) for fault in table.faults] == [(None, "Das 1. Skript mit JSON-LD")]


class TestFields:
    @pytest.mark.parametrize(
        ("properties", "key"),
        [
            ({"courseCode": "B-2", "@id": "https://k.example/2"}, "B-2"),
            ({"courseCode": None, "identifier": {"@type": "PropertyValue", "name": "Nr.", "value": "B-3"}}, "B-3"),
            (
                {"courseCode": None, "@id": "https://k.example/4", "url": "https://k.example/vier"},
                "https://k.example/4",
            ),
            ({"courseCode": None, "@id": "#kurs", "url": "https://k.example/5"}, "https://k.example/5"),
            ({"courseCode": None, "mainEntityOfPage": {"url": "https://k.example/6"}}, "https://k.example/6"),
        ],
    )
    def test_the_key_is_what_stays_the_same(self, properties: dict[str, Any], key: str) -> None:
        assert cells(course(**properties))["kennung"] == key

    def test_html_becomes_paragraphs(self) -> None:
        html = "<p>Wir &uuml;ben.\nViel.</p><ul><li>Gras</li><li>Moos &amp; Farn</li></ul><script>x()</script><p>Bis bald<br>im Ith!</p>"
        assert (
            cells(course(description=html))["beschreibung"]
            == "Wir üben. Viel.\n\n– Gras\n– Moos & Farn\n\nBis bald\nim Ith!"
        )

    @pytest.mark.parametrize(
        ("offers", "cost", "note"),
        [
            ({"price": "45.00", "priceCurrency": "EUR"}, "45", ""),
            ({"price": 45}, "45", ""),
            ({"price": "49,50 €"}, "49,50", ""),
            ({"price": "45.000"}, "45", ""),
            ({"price": "1.250"}, "1.250", ""),
            ({"price": "kostenlos"}, "0", ""),
            ({"price": "ab 20 €"}, "", "ab 20 €"),
            ({"price": 50, "priceCurrency": "CHF"}, "", "Preis in CHF: 50"),
            ({"price": 30, "description": "Bildungsgutschein möglich"}, "30", "Bildungsgutschein möglich"),
            ([{"name": "ermäßigt", "price": 20}, {"price": 30}], "30", "ermäßigt 20 €"),
            (
                [{"name": "mit Mahlzeit", "price": 30}, {"name": "ohne", "price": 20}],
                "30",
                "mit Mahlzeit 30 €; ohne 20 €",
            ),
            ({"@type": "AggregateOffer", "lowPrice": 20, "highPrice": 40}, "40", "20 bis 40 €"),
            ({"@type": "AggregateOffer", "lowPrice": 20}, "", "ab 20 €"),
            ({"priceSpecification": [{"price": 12.5, "priceCurrency": "EUR"}]}, "12.50", ""),
        ],
    )
    def test_prices_and_what_is_said_beside_them(self, offers: Any, cost: str, note: str) -> None:
        found = cells(course(offers=offers))
        assert (found.get("kosten", ""), found.get("kosten_hinweis", "")) == (cost, note)

    def test_nothing_counts_as_free_that_is_said_to_cost_something(self) -> None:
        assert cells(course(isAccessibleForFree=True))["kosten"] == "0"
        assert "kosten" not in cells(course(isAccessibleForFree=False, offers={"price": 0}))

    @pytest.mark.parametrize(
        ("properties", "status"),
        [
            ({"eventStatus": "https://schema.org/EventCancelled"}, "abgesagt"),
            ({"offers": {"price": 5, "availability": "https://schema.org/SoldOut"}}, "ausgebucht"),
            ({"offers": {"price": 5, "availability": "BackOrder"}}, "Warteliste"),
            ({"offers": [{"availability": "SoldOut"}, {"availability": "InStock"}]}, ""),
            ({"remainingAttendeeCapacity": 0}, "ausgebucht"),
            ({"name": "AUSGEBUCHT: Lesung"}, "ausgebucht"),
            ({"name": "Lesung (Warteliste)"}, "Warteliste"),
            ({"name": "Fällt aus – Lesung"}, "abgesagt"),
        ],
    )
    def test_full_and_cancelled_offers_are_known(self, properties: dict[str, Any], status: str) -> None:
        found = cells(event(**properties))
        assert found.get("status", "") == status
        assert found["titel"] in ("Lesung", "Lesung im Garten")

    @pytest.mark.parametrize(
        ("properties", "form"),
        [
            ({"location": HAMELN}, "Präsenz"),
            ({"location": {"@type": "VirtualLocation", "url": "https://k.example"}}, "Online"),
            ({"location": [HAMELN, {"@type": "VirtualLocation"}]}, "Hybrid"),
            ({"location": "Online per Zoom"}, "Online"),
            ({"location": HAMELN, "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode"}, "Hybrid"),
            ({"courseMode": ["online", "onsite"]}, "Hybrid"),
            ({"courseMode": "full-time"}, ""),
        ],
    )
    def test_how_it_is_held(self, properties: dict[str, Any], form: str) -> None:
        assert cells(event(**properties)).get("format", "") == form

    def test_for_whom_it_is(self) -> None:
        audience = {
            "audienceType": ["Frauen", "Bergleute"],
            "suggestedMinAge": 16,
            "requiredGender": "https://schema.org/Female",
        }
        found = cells(
            course(audience=audience, educationalLevel="B1/B2", inLanguage=["de-DE", {"name": "Arabic"}, "tlh"])
        )
        assert (found["zielgruppen"], found["alter_von"], found["nur_frauen"]) == ("Frauen", "16", "ja")
        assert (found["niveau"], found["sprachen"]) == ("B1|B2", "Deutsch|Arabisch")
        assert found["beschreibung"] == "Zielgruppe: Bergleute."
        assert cells(course(typicalAgeRange="7-12"))["alter_bis"] == "12"

    def test_contact_registration_and_day_of_confirmation(self) -> None:
        contact = {"name": "Frau Muster", "telephone": "05151 000-1", "email": "kurse@k.example"}
        found = cells(
            course(
                provider={**PROVIDER, "contactPoint": contact, "url": "https://k.example"},
                url="https://k.example/k-1",
                offers={"price": 5, "url": "https://k.example/buchen"},
                applicationDeadline="2027-01-15",
                mainEntityOfPage={"dateModified": "2027-01-02T23:30:00Z"},
            )
        )
        assert (found["ansprechperson"], found["telefon"], found["email"]) == tuple(contact.values())
        assert (found["url"], found["stand"]) == ("https://k.example/k-1", "2027-01-03")
        assert found["anmeldung"] == "bis 15.01.2027, online: https://k.example/buchen"

    def test_what_has_no_home_is_named_once(self) -> None:
        instances = [
            {"startDate": "2027-02-01", "instructor": "N. N."},
            {"startDate": "2027-02-08", "instructor": "N. N."},
        ]
        table = read([course(image="a.jpg", hasCourseInstance=instances), {"@type": "Recipe", "name": "Suppe"}])
        assert table.unknown_columns == ("image", "hasCourseInstance.instructor", "Recipe")

    @pytest.mark.parametrize(
        ("words", "area"),
        [
            ({"name": "Deutsch B1 am Abend"}, "Sprachbildung"),
            ({"name": "Excel für Einsteiger"}, "Weiterbildung"),
            ({"name": "Yoga für den Rücken"}, "Kultur und Freizeit"),
            ({"name": "Babymassage"}, "Familienbildung"),
            ({"name": "Lesen und Schreiben von Anfang an"}, "Sprachbildung"),
            ({"name": "Spanische Küche", "keywords": "Kochen"}, "Kultur und Freizeit"),
            ({"name": "Abend der Berufe", "category": "frühe bildung"}, "Frühe Bildung"),
            ({"name": "Allerlei"}, ""),
        ],
    )
    def test_the_area_is_the_one_that_is_said_or_meant(self, words: dict[str, Any], area: str) -> None:
        assert cells(course(**words)).get("bereich", "") == area

    def test_what_is_not_said_is_refused_by_name(self, region: Region, today: date) -> None:
        _, refused, _ = check(read({"@type": "Course", "name": "Allerlei", "location": HAMELN}), region, today)
        assert {(fault.row, fault.field) for fault in refused} == {(1, "kennung"), (1, "bereich"), (1, "anbieter")}


class TestTimes:
    def test_several_dates_are_one_offer(self) -> None:
        instances = [
            {"startDate": f"2027-02-{day:02}T18:00:00+01:00", "endDate": f"2027-02-{day:02}T20:00:00+01:00"}
            for day in (1, 3, 8)
        ]
        found = cells(course(hasCourseInstance=instances))
        assert (found["beginn"], found["ende"], found["wochentage"]) == ("2027-02-01", "2027-02-08", "Mo|Mi")
        assert (found["uhrzeit_von"], found["uhrzeit_bis"]) == ("18:00", "20:00")
        assert found["beschreibung"].startswith("Termine: 01.02.2027, 18:00 bis 20:00 Uhr; 03.02.2027, ")

    def test_cancelled_dates_fall_out_unless_all_are(self) -> None:
        dates = [{"startDate": "2027-02-01", "eventStatus": "EventCancelled"}, {"startDate": "2027-02-02"}]
        found = cells(course(hasCourseInstance=dates))
        assert (found["beginn"], found.get("status")) == ("2027-02-02", None)
        assert cells(course(hasCourseInstance=dates[:1]))["status"] == "abgesagt"

    def test_dates_that_stand_apart_belong_to_their_series(self) -> None:
        series = {"@type": "EventSeries", "@id": "r", "identifier": "R-1", "name": "Filmabende", "organizer": PROVIDER}
        dates = [event(superEvent={"@id": "r"}, startDate=f"2027-03-0{day}") for day in (1, 2)]
        found = cells([*dates, series])
        assert (found["kennung"], found["beginn"], found["ende"]) == ("R-1", "2027-03-01", "2027-03-02")

    @pytest.mark.parametrize(
        ("start", "end", "expected"),
        [
            ("2027-02-01T17:00:00Z", "2027-02-01T19:00:00Z", ("2027-02-01", "2027-02-01", "18:00", "20:00")),
            ("2027-07-01T18:00:00+09:00", None, ("2027-07-01", "2027-07-01", "11:00", "")),
            ("2027-02-01T00:00:00", "2027-02-01T23:59:59", ("2027-02-01", "2027-02-01", "", "")),
            ("2027-02-01T00:00", "2027-02-03T00:00", ("2027-02-01", "2027-02-02", "", "")),
            ("2027-02-01T21:00", "2027-02-02T02:00", ("2027-02-01", "2027-02-01", "21:00", "02:00")),
            ("2027-02-05T18:00", "2027-02-07T14:00", ("2027-02-05", "2027-02-07", "18:00", "")),
            ("01.02.2027", "02.02.2027", ("2027-02-01", "2027-02-02", "", "")),
        ],
    )
    def test_times_are_those_of_the_clocks_here(self, start: str, end: str | None, expected: tuple[str, ...]) -> None:
        found = cells(event(startDate=start, endDate=end))
        assert tuple(found.get(name, "") for name in ("beginn", "ende", "uhrzeit_von", "uhrzeit_bis")) == expected

    def test_a_duration_gives_the_end(self) -> None:
        assert cells(event(startDate="2027-02-01T18:00", duration="PT1H30M"))["uhrzeit_bis"] == "19:30"

    def test_a_schedule_says_weekdays_and_hours(self) -> None:
        schedule = {"byDay": ["https://schema.org/Tuesday", "Do"], "startTime": "18:00:00", "endTime": "20:00"}
        span = {"startDate": "2027-02-02", "endDate": "2027-06-03"}
        found = cells(course(hasCourseInstance={**span, "courseSchedule": schedule}))
        assert (found["beginn"], found["ende"], found["wochentage"]) == ("2027-02-02", "2027-06-03", "Di|Do")
        assert (found["uhrzeit_von"], found["uhrzeit_bis"]) == ("18:00", "20:00")
        two = [
            {"dayOfWeek": "Monday", "opens": "09:00", "closes": "12:00"},
            {"dayOfWeek": "Fr", "opens": "14:00", "closes": "16:00"},
        ]
        found = cells(
            {"@type": "Service", "name": "Sprechstunde", "identifier": "S", "provider": PROVIDER, "hoursAvailable": two}
        )
        assert (found["wochentage"], found.get("uhrzeit_von")) == ("Mo|Fr", None)
        assert found["beschreibung"] == "Zeiten: Mo 09:00 bis 12:00 Uhr; Fr 14:00 bis 16:00 Uhr."

    def test_a_course_of_which_only_the_first_day_is_known_goes_on(self) -> None:
        assert "ende" not in cells(course(startDate="2027-02-01"))
        assert cells(event(startDate="2027-02-01"))["ende"] == "2027-02-01"

    @pytest.mark.parametrize("day", ["demnächst", "2027-02-30", "0000-00-00", "9" * 400])
    def test_what_is_no_day_is_refused_by_name(self, day: str, region: Region, today: date) -> None:
        _, refused, _ = check(read(event(startDate=day, location=HAMELN)), region, today)
        assert (1, "beginn") in [(fault.row, fault.field) for fault in refused]

    def test_an_error_of_a_spreadsheet_is_no_title(self, region: Region, today: date) -> None:
        assert [(fault.row, fault.field) for fault in read(event(name="#NV", location=HAMELN)).faults] == [(1, "titel")]

    def test_other_places_are_named(self) -> None:
        aerzen = {"@type": "Place", "name": "Domäne", "address": {"addressLocality": "Aerzen"}}
        dates = [{"startDate": "2027-02-01", "location": HAMELN}, {"startDate": "2027-02-02", "location": aerzen}]
        found = cells(course(hasCourseInstance=dates))
        assert found["ort"] == "Hameln"
        assert found["beschreibung"].startswith("Weitere Orte: Domäne, Aerzen.")


FULL: dict[str, Any] = {
    "title": "Deutsch am Abend", "description": "Erster Absatz.\n\nZweiter & letzter.", "area": "Sprachbildung",
    "keywords": ("deutsch", "Deutschkurs, abends"), "contact_person": "Frau Muster", "phone": "05151 000-1",
    "email": "kurse@example.org", "street": "Uferstieg 1", "cost": 45.5, "cost_note": "Bildungsgutschein möglich",
    "audiences": ("Neuzugewanderte", "Eltern und Familien"), "women_only": True, "age_from": 18, "age_to": 60,
    "levels": ("A1", "A2"), "languages": ("Deutsch", "Arabisch"), "place": "Groß Berkel", "municipality": "Aerzen",
    "postcode": "31855", "begins": date(2027, 1, 26), "ends": date(2027, 6, 3), "weekdays": ("Di", "Do"),
    "starts_at": time(18, 30), "ends_at": time(20), "status": "Warteliste",
}  # fmt: skip
ONE_DAY = {"ends": None, "weekdays": ()}


class TestRoundTrip:
    @pytest.mark.parametrize(
        ("facts", "lost"),
        [
            (FULL, {"url"}),
            ({**FULL, "status": "abgesagt", "format": "Hybrid"}, {"url"}),
            ({**FULL, "ends": None, "cost": 0.0}, {"url"}),
            (
                {**FULL, "format": "Online", "place": None, "municipality": None, "postcode": None, "street": None},
                {"url"},
            ),
            ({**FULL, "kind": "Beratung"}, {"url", "themen", "niveau"}),
            ({**FULL, "kind": "Veranstaltung"}, {"url"}),
            ({**FULL, "kind": "Treff", "ends": None}, {"url"}),
            ({**FULL, **ONE_DAY, "kind": "Veranstaltung"}, {"url", "ende", "wochentage"}),
            ({**FULL, **ONE_DAY, "ends": date(2027, 1, 26)}, {"url", "wochentage"}),
            ({**FULL, "cost": None}, {"url", "kosten_hinweis", "status"}),
            ({"kind": "Ausbildung", "title": "Malerei"}, {"url"}),
            ({"begins": date(2027, 1, 26), "ends": date(2027, 2, 26)}, {"url"}),
        ],
    )
    def test_our_own_export_comes_back(self, facts: dict[str, Any], lost: set[str], region: Region) -> None:
        item = offer(**facts)
        table = read_json_ld("a.json", as_script(schema_org(item, region, "https://lotse.example/k-1")).encode())
        (record,), refused, _ = check(table, region, date(2027, 1, 12))
        assert refused == []
        back, sent = cells_of(record), current_cells(item)
        assert {name for name in sent if sent[name] != back.get(name, "")} == lost
        assert lost <= DROPPED.keys()

    def test_no_offer_of_the_example_catalogue_is_lost(self, region: Region) -> None:
        script = as_script(
            {"@graph": [schema_org(item, region, f"https://lotse.example/{item.key}") for item in _example()]}
        )
        table = read_json_ld("a.json", script.encode())
        assert len(table.rows) == len(_example())
        assert table.faults == ()


def _example() -> list[Offer]:
    kinds = [kind.name for kind in load_region().kinds]
    return [offer(reference=f"K-{number}", key=f"k/K-{number}", kind=kind, **FULL) for number, kind in enumerate(kinds)]


class TestHostile:
    @pytest.mark.parametrize(
        "content",
        [
            b"", b"[", b'{"@type": "Course"', b"null", b"[]", b"17", b'"Kurs"', b"Guten Tag!", b"\x00\x01", b"\xff\xfe\x00",
            b"\x81\x8d", b"<html><body>Kurse</body></html>", b'<script type="application/ld+json">',
            b"[" * 100_000, b'{"a":' * 100_000, b'{"a":' * 90 + b"1" + b"}" * 90, b"[" + b"{}," * 700_000 + b"{}]",
            json.dumps([{"model": "offer", "fields": {"title": "Kurs"}}]).encode(),
        ],
        ids=range(18),
    )  # fmt: skip
    def test_what_holds_no_offers_is_refused_as_a_whole(self, content: bytes) -> None:
        with pytest.raises(SubmissionError, match=r"^a\.json: "):
            read_json_ld("a.json", content)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_every_usual_encoding_is_read(self, encoding: str) -> None:
        content = json.dumps(course(), ensure_ascii=False).encode(encoding)
        assert read_json_ld("a.json", content).rows[0].cells["titel"] == "Töpfern am Abend"

    def test_spoilt_umlauts_are_mended_where_it_is_certain(self) -> None:
        assert cells(course(name="TÃ¶pfern fÃ¼r GroÃŸe â€“ 5 â‚¬"))["titel"] == "Töpfern für Große – 5 €"
        assert cells(course(name="Pr‰senzkurs, Einzelmaﬂnahme"))["titel"] == "Präsenzkurs, Einzelmaßnahme"

    @pytest.mark.parametrize("name", ["T�pfern", "Ton \ud800 und Scherben", "TÃ¶pfern ï¿½"])
    def test_umlauts_that_are_lost_are_named(self, name: str) -> None:
        assert faults(course(name=name)) == [(1, "titel", UNREADABLE)]

    def test_a_text_without_end_is_named(self) -> None:
        assert faults([course(), course(courseCode="K-2", description="x" * (LONGEST + 1))]) == [
            (2, "beschreibung", TOO_LONG)
        ]

    def test_an_entry_with_two_different_names_is_refused(self) -> None:
        twice = b'{"@type": "Course", "name": "Yoga", "name": "Judo", "offers": {"price": 1, "price": 1}}'
        (fault,) = read_json_ld("a.json", twice).faults
        assert (fault.row, fault.field) == (1, "name")

    @pytest.mark.parametrize("price", [b"NaN", b"-Infinity", b"1e999", b"-5", b"9" * 5_000, b'"viel"', b"[[]]", b"{}"])
    def test_a_price_that_is_none_is_refused_by_name_or_a_note(self, price: bytes, region: Region, today: date) -> None:
        content = json.dumps(course(location=HAMELN, offers={"price": "?"})).encode().replace(b'"?"', price)
        records, refused, _ = check(read_json_ld("a.json", content), region, today)
        if refused:
            assert [(fault.row, fault.field) for fault in refused] == [(1, "kosten")]
        else:
            assert records[0].values.get("kosten") is None

    def test_things_may_refer_to_each_other_in_a_circle(self) -> None:
        circle = [event(**{"@id": "a", "superEvent": {"@id": "b"}}), event(**{"@id": "b", "superEvent": {"@id": "a"}})]
        assert len(read(circle).rows) == 1
        assert len(read(event(**{"@id": "a", "subEvent": {"@id": "a"}})).rows) == 1


JUNK: list[Any] = [
    None, True, "", [], {}, "x", "\ud800", "�", "9" * 50, -1, 1e308, 10**30, "<p>a</p>", "2027-01-05", "2027-01-05T18:00",
    "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:00", "24:00", "PT2H", "EventCancelled", "SoldOut", "online",
    ["a", ["b", [None]]], {"@id": "x"}, {"@value": "z", "@language": "de"}, {"name": {"name": {"name": "q"}}},
    {"@list": ["Mo"]}, {"@type": "Event", "startDate": "2027-02-01"}, {"byDay": "Mo", "startTime": "18:00"}, "1e5",
]  # fmt: skip
NAMES = (
    "name startDate endDate location offers price subEvent hasCourseInstance superEvent organizer provider audience keywords"
    " eventSchedule byDay address @id @type @graph url duration description mainEntityOfPage eventStatus courseMode"
).split()


def _containers(data: Any) -> list[Any]:
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return [
        *([data] if isinstance(data, (dict, list)) else []),
        *(found for value in inner for found in _containers(value)),
    ]


@pytest.mark.parametrize("seed", range(4))
def test_any_values_anywhere_are_read_or_named(seed: int, region: Region, today: date) -> None:
    chance = random.Random(seed)
    instances = [
        {"startDate": "2027-01-05T18:00", "location": HAMELN},
        {"courseSchedule": {"byDay": ["Mo"], "startTime": "18:00"}},
    ]
    whole = [
        course(hasCourseInstance=instances, offers=[{"price": 5}], audience={"audienceType": ["Frauen"]}),
        event(superEvent={"@id": "r"}),
        {"@type": "EventSeries", "@id": "r", "name": "Reihe", "startDate": "2027-01-05"},
    ]
    for _ in range(50):
        data = copy.deepcopy(whole)
        for _ in range(chance.choice((1, 2, 5))):
            place = chance.choice(_containers(data))
            value = copy.deepcopy(chance.choice([*JUNK, chance.choice(_containers(data))]))
            if isinstance(place, dict):
                place[chance.choice([*place, *NAMES])] = value
            else:
                place.insert(chance.randrange(len(place) + 1), value)
        try:
            records, refused, _ = check(read(data), region, today)
        except SubmissionError as error:
            assert error.message.startswith("a.json: ")
        else:
            json.dumps([*map(cells_of, records), *(fault.reason for fault in refused)], ensure_ascii=False).encode()
