"""Plain JSON of other systems: records in every style, our own table as JSON, and files that are none."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.errors import SubmissionError
from catalogue.region import Region
from catalogue.submissions.check import check
from catalogue.submissions.readers import read, read_json
from catalogue.submissions.readers.entries import TOO_LONG
from catalogue.submissions.readers.json_records.courses import NO_AREA
from catalogue.submissions.readers.plain_text import LONGEST
from catalogue.submissions.record import RawTable

# A portal of courses: flat, everything as text.
FLAT = {
    "nummer": "G-12",
    "name": "Yoga am Morgen",
    "bezirk": "Aerzen",
    "preis": "44.75",
    "rabatt": "true",
    "zusatz": "erm. 26,25 EUR",
    "termine": 6,
    "min_teilnehmer": "8",
    "max_teilnehmer": "10",
    "aktuelle_teilnehmer": "10",
    "beginn": "2027-03-02",
    "ende": "2027-04-06",
    "schlagworte": ["Präsenzkurs", "Yoga"],
    "veranstaltungsart": "Kurs",
    "dvv_kategorie": "3.01",
}
# A search service: dates of offers with objects in objects, HTML, milliseconds.
NESTED = {
    "id": 900,
    "unterrichtsform": {"id": 301, "bezeichnung": "Blended Learning"},
    "angebot": {
        "id": 77,
        "titel": "Buchführung für Büro &amp; Handwerk",
        "inhalt": "<p>Von der Inventur</p><ul><li>zur Bilanz</li><li>zum Abschluss</li></ul>",
        "zugang": "<p>Keine Angabe</p>",
        "zielgruppe": "<p>Arbeitsuchende. Nicht für Schüler.</p>",
        "bildungsanbieter": {
            "id": 5,
            "name": "Lernhof Muster gGmbH",
            "homepage": "https://lernhof.example",
            "email": "info@lernhof.example",
            "adresse": {"strasse": "Domplatz 1", "ortStrasse": {"plz": "99084", "name": "Erfurt"}},
            "logo": {"url": "http://intern.example/logo.png"},
        },
        "bildungsart": {"id": 104, "bezeichnung": "Fortbildung/Qualifizierung"},
        "suchworte": [{"suchwort": "Buchhaltung, doppelte"}, {"suchwort": "Bilanz"}],
    },
    "adresse": {
        "bezeichnung": "Lernhof am Fluss",
        "strasse": "Uferstieg 3",
        "ortStrasse": {"plz": "31785", "name": "Hameln, Weser", "land": {"code": "NDS"}},
    },
    "unterrichtszeiten": "<p>Mo.-Fr. 08:00 bis 16:45 Uhr (in Ferien bis 12:00 Uhr)</p>",
    "kostenWert": 0.0,
    "kostenWaehrung": "EUR",
    "kostenBemerkung": "<p>Gebühren auf Anfrage</p>",
    "foerderung": True,
    "beginn": 1804719600000,
    "ende": 1820354400000,
    "anmeldeschluss": None,
    "aktualisierungsdatum": 1799535600000,
    "ansprechpartner": [{"id": 1, "anrede": "Frau", "vorname": "A.", "nachname": "Muster",
                         "telefonVorwahl": "05151", "telefonDurchwahl": "000-1", "email": "a@lernhof.example"}],
}  # fmt: skip
# A leaflet: tags, levels in one text, ages, many dates, contents under headings.
LEAFLET = {
    "titel": "Sprachwerkstatt am Fluss",
    "massnahmentyp": "Qualifizierung",
    "themen_tags": ["Deutsch/Sprache", "Arbeitssuche"],
    "sprachniveau": "A1/A2/B1",
    "zielgruppe": "Menschen mit Sprachdefiziten, ausgenommen sind Geflüchtete.",
    "inhalt": {"Infomodul": ["Kennenlernen", "Einstufung"], "Kurs": ["Grammatik"]},
    "termine": [{"kursnummer": "S 1", "start": "08.02.2027"}, {"kursnummer": "S 2", "start": "12.04.2027"}],
    "veranstaltungsort": ["Uferstieg 3, 31785 Hameln (Kursstart)", "Hauptstr. 9, 31855 Aerzen"],
    "kontakt": [{"name": "N. N.", "telefon": "05151 000-1", "email": "kurs@lernhof.example"}],
    "veranstalter": {"name": "Lernhof Muster gGmbH", "adresse": "Domplatz 1, 99084 Erfurt"},
    "altersgrenze": {"von": 16, "bis": None},
    "anmeldung_hinweis": "Bitte fragen Sie Ihre Beratung.",
    "id": "sprachwerkstatt",
}
TREE = {
    "guid": "77",
    "nummer": "271-4001",
    "name": "Lohn und Gehalt",
    "dvv_kategorie": {"@version": "1.0", "#text": "5.02"},
    "beginn_datum": "2027-02-02",
    "ende_datum": "2027-02-09",
    "zielgruppe": None,
    "schlagwort": ["EDV", "Xpert"],
    "text": [{"eigenschaft": "Beschreibung", "text": "Abrechnen lernen."}],
    "veranstaltungsort": {
        "name": "Haus am Markt",
        "adresse": {"plz": "31855", "ort": "Aerzen"},
        "barrierefrei": "true",
    },
    "preis": {"betrag": "126.20", "zusatz": "erm. 65,60 EUR"},
    "ersteller": {"name": "Volkshochschule Weserbogen"},
    "dozent": {"name": "N. N."},
}
OURS = {
    "kennung": "T-1",
    "titel": "Töpfern am Abend",
    "bereich": "Kultur und Freizeit",
    "anbieter": "Töpferei Musterhof",
    "ort": "Aerzen",
    "plz": 31855,
    "themen": ["Töpfern", "Keramik"],
    "wochentage": ["Mo", "Mi"],
    "alter_von": 16,
    "kosten": 45.5,
    "kinderbetreuung": False,
    "beginn": "2027-02-15",
    "telefon": None,
}

# Any JSON, with names that mean something.
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(sorted({*FLAT, *NESTED, *LEAFLET, *TREE, *OURS, "adresse", "@type", "#text"}))
            | st.text(max_size=5),
            inner,
            max_size=6,
        )
    ),
    max_leaves=25,
)
# The same examples each time, however busy the machine is.
without_clock = settings(
    max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)


def table(document: Any, file: str = "a.json") -> RawTable:
    return read_json(file, json.dumps(document, ensure_ascii=False).encode())


def cells(record: dict[str, Any], **more: Any) -> dict[str, str]:
    """The only entry of a file, without its empty cells."""
    found = table([{**record, **more}])
    assert found.faults == ()
    (row,) = found.rows
    return {column: cell for column, cell in row.cells.items() if cell}


def simple(**more: Any) -> dict[str, Any]:
    return {"id": "K-1", "title": "Yoga am Morgen", "provider": "Kulturhaus Muster", "city": "Hameln", **more}


def only(names: str, record: dict[str, Any]) -> tuple[str | None, ...]:
    found = cells(record)
    return tuple(found.get(name) for name in names.split())


class TestStyles:
    def test_a_flat_record_is_read(self) -> None:
        assert cells(FLAT) == {
            "kennung": "G-12",
            "titel": "Yoga am Morgen",
            "bereich": "Kultur und Freizeit",
            "art": "Kurs",
            "themen": "Yoga",
            "ort": "Aerzen",
            "format": "Präsenz",
            "kosten": "44.75",
            "kosten_hinweis": "erm. 26,25 EUR",
            "status": "ausgebucht",
            "beginn": "2027-03-02",
            "ende": "2027-04-06",
            "beschreibung": "Umfang: 6 Termine.",
        }

    def test_objects_in_objects_are_read_for_what_they_are(self) -> None:
        assert cells(NESTED) == {
            "kennung": "77",
            "titel": "Buchführung für Büro & Handwerk",
            "bereich": "Weiterbildung",
            "art": "Kurs",
            "themen": "Buchhaltung, doppelte|Bilanz",
            "zielgruppen": "Arbeitsuchende",
            "anbieter": "Lernhof Muster gGmbH",
            "ansprechperson": "Frau A. Muster",
            "telefon": "05151 000-1",
            "email": "a@lernhof.example",
            "url": "https://lernhof.example",
            "ort": "Hameln",
            "plz": "31785",
            "strasse": "Uferstieg 3",
            "format": "Hybrid",
            "beginn": "2027-03-11",
            "ende": "2027-09-08",
            "wochentage": "Mo|Di|Mi|Do|Fr",
            "uhrzeit_von": "08:00",
            "uhrzeit_bis": "16:45",
            "kosten_hinweis": "Gebühren auf Anfrage; Förderung möglich",
            "stand": "2027-01-10",
            "beschreibung": "Von der Inventur\n\n– zur Bilanz\n– zum Abschluss\n\n"
            "Zeiten: Mo.-Fr. 08:00 bis 16:45 Uhr (in Ferien bis 12:00 Uhr)\n\n"
            "Zielgruppe: Arbeitsuchende. Nicht für Schüler.\n\nVeranstaltungsort: Lernhof am Fluss.",
        }

    def test_a_leaflet_is_read(self) -> None:
        assert cells(LEAFLET) == {
            "kennung": "sprachwerkstatt",
            "titel": "Sprachwerkstatt am Fluss",
            "bereich": "Sprachbildung",
            "art": "Kurs",
            "themen": "Deutsch/Sprache|Arbeitssuche",
            "niveau": "A1|A2|B1",
            "alter_von": "16",
            "anbieter": "Lernhof Muster gGmbH",
            "telefon": "05151 000-1",
            "email": "kurs@lernhof.example",
            "ort": "Hameln",
            "plz": "31785",
            "strasse": "Uferstieg 3",
            "beginn": "2027-02-08",
            "ende": "2027-04-12",
            "anmeldung": "Bitte fragen Sie Ihre Beratung.",
            "beschreibung": "Infomodul:\n– Kennenlernen\n– Einstufung\n\nKurs: Grammatik\n\n"
            "Zielgruppe: Menschen mit Sprachdefiziten, ausgenommen sind Geflüchtete.\n\n"
            "Weitere Orte: Aerzen, 31855, Hauptstr. 9.\n\nTermine: 08.02.2027; 12.04.2027.",
        }

    @pytest.mark.parametrize(
        "document",
        [
            {"veranstaltungen": {"veranstaltung": [TREE]}},
            {"export": {"veranstaltung": TREE}},
            {"veranstaltung": TREE},
            [TREE],
        ],
        ids=["list", "export", "alone", "bare"],
    )
    def test_open_vhs_turned_into_json_is_read_as_the_xml_is(self, document: Any) -> None:
        found = table(document)
        (row,) = found.rows
        assert {column: cell for column, cell in row.cells.items() if cell} == {
            "kennung": "271-4001",
            "titel": "Lohn und Gehalt",
            "bereich": "Weiterbildung",
            "art": "Kurs",
            "themen": "EDV|Xpert",
            "anbieter": "Volkshochschule Weserbogen",
            "ort": "Aerzen",
            "plz": "31855",
            "barrierefrei": "ja",
            "beginn": "2027-02-02",
            "ende": "2027-02-09",
            "kosten": "126.20",
            "kosten_hinweis": "erm. 65,60 EUR",
            "beschreibung": "Abrechnen lernen.\n\nVeranstaltungsort: Haus am Markt.",
        }
        assert found.unknown_columns == ("dozent",)

    def test_schema_org_stays_what_it_is(self) -> None:
        thing = {"@context": "https://schema.org", "@type": "Course", "courseCode": "K-1", "name": "Yoga"}
        (row,) = table({**thing, "provider": {"name": "Kulturhaus Muster"}}).rows
        assert (row.cells["kennung"], row.cells["art"], row.cells["anbieter"]) == ("K-1", "Kurs", "Kulturhaus Muster")


class TestFindingTheEntries:
    @pytest.mark.parametrize(
        "wrapped",
        [
            lambda two: two,
            lambda two: {"data": two},
            lambda two: {"_embedded": {"termine": two}, "page": {"size": 20}},
            lambda two: {"veranstaltungen": {"veranstaltung": two}},
            lambda two: {"response": {"meta": {"title": "Liste", "id": 1}, "results": two}},
            lambda two: {"hits": {"hits": [{"_index": "k", "_source": one} for one in two]}},
            lambda two: {
                "type": "FeatureCollection",
                "features": [{"type": "Feature", "properties": one} for one in two],
            },
            lambda two: {"kategorien": [{"name": "Sport", "kurse": two[:1]}, {"name": "Mehr", "kurse": two[1:]}]},
            lambda two: {"kurse": {one["id"]: one for one in two}},
            lambda two: [[two[0]], [two[1]]],
        ],
        ids="top data embedded tree results hits geojson grouped keyed nested".split(),
    )
    def test_they_are_found_in_any_wrapper(self, wrapped: Any) -> None:
        found = table(wrapped([simple(), simple(id="K-2", title="Töpfern")]))
        assert [(row.number, row.cells["kennung"], row.cells["titel"]) for row in found.rows] == [
            (1, "K-1", "Yoga am Morgen"),
            (2, "K-2", "Töpfern"),
        ]

    def test_a_single_entry_needs_no_list(self) -> None:
        assert [row.cells["kennung"] for row in table(LEAFLET).rows] == ["sprachwerkstatt"]

    def test_names_of_objects_serve_as_keys_where_there_are_no_others(self) -> None:
        kurse = {f"K-{n}": {"title": "Yoga", "city": "Hameln", "provider": "Kulturhaus Muster"} for n in (1, 2)}
        assert [row.cells["kennung"] for row in table({"kurse": kurse}).rows] == ["K-1", "K-2"]

    def test_what_is_said_once_for_all_holds_for_all(self) -> None:
        one = {"id": "K-1", "title": "Yoga", "city": "Hameln"}
        for document in (
            {"anbieter": "Kulturhaus Muster", "stand": "2027-01-10", "kurse": [one]},
            {"anbieter": {"name": "Kulturhaus Muster", "kurse": [one]}, "stand": "10.01.2027"},
        ):
            (row,) = table(document).rows
            assert (row.cells["anbieter"], row.cells["stand"]) == ("Kulturhaus Muster", "2027-01-10")

    def test_one_object_a_line(self) -> None:
        lines = [json.dumps(simple()), "", json.dumps(simple(id="K-2", title="Töpfern"))]
        found = read_json("a.jsonl", "\r\n".join(lines).encode())
        assert [row.cells["kennung"] for row in found.rows] == ["K-1", "K-2"]

    def test_a_broken_line_is_named_and_the_others_go_in(self) -> None:
        found = read_json("a.jsonl", f'{json.dumps(simple())}\n{{"id": "K-2", "tit\n[1]\n'.encode())
        assert [row.number for row in found.rows] == [1]
        assert [(fault.row, fault.reason.split(":")[0]) for fault in found.faults] == [
            (2, "Die Zeile ist kein lesbares JSON"),
            (3, "Der Eintrag ist kein Objekt mit Feldern."),
        ]

    def test_entries_that_are_none_are_named(self) -> None:
        found = table([simple(), None, "Yoga", simple(id="K-2", title="Töpfern")])
        assert [row.number for row in found.rows] == [1, 4]
        assert [(fault.row, fault.field) for fault in found.faults] == [(2, None), (3, None)]


class TestFields:
    @pytest.mark.parametrize(
        "fields",
        [
            {"adresse": {"plz": "31855", "ort": "Aerzen", "strasse": "Am Markt", "hausnummer": 3}},
            {"veranstaltungsort": {"adresse": {"postleitzahl": 31855, "stadt": "Aerzen", "straße": "Am Markt 3"}}},
            {"location": {"zip": "31855", "city": {"name": "Aerzen"}, "street": "Am Markt 3"}},
            {"venue_city": "Aerzen", "venue_zip": "31855", "venue_street": "Am Markt 3"},
            {"adresse.ort": "Aerzen", "adresse.plz": "31855", "adresse.strasse": "Am Markt 3"},
            {"Ort": "Aerzen", "PLZ": "31855", "Straße": "Am Markt 3"},
            {"veranstaltungsort": "Am Markt 3, 31855 Aerzen"},
            {"ort": {"name": "Aerzen", "plz": "31855", "strasse": "Am Markt 3"}},
            {"venue": {"venue": "Rathaus", "address": "Am Markt 3", "city": "Aerzen", "zip": "31855"}},
            {"location": {"name": "Aerzen", "zip": "31855", "street": "Am Markt 3"}},
            {"address": {"full": "Am Markt 3, 31855 Aerzen"}},
            {"kurs_ort": "Aerzen", "plz": "31855", "place": "Rathaus, Am Markt 3"},
        ],
    )
    def test_a_place_in_all_spellings(self, fields: dict[str, Any]) -> None:
        record = {"Kurs-Nr": "K-1", "Kurstitel": "Yoga", "Anbieter": {"name": "Verein", "ort": "Erfurt"}, **fields}
        assert only("ort plz strasse", record) == ("Aerzen", "31855", "Am Markt 3")

    @pytest.mark.parametrize(
        ("fields", "begins", "ends"),
        [
            ({"start_date": "2027-02-01T18:00:00+01:00", "end_date": "2027-02-01T19:30:00+01:00"}, "18:00", "19:30"),
            ({"datum": "01.02.2027", "uhrzeit": "18:00 - 19:30 Uhr"}, "18:00", "19:30"),
            ({"datum": "01.02.27", "von": "18.00", "bis": "19.30"}, "18:00", "19:30"),
            ({"termine": [{"datum": "2027-02-01", "von": "18:00", "bis": "19:30"}]}, "18:00", "19:30"),
            ({"beginn": "2027-02-01", "uhrzeit_von": "18:00", "uhrzeit_bis": "19:30"}, "18:00", "19:30"),
            ({"start": 1801501200}, "18:00", None),
            ({"beginn": 1801436400000}, None, None),
            ({"zeitraum": "01.02.2027 bis 30.06.2027"}, None, None),
            ({"Beginn": "Mo, 01.02.2027, 18:00 Uhr", "Ende": "Mo, 29.03.2027"}, "18:00", None),
            ({"beginn": "1. Februar 2027"}, None, None),
            ({"dates": ["2027-02-01", "2027-02-08"]}, None, None),
            ({"termine": ["Mo, 01.02.2027, 18:00-19:30 Uhr", "08.02.2027, 18:00-19:30 Uhr"]}, "18:00", "19:30"),
        ],
    )
    def test_days_and_hours(self, fields: dict[str, Any], begins: str | None, ends: str | None) -> None:
        assert only("beginn uhrzeit_von uhrzeit_bis", simple(**fields)) == ("2027-02-01", begins, ends)

    def test_many_dates_become_one_offer(self) -> None:
        dates = [{"datum": f"2027-02-{day:02}", "beginn": "18:00", "ende": "19:30"} for day in (1, 8, 15)]
        found = cells(simple(termine=dates))
        assert (found["beginn"], found["ende"], found["wochentage"]) == ("2027-02-01", "2027-02-15", "Mo")
        assert found["beschreibung"].startswith("Termine: 01.02.2027, 18:00 bis 19:30 Uhr; 08.02.2027")

    def test_entries_with_the_same_key_are_dates_of_one_course(self) -> None:
        found = table([simple(start="2027-02-01", status="ausgebucht"), simple(start="2027-03-01", status="offen")])
        (row,) = found.rows
        assert (row.number, row.cells["beginn"], row.cells["ende"]) == (1, "2027-02-01", "2027-03-01")
        assert (row.cells["status"], row.cells["beschreibung"]) == ("offen", "Termine: 01.02.2027; 01.03.2027.")

    def test_a_course_at_two_places_is_two_offers(self) -> None:
        found = table([simple(start="2027-02-01"), simple(start="2027-02-02", city="Aerzen")])
        assert [(row.cells["kennung"], row.cells["ort"]) for row in found.rows] == [
            ("K-1@hameln", "Hameln"),
            ("K-1@aerzen", "Aerzen"),
        ]

    def test_a_course_says_which_offers_it_has_so_that_places_that_are_gone_are_known(self) -> None:
        two = table([simple(start="2027-02-01"), simple(start="2027-02-02", city="Aerzen"), simple(id="K-2")])
        assert [(course.course, course.offers) for course in two.regrouped] == [
            ("K-1", ("K-1@hameln", "K-1@aerzen")),
            ("K-2", ("K-2",)),
        ]
        one = table([simple(start="2027-02-01")])
        assert [(course.course, course.offers) for course in one.regrouped] == [("K-1", ("K-1",))]

    def test_another_course_with_the_same_key_is_named(self, region: Region, today: date) -> None:
        _, refused, _ = check(table([simple(), simple(title="Töpfern")]), region, today)
        assert [(fault.row, fault.field) for fault in refused] == [(2, "kennung")]

    @pytest.mark.parametrize(
        ("fields", "cost", "note"),
        [
            ({"price": 45}, "45", None),
            ({"kosten": "1.250,00 €"}, "1.250,00", None),
            ({"price": {"amount": "45.50", "currency": "EUR"}}, "45.50", None),
            ({"price": 45, "currency": "CHF"}, None, "Preis in CHF: 45"),
            ({"cost": "kostenlos"}, "0", None),
            ({"is_free": True}, "0", None),
            ({"preis": 0, "preisinfo": "auf Anfrage"}, None, "auf Anfrage"),
            ({"preise": [{"betrag": 30}, {"betrag": 50}]}, "50", "auch 30 €"),
            ({"preis": "45", "ermäßigt": "25"}, "45", "ermäßigt 25 €"),
        ],
    )
    def test_costs(self, fields: dict[str, Any], cost: str | None, note: str | None) -> None:
        assert only("kosten kosten_hinweis", simple(**fields)) == (cost, note)

    @pytest.mark.parametrize(
        ("fields", "status"),
        [
            ({"status": "belegt"}, "ausgebucht"),
            ({"status": "Anmeldung möglich"}, "offen"),
            ({"cancelled": True}, "abgesagt"),
            ({"ausgebucht": False}, None),
            ({"freie_plaetze": 0}, "ausgebucht"),
            ({"freie_plaetze": 3}, None),
            ({"plaetze": {"max": 12, "aktuell": 12}}, "ausgebucht"),
            ({"title": "AUSGEBUCHT: Yoga"}, "ausgebucht"),
            ({"status": "published"}, None),
        ],
    )
    def test_status(self, fields: dict[str, Any], status: str | None) -> None:
        assert only("status", simple(**fields)) == (status,)

    @pytest.mark.parametrize(
        ("fields", "form"),
        [
            ({"city": "online"}, "Online"),
            ({"format": "Webinar"}, "Online"),
            ({"online": True}, "Online"),
            ({"lernform": {"id": 3, "label": "Blended Learning"}}, "Hybrid"),
            ({"tags": ["Onlinekurs", "Yoga"]}, "Online"),
            ({}, None),
        ],
    )
    def test_format(self, fields: dict[str, Any], form: str | None) -> None:
        assert only("format", simple(**fields)) == (form,)

    @pytest.mark.parametrize(
        ("fields", "low", "high"),
        [
            ({"alter": "6-10 Jahre"}, "6", "10"),
            ({"alter": {"von": 6, "bis": 10}}, "6", "10"),
            ({"mindestalter": "16"}, "16", None),
            ({"zielgruppe": "Kinder von 6 bis 10 Jahren"}, "6", "10"),
            ({"mindestalter": "sechzehn"}, "sechzehn", None),
        ],
    )
    def test_ages(self, fields: dict[str, Any], low: str | None, high: str | None) -> None:
        assert only("alter_von alter_bis", simple(**fields)) == (low, high)

    @pytest.mark.parametrize(
        ("text", "days"),
        [
            ("Mo.-Fr. 8 bis 12 Uhr", "Mo|Di|Mi|Do|Fr"),
            ("montags und mittwochs, 18:00 - 19:30", "Mo|Mi"),
            ("18 Uhr", None),
        ],
    )
    def test_weekdays_in_a_sentence(self, text: str, days: str | None) -> None:
        assert only("wochentage", simple(unterrichtszeiten=text)) == (days,)

    def test_a_contact_in_one_line(self) -> None:
        line = "Frau Muster, Tel. 05151 000-1, muster@verein.example"
        assert only("telefon email", simple(kontakt=line)) == ("05151 000-1", "muster@verein.example")

    def test_words_of_several_languages_in_one_object(self) -> None:
        assert only("titel", simple(title={"en": "Pottery", "de": "Töpfern"})) == ("Töpfern",)
        assert only(
            "titel beschreibung", simple(title={"rendered": "T&ouml;pfern"}, content={"rendered": "<p>Ton</p>"})
        ) == (
            "Töpfern",
            "Ton",
        )


class TestWhatIsWrong:
    def test_every_field_without_a_home_is_named_once(self) -> None:
        record = simple(meta={"views": 3, "author": {"id": 1}}, foto="a.jpg", leer=None, auch=[], status="published")
        found = table({"page": {"size": 1}, "items": [record, {**record, "id": "K-2", "title": "Töpfern"}]})
        assert found.unknown_columns == ("meta.views", "meta.author.id", "foto", "status", "page.size")

    def test_without_an_area_the_entry_is_refused_by_name(self) -> None:
        found = table([simple(), simple(id="K-2", title="Treffpunkt Mitte")])
        assert [row.cells["kennung"] for row in found.rows] == ["K-1"]
        assert [(fault.row, fault.field, fault.reason) for fault in found.faults] == [(2, "bereich", NO_AREA)]

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"beginn": "31.02.2027"}, "beginn"),
            ({"mail": "keine-adresse"}, "email"),
            ({"zip": "3178"}, "plz"),
            ({"city": "Berlin"}, "ort"),
            ({"title": ""}, "titel"),
            ({"kosten": "-5"}, "kosten"),
            ({"link": "javascript:alert(1)"}, "url"),
        ],
    )
    def test_a_bad_value_refuses_its_entry(
        self, fields: dict[str, Any], field: str, region: Region, today: date
    ) -> None:
        bad = simple(**fields, tags=["Yoga"])
        records, refused, _ = check(table([simple(id="K-0"), bad, simple(id="K-9")]), region, today)
        assert [record.reference for record in records] == ["K-0", "K-9"]
        assert {(fault.row, fault.field) for fault in refused} == {(2, field)}

    @pytest.mark.parametrize("value", [{"": "0"}, {"a": [{}]}, [], {}, [[]], [None], {"name": {"name": "x"}}])
    def test_an_odd_value_says_nothing(self, value: Any) -> None:
        found = table([simple(unterrichtszeiten=value, stand=value, zielgruppe=value, kosten=value, adresse=value)])
        assert [row.cells["titel"] for row in found.rows] == ["Yoga am Morgen"]

    def test_a_day_in_words_is_no_bad_value(self) -> None:
        found = cells(simple(beginn="laufend"))
        assert ("beginn" in found, found["beschreibung"]) == (False, "Beginn: laufend.")

    def test_what_stands_twice_differently_refuses_its_entry(self) -> None:
        text = json.dumps([simple()]).replace('"title":', '"title": "Pilates", "title":')
        (fault,) = read_json("a.json", text.encode()).faults
        assert (fault.row, fault.field) == (1, "title")

    def test_a_text_without_end_refuses_its_entry(self) -> None:
        (fault,) = table([simple(description="x" * (LONGEST + 1))]).faults
        assert (fault.row, fault.field, fault.reason) == (1, "beschreibung", TOO_LONG)

    def test_an_entry_of_endless_parts_is_refused(self) -> None:
        (fault,) = table([simple(), simple(id="K-2", termine=[{"datum": "2027-02-01"}] * 4_000)]).faults
        assert (fault.row, "Teilen" in fault.reason) == (2, True)

    @pytest.mark.parametrize(
        "text",
        ["", "{", "[]", "{}", "null", "3", '"Yoga"', "[1, 2]", '[{"a": 1}]', "[" * 100_000, '{"a":' * 70 + "1" + "}" * 70,
         "[" + "{}," * 700_000 + "{}]"],
        ids=range(12),
    )  # fmt: skip
    def test_a_file_without_entries_is_refused_as_a_whole(self, text: str) -> None:
        with pytest.raises(SubmissionError, match=r"^a\.json: "):
            read_json("a.json", text.encode())

    @without_clock
    @given(JSON)
    def test_no_document_breaks_the_reader(self, document: Any) -> None:
        try:
            found = read_json("a.json", json.dumps([simple(), document, document]).encode())
        except SubmissionError as error:
            assert error.message.startswith("a.json: ")
        else:
            assert all(fault.reason for fault in found.faults)

    @without_clock
    @given(st.dictionaries(st.sampled_from(sorted({*FLAT, *NESTED, *LEAFLET, *TREE})), JSON, min_size=2))
    def test_no_entry_breaks_the_reader(self, fields: dict[str, Any]) -> None:
        found = table([simple(), {**simple(id="K-2"), **fields}])
        assert {row.number for row in found.rows} | {fault.row for fault in found.faults} <= {1, 2}


class TestOurTable:
    def test_our_columns_are_taken_as_they_stand(self) -> None:
        found = cells(OURS)
        assert found == {
            "kennung": "T-1",
            "titel": "Töpfern am Abend",
            "bereich": "Kultur und Freizeit",
            "anbieter": "Töpferei Musterhof",
            "ort": "Aerzen",
            "plz": "31855",
            "themen": "Töpfern|Keramik",
            "wochentage": "Mo|Mi",
            "alter_von": "16",
            "kosten": "45.5",
            "kinderbetreuung": "nein",
            "beginn": "2027-02-15",
        }

    def test_a_missing_column_leaves_what_was_there_and_null_clears(self) -> None:
        columns = table([OURS]).columns
        assert "telefon" in columns
        assert {"ende", "status", "beschreibung"}.isdisjoint(columns)

    def test_a_bad_value_refuses_its_entry_as_in_the_table(self, region: Region, today: date) -> None:
        bad = {**OURS, "kennung": "T-2", "bereich": "Keramik", "kosten": "teuer"}
        records, refused, _ = check(table([OURS, bad]), region, today)
        assert [record.reference for record in records] == ["T-1"]
        assert {(fault.row, fault.field) for fault in refused} == {(2, "bereich"), (2, "kosten")}

    @pytest.mark.parametrize("value", [{"de": "Töpfern"}, ["a", "b"], [{"a": 1}]])
    def test_an_object_is_no_value(self, value: Any) -> None:
        (fault,) = table([OURS, {**OURS, "titel": value}]).faults
        assert (fault.row, fault.field) == (2, "titel")

    def test_unknown_fields_are_named(self) -> None:
        assert table([{**OURS, "raum": 7}]).unknown_columns == ("raum",)


class TestWithoutAProvider:
    @pytest.mark.parametrize(
        ("file", "content"),
        [
            ("a.json", json.dumps([FLAT])),
            ("a.csv", "kennung;titel;bereich\nT-1;Töpfern;Kultur und Freizeit\n"),
            (
                "a.xml",
                "<veranstaltung><nummer>1</nummer><name>Yoga</name><guid>1</guid></veranstaltung>",
            ),
        ],
    )
    def test_the_file_is_refused_until_somebody_names_one(self, file: str, content: str, tmp_path: Path) -> None:
        path = tmp_path / file
        path.write_text(content, encoding="utf-8")
        with pytest.raises(SubmissionError, match="--provider NAME"):
            read(path)
        (row,) = read(path, "Volkshochschule Weserbogen").rows
        assert row.cells["anbieter"] == "Volkshochschule Weserbogen"

    def test_who_names_himself_stays_it(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_text(
            "kennung;titel;bereich;anbieter\n1;Töpfern;Kultur und Freizeit;Töpferei\n2;Yoga;Kultur und Freizeit;\n",
            encoding="utf-8",
        )
        assert [row.cells["anbieter"] for row in read(path, "Kulturhaus").rows] == ["Töpferei", "Kulturhaus"]
