"""Catalogues in openQ-Cat: courses, their dates and places, changes, and files that are none."""

import random
import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from catalogue.errors import SubmissionError
from catalogue.region import Region
from catalogue.submissions.check import check
from catalogue.submissions.load import load
from catalogue.submissions.readers.openqcat import ROOTS, read_openqcat
from catalogue.submissions.readers.openqcat.paths import READ
from catalogue.submissions.record import COLUMNS, RawTable

DOCUMENTATION = Path(__file__).parents[4] / "docs" / "formats" / "openqcat.md"

SUPPLIER = """
<SUPPLIER>
  <SUPPLIER_ID type="supplier_specific">4711</SUPPLIER_ID><SUPPLIER_NAME>Lernhof Muster gGmbH</SUPPLIER_NAME>
  <ADDRESS>
    <NAME>Lernhof</NAME><PHONE>+49.5151.000100</PHONE><EMAILS><EMAIL>post@lernhof.example</EMAIL></EMAILS>
    <URL>https://lernhof.example</URL>
  </ADDRESS>
  <EXTENDED_INFO input_type="0"/>
</SUPPLIER>"""
OTHER_SUPPLIER = """
<SUPPLIER>
  <SUPPLIER_ID type="supplier_specific">4712</SUPPLIER_ID><SUPPLIER_NAME>Sprachwerk</SUPPLIER_NAME><ADDRESS/>
  <EXTENDED_INFO input_type="0"/>
</SUPPLIER>"""
HAMELN = "<LOCATION><STREET>Hafenweg 3</STREET><ZIP>31785</ZIP><CITY>Hameln</CITY></LOCATION>"
AERZEN = "<LOCATION><STREET>Am Markt 1</STREET><ZIP>31855</ZIP><CITY>Aerzen</CITY></LOCATION>"
WHOLE_SERVICE = """
<SERVICE>
  <PRODUCT_ID>K-7</PRODUCT_ID><COURSE_TYPE>5</COURSE_TYPE>
  <SERVICE_DETAILS>
    <TITLE>Lagerlogistik mit Staplerschein</TITLE>
    <DESCRIPTION_LONG>Waren annehmen,\nlagern und versenden.</DESCRIPTION_LONG>
    <CONTACT>
      <CONTACT_ROLE type="1">Ansprechpartner</CONTACT_ROLE><ACADEMIC_TITLE>Dr.</ACADEMIC_TITLE>
      <FIRST_NAME>Ulla</FIRST_NAME><LAST_NAME>Ohm</LAST_NAME><PHONE>+49.5151.000123</PHONE>
      <EMAILS><EMAIL>ohm@lernhof.example</EMAIL></EMAILS>
    </CONTACT>
    <REQUIREMENTS>Mindestalter 18</REQUIREMENTS>
    <SERVICE_DATE>
      <START_DATE>2027-03-01T08:00:00+01:00</START_DATE><END_DATE>2027-05-28T15:30:00+02:00</END_DATE>
    </SERVICE_DATE>
    <KEYWORD>Lager</KEYWORD><KEYWORD>Logistik</KEYWORD><KEYWORD>lager</KEYWORD>
    <TARGET_GROUP><TARGET_GROUP_TEXT>Arbeitslose mit Freude am Anpacken</TARGET_GROUP_TEXT></TARGET_GROUP>
    <SERVICE_MODULE>
      <EDUCATION type="true">
        <REGISTRATION_DATE>2027-02-15T00:00:00+01:00</REGISTRATION_DATE>
        <CERTIFICATE><CERTIFICATE_STATUS>1</CERTIFICATE_STATUS><CERTIFIER_NUMBER>12</CERTIFIER_NUMBER></CERTIFICATE>
        <EXTENDED_INFO>
          <INSTITUTION type="105"/><INSTRUCTION_FORM type="101">Präsenzunterricht</INSTRUCTION_FORM>
          <INSTRUCTION_TIME type="2">Teilzeit</INSTRUCTION_TIME>
          <FUNDING_TYPES_FEDERAL type="2">Bildungsgutschein</FUNDING_TYPES_FEDERAL>
          <TEACHING_LANGUAGES>deu</TEACHING_LANGUAGES><EDUCATION_TYPE type="104"/>
        </EXTENDED_INFO>
        <MODULE_COURSE>
          <LOCATION>
            <STREET>Hafenweg 3</STREET><ZIP>31785</ZIP><CITY>Hameln</CITY>
            <BARRIER_FREE_LOCATION>true</BARRIER_FREE_LOCATION>
          </LOCATION>
          <DURATION type="4"/><INSTRUCTION_REMARKS>Montag bis Donnerstag</INSTRUCTION_REMARKS>
        </MODULE_COURSE>
      </EDUCATION>
    </SERVICE_MODULE>
  </SERVICE_DETAILS>
  <SERVICE_CLASSIFICATION>
    <REFERENCE_CLASSIFICATION_SYSTEM_NAME>Kurssystematik</REFERENCE_CLASSIFICATION_SYSTEM_NAME>
    <FEATURE><FNAME>C 1234</FNAME><FVALUE>Lagerwirtschaft</FVALUE></FEATURE>
  </SERVICE_CLASSIFICATION>
  <SERVICE_PRICE_DETAILS>
    <SERVICE_PRICE><PRICE_AMOUNT>1250.5</PRICE_AMOUNT><PRICE_CURRENCY>EUR</PRICE_CURRENCY></SERVICE_PRICE>
    <REMARKS>Raten möglich</REMARKS>
  </SERVICE_PRICE_DETAILS>
  <MIME_INFO><MIME_ELEMENT><MIME_SOURCE>https://lernhof.example/k7</MIME_SOURCE></MIME_ELEMENT></MIME_INFO>
</SERVICE>"""


def service(
    reference: str = "K-1",
    *,
    title: str = "Buchhaltung",
    details: str = "",
    after: str = "",
    education: str = "",
    info: str = "",
    modules: str = f"<MODULE_COURSE>{HAMELN}</MODULE_COURSE>",
    course: str = "",
    supplier: str = "",
    price: str = "",
    course_type: str = "1",
) -> str:
    """A service as short as the test that needs it; with `course` it is a date of that course."""
    reference_to_supplier = (
        f'<SUPPLIER_ID_REF type="supplier_specific">{supplier}</SUPPLIER_ID_REF>' if supplier else ""
    )
    return (
        f"<SERVICE><PRODUCT_ID>{reference}</PRODUCT_ID><COURSE_TYPE>{course_type}</COURSE_TYPE>{reference_to_supplier}"
        f"<SERVICE_DETAILS><TITLE>{title}</TITLE>{details}"
        f'<SERVICE_MODULE><EDUCATION type="{"false" if course else "true"}">'
        f"{f'<COURSE_ID>{course}</COURSE_ID>' if course else ''}{education}"
        f"{f'<EXTENDED_INFO>{info}</EXTENDED_INFO>' if info else ''}{modules}</EDUCATION></SERVICE_MODULE>{after}"
        f"</SERVICE_DETAILS>{price}</SERVICE>"
    )


