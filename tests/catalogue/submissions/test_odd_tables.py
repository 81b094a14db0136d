"""Tables as offices really send them: what is understood, and what a refusal says."""

import io
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import openpyxl
import pytest

from catalogue.errors import SubmissionError
from catalogue.region import Region
from catalogue.submissions.check import check
from catalogue.submissions.load import FileReport, LoadReport
from catalogue.submissions.readers.csv_table import read_csv
from catalogue.submissions.readers.xlsx_table import read_xlsx
from catalogue.submissions.record import RawTable
from catalogue.submissions.report import human_text

HEADER = ("kennung", "titel", "bereich", "anbieter", "ort", "kosten", "beginn", "uhrzeit_von")
ROW = ("D-1", "Nähen für Anfänger", "Kultur und Freizeit", "Bücherei Süd", "Hameln", "49,50", "15.02.2027", "18:30")
CELLS = dict(zip(HEADER, ROW, strict=True))


def text(*rows: tuple[str, ...], separator: str = ";", end: str = "\r\n") -> str:
    return "".join(separator.join(row) + end for row in rows)


def of_csv(*rows: tuple[str, ...]) -> RawTable:
    return read_csv("a.csv", text(*rows).encode())


def workbook(*rows: tuple[Any, ...], change: Callable[[Any, Any], None] = lambda book, sheet: None) -> RawTable:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    change(book, sheet)
    target = io.BytesIO()
    book.save(target)
    return read_xlsx("a.xlsx", target.getvalue())


def only(table: RawTable) -> dict[str, str]:
    (row,) = table.rows
    return row.cells


def reasons(table: RawTable, region: Region) -> list[tuple[int | None, str | None, str]]:
    _, refused, _ = check(table, region, date(2027, 1, 11))
    return [(fault.row, fault.field, fault.reason) for fault in refused]


# --- headers


@pytest.mark.parametrize(
    ("cell", "column"),
    [
        ("Kosten in €", "kosten"),
        ("Kosten (Euro)", "kosten"),
        ("uhrzeit\nvon", "uhrzeit_von"),
        ("Beginn\n(Datum)", "beginn"),
        ("Ort:", "ort"),
        ("KENNUNG*", "kennung"),
        ("Titel (Pflicht)", "titel"),
    ],
)
def test_hints_beside_a_column_name_are_passed_over(cell: str, column: str) -> None:
    header = tuple(f'"{cell}"' if name == column else name for name in HEADER)
    table = of_csv(header, ROW)
    assert (only(table)[column], table.unknown_columns) == (CELLS[column], ())


def test_hints_that_tell_two_columns_apart_are_none() -> None:
    table = of_csv((*HEADER[:6], "Beginn (Datum)", "Beginn (Uhrzeit)"), ROW)
    assert table.unknown_columns == ("Beginn (Datum)", "Beginn (Uhrzeit)")


def test_a_column_beside_its_own_name_with_a_hint_is_another_one() -> None:
    table = of_csv((*HEADER, "Ort (alt)"), (*ROW, "Aerzen"))
    assert (only(table)["ort"], table.unknown_columns) == ("Hameln", ("Ort (alt)",))


@pytest.mark.parametrize(("at", "letter"), [(0, "A"), (8, "I")])
def test_values_in_a_column_without_a_name_are_not_lost_in_silence(at: int, letter: str) -> None:
    header, row = (*HEADER[:at], "", *HEADER[at:]), (*ROW[:at], "7", *ROW[at:])
    table = of_csv(header, row)
    assert (only(table), table.unknown_columns) == (CELLS, (f"{letter} (ohne Namen)",))


def test_a_title_and_a_second_header_row_stand_above_the_header() -> None:
    def merge(_: Any, sheet: Any) -> None:
        sheet.merge_cells("A1:H1")
        sheet.merge_cells("A2:D2")

    title, groups = ("Kursliste 2027",), ("Angebot", None, None, None, "Wo und wann")
    (row,) = workbook(title, groups, HEADER, ROW, change=merge).rows
    assert (row.number, row.cells) == (4, CELLS)


def test_a_header_that_is_none_is_shown() -> None:
    with pytest.raises(SubmissionError, match=r"Es fehlt die Spalte .*\. In Zeile 1 steht: id, title, place\.$"):
        of_csv(("id", "title", "place"), ("1", "Nähen", "Hameln"))


def test_an_empty_table_is_called_so() -> None:
    with pytest.raises(SubmissionError, match="Die Tabelle ist leer"):
        read_csv("a.csv", b"")


