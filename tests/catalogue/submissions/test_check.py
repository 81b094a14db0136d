"""Checking rows: a bad value refuses its row, with row number, field and reason; the others go in."""

from datetime import date, time

import pytest

from catalogue.region import Region
from catalogue.submissions.check import check
from catalogue.submissions.record import Fault, RawRow, RawTable, Record
from tests.catalogue.offers import row

TODAY = date(2027, 1, 11)
Checked = tuple[list[Record], list[Fault], list[Fault]]


def checked(region: Region, *rows: dict[str, str]) -> Checked:
    columns = tuple(dict.fromkeys(column for cells in rows for column in cells))
    raw = tuple(RawRow(number, {name: cells.get(name, "") for name in columns}) for number, cells in enumerate(rows, 2))
    return check(RawTable("a.csv", "hash", columns, (), raw), region, TODAY)


def only_fault(result: Checked) -> Fault:
    records, refused, _ = result
    assert records == []
    assert len(refused) == 1
    return refused[0]


def test_a_good_row_becomes_values(region: Region) -> None:
    cells = row(
        "D-1", art="kurs", niveau="a1|A2", beginn="15.01.2027", uhrzeit_von="18:30", kosten="kostenlos", nur_frauen="ja"
    )
    records, refused, warnings = checked(region, cells)
    assert (refused, warnings) == ([], [])
    values = records[0].values
    assert (values["art"], values["niveau"], values["beginn"]) == ("Kurs", ("A1", "A2"), date(2027, 1, 15))
    assert (values["uhrzeit_von"], values["kosten"], values["nur_frauen"]) == (time(18, 30), 0, True)
    assert values["ort"].title == "Hameln"


@pytest.mark.parametrize(
    ("column", "bad"),
    [
        ("bereich", "Sport"),
        ("art", "Lehrgangsding"),
        ("zielgruppen", "Kinder|Haustiere"),
        ("nur_frauen", "vielleicht"),
        ("alter_von", "alt"),
        ("alter_bis", "500"),
        ("niveau", "A7"),
        ("sprachen", "Klingonisch"),
        ("email", "keine"),
        ("url", "https://[kaputt"),
        ("ort", "Hamlen"),
        ("plz", "123"),
        ("format", "Telepathie"),
        ("beginn", "31.02.2027"),
        ("ende", "irgendwann"),
        ("wochentage", "Mo|Fei"),
        ("uhrzeit_von", "25:00"),
        ("uhrzeit_bis", "spät"),
        ("kosten", "wenig"),
        ("kinderbetreuung", "teils"),
        ("barrierefrei", "?"),
        ("status", "voll"),
        ("stand", "gestern"),
    ],
)
def test_a_bad_value_refuses_its_row_and_no_other(region: Region, column: str, bad: str) -> None:
    records, refused, _ = checked(region, row("1"), row("2", **{column: bad}), row("3"))
    assert [record.reference for record in records] == ["1", "3"]
    assert [(fault.file, fault.row, fault.field) for fault in refused] == [("a.csv", 3, column)]
    assert refused[0].reason


@pytest.mark.parametrize("column", ["kennung", "titel", "bereich", "anbieter"])
def test_a_required_value_must_be_there(region: Region, column: str) -> None:
    fault = only_fault(checked(region, {**row("1"), column: ""}))
    assert (fault.field, fault.reason) == (column, "Diese Angabe fehlt.")


def test_every_bad_value_of_a_row_is_named(region: Region) -> None:
    _, refused, _ = checked(region, row("1", kosten="wenig", niveau="A7"))
    assert {fault.field for fault in refused} == {"kosten", "niveau"}


def test_a_place_with_a_typing_error_gets_a_suggestion(region: Region) -> None:
    fault = only_fault(checked(region, row("1", ort="Bad Pyrmnot")))
    assert "Meinten Sie Bad Pyrmont?" in fault.reason


def test_of_two_places_with_one_name_the_postcode_chooses(region: Region) -> None:
    records, refused, _ = checked(region, row("1", ort="Rohrsen", plz="31789"), row("2", ort="Rohrsen", plz=""))
    assert [record.values["ort"].title for record in records] == ["Rohrsen (Hameln)"]
    assert [fault.row for fault in refused] == [3]