def held(start: str, end: str = "", location: str = HAMELN, remarks: str = "") -> str:
    """A module: a course from a day on, until another, somewhere."""
    last = f"<END_DATE>{end}</END_DATE>" if end else ""
    said = f"<INSTRUCTION_REMARKS>{remarks}</INSTRUCTION_REMARKS>" if remarks else ""
    duration = f'<DURATION type="0"><START_DATE>{start}</START_DATE>{last}</DURATION>'
    return f"<MODULE_COURSE>{location}{duration}{said}</MODULE_COURSE>"


def document(body: str, *, suppliers: str = SUPPLIER, catalogue: str = "", root: str = "OPENQCAT") -> str:
    header = f"<CATALOG><LANGUAGE>deu</LANGUAGE>{catalogue}</CATALOG>{suppliers}"
    return f'<{root} version="1.1"><HEADER>{header}</HEADER>{body}</OPENQCAT>'


def full(*services: str, **parts: str) -> bytes:
    return document(f'<NEW_CATALOG FULLCATALOG="true">{"".join(services)}</NEW_CATALOG>', **parts).encode()


def update(*, delete: str = "", new: str = "", group: str = "NEW", **parts: str) -> bytes:
    deleted = f"<DELETE>{delete}</DELETE>" if delete else ""
    return document(
        f'<UPDATE_CATALOG seq_number="1">{deleted}<{group}>{new}</{group}></UPDATE_CATALOG>', **parts
    ).encode()


def deletion(reference: str, supplier: str = "") -> str:
    reference_to_supplier = (
        f'<SUPPLIER_ID_REF type="supplier_specific">{supplier}</SUPPLIER_ID_REF>' if supplier else ""
    )
    return f"<SERVICE><PRODUCT_ID>{reference}</PRODUCT_ID>{reference_to_supplier}</SERVICE>"


def read(content: bytes) -> RawTable:
    return read_openqcat("kurse.xml", content)


def cells(content: bytes) -> dict[str, str]:
    """The cells of the only entry, empty where it says nothing."""
    (found,) = by_key(content).values()
    return found


def by_key(content: bytes) -> dict[str, dict[str, str]]:
    rows = [{name: row.cells.get(name, "") for name in COLUMNS} for row in read(content).rows]
    return {row["kennung"]: row for row in rows}


class TestOneService:
    def test_everything_that_has_a_column_lands_in_it(self) -> None:
        found = cells(full(WHOLE_SERVICE, catalogue="<GENERATION_DATE>2027-01-08T03:00:00+01:00</GENERATION_DATE>"))
        assert {name: text for name, text in found.items() if text} == {
            "kennung": "K-7",
            "titel": "Lagerlogistik mit Staplerschein",
            "beschreibung": "Waren annehmen,\nlagern und versenden.\n\nFür wen: Arbeitslose mit Freude am Anpacken\n\n"
            "Voraussetzungen: Mindestalter 18\n\nUnterricht: Teilzeit; Montag bis Donnerstag",
            "bereich": "Weiterbildung",
            "art": "Kurs",
            "themen": "Lager|Logistik|Lagerwirtschaft",
            "zielgruppen": "Arbeitsuchende",
            "sprachen": "Deutsch",
            "anbieter": "Lernhof Muster gGmbH",
            "ansprechperson": "Dr. Ulla Ohm",
            "telefon": "05151 000123",
            "email": "ohm@lernhof.example",
            "url": "https://lernhof.example/k7",
            "ort": "Hameln",
            "plz": "31785",
            "strasse": "Hafenweg 3",
            "format": "Präsenz",
            "beginn": "2027-03-01",
            "ende": "2027-05-28",
            "wochentage": "Mo|Di|Mi|Do",
            "uhrzeit_von": "08:00",
            "uhrzeit_bis": "15:30",
            "kosten": "1250.50",
            "kosten_hinweis": "Raten möglich; Förderung möglich: Bildungsgutschein; zertifizierte Maßnahme (AZAV)",
            "barrierefrei": "ja",
            "anmeldung": "Anmeldung bis 15.02.2027",
            "status": "offen",
            "stand": "2027-01-08",
        }

    def test_it_goes_through_the_check(self, region: Region, today: date) -> None:
        records, refused, warnings = check(read(full(WHOLE_SERVICE)), region, today)
        assert (refused, warnings) == ([], [])
        assert records[0].values["kosten"] == 1250.5

    def test_what_the_format_has_no_field_for_is_left_as_it_is(self) -> None:
        assert not {"alter_von", "alter_bis", "kinderbetreuung", "telefon_beratung"} & set(
            read(full(service())).columns
        )

    def test_a_place_outside_the_region_is_refused_by_name(self, region: Region, today: date) -> None:
        module = "<MODULE_COURSE><LOCATION><CITY>Kassel</CITY></LOCATION></MODULE_COURSE>"
        _, refused, _ = check(read(full(service(modules=module))), region, today)
        assert [fault.field for fault in refused] == ["ort"]
        assert "Kassel" in refused[0].reason

    def test_a_service_alone_brings_its_header_along(self) -> None:
        alone = service().replace("<SERVICE>", f"<SERVICE><HEADER>{SUPPLIER}</HEADER>", 1)
        assert cells(alone.encode())["anbieter"] == "Lernhof Muster gGmbH"
        assert {"OPENQCAT", "SERVICE"} == ROOTS

    def test_without_a_header_the_check_names_what_is_missing(self, region: Region, today: date) -> None:
        _, refused, _ = check(read(service().encode()), region, today)
        assert [(fault.field, fault.reason) for fault in refused] == [("anbieter", "Diese Angabe fehlt.")]

    def test_who_holds_the_course_stands_in_the_description(self) -> None:
        organizer = "<MODULE_ORGANIZER><ADDRESS><NAME>Haus am</NAME><NAME2>Fluss</NAME2></ADDRESS></MODULE_ORGANIZER>"
        assert cells(full(service(education=organizer)))["beschreibung"] == "Durchgeführt von: Haus am Fluss"

    def test_of_several_suppliers_the_number_tells_which(self) -> None:
        content = full(service("A", supplier="4712"), service("B"), suppliers=SUPPLIER + OTHER_SUPPLIER)
        assert [row.cells["anbieter"] for row in read(content).rows] == ["Sprachwerk", ""]

    def test_the_suppliers_address_helps_where_the_service_has_no_contact(self) -> None:
        found = cells(full(service()))
        assert found["telefon"] == "05151 000100"
        assert (found["email"], found["url"]) == ("post@lernhof.example", "https://lernhof.example")

    @pytest.mark.parametrize(
        ("number", "expected"),
        [("+49.5151.123456", "05151 123456"), ("+49.5151.1234.56", "05151 1234-56"), ("05151/12 34", "05151/12 34")],
    )
    def test_phone_numbers_are_written_as_people_write_them(self, number: str, expected: str) -> None:
        assert cells(full(service(details=f"<CONTACT><PHONE>{number}</PHONE></CONTACT>")))["telefon"] == expected

    def test_the_contact_person_goes_before_the_head_of_the_house(self) -> None:
        contacts = "".join(
            f'<CONTACT><CONTACT_ROLE type="{role}"/><LAST_NAME>{name}</LAST_NAME></CONTACT>'
            for role, name in (("3", "Leitung"), ("1", "Ansprechpartnerin"))
        )
        assert cells(full(service(details=contacts)))["ansprechperson"] == "Ansprechpartnerin"

    def test_a_picture_is_not_the_page_about_the_course(self) -> None:
        pictures = "".join(
            f"<MIME_ELEMENT>{element}</MIME_ELEMENT>"
            for element in (
                "<MIME_SOURCE>https://lernhof.example/bild.JPG</MIME_SOURCE>",
                "<MIME_TYPE>image/png</MIME_TYPE><MIME_SOURCE>https://lernhof.example/b</MIME_SOURCE>",
                "<MIME_SOURCE>https://lernhof.example/</MIME_SOURCE><MIME_PURPOSE>logo</MIME_PURPOSE>",
                "<MIME_SOURCE>kurs.html</MIME_SOURCE>",
            )
        )
        content = full(
            service(education=f"<MIME_INFO>{pictures}</MIME_INFO>"),
            catalogue="<MIME_ROOT>https://lernhof.example/kurse/</MIME_ROOT>",
        )
        assert cells(content)["url"] == "https://lernhof.example/kurse/kurs.html"

    def test_languages_of_which_we_have_no_name_are_left_out(self) -> None:
        languages = "".join(f"<TEACHING_LANGUAGES>{code}</TEACHING_LANGUAGES>" for code in ("deu", "qaa", "GER", "ukr"))
        assert cells(full(service(info=languages)))["sprachen"] == "Deutsch|Ukrainisch"

    @pytest.mark.parametrize(
        ("status", "expected"),
        [
            ('<SERVICE_STATUS type="old_product">läuft nicht mehr</SERVICE_STATUS>', "abgesagt"),
            ('<SERVICE_STATUS type="others">Warteliste</SERVICE_STATUS>', "Warteliste"),
            ('<SERVICE_STATUS type="bargain">Frühbucher</SERVICE_STATUS>', "offen"),
        ],
    )
    def test_the_status(self, status: str, expected: str) -> None:
        assert cells(full(service(details=status)))["status"] == expected

    def test_remarks_that_are_only_ticked_are_told_in_words(self) -> None:
        info = "<EXTRA_OCCUPATIONAL>true</EXTRA_OCCUPATIONAL><INHOUSE_SEMINAR>false</INHOUSE_SEMINAR>"
        module = f"<MODULE_COURSE>{HAMELN}<FLEXIBLE_START>1</FLEXIBLE_START></MODULE_COURSE>"
        found = cells(full(service(info=info, modules=module)))
        assert found["beschreibung"] == "Berufsbegleitend. Der Einstieg ist auch später möglich."


