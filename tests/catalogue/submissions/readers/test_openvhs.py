"""Courses of Volkshochschulen in Open-vhs: in every dialect, and files that are none."""

import copy
import random
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element, fromstring, tostring

import pytest

from catalogue.errors import SubmissionError
from catalogue.region import Region
from catalogue.submissions.cells import cells_of
from catalogue.submissions.check import check
from catalogue.submissions.readers.entries import TOO_LONG, UNREADABLE
from catalogue.submissions.readers.openvhs import ROOTS, read_openvhs
from catalogue.submissions.readers.plain_text import LONGEST
from catalogue.submissions.record import RawTable

WHOLE = """
<veranstaltung>
  <guid>77</guid><nummer>271-4001</nummer><name>Deutsch am Abend A2.1</name><untertitel>mit Lernbegleitung</untertitel>
  <dvv_kategorie version="2.0">4.22</dvv_kategorie>
  <merkmale><merkmal><name>kursart_digital</name><wert>blended_learning</wert></merkmal></merkmale>
  <level>A2</level>
  <minimale_teilnehmerzahl>6</minimale_teilnehmerzahl><aktuelle_teilnehmerzahl>12</aktuelle_teilnehmerzahl>
  <maximale_teilnehmerzahl>12</maximale_teilnehmerzahl>
  <anzahl_termine>2</anzahl_termine><beginn_datum>2027-02-02</beginn_datum><ende_datum>2027-02-09</ende_datum>
  <zielgruppe>Migrantinnen ab 16 Jahren</zielgruppe>
  <schlagwort>Deutsch</schlagwort><schlagwort>Fragen auf Arabisch</schlagwort><schlagwort>vhs.cloud</schlagwort>
  <zertifikat><name>telc Deutsch A2</name><text>freiwillig</text></zertifikat>
  <text><eigenschaft>Zusatzinformation</eigenschaft><text>Lehrbuch mitbringen.</text></text>
  <text><eigenschaft>Beschreibung</eigenschaft><text><![CDATA[<p>Wir &uuml;ben.</p><p>Und lachen.</p>]]></text></text>
  <veranstaltungsort>
    <name>Haus am Markt</name>
    <adresse><land>Deutschland</land><plz>31855</plz><ort>Aerzen</ort><ortsteil>Groß Berkel</ortsteil>
      <strasse>Hauptstr. 1</strasse></adresse>
    <barrierefrei>true</barrierefrei>
  </veranstaltungsort>
  <termin><beginn_datum>2027-02-02</beginn_datum><beginn_uhrzeit>18:30:00+01:00</beginn_uhrzeit><ende_uhrzeit>20:00</ende_uhrzeit></termin>
  <termin><beginn_datum>2027-02-09</beginn_datum><beginn_uhrzeit>18:30</beginn_uhrzeit><ende_uhrzeit>20:00</ende_uhrzeit></termin>
  <preis><betrag>84.70</betrag><rabatt_moeglich>true</rabatt_moeglich></preis>
  <dozent><name>N. N.</name></dozent>
  <webadresse><typ>picture</typ><uri>https://vhs.example/bild.jpg</uri></webadresse>
  <webadresse><typ>website</typ><name>zur Buchung</name><uri>https://vhs.example/271-4001</uri></webadresse>
</veranstaltung>"""
EXPORT = """<?xml version="1.0" encoding="UTF-8"?>
<export xmlns="http://www.dvv-vhs.de/Open-VHS">
  <ersteller><guid>vhs-9</guid><name>Volkshochschule Weserbogen</name></ersteller>
  <erstellungszeitpunkt>2027-01-10T04:00:00+01:00</erstellungszeitpunkt>{}
</export>"""
HAMELN = "<veranstaltungsort><adresse><plz>31785</plz><ort>Hameln</ort></adresse></veranstaltungsort>"
PEOPLE = "<ansprechperson><anrede>Frau</anrede><name>Muster</name><mail>muster@vhs.example</mail></ansprechperson>"


def course(fields: str = "", name: str = "Yoga für den Rücken") -> str:
    return f"<veranstaltung><nummer>K-1</nummer><name>{name}</name>{fields}</veranstaltung>"


def read(*courses: str) -> RawTable:
    return read_openvhs("a.xml", EXPORT.format("".join(courses)).encode())


def cells(fields: str = "", **course_fields: str) -> dict[str, str]:
    """The only course of an export, without its empty cells and what all courses have."""
    table = read(course(fields, **course_fields))
    assert table.faults == ()
    (row,) = table.rows
    return {column: cell for column, cell in row.cells.items() if cell and column not in ("anbieter", "stand")}