# --- encodings and separators


@pytest.mark.parametrize("encoding", ["cp850", "cp437", "mac_roman", "utf-16-le", "utf-16-be"])
def test_what_old_programs_write_is_read(encoding: str) -> None:
    end = "\r" if encoding == "mac_roman" else "\r\n"
    assert only(read_csv("a.csv", text(HEADER, ROW, end=end).encode(encoding))) == CELLS


def test_quotes_of_windows_are_no_umlauts_of_dos() -> None:
    row = ("D-1", "„hallo” – sagt man „so”", *ROW[2:3], "Haus", *ROW[4:])
    assert only(read_csv("a.csv", text(HEADER, row).encode("cp1252")))["titel"] == row[1]


def test_the_line_that_tells_excel_the_separator_is_no_row() -> None:
    (row,) = read_csv("a.csv", ("sep=;\r\n" + text(HEADER, ROW)).encode()).rows
    assert (row.number, row.cells) == (2, CELLS)


def test_rows_that_are_quoted_as_a_whole_are_unwrapped() -> None:
    rows = (f'"{text(row).strip()}"' for row in (HEADER, (*ROW[:1], '""Nähen""', *ROW[2:])))
    assert only(read_csv("a.csv", "\r\n".join(rows).encode()))["titel"] == "Nähen"


def test_a_workbook_with_the_wrong_ending_is_told() -> None:
    with pytest.raises(SubmissionError, match=r"Endung \.xlsx"):
        read_csv("a.csv", b"PK\x03\x04\x14\x00")


# --- quotes


def test_a_wrong_quote_refuses_its_row_alone(region: Region) -> None:
    bad = ("D-2", '"Nähen" am Abend', *ROW[2:])
    table = of_csv(HEADER, ROW, bad, ("D-3", *ROW[1:]))
    assert [(row.number, row.cells["kennung"]) for row in table.rows] == [(2, "D-1"), (4, "D-3")]
    ((row, field, reason),) = reasons(table, region)
    assert (row, field) == (3, None)
    assert "Anführungszeichen" in reason


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([("D-2", '"Nähen', *ROW[2:]), ("D-3", *ROW[1:])], "in Zeile 3 wird nicht geschlossen"),
        ([("D-2", '"Nähen', *ROW[2:]), ("D-3", '"so" weiter', *ROW[2:])], "Ab Zeile 3 stimmen"),
    ],
)
def test_a_quote_that_may_have_swallowed_rows_refuses_the_file(rows: list[tuple[str, ...]], says: str) -> None:
    with pytest.raises(SubmissionError, match=says):
        of_csv(HEADER, ROW, *rows)


# --- values of spreadsheets


def test_dates_and_times_of_a_workbook_may_be_numbers_or_values(region: Region) -> None:
    table = workbook(HEADER, (*ROW[:6], 46433, 0.770833333333333), (*ROW[:6], datetime(2027, 2, 15), time(18, 30)))
    assert [(row.cells["beginn"], row.cells["uhrzeit_von"]) for row in table.rows] == [("2027-02-15", "18:30")] * 2


def test_a_percentage_is_no_price(region: Region) -> None:
    def as_percent(_: Any, sheet: Any) -> None:
        sheet["F2"].number_format = "0%"

    table = workbook(HEADER, (*ROW[:5], 0.5, *ROW[6:]), change=as_percent)
    assert reasons(table, region)[0][:2] == (2, "kosten")


def test_rows_that_only_explain_or_sum_up_are_refused_and_the_others_go_in(region: Region) -> None:
    table = of_csv(HEADER, ("Ihr Schlüssel", "Name", "siehe Liste"), ROW, ("Summe:", "", "", "", "", "49,50", "", ""))
    records, refused, _ = check(table, region, date(2027, 1, 11))
    assert [record.reference for record in records] == ["D-1"]
    assert {fault.row for fault in refused} == {2, 4}


def test_what_concerns_a_whole_sheet_has_no_row_in_the_report() -> None:
    def add_sheet(book: Any, _: Any) -> None:
        other = book.create_sheet("Herbst")
        other.append(HEADER)
        other.append(ROW)

    table = workbook(HEADER, ROW, change=add_sheet)
    report = human_text(LoadReport([FileReport("a.xlsx", refused=list(table.faults))], dry_run=False))
    assert "  abgelehnt: Das Blatt „Herbst“ hat auch eine Kopfzeile und wird nicht gelesen." in report.splitlines()