class TestTexts:
    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("&lt;p&gt;Eins&lt;/p&gt;&lt;p&gt;Zwei&lt;br/&gt;Drei&lt;/p&gt;", "Eins\n\nZwei\nDrei"),
            ("<![CDATA[<ul><li>Eins</li><li>Zwei &amp; mehr</li></ul>]]>", "– Eins\n– Zwei & mehr"),
            ("Eins &lt;!-- intern --&gt; und &lt;b class=&quot;x&quot;&gt;Zwei&lt;/b&gt;", "Eins und Zwei"),
            ("A &amp;amp; B&amp;nbsp;&amp;ndash; C", "A & B – C"),
            ("&amp;lt;p&amp;gt;Doppelt&amp;lt;/p&amp;gt; verpackt", "Doppelt\n\nverpackt"),
            ("Alter &lt; 25, F&amp;B, 5 &gt; 3", "Alter < 25, F&B, 5 > 3"),
            ("Zeile 1\nZeile 2\n\n\n\nZeile 3", "Zeile 1\nZeile 2\n\nZeile 3"),
        ],
    )
    def test_html_becomes_plain_text(self, written: str, expected: str) -> None:
        found = cells(full(service(details=f"<DESCRIPTION_LONG>{written}</DESCRIPTION_LONG>")))
        assert found["beschreibung"] == expected

    def test_a_title_is_one_line(self) -> None:
        assert (
            cells(full(service(title="Bilanz &amp;amp;\n  Steuern &lt;i&gt;neu&lt;/i&gt;")))["titel"]
            == "Bilanz & Steuern neu"
        )

    def test_what_says_nothing_is_not_repeated(self) -> None:
        degree = '<DEGREE type="3"><DEGREE_TITLE>Keine Angabe</DEGREE_TITLE></DEGREE>'
        assert cells(full(service(education=degree)))["beschreibung"] == ""