class TestFields:
    def test_a_course_is_read(self) -> None:
        (row,) = read(WHOLE).rows
        assert {column: cell for column, cell in row.cells.items() if cell} == {
            "kennung": "271-4001",
            "titel": "Deutsch am Abend A2.1",
            "beschreibung": "mit Lernbegleitung\n\nWir üben.\n\nUnd lachen.\n\nLehrbuch mitbringen.\n\n"
            "Zielgruppe: Migrantinnen ab 16 Jahren.\n\nFragen auf Arabisch.\n\nAbschluss: telc Deutsch A2.\n\n"
            "Veranstaltungsort: Haus am Markt.\n\n"
            "Termine: 02.02.2027, 18:30 bis 20:00 Uhr; 09.02.2027, 18:30 bis 20:00 Uhr.",
            "bereich": "Sprachbildung",
            "art": "Kurs",
            "themen": "Deutsch",
            "zielgruppen": "Neuzugewanderte",
            "alter_von": "16",
            "niveau": "A2",
            "anbieter": "Volkshochschule Weserbogen",
            "url": "https://vhs.example/271-4001",
            "ort": "Aerzen Groß Berkel",
            "plz": "31855",
            "strasse": "Hauptstr. 1",
            "format": "Hybrid",
            "barrierefrei": "ja",
            "beginn": "2027-02-02",
            "ende": "2027-02-09",
            "wochentage": "Di",
            "uhrzeit_von": "18:30",
            "uhrzeit_bis": "20:00",
            "kosten": "84.70",
            "kosten_hinweis": "Ermäßigung möglich",
            "status": "ausgebucht",
            "stand": "2027-01-10",
        }

    def test_what_is_read_passes_the_check(self, region: Region, today: date) -> None:
        records, refused, _ = check(read(WHOLE), region, today)
        assert (len(records), refused) == (1, [])

    def test_what_has_no_home_is_named_once(self) -> None:
        assert read(WHOLE, WHOLE).unknown_columns == ("minimale_teilnehmerzahl", "zertifikat.text", "dozent")

    @pytest.mark.parametrize("root", ROOTS[1:3])
    def test_the_order_namespace_and_frame_do_not_matter(self, root: str) -> None:
        plain = fromstring(WHOLE)
        plain[:] = reversed(list(plain))
        frame = f"<{root}><anbieter/>{tostring(plain, encoding='unicode')}</{root}>"
        ours, theirs = read(WHOLE).rows[0].cells, read_openvhs("a.xml", frame.encode()).rows[0].cells
        # Without a frame nobody says who made it and when, and dates stand in the order of the calendar.
        assert {name for name in ours if ours[name] != theirs.get(name)} == {"anbieter", "stand"}

    def test_a_course_alone_is_a_document(self) -> None:
        assert read_openvhs("a.xml", WHOLE.encode()).rows[0].cells["kennung"] == "271-4001"

    def test_places_and_dates_may_stand_in_one_box(self) -> None:
        box = """<ortetermine>
          <adresse><lehrstaette>Haus 1</lehrstaette><plz>31785</plz><ort>Hameln</ort><behindertenzugang>false</behindertenzugang></adresse>
          <adresse><lehrstaette>Haus 2</lehrstaette><plz>31855</plz><ort>Aerzen</ort></adresse>
          <termin><wochentag>Dienstag</wochentag><beginn_datum>2027-02-02</beginn_datum><beginn_uhrzeit>16:00</beginn_uhrzeit></termin>
        </ortetermine><anmeldung><telefon>05151 000-2</telefon><mail/><link>https://vhs.example</link></anmeldung>"""
        found = cells(box + PEOPLE)
        assert (found["ort"], found["barrierefrei"], found["uhrzeit_von"]) == ("Hameln", "nein", "16:00")
        assert found["beschreibung"] == "Veranstaltungsort: Haus 1.\n\nWeitere Orte: Haus 2, Aerzen, 31855."
        assert (found["ansprechperson"], found["telefon"], found["email"]) == (
            "Frau Muster",
            "05151 000-2",
            "muster@vhs.example",
        )

    def test_without_dates_the_span_and_its_weekdays_count(self) -> None:
        found = cells(
            "<beginn_datum>2027-02-02</beginn_datum><ende_datum>2027-06-01</ende_datum><wochentag>Dienstag</wochentag>"
            "<wochentag>Do</wochentag><anzahl_termine>14</anzahl_termine>"
        )
        assert (found["beginn"], found["ende"], found["wochentage"]) == ("2027-02-02", "2027-06-01", "Di|Do")
        assert found["beschreibung"] == "Umfang: 14 Termine."

    @pytest.mark.parametrize(
        ("fields", "area"),
        [
            ("<dvv_kategorie>1.02</dvv_kategorie>", "Kultur und Freizeit"),
            ("<dvv_kategorie>1.02</dvv_kategorie><schlagwort>Demokratie</schlagwort>", "Kultur und Freizeit"),
            ("<dvv_kategorie>1.04</dvv_kategorie><schlagwort>Eltern</schlagwort>", "Familienbildung"),
            ("<dvv_kategorie>4.06</dvv_kategorie><schlagwort>Kochen</schlagwort>", "Sprachbildung"),
            ("<dvv_kategorie>5.02</dvv_kategorie>", "Weiterbildung"),
            ("<dvv_kategorie>6.01</dvv_kategorie><schlagwort>Alphabetisierung</schlagwort>", "Sprachbildung"),
            ("<dvv_kategorie>6.02</dvv_kategorie><schlagwort>Hauptschulabschluss</schlagwort>", "Schule-Beruf"),
            ("<dvv_kategorie>6.03</dvv_kategorie>", "Unterstützung und Teilhabe"),
            ("<schlagwort>EDV</schlagwort>", "Weiterbildung"),
            ("", "Kultur und Freizeit"),
        ],
    )
    def test_the_area_is_that_of_the_number_or_of_the_keywords(self, fields: str, area: str) -> None:
        assert cells(fields)["bereich"] == area

    def test_where_nothing_says_the_area_it_is_refused_by_name(self, region: Region, today: date) -> None:
        _, refused, _ = check(read(course(HAMELN, name="Allerlei")), region, today)
        assert [(fault.row, fault.field) for fault in refused] == [(1, "bereich")]

    @pytest.mark.parametrize(
        ("fields", "kind"),
        [
            ("<veranstaltungsart>Einzelveranstaltung/Vortrag</veranstaltungsart>", "Veranstaltung"),
            ("<veranstaltungsart>Beratung</veranstaltungsart>", "Beratung"),
            ("<veranstaltungsart>Bildungsurlaub</veranstaltungsart>", "Kurs"),
            ("<schlagwort>Exkursion</schlagwort>", "Veranstaltung"),
            ("", "Kurs"),
        ],
    )
    def test_what_kind_of_offer_it_is(self, fields: str, kind: str) -> None:
        assert cells(fields)["art"] == kind

    @pytest.mark.parametrize(
        ("price", "cost", "note"),
        [
            ("<betrag>44.02</betrag><zusatz>erm. Preis: 25,61 EUR</zusatz>", "44.02", "erm. Preis: 25,61 EUR"),
            ("<betrag>0.00</betrag><rabatt_moeglich>false</rabatt_moeglich>", "0", ""),
            ("<betrag>kostenlos</betrag>", "0", ""),
            ("<betrag/><zusatz>auf Anfrage</zusatz>", "", "auf Anfrage"),
            ("<betrag>20.00</betrag><betrag>30.00</betrag>", "30", "auch 20.00 €"),
            ("<betrag>50</betrag><rabatt_moeglich>fasle</rabatt_moeglich>", "50", ""),
        ],
    )
    def test_prices_and_reductions(self, price: str, cost: str, note: str) -> None:
        found = cells(f"<preis>{price}</preis>")
        assert (found.get("kosten", ""), found.get("kosten_hinweis", "")) == (cost, note)

    @pytest.mark.parametrize(
        ("taken", "seats", "status"),
        [("9", "10", ""), ("10", "10", "ausgebucht"), ("-1", "10", ""), ("0", "0", ""), ("", "5", "")],
    )
    def test_a_course_without_seats_is_full(self, taken: str, seats: str, status: str) -> None:
        fields = f"<aktuelle_teilnehmerzahl>{taken}</aktuelle_teilnehmerzahl><maximale_teilnehmerzahl>{seats}</maximale_teilnehmerzahl>"
        assert cells(fields).get("status", "") == status

    @pytest.mark.parametrize(
        ("fields", "form"),
        [
            ("<schlagwort>Onlinekurs</schlagwort>", "Online"),
            ("<schlagwort>Hybridkurs</schlagwort><schlagwort>Online-Kurs</schlagwort>", "Hybrid"),
            ("<veranstaltungsort><name>vhs.cloud</name></veranstaltungsort>", "Online"),
            ("<veranstaltungsort><adresse><strasse>online</strasse></adresse></veranstaltungsort>", "Online"),
            (HAMELN, ""),
        ],
    )
    def test_how_it_is_held(self, fields: str, form: str) -> None:
        assert cells(fields).get("format", "") == form

    @pytest.mark.parametrize(("field", "column"), [("beginn_datum", "beginn"), ("ende_datum", "ende")])
    def test_what_is_no_day_is_refused_by_name(self, field: str, column: str, region: Region, today: date) -> None:
        _, refused, _ = check(read(course(f"{HAMELN}<{field}>bald</{field}>")), region, today)
        assert [(fault.row, fault.field) for fault in refused] == [(1, column)]