@pytest.mark.parametrize("form", ["", "Präsenz", "Hybrid"])
def test_an_offer_that_people_go_to_needs_a_place(region: Region, form: str) -> None:
    assert only_fault(checked(region, row("1", ort="", format=form))).field == "ort"


def test_an_online_offer_needs_no_place(region: Region) -> None:
    records, refused, _ = checked(region, row("1", ort="", format="Online"))
    assert refused == []
    assert records[0].values["ort"] is None


def test_a_key_that_stands_twice_refuses_the_second_row(region: Region) -> None:
    records, refused, _ = checked(region, row("1"), row("2"), row("1", titel="Anders"))
    assert [record.row for record in records] == [2, 3]
    assert [(fault.row, fault.field) for fault in refused] == [(4, "kennung")]
    assert "Zeile 2" in refused[0].reason


@pytest.mark.parametrize(
    "spelling", ["kulturhaus muster", "Kulturhaus  Muster", "Kulturhaus, Muster", "Kulturhaus/Muster"]
)
def test_spellings_that_make_one_id_are_one_provider(region: Region, spelling: str) -> None:
    _, refused, _ = checked(region, row("1"), row("1", anbieter=spelling))
    assert [(fault.row, fault.field) for fault in refused] == [(3, "kennung")]


def test_two_providers_may_use_the_same_key(region: Region) -> None:
    records, refused, _ = checked(region, row("1"), row("1", anbieter="Bücherei Süd"))
    assert len(records) == 2
    assert refused == []


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"beginn": "2027-02-02", "ende": "2027-02-01"}, "ende"),
        ({"alter_von": "18", "alter_bis": "12"}, "alter_bis"),
        ({"stand": "2027-01-12"}, "stand"),
    ],
)
def test_values_that_contradict_each_other_refuse_the_row(region: Region, cells: dict[str, str], field: str) -> None:
    assert only_fault(checked(region, row("1", **cells))).field == field


@pytest.mark.parametrize(
    "cells",
    [{"beginn": "2027-02-01", "ende": "2027-02-01"}, {"alter_von": "12", "alter_bis": "12"}, {"stand": "2027-01-11"}],
)
def test_equal_ends_contradict_nothing(region: Region, cells: dict[str, str]) -> None:
    assert checked(region, row("1", **cells))[1] == []


def test_empty_cells_have_the_values_of_the_interface(region: Region) -> None:
    columns = [
        "beschreibung",
        "art",
        "zielgruppen",
        "alter_von",
        "niveau",
        "format",
        "beginn",
        "kosten",
        "kinderbetreuung",
        "status",
        "stand",
    ]
    records, _, _ = checked(region, row("1", **dict.fromkeys(columns, "")))
    values = records[0].values
    assert (values["format"], values["status"], values["stand"]) == ("Präsenz", "offen", TODAY)
    assert (values["zielgruppen"], values["niveau"]) == ((), ())
    assert {values[name] for name in ("beschreibung", "art", "alter_von", "beginn", "kosten", "kinderbetreuung")} == {
        None
    }


def test_a_missing_column_has_no_value_at_all(region: Region) -> None:
    records, _, _ = checked(region, row("1"))
    assert records[0].values.keys() == row("1").keys()


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"ende": "2027-01-10"}, "ende"),
        ({"art": "Veranstaltung", "beginn": "2027-01-10"}, "ende"),
        ({"plz": "31812"}, "plz"),
        ({"uhrzeit_von": "18:00", "uhrzeit_bis": "17:00"}, "uhrzeit_bis"),
        ({"telefon": "", "email": "", "url": ""}, "telefon"),
    ],
)
def test_a_doubt_is_told_but_the_row_goes_in(region: Region, cells: dict[str, str], field: str) -> None:
    records, refused, warnings = checked(region, row("1", **cells))
    assert (len(records), refused) == (1, [])
    assert [(fault.row, fault.field) for fault in warnings] == [(2, field)]


def test_faults_of_the_reader_are_reported_too(region: Region) -> None:
    fault = Fault("a.csv", 9, None, "Die Zeile hat mehr Zellen als die Kopfzeile.")
    _, refused, _ = check(RawTable("a.csv", "hash", (), (), (), (fault,)), region, TODAY)
    assert refused == [fault]