class TestWhatKindOfOfferItIs:
    @pytest.mark.parametrize(
        ("course_type", "education_type", "title", "expected"),
        [
            ("4", "0", "Vorbereitung auf die Pflege", "Sprachbildung"),
            ("1", "110", "Berufssprachkurs", "Sprachbildung"),
            ("1", "102", "Mechatronik", "Schule-Beruf"),
            ("1", "101", "Berufsgrundbildungsjahr", "Schule-Beruf"),
            ("5", "104", "Englisch für den Empfang", "Sprachbildung"),
            ("5", "104", "Kompaktkurs Spanisch A2", "Sprachbildung"),
            ("5", "104", "Wirtschaftsenglisch", "Sprachbildung"),
            ("1", "100", "Integrationskurs mit Alphabetisierung", "Sprachbildung"),
            ("1", "0", "Berufsvorbereitung im Handwerk", "Schule-Beruf"),
            ("5", "104", "Ausbildung der Ausbilder", "Weiterbildung"),
            ("5", "104", "Programmiersprachen im Vergleich", "Weiterbildung"),
            ("1", "109", "Umschulung Pflege", "Weiterbildung"),
            ("3", "130", "Bewerbungscoaching", "Weiterbildung"),
            ("1", "", "Tabellen", "Weiterbildung"),
        ],
    )
    def test_the_area(self, course_type: str, education_type: str, title: str, expected: str) -> None:
        info = f'<EDUCATION_TYPE type="{education_type}"/>'
        assert cells(full(service(title=title, info=info, course_type=course_type)))["bereich"] == expected

    @pytest.mark.parametrize(
        ("course_type", "info", "title", "expected"),
        [
            ("1", '<EDUCATION_TYPE type="102"/>', "Mechatronik", "Ausbildung"),
            ("1", '<INSTITUTION type="102"/><EDUCATION_TYPE type="101"/>', "Berufsfachschule", "Schulform"),
            ("2", '<EDUCATION_TYPE type="107"/>', "Informatik (B. Sc.)", ""),
            ("3", '<INSTRUCTION_FORM type="8"/><EDUCATION_TYPE type="130"/>', "Einzelcoaching", "Beratung"),
            ("1", '<EDUCATION_TYPE type="104"/>', "Infoabend: Pflegeberufe", "Veranstaltung"),
            ("1", "", "Tabellen", "Kurs"),
        ],
    )
    def test_the_kind(self, course_type: str, info: str, title: str, expected: str) -> None:
        assert cells(full(service(title=title, info=info, course_type=course_type)))["art"] == expected

    @pytest.mark.parametrize(
        ("title", "expected"),
        [("Deutsch B1/B2", "B1|B2"), ("Deutsch: Alphabetisierung", "Alphabetisierung"), ("Führerschein B1", "")],
    )
    def test_levels_are_those_of_languages(self, title: str, expected: str) -> None:
        assert cells(full(service(title=title)))["niveau"] == expected

    def test_the_goal_of_a_language_course_stands_in_its_classification(self) -> None:
        group = "<SERVICE_CLASSIFICATION><FEATURE><FNAME>MC 01 3</FNAME><FVALUE>B2</FVALUE></FEATURE></SERVICE_CLASSIFICATION>"
        assert cells(full(service(course_type="4", price=group)))["niveau"] == "B2"

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Alle Interessierten", ""),
            ("Arbeitslose, Migrantinnen und Migranten", "Neuzugewanderte|Arbeitsuchende"),
            ("Frauen nach der Elternzeit", "Frauen"),
            ("Frauen und Männer ab 30", ""),
            ("Beschäftigte. Für Auszubildende nicht geeignet.", "Beschäftigte"),
            ("Kinder, Eltern und Familien", "Kinder|Eltern und Familien"),
        ],
    )
    def test_the_audiences_that_are_named(self, text: str, expected: str) -> None:
        group = f"<TARGET_GROUP><TARGET_GROUP_TEXT>{text}</TARGET_GROUP_TEXT></TARGET_GROUP>"
        assert cells(full(service(details=group)))["zielgruppen"] == expected

    def test_a_course_only_for_women(self) -> None:
        group = "<TARGET_GROUP><TARGET_GROUP_TEXT>Nur für Frauen</TARGET_GROUP_TEXT></TARGET_GROUP>"
        assert cells(full(service(details=group)))["nur_frauen"] == "ja"

    def test_rehabilitation_is_for_people_with_disabilities(self) -> None:
        handicap = '<HANDICAP type="1"><HAND_NAME>Sehbehinderung</HAND_NAME><HAND_CATEGORY>1</HAND_CATEGORY></HANDICAP>'
        found = cells(full(service(education=handicap)))
        assert found["zielgruppen"] == "Menschen mit Behinderung"
        assert found["beschreibung"] == "Behinderungen: Sehbehinderung"


class TestMoney:
    @pytest.mark.parametrize(
        ("price", "cost", "note"),
        [
            ("<PRICE_AMOUNT>0</PRICE_AMOUNT>", "0.00", ""),
            ("<PRICE_AMOUNT>1.250</PRICE_AMOUNT>", "1.25", ""),
            ("<PRICE_AMOUNT>1.25E3</PRICE_AMOUNT>", "1250.00", ""),
            ("<PRICE_AMOUNT>49,50</PRICE_AMOUNT>", "49.50", ""),
            ("<PRICE_AMOUNT>90</PRICE_AMOUNT><PRICE_CURRENCY>CHF</PRICE_CURRENCY>", "", "90 CHF"),
            ("<PRICE_AMOUNT>NaN</PRICE_AMOUNT>", "", ""),
            ("<PRICE_AMOUNT>-5</PRICE_AMOUNT>", "", ""),
        ],
    )
    def test_the_price_is_in_euros(self, price: str, cost: str, note: str) -> None:
        details = f"<SERVICE_PRICE_DETAILS><SERVICE_PRICE>{price}</SERVICE_PRICE></SERVICE_PRICE_DETAILS>"
        found = cells(full(service(price=details)))
        assert (found["kosten"], found["kosten_hinweis"]) == (cost, note)

    @pytest.mark.parametrize(
        ("kind", "cost", "note"),
        [
            ("gros_list", "1200.00", ""),
            ("net_list", "", "1.200 Euro zuzüglich Umsatzsteuer"),
            ("on_request", "", "Preis auf Anfrage"),
        ],
    )
    def test_only_what_people_really_pay_is_a_price(self, kind: str, cost: str, note: str) -> None:
        price = f'<SERVICE_PRICE type="{kind}"><PRICE_AMOUNT>1200</PRICE_AMOUNT></SERVICE_PRICE>'
        found = cells(full(service(price=f"<SERVICE_PRICE_DETAILS>{price}</SERVICE_PRICE_DETAILS>")))
        assert (found["kosten"], found["kosten_hinweis"]) == (cost, note)

    def test_the_currency_of_the_catalogue_holds_for_all(self) -> None:
        price = "<SERVICE_PRICE_DETAILS><SERVICE_PRICE><PRICE_AMOUNT>9</PRICE_AMOUNT></SERVICE_PRICE></SERVICE_PRICE_DETAILS>"
        found = cells(full(service(price=price), catalogue="<CURRENCY>USD</CURRENCY>"))
        assert (found["kosten"], found["kosten_hinweis"]) == ("", "9 USD")

    @pytest.mark.parametrize("info", ["", "<MEASURE_NUMBER>237/12/2026</MEASURE_NUMBER>"])
    def test_a_measure_with_a_number_is_certified(self, info: str) -> None:
        assert ("AZAV" in cells(full(service(info=info)))["kosten_hinweis"]) == bool(info)