class TestHostile:
    @pytest.mark.parametrize(
        "content",
        [
            b"", b"kein XML", b"<html/>", b"<veranstaltungen>", EXPORT.format(WHOLE).encode()[:-30], b"\x00\x00", b"\xff\xfe<\x00",
            b'<!DOCTYPE a [<!ENTITY x "y">]><veranstaltungen>&x;</veranstaltungen>',
            b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><veranstaltung><name>&x;</name></veranstaltung>',
            b"<veranstaltungen>" + b"<a>" * 100_000, b'<?xml version="1.0" encoding="klingon"?><veranstaltungen/>',
        ],
        ids=range(11),
    )  # fmt: skip
    def test_what_is_no_export_is_refused_as_a_whole(self, content: bytes) -> None:
        with pytest.raises(SubmissionError, match=r"^a\.xml: "):
            read_openvhs("a.xml", content)

    def test_an_export_without_courses_is_read(self) -> None:
        assert read().rows == ()

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
    def test_the_encoding_is_the_one_that_is_said(self, encoding: str) -> None:
        content = EXPORT.format(course()).replace("UTF-8", encoding.removesuffix("-sig")).encode(encoding)
        assert read_openvhs("a.xml", content).rows[0].cells["titel"] == "Yoga für den Rücken"

    def test_windows_1252_that_calls_itself_utf_8_is_read(self) -> None:
        content = EXPORT.format(course(name="Yoga – für 5 €")).encode("cp1252")
        assert read_openvhs("a.xml", content).rows[0].cells["titel"] == "Yoga – für 5 €"

    def test_spoilt_umlauts_are_mended_or_named(self) -> None:
        assert cells(name="Yoga fÃ¼r den RÃ¼cken")["titel"] == "Yoga für den Rücken"
        table = read(course(), course("<untertitel>R�cken</untertitel>"))
        assert [(fault.row, fault.field, fault.reason) for fault in table.faults] == [(2, "beschreibung", UNREADABLE)]
        assert [row.number for row in table.rows] == [1]

    def test_a_text_without_end_is_named(self) -> None:
        table = read(course(f"<text><text>{'x' * (LONGEST + 1)}</text></text>"))
        assert [(fault.row, fault.field, fault.reason) for fault in table.faults] == [(1, "beschreibung", TOO_LONG)]


