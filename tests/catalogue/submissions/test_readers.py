"""Files as providers send them: encodings, separators, spreadsheets, headers."""

import codecs
import io
import unicodedata
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.errors import SubmissionError
from catalogue.submissions.readers import read
from catalogue.submissions.readers.csv_table import read_csv
from catalogue.submissions.readers.xlsx_table import read_xlsx
from catalogue.submissions.record import RawTable

HEADER = ["kennung", "titel", "bereich", "anbieter"]
ROW = ["D-1", "Nähen für Anfänger", "Kultur und Freizeit", "Bücherei Süd"]
CELLS = dict(zip(HEADER, ROW, strict=True))


def lines(*rows: list[str], separator: str = ";") -> str:
    return "".join(separator.join(row) + "\r\n" for row in rows)


def workbook(*rows: list[Any]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def spoilt(content: bytes, member: str, data: bytes) -> bytes:
    """The workbook with one of its parts replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            copy.writestr(name, data if name == member else source.read(name))
    return target.getvalue()


def only_cells(table: RawTable) -> dict[str, str]:
    assert len(table.rows) == 1
    return table.rows[0].cells


class TestCsv:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
    def test_every_usual_encoding_is_read(self, encoding: str) -> None:
        assert only_cells(read_csv("a.csv", lines(HEADER, ROW).encode(encoding))) == CELLS

    @pytest.mark.parametrize(
        ("mark", "encoding"), [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")]
    )
    def test_utf_16_is_read_in_both_byte_orders(self, mark: bytes, encoding: str) -> None:
        assert only_cells(read_csv("a.csv", mark + lines(HEADER, ROW).encode(encoding))) == CELLS

    def test_typographic_signs_of_windows_are_read(self) -> None:
        row = ["D-1", "„Nähen“ – für 5 €", *ROW[2:]]
        assert only_cells(read_csv("a.csv", lines(HEADER, row).encode("cp1252")))["titel"] == "„Nähen“ – für 5 €"

    def test_umlauts_written_as_letter_and_dots_become_letters(self) -> None:
        content = unicodedata.normalize("NFD", lines(HEADER, ROW)).encode()
        assert only_cells(read_csv("a.csv", content)) == CELLS

    @pytest.mark.parametrize("separator", [";", ",", "\t"])
    def test_every_usual_separator_is_read(self, separator: str) -> None:
        assert only_cells(read_csv("a.csv", lines(HEADER, ROW, separator=separator).encode())) == CELLS

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_every_usual_end_of_line_is_read(self, end: str) -> None:
        content = lines(HEADER, ROW).replace("\r\n", end).encode()
        assert only_cells(read_csv("a.csv", content)) == CELLS

    def test_commas_in_cells_do_not_separate_where_semicolons_do(self) -> None:
        row = ["D-1", "Nähen, Stricken, Häkeln, Sticken, Weben", *ROW[2:]]
        assert only_cells(read_csv("a.csv", lines(HEADER, row).encode()))["titel"] == row[1]

    def test_quoted_cells_may_hold_separators_quotes_and_lines(self) -> None:
        text = lines(HEADER, ["D-1", '"Eins; ""zwei""\nund drei"', *ROW[2:]])
        assert only_cells(read_csv("a.csv", text.encode()))["titel"] == 'Eins; "zwei"\nund drei'

    def test_rows_are_numbered_as_the_spreadsheet_shows_them(self) -> None:
        text = lines(HEADER, ["1", '"zwei\nZeilen"', *ROW[2:]], ["", "", "", ""], [], ["2", *ROW[1:]])
        assert [row.number for row in read_csv("a.csv", text.encode()).rows] == [2, 5]

    def test_spaces_around_a_cell_and_invisible_signs_are_taken_off(self) -> None:
        text = lines(HEADER, ["  D-1\u00a0", "\u200bNähen\u00a0für Anfänger\x07 ", *ROW[2:]])
        assert only_cells(read_csv("a.csv", text.encode())) == CELLS

    def test_a_file_is_known_by_the_hash_of_its_content(self) -> None:
        one, other = lines(HEADER, ROW).encode(), lines(HEADER, ROW, ROW).encode()
        assert read_csv("a.csv", one).sha256 == read_csv("b.csv", one).sha256 != read_csv("a.csv", other).sha256

    @pytest.mark.parametrize(
        "content",
        [b"", b"\x89PNG\r\n\x1a\n\x00\x00", b"\x81\x8d\x8f", codecs.BOM_UTF16_LE + b"a", b"Guten Tag,\r\nanbei\r\n"],
        ids=["empty", "picture", "no text", "half utf-16", "letter"],
    )
    def test_what_is_no_table_is_refused_as_a_whole(self, content: bytes) -> None:
        with pytest.raises(SubmissionError, match=r"a\.csv"):
            read_csv("a.csv", content)

    def test_a_quote_that_never_ends_does_not_swallow_rows_in_silence(self) -> None:
        text = lines(HEADER, ["1", '"Nähen', *ROW[2:]], ["2", *ROW[1:]], ["3", *ROW[1:]])
        with pytest.raises(SubmissionError, match=r"a\.csv"):
            read_csv("a.csv", text.encode())

    @given(st.binary(max_size=200))
    def test_any_bytes_are_read_or_refused(self, content: bytes) -> None:
        try:
            read_csv("a.csv", content)
        except SubmissionError as error:
            assert error.message.startswith("a.csv: ")


class TestXlsx:
    def test_a_workbook_is_read_like_a_csv_file(self) -> None:
        table = read_xlsx("a.xlsx", workbook(HEADER, ROW))
        assert only_cells(table) == CELLS
        assert table.columns == tuple(HEADER)

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (date(2027, 1, 15), "2027-01-15"),
            (datetime(2027, 1, 15), "2027-01-15"),
            (time(18, 30), "18:30"),
            (31785, "31785"),
            (16.0, "16"),
            (49.5, "49.5"),
            (0, "0"),
            (True, "ja"),
            (False, "nein"),
            (None, ""),
            (" Text ", "Text"),
        ],
    )
    def test_a_cell_reads_as_people_would_type_it(self, value: Any, text: str) -> None:
        content = workbook([*HEADER, "kosten_hinweis"], [*ROW, value])
        assert only_cells(read_xlsx("a.xlsx", content))["kosten_hinweis"] == text

    @pytest.mark.parametrize("value", [date(2027, 1, 15), datetime(2027, 1, 15)])
    def test_a_date_shown_the_german_way_is_a_date(self, value: date) -> None:
        book = openpyxl.Workbook()
        book.active.append([*HEADER, "beginn"])
        book.active.append([*ROW, value])
        book.active["E2"].number_format = "DD.MM.YYYY"
        assert only_cells(read_xlsx("a.xlsx", saved(book)))["beginn"] == "2027-01-15"

    def test_a_formula_counts_by_its_value(self) -> None:
        plain = workbook([*HEADER, "kosten"], [*ROW, 49.5])
        sheet = "xl/worksheets/sheet1.xml"
        with zipfile.ZipFile(io.BytesIO(plain)) as book:
            xml = book.read(sheet).replace(b"<v>49.5</v>", b"<f>99/2</f><v>49.5</v>")
        assert b"<f>" in xml
        assert only_cells(read_xlsx("a.xlsx", spoilt(plain, sheet, xml)))["kosten"] == "49.5"

    def test_blank_rows_are_passed_over_and_counted(self) -> None:
        content = workbook(HEADER, ROW, [], [None, " ", "", None], ["D-2", *ROW[1:]])
        assert [row.number for row in read_xlsx("a.xlsx", content).rows] == [2, 5]

    def test_empty_columns_to_the_right_are_no_fault(self) -> None:
        table = read_xlsx("a.xlsx", workbook([*HEADER, None, None], [*ROW, None, " "]))
        assert only_cells(table) == CELLS
        assert table.unknown_columns == ()
        assert table.faults == ()

    def test_only_the_first_sheet_counts(self) -> None:
        book = openpyxl.Workbook()
        for row in (HEADER, ROW):
            book.active.append(row)
        book.create_sheet("Hinweise").append(["kennung"])
        assert only_cells(read_xlsx("a.xlsx", saved(book))) == CELLS

    @pytest.mark.parametrize("content", [b"", b"kennung;titel", b"PK\x03\x04 kaputt"], ids=["empty", "csv", "cut off"])
    def test_what_is_no_workbook_is_refused_as_a_whole(self, content: bytes) -> None:
        with pytest.raises(SubmissionError, match=r"a\.xlsx"):
            read_xlsx("a.xlsx", content)

    @pytest.mark.parametrize("member", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"])
    def test_a_damaged_workbook_is_refused_as_a_whole(self, member: str) -> None:
        with pytest.raises(SubmissionError, match=r"a\.xlsx"):
            read_xlsx("a.xlsx", spoilt(workbook(HEADER, ROW), member, b"<worksheet><sheetData><row"))

    def test_a_workbook_with_damaged_bytes_is_refused_as_a_whole(self) -> None:
        content = bytearray(workbook(HEADER, ROW))
        start = content.index(b"xl/worksheets/sheet1.xml") + len("xl/worksheets/sheet1.xml")
        content[start : start + 40] = b"\xff" * 40
        with pytest.raises(SubmissionError, match=r"a\.xlsx"):
            read_xlsx("a.xlsx", bytes(content))

    def test_entities_that_blow_up_are_refused(self) -> None:
        bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
        with pytest.raises(SubmissionError):
            read_xlsx("a.xlsx", spoilt(workbook(HEADER, ROW), "xl/worksheets/sheet1.xml", bomb))

    def test_an_empty_workbook_is_refused_as_a_whole(self) -> None:
        with pytest.raises(SubmissionError, match="Es fehlt die Spalte"):
            read_xlsx("a.xlsx", workbook())


class TestHeader:
    def test_columns_may_stand_in_any_order(self) -> None:
        table = read_csv("a.csv", lines(HEADER[::-1], ROW[::-1]).encode())
        assert only_cells(table) == CELLS

    @pytest.mark.parametrize("name", ["Kennung", " kennung ", "KENNUNG", "\ufeffkennung"])
    def test_case_and_spaces_of_a_column_name_are_forgiven(self, name: str) -> None:
        assert only_cells(read_csv("a.csv", lines([name, *HEADER[1:]], ROW).encode())) == CELLS

    @pytest.mark.parametrize(
        ("name", "column"), [("Alter von", "alter_von"), ("alter-von", "alter_von"), ("Straße", "strasse")]
    )
    def test_a_column_name_as_people_write_it_is_known(self, name: str, column: str) -> None:
        assert column in read_csv("a.csv", lines([*HEADER, name], [*ROW, "1"]).encode()).columns

    def test_unknown_columns_are_reported_as_they_stand_and_kept_out(self) -> None:
        table = read_csv("a.csv", lines([*HEADER, "Raum Nr.", ""], [*ROW, "7", ""]).encode())
        assert table.unknown_columns == ("Raum Nr.",)
        assert only_cells(table) == CELLS

    @pytest.mark.parametrize("column", HEADER)
    def test_a_missing_required_column_refuses_the_file(self, column: str) -> None:
        header = [name for name in HEADER if name != column]
        with pytest.raises(SubmissionError, match=f"Es fehlt die Spalte {column}"):
            read_csv("a.csv", lines(header).encode())

    def test_a_column_that_stands_twice_refuses_the_file(self) -> None:
        with pytest.raises(SubmissionError, match="titel steht zweimal"):
            read_csv("a.csv", lines([*HEADER, "Titel"], [*ROW, "x"]).encode())

    def test_a_row_with_too_many_cells_is_refused_alone(self) -> None:
        table = read_csv("a.csv", lines(HEADER, [*ROW, "zu viel"], ["D-2", *ROW[1:]]).encode())
        assert [row.number for row in table.rows] == [3]
        assert [(fault.row, fault.field) for fault in table.faults] == [(2, None)]

    def test_empty_cells_beyond_the_header_are_no_fault(self) -> None:
        table = read_csv("a.csv", lines(HEADER, [*ROW, "", ""]).encode())
        assert only_cells(table) == CELLS
        assert table.faults == ()

    def test_missing_cells_at_the_end_of_a_row_are_empty(self) -> None:
        table = read_csv("a.csv", lines([*HEADER, "ort", "plz"], ROW).encode())
        assert only_cells(table) == {**CELLS, "ort": "", "plz": ""}


class TestFiles:
    @pytest.mark.parametrize("name", ["a.csv", "A.CSV", "a.txt", "a.tsv"])
    def test_the_ending_names_the_reader(self, tmp_path: Path, name: str) -> None:
        (tmp_path / name).write_text(lines(HEADER, ROW, separator="\t"), encoding="utf-8", newline="")
        assert only_cells(read(tmp_path / name)) == CELLS

    def test_xlsx_is_read(self, tmp_path: Path) -> None:
        (tmp_path / "a.xlsx").write_bytes(workbook(HEADER, ROW))
        assert only_cells(read(tmp_path / "a.xlsx")) == CELLS

    @pytest.mark.parametrize("name", ["a.pdf", "a.xls", "a.docx", "a"])
    def test_other_formats_are_refused(self, tmp_path: Path, name: str) -> None:
        (tmp_path / name).write_bytes(b"x")
        with pytest.raises(SubmissionError, match="CSV oder XLSX"):
            read(tmp_path / name)

    def test_a_file_that_is_not_there_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(SubmissionError, match=r"fehlt\.csv"):
            read(tmp_path / "fehlt.csv")

    def test_a_folder_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "ordner.csv").mkdir()
        with pytest.raises(SubmissionError, match=r"ordner\.csv"):
            read(tmp_path / "ordner.csv")