class TestWhere:
    @pytest.mark.parametrize(
        ("form", "expected", "place"),
        [
            ("101", "Präsenz", "Hameln"),
            ("2", "Präsenz", "Hameln"),
            ("202", "Online", ""),
            ("402", "Online", ""),
            ("301", "Hybrid", "Hameln"),
            ("5", "Hybrid", "Hameln"),
            ("0", "", "Hameln"),
        ],
    )
    def test_the_form_of_teaching(self, form: str, expected: str, place: str) -> None:
        found = cells(full(service(info=f'<INSTRUCTION_FORM type="{form}"/>')))
        assert (found["format"], found["ort"]) == (expected, place)

    @pytest.mark.parametrize("module", ["<MODULE_WBT/>", "<MODULE_CBT/>"])
    def test_what_is_learnt_at_a_screen_alone_is_online(self, module: str) -> None:
        assert cells(full(service(modules=module)))["format"] == "Online"

    def test_a_screen_and_a_room_are_both(self) -> None:
        found = cells(full(service(modules=f"<MODULE_COURSE>{HAMELN}</MODULE_COURSE><MODULE_WBT/>")))
        assert (found["format"], found["ort"]) == ("Hybrid", "Hameln")

    @pytest.mark.parametrize(
        ("name", "expected"),
        [("Gemeindehaus", "Gemeindehaus, Hafenweg 3"), ("Lernhof Muster", "Hafenweg 3")],
    )
    def test_a_house_is_named_unless_it_is_the_suppliers_own(self, name: str, expected: str) -> None:
        location = HAMELN.replace("<LOCATION>", f"<LOCATION><NAME>{name}</NAME>")
        assert cells(full(service(modules=f"<MODULE_COURSE>{location}</MODULE_COURSE>")))["strasse"] == expected

    def test_a_postcode_may_name_the_country(self) -> None:
        module = f"<MODULE_COURSE>{HAMELN.replace('31785', 'D-31785')}</MODULE_COURSE>"
        assert cells(full(service(modules=module)))["plz"] == "31785"


class TestWhen:
    @pytest.mark.parametrize(
        ("start", "end", "expected"),
        [
            ("2027-03-01T00:00:00.000+01:00", "2027-03-05T00:00:00+01:00", ("2027-03-01", "2027-03-05", "", "")),
            ("2027-07-01T09:00:00+01:00", "2027-07-01T12:00:00", ("2027-07-01", "2027-07-01", "09:00", "12:00")),
            ("2027-07-01T07:00:00Z", "2027-07-01T10:00:00Z", ("2027-07-01", "2027-07-01", "09:00", "12:00")),
            ("2027-03-01T00:00:00Z", "2027-03-05T23:00:00Z", ("2027-03-01", "2027-03-06", "", "")),
            ("2027-03-01+01:00", "2027-03-02", ("2027-03-01", "2027-03-02", "", "")),
            ("2027-03-01T18:00:00", "", ("2027-03-01", "", "18:00", "")),
            ("", "2027-03-02", ("", "2027-03-02", "", "")),
        ],
    )
    def test_days_and_hours(self, start: str, end: str, expected: tuple[str, ...]) -> None:
        period = f"<SERVICE_DATE><START_DATE>{start}</START_DATE><END_DATE>{end}</END_DATE></SERVICE_DATE>"
        found = cells(full(service(details=period)))
        assert tuple(found[name] for name in ("beginn", "ende", "uhrzeit_von", "uhrzeit_bis")) == expected

    @pytest.mark.parametrize("day", ["01.03.27.", "2027-02-30T00:00:00", "bald", "9999999-01-01"])
    def test_a_day_that_is_none_is_refused_by_name(self, day: str, region: Region, today: date) -> None:
        period = f"<SERVICE_DATE><START_DATE>{day}</START_DATE></SERVICE_DATE>"
        _, refused, _ = check(read(full(service(details=period))), region, today)
        assert [fault.field for fault in refused] == ["beginn"]

    @pytest.mark.parametrize(
        ("remark", "days", "hours", "is_told"),
        [
            ("Montag bis Freitag, 08:30 bis 13:00 Uhr", "Mo|Di|Mi|Do|Fr", "08:30-13:00", False),
            ("Mo-Mi 18 - 20 Uhr", "Mo|Di|Mi", "18:00-20:00", False),
            ("dienstags und donnerstags", "Di|Do", "", False),
            ("Sa., So. 9.00-16.30 Uhr im Wechsel", "Sa|So", "09:00-16:30", True),
            ("Sonnabend 10:00–12:00", "Sa", "10:00-12:00", False),
            ("Mo 8:00-12:00, Di 13:00-17:00", "Mo|Di", "", True),
            ("Mo-Fr in Gleitzeit, Kernzeit 9:30-13:30", "Mo|Di|Mi|Do|Fr", "", True),
            ("So lernen 5-6 Leute", "", "", True),
            ("täglich außer Mittwoch", "", "", True),
            ("Montag oder Dienstag, 18:00-20:00 Uhr", "", "", True),
        ],
    )
    def test_remarks_tell_weekdays_and_hours(self, remark: str, days: str, hours: str, is_told: bool) -> None:
        found = cells(full(service(modules=held("2027-03-01", "2027-06-01", remarks=remark))))
        assert found["wochentage"] == days
        assert "-".join(filter(None, (found["uhrzeit_von"], found["uhrzeit_bis"]))) == hours
        assert (remark in found["beschreibung"]) == is_told

    def test_days_that_are_listed_become_one_offer(self) -> None:
        days = ("2027-03-04T18:00:00", "2027-03-02T18:00:00", "2027-03-09T18:00:00")
        found = cells(full(service(modules="".join(held(day, day.replace("18", "20")) for day in days))))
        assert (found["beginn"], found["ende"], found["wochentage"]) == ("2027-03-02", "2027-03-09", "Di|Do")
        assert (found["uhrzeit_von"], found["uhrzeit_bis"]) == ("18:00", "20:00")
        assert found["beschreibung"] == (
            "Termine: 02.03.2027, 18:00 bis 20:00 Uhr; 04.03.2027, 18:00 bis 20:00 Uhr; 09.03.2027, 18:00 bis 20:00 Uhr."
        )

    def test_how_long_it_takes_is_told_where_nobody_says_when_it_ends(self) -> None:
        module = f'<MODULE_COURSE>{HAMELN}<DURATION type="6"/></MODULE_COURSE>'
        assert cells(full(service(modules=module)))["beschreibung"] == "Dauer: mehr als 6 Monate bis 1 Jahr"


COURSE = service("K", title="Schweißen", details="<DESCRIPTION_LONG>Alle Verfahren.</DESCRIPTION_LONG>", modules="")


def dated(reference: str, day: str, location: str = HAMELN, **parts: str) -> str:
    """A date of the course K."""
    return service(reference, title="Schweißen", course="K", modules=held(day, day, location), **parts)