TEXTS = (
    "", "x", "TÃ¶n", "�", "9" * 60, "-1", "²", "2027-13-01", "0000-00-00", "2027-01-05", "18:00", "24:00", "<p>a</p>", "true",
    "4.06", "Onlinekurs", "A1.2", "ab 6 Jahre", "NaN", "Abgesagt: x",
)  # fmt: skip


def _spoil(root: Element, chance: random.Random) -> None:
    elements = list(root.iter())
    element: Any = chance.choice(elements)
    match chance.randrange(5):
        case 0:
            element.text = chance.choice(TEXTS)
        case 1 if len(elements) < 500:
            element.append(copy.deepcopy(chance.choice(elements[1:])))
        case 2 if len(element):
            element.remove(chance.choice(list(element)))
        case 3:
            element.tag = chance.choice(elements).tag
        case _:
            element[:] = chance.sample(list(element), len(element))


@pytest.mark.parametrize("seed", range(4))
def test_any_elements_are_read_or_named(seed: int, region: Region, today: date) -> None:
    chance = random.Random(seed)
    for _ in range(50):
        root = fromstring(EXPORT.format(WHOLE))
        for _ in range(chance.choice((1, 2, 5))):
            _spoil(root, chance)
        try:
            records, refused, _ = check(read_openvhs("a.xml", tostring(root)), region, today)
        except SubmissionError as error:
            assert error.message.startswith("a.xml: ")
        else:
            repr([*map(cells_of, records), *(fault.reason for fault in refused)]).encode()