class TestCoursesWithManyDates:
    def test_the_dates_of_a_course_are_one_offer(self) -> None:
        found = cells(full(COURSE, dated("K.2", "2027-04-06"), dated("K.1", "2027-03-02")))
        assert (found["kennung"], found["titel"]) == ("K", "Schweißen")
        assert (found["beginn"], found["ende"]) == ("2027-03-02", "2027-04-06")
        assert found["beschreibung"] == "Alle Verfahren.\n\nTermine: 02.03.2027; 06.04.2027."

    def test_a_date_says_only_what_differs(self) -> None:
        module = f'<MODULE_COURSE>{AERZEN}<DURATION type="1"/></MODULE_COURSE>'
        offer = service("K", info='<INSTRUCTION_FORM type="101"/>', modules=module)
        period = "<SERVICE_DATE><START_DATE>2027-03-02</START_DATE></SERVICE_DATE>"
        event = service("K.1", course="K", details=period, modules="<MODULE_COURSE/>")
        found = cells(full(offer, event))
        assert (found["ort"], found["format"], found["beginn"]) == ("Aerzen", "Präsenz", "2027-03-02")

    def test_an_offer_that_is_called_a_date_is_one_of_its_own_dates(self) -> None:
        found = cells(full(dated("K", "2027-03-02"), dated("K.1", "2027-04-06")))
        assert (found["kennung"], found["beginn"], found["ende"]) == ("K", "2027-03-02", "2027-04-06")

    def test_an_offer_alone_is_held_when_it_says(self) -> None:
        offer = service("K", modules=held("2027-01-01", "2027-12-31"))
        found = cells(full(offer, dated("K.1", "2027-04-06")))
        assert (found["beginn"], found["ende"]) == ("2027-04-06", "2027-04-06")
        assert cells(full(offer))["beginn"] == "2027-01-01"

    def test_dates_whose_course_is_not_in_the_file_belong_together_as_well(self) -> None:
        assert list(by_key(full(dated("K.1", "2027-03-02"), dated("K.2", "2027-04-06")))) == ["K"]

    def test_each_place_is_an_offer(self) -> None:
        found = by_key(
            full(COURSE, dated("K.1", "2027-03-02"), dated("K.2", "2027-03-09", AERZEN), dated("K.3", "2027-04-06"))
        )
        assert {key: entry["ort"] for key, entry in found.items()} == {"K@hameln": "Hameln", "K@aerzen": "Aerzen"}
        assert [found["K@hameln"][name] for name in ("beginn", "ende")] == ["2027-03-02", "2027-04-06"]

    def test_the_modules_of_one_service_are_dates_as_well(self) -> None:
        content = full(service("K", modules=held("2027-03-02") + held("2027-03-09", location=AERZEN)))
        assert set(by_key(content)) == {"K@hameln", "K@aerzen"}

    def test_two_addresses_in_one_town_are_two_places(self) -> None:
        elsewhere = HAMELN.replace("Hafenweg 3", "Hafenweg 30")
        online = "<LOCATION><CITY>Online</CITY></LOCATION>"
        dates = [
            dated(f"K.{number}", "2027-03-02", where)
            for number, where in enumerate((HAMELN, elsewhere, AERZEN, online))
        ]
        assert set(by_key(full(*dates))) == {
            "K@hameln-hafenweg-3-31785-praesenz",
            "K@hameln-hafenweg-30-31785-praesenz",
            "K@aerzen",
            "K@online",
        }

    def test_the_same_file_in_another_order_says_the_same(self) -> None:
        services = [
            COURSE,
            *(dated(f"K.{day}", f"2027-03-0{day}", HAMELN if day % 2 else AERZEN) for day in range(1, 8)),
        ]
        services += [
            dated(f"L.{number}", "2027-03-01", details="<REQUIREMENTS>" + "x" * number + "</REQUIREMENTS>")
            for number in (1, 2)
        ]
        expected = by_key(full(*services))
        for seed in range(10):
            random.Random(seed).shuffle(services)
            assert by_key(full(*services)) == expected

    def test_hours_that_differ_are_told(self) -> None:
        first, second = (
            service(
                f"K.{number}", course="K", modules=held(f"2027-0{number}-02", f"2027-0{number}-20", remarks=remarks)
            )
            for number, remarks in ((3, "Montag, 09:00 bis 12:00 Uhr"), (4, "Dienstag, 18:00 bis 21:00 Uhr"))
        )
        found = cells(full(first, second))
        assert (found["wochentage"], found["uhrzeit_von"]) == ("", "")
        assert "Unterricht ab 02.03.2027: Montag, 09:00 bis 12:00 Uhr" in found["beschreibung"]
        assert "Unterricht ab 02.04.2027: Dienstag, 18:00 bis 21:00 Uhr" in found["beschreibung"]

    def test_prices_that_differ_are_a_note(self) -> None:
        prices = [
            f"<SERVICE_PRICE_DETAILS><SERVICE_PRICE><PRICE_AMOUNT>{amount}</PRICE_AMOUNT></SERVICE_PRICE></SERVICE_PRICE_DETAILS>"
            for amount in ("150", "120.5")
        ]
        found = cells(full(dated("K.1", "2027-03-02", price=prices[0]), dated("K.2", "2027-03-09", price=prices[1])))
        assert (found["kosten"], found["kosten_hinweis"]) == ("", "je nach Termin 120,50 bis 150 Euro")

    def test_a_date_that_was_called_off_is_none(self) -> None:
        off = '<SERVICE_STATUS type="old_product">abgesagt</SERVICE_STATUS>'
        found = cells(full(COURSE, dated("K.1", "2027-03-02", details=off), dated("K.2", "2027-04-06")))
        assert (found["beginn"], found["status"]) == ("2027-04-06", "offen")

    def test_offers_of_other_suppliers_with_the_same_key_are_others(self) -> None:
        content = full(
            service("K", supplier="4711"),
            service("K.1", supplier="4712", course="K"),
            suppliers=SUPPLIER + OTHER_SUPPLIER,
        )
        assert [row.cells["anbieter"] for row in read(content).rows] == ["Lernhof Muster gGmbH", "Sprachwerk"]


class TestChanges:
    def test_what_is_new_or_changed_comes_in_as_in_a_full_catalogue(self) -> None:
        assert cells(update(new=service())) == cells(full(service()))

    def test_an_update_group_beside_new_means_the_same(self) -> None:
        assert cells(update(new=service(), group="UPDATE")) == cells(full(service()))

    def test_what_is_deleted_is_withdrawn(self) -> None:
        table = read(update(delete=deletion("K-1") + deletion("K-2")))
        assert table.withdrawn == (("Lernhof Muster gGmbH", "K-1"), ("Lernhof Muster gGmbH", "K-2"))
        assert table.rows == ()

    def test_of_several_suppliers_the_number_tells_whose_offer_is_deleted(self) -> None:
        table = read(update(delete=deletion("K-1", "4712") + deletion("K-2"), suppliers=SUPPLIER + OTHER_SUPPLIER))
        assert table.withdrawn == (("Sprachwerk", "K-1"),)
        assert [(fault.row, fault.field) for fault in table.faults] == [(2, "DELETE")]

    def test_what_is_deleted_and_sent_anew_is_replaced(self) -> None:
        table = read(update(delete=deletion("K-1"), new=service("K-1")))
        assert (len(table.rows), table.withdrawn) == (1, ())

    def test_a_course_with_its_dates_may_be_sent_anew(self) -> None:
        assert list(by_key(update(new=COURSE + dated("K.1", "2027-03-02")))) == ["K"]

    def test_a_date_alone_would_take_the_place_of_all_others(self) -> None:
        table = read(update(new=service("A") + dated("K.1", "2027-03-02")))
        assert [row.cells["kennung"] for row in table.rows] == ["A"]
        (fault,) = table.faults
        assert (fault.file, fault.row, fault.field) == ("kurse.xml", 2, "COURSE_ID")
        assert "„K“" in fault.reason


@pytest.fixture
def send(engine: Engine, region: Region, tmp_path: Path) -> Callable[[bytes], list[str]]:
    """Load a catalogue; returns the keys that it withdraws."""

    def load_content(content: bytes) -> list[str]:
        (tmp_path / "kurse.xml").write_bytes(content)
        (report,) = load(engine, [tmp_path / "kurse.xml"], region, datetime(2027, 1, 11, 9)).files
        return [key.removeprefix("lernhof-muster-ggmbh/") for key in report.withdrawn]

    return load_content


def course_in(*locations: str, reference: str = "K-1") -> str:
    return service(reference, modules="".join(held("2027-03-01", "2027-03-05", where) for where in locations))


class TestCoursesInSeveralPlaces:
    def test_deleting_a_course_takes_all_its_places_back(self, send: Callable[[bytes], list[str]]) -> None:
        send(full(course_in(HAMELN, AERZEN), course_in(HAMELN, reference="K-10")))
        assert send(update(delete=deletion("K-1"))) == ["K-1@hameln", "K-1@aerzen"]

    @pytest.mark.parametrize("group", ["NEW", "UPDATE"])
    def test_a_place_that_is_gone_is_withdrawn(self, group: str, send: Callable[[bytes], list[str]]) -> None:
        location = HAMELN.replace("31785", "31812").replace("Hameln", "Bad Pyrmont")
        send(full(course_in(HAMELN, AERZEN, location)))
        assert send(update(new=course_in(HAMELN, AERZEN), group=group)) == ["K-1@bad-pyrmont"]

    def test_a_course_that_moves_between_one_place_and_several_is_listed_once(
        self, send: Callable[[bytes], list[str]]
    ) -> None:
        send(full(course_in(HAMELN)))
        assert send(full(course_in(HAMELN, AERZEN))) == ["K-1"]
        assert send(full(course_in(AERZEN))) == ["K-1@hameln", "K-1@aerzen"]

    def test_courses_that_the_file_does_not_name_stay(self, send: Callable[[bytes], list[str]]) -> None:
        send(full(course_in(HAMELN, AERZEN), course_in(HAMELN, AERZEN, reference="K-2")))
        assert send(update(new=course_in(HAMELN, AERZEN))) == []
        assert send(update(delete=deletion("K"))) == []

    def test_an_offer_that_is_refused_is_still_listed(self, send: Callable[[bytes], list[str]]) -> None:
        send(full(course_in(HAMELN, AERZEN)))
        assert send(full(course_in(HAMELN, AERZEN).replace("31855", "318"))) == []
        assert send(full(course_in(HAMELN, AERZEN).replace("Am Markt", "Am M\ufffdrkt"))) == []

    def test_a_key_that_only_looks_like_a_place_of_another_course_stays_while_it_is_sent(
        self, send: Callable[[bytes], list[str]]
    ) -> None:
        both = course_in(HAMELN) + course_in(AERZEN, reference="K-1@home")
        send(full(both))
        assert send(full(both)) == []


class TestWhatIsNotTakenOver:
    def test_fields_without_a_home_are_named_once(self) -> None:
        terms = "<TERMS_AND_CONDITIONS>Es gilt die Hausordnung.</TERMS_AND_CONDITIONS>"
        table = read(full(service("A", details=terms), service("B", details=terms)))
        assert table.unknown_columns.count("SERVICE.SERVICE_DETAILS.TERMS_AND_CONDITIONS") == 1

    def test_a_group_of_which_nothing_is_read_is_named_as_a_whole(self) -> None:
        recipient = "<RECIPIENT><RECIPIENT_ID>BA</RECIPIENT_ID><RECIPIENT_NAME>KURSNET</RECIPIENT_NAME></RECIPIENT>"
        table = read(full(service(), suppliers=recipient + SUPPLIER))
        assert [name for name in table.unknown_columns if "RECIPIENT" in name] == ["HEADER.RECIPIENT"]

    def test_empty_fields_are_not_named(self) -> None:
        assert (
            "SERVICE.SERVICE_DETAILS.CONTACT.FAX"
            not in read(full(service(details="<CONTACT><LAST_NAME>Ohm</LAST_NAME><FAX/></CONTACT>"))).unknown_columns
        )

    def test_a_service_has_the_same_names_in_every_kind_of_file(self) -> None:
        part = service(details="<SERVICE_ORDER>3</SERVICE_ORDER>")
        alone = part.replace("<SERVICE>", f"<SERVICE><HEADER>{SUPPLIER}</HEADER>", 1).encode()
        for content in (full(part), update(new=part), alone):
            assert "SERVICE.SERVICE_DETAILS.SERVICE_ORDER" in read(content).unknown_columns
            assert not any("CATALOG.SERVICE" in name for name in read(content).unknown_columns)

    def test_the_documentation_names_every_field_that_is_read(self) -> None:
        text = DOCUMENTATION.read_text(encoding="utf-8")
        assert [path for path in sorted(READ) if path.rpartition("/")[2] not in text] == []


class TestEncodings:
    TEXT = full(service(title="Übungsfirma – für Fortgeschrittene")).decode()

    @pytest.mark.parametrize("name", ["utf-8", "windows-1252", "utf-16"])
    def test_the_declared_encoding_counts(self, name: str) -> None:
        content = f'<?xml version="1.0" encoding="{name}"?>{self.TEXT}'.encode(name)
        assert cells(content)["titel"] == "Übungsfirma – für Fortgeschrittene"

    def test_windows_that_calls_itself_latin_1_keeps_its_dashes(self) -> None:
        content = f'<?xml version="1.0" encoding="ISO-8859-1"?>{self.TEXT}'.encode("cp1252")
        assert cells(content)["titel"] == "Übungsfirma – für Fortgeschrittene"

    def test_iso_8859_15(self) -> None:
        content = f'<?xml version="1.0" encoding="ISO-8859-15"?>{self.TEXT.replace("–", "€")}'.encode("iso-8859-15")
        assert cells(content)["titel"] == "Übungsfirma € für Fortgeschrittene"

    @pytest.mark.parametrize("before", ["\n\n", "\ufeff"])
    def test_what_editors_leave_before_the_declaration(self, before: str) -> None:
        assert cells(f'{before}<?xml version="1.0" encoding="utf-8"?>{self.TEXT}'.encode())["kennung"] == "K-1"

    @pytest.mark.parametrize("start", ['<OPENQCAT xmlns="urn:example:openqcat"', '<q:OPENQCAT xmlns:q="urn:x"'])
    def test_namespaces_are_no_part_of_the_names(self, start: str) -> None:
        prefix = "q:" if start.startswith("<q:") else ""
        text = re.sub(r"<(/?)(?=[A-Z])", rf"<\1{prefix}", self.TEXT).replace(f"<{prefix}OPENQCAT", start, 1)
        assert cells(text.encode())["titel"] == "Übungsfirma – für Fortgeschrittene"


NESTED = b"<OPENQCAT><NEW_CATALOG>" + b"<SERVICE>" * 5_000
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><OPENQCAT><NEW_CATALOG>&b;</NEW_CATALOG></OPENQCAT>'
STRANGER = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><OPENQCAT>&a;</OPENQCAT>'


class TestFilesThatAreRefused:
    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            pytest.param(b"", "kein lesbares XML", id="empty"),
            pytest.param(b"kennung;titel\n1;2", "kein lesbares XML", id="a table"),
            pytest.param(full(service())[:-20], "beschädigt oder unvollständig", id="cut off"),
            pytest.param(full(service(title="Übung")).decode().encode("latin-1"), "kein lesbares XML", id="undeclared"),
            pytest.param(b'<?xml version="1.0" encoding="x-y"?><OPENQCAT/>', "Zeichenkodierung", id="unknown encoding"),
            pytest.param(b'<?xml version="1.0" encoding="gb2312"?><OPENQCAT/>', "Zeichenkodierung", id="many bytes"),
            pytest.param(LAUGHS, "Entitäten", id="entities"),
            pytest.param(STRANGER, "Entitäten", id="entities from elsewhere"),
            pytest.param(NESTED, "zu tief verschachtelt", id="nested"),
            pytest.param(b"<rss><channel/></rss>", "kein Katalog im Format openQ-Cat", id="another format"),
            pytest.param(b"<OPENQCAT><HEADER/></OPENQCAT>", "kein Katalog im Format openQ-Cat", id="no catalogue"),
        ],
    )
    def test_the_reason_names_the_file(self, content: bytes, reason: str) -> None:
        with pytest.raises(SubmissionError) as error:
            read(content)
        assert error.value.message.startswith("kurse.xml: ")
        assert reason in error.value.message

    def test_a_document_type_elsewhere_is_not_fetched(self) -> None:
        content = b'<!DOCTYPE OPENQCAT SYSTEM "http://127.0.0.1:9/openqcat.dtd">' + full(service())
        assert cells(content)["kennung"] == "K-1"

    def test_an_attribute_may_be_huge(self) -> None:
        assert (
            cells(full(service()).replace(b'version="1.1"', b'version="' + b"1" * 2_000_000 + b'"'))["kennung"] == "K-1"
        )

    @pytest.mark.parametrize("part", ["&lt;!--", "&lt;p ", "&amp;a", " ", "Mo-", "8:00-", "\u0316\u0301"])
    @pytest.mark.parametrize("length", [30_000, 300_000])
    def test_no_text_takes_long_to_read(self, part: str, length: int) -> None:
        text = part * (length // len(part)) + "x"
        details = f"<DESCRIPTION_LONG>{text}</DESCRIPTION_LONG><REQUIREMENTS>{text}</REQUIREMENTS>"
        module = f"<MODULE_COURSE><INSTRUCTION_REMARKS>{text}</INSTRUCTION_REMARKS></MODULE_COURSE>"
        table = read(full(service(details=details, modules=module)))
        assert len(table.rows) + len(table.faults) > 0

    def test_many_modules_do_not_take_long_to_read(self) -> None:
        assert cells(full(service(modules=held("2027-03-01") * 3_000)))["beginn"] == "2027-03-01"

    @pytest.mark.parametrize("text", ["x" * 100_001, "K�ln"])
    def test_a_text_that_is_too_long_or_damaged_refuses_its_offer(self, text: str) -> None:
        details = f"<DESCRIPTION_LONG>{text}</DESCRIPTION_LONG>"
        table = read(full(service("A", details=details), service("B")))
        assert [row.cells["kennung"] for row in table.rows] == ["B"]
        assert [(fault.row, fault.field) for fault in table.faults] == [(1, "beschreibung")]


# --- damage: whatever happens to a file, it is read, or refused in a sentence


def _cut(content: bytearray, chance: random.Random) -> None:
    del content[chance.randrange(len(content)) :]


def _flip(content: bytearray, chance: random.Random) -> None:
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def _repeat(content: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(content))
    content[start:start] = content[start : start + chance.randrange(500)]


def _swap_names(content: bytearray, chance: random.Random) -> None:
    names = sorted(set(re.findall(rb"<([A-Z_0-9]+)", bytes(content))))
    if len(names) > 1:
        one, other = chance.sample(names, 2)
        content[:] = bytes(content).replace(one + b">", other + b">")


def _replace_value(content: bytearray, chance: random.Random) -> None:
    values = list(re.finditer(rb'(?<=[>"])[^<>"=]*(?=[<"])', bytes(content)))
    if values:
        value = chance.choice(values)
        content[value.start() : value.end()] = chance.choice(
            (
                b"",
                b"NaN",
                b"-1",
                b"9" * 400,
                b"9999-12-31T23:59:59Z",
                b"http://[",
                b"&#0;",
                b"\xc3\x28",
                b"idna",
                b"Mo-So 99:99",
            )
        )


DAMAGES: list[Callable[[bytearray, random.Random], None]] = [_cut, _flip, _repeat, _swap_names, _replace_value]
WHOLE = (
    b'<?xml version="1.0" encoding="utf-8"?>' + full(WHOLE_SERVICE, COURSE, dated("K.1", "2027-03-02")),
    b'<?xml version="1.0" encoding="utf-8"?>' + update(new=WHOLE_SERVICE, delete=deletion("K-1")),
)


@pytest.mark.parametrize("seed", range(250))
def test_a_damaged_file_is_read_or_refused(seed: int, region: Region, today: date) -> None:
    chance = random.Random(seed)
    content = bytearray(chance.choice(WHOLE))
    for _ in range(chance.choice((1, 1, 2, 5))):
        if content:
            chance.choice(DAMAGES)(content, chance)
    try:
        check(read(bytes(content)), region, today)
    except SubmissionError as error:
        assert error.message.startswith("kurse.xml: ")
