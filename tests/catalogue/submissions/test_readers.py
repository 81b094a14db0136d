"""Files as providers send them: encodings, separators, spreadsheets, headers."""

import codecs
import io
import random
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.errors import SubmissionError
from catalogue.region import Region
from catalogue.submissions.cells import cells_of
from catalogue.submissions.check import check
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


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def _rows(count: int, column: str) -> bytes:
    rows = (f'<row r="{row}"><c r="{column}{row}"><v>1</v></c></row>' for row in range(1, count + 1))
    return "".join(rows).encode()


def faults(table: RawTable) -> list[tuple[int | None, str | None]]:
    return [(fault.row, fault.field) for fault in table.faults]


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

    @pytest.mark.parametrize("separator", [";", ",", "\t"])
    def test_the_separator_is_the_one_that_divides_the_header(self, separator: str) -> None:
        header = ['"kennung"', '"titel"', '"bereich"', '"anbieter"', '"Raum, Etage; Haus"']
        text = lines(header, [*ROW, "3"], separator=separator)
        assert only_cells(read_csv("a.csv", text.encode())) == CELLS

    def test_an_apostrophe_that_protects_a_cell_is_taken_off(self) -> None:
        row = ["'=1+1", "'+49 Töne", "'Kunst", "''s Haus"]
        assert list(only_cells(read_csv("a.csv", lines(HEADER, row).encode())).values()) == [
            "=1+1",
            "+49 Töne",
            "'Kunst",
            "'s Haus",
        ]

    def test_spoilt_umlauts_are_mended_where_it_is_certain(self) -> None:
        text = lines(HEADER, ["D-1", "NÃ¤hen fÃ¼r AnfÃ¤nger", "Kultur und Freizeit", "BÃ¼cherei SÃ¼d"])
        assert only_cells(read_csv("a.csv", text.encode())) == CELLS

    def test_umlauts_that_are_lost_are_named(self) -> None:
        table = read_csv("a.csv", lines(HEADER, ["D-1", "N�hen", *ROW[2:]], ["D-2", *ROW[1:]]).encode())
        assert [(fault.row, fault.field) for fault in table.faults] == [(2, "titel")]
        assert [row.number for row in table.rows] == [3]

    def test_a_cell_that_no_description_is_as_long_as_is_named(self) -> None:
        table = read_csv("a.csv", lines(HEADER, ["D-1", "x" * 100_001, *ROW[2:]]).encode())
        assert [(fault.row, fault.field) for fault in table.faults] == [(2, "titel")]
        with pytest.raises(SubmissionError, match=r"a\.csv"):
            read_csv("a.csv", lines(HEADER, ["D-1", "x" * 10_000_000, *ROW[2:]]).encode())

    def test_accents_without_end_take_no_time(self) -> None:
        text = lines(HEADER, ["D-1", "a" + "\u0300\u0327" * 40_000, *ROW[2:]])
        assert only_cells(read_csv("a.csv", text.encode()))["titel"].startswith("à")

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

    @pytest.mark.parametrize(
        ("value", "number_format", "text"),
        [
            (0.19, "0%", "19 %"),
            (0.125, "0.0%", "12,5 %"),
            (1067, "00000", "01067"),
            (8 / 24, "hh:mm", "08:00"),
            (18.5 / 24, "hh:mm", "18:30"),
            (46402, "DD.MM.YYYY", "2027-01-15"),
            (3_000_000, "DD.MM.YYYY", None),
            (1 / 3, "General", "0.333333"),
            (33.3333333, "General", "33.33"),
        ],
    )
    def test_a_number_reads_as_it_is_shown(self, value: float, number_format: str, text: str | None) -> None:
        book = openpyxl.Workbook()
        book.active.append([*HEADER, "kosten_hinweis"])
        book.active.append([*ROW, value])
        book.active["E2"].number_format = number_format
        table = read_xlsx("a.xlsx", saved(book))
        if text is None:
            assert faults(table) == [(2, "kosten_hinweis")]
        else:
            assert only_cells(table)["kosten_hinweis"] == text

    def test_workbooks_of_old_macintoshs_count_from_another_day(self) -> None:
        book = openpyxl.Workbook()
        book.epoch = openpyxl.utils.datetime.MAC_EPOCH
        book.active.append([*HEADER, "beginn", "ende"])
        book.active.append([*ROW, date(2027, 1, 15), 44940])
        cells = only_cells(read_xlsx("a.xlsx", saved(book)))
        assert (cells["beginn"], cells["ende"]) == ("2027-01-15", "2027-01-15")

    def test_a_formula_without_a_value_refuses_its_row_by_name(self) -> None:
        table = read_xlsx("a.xlsx", workbook([*HEADER, "kosten"], [*ROW, "=99/2"], ["D-2", *ROW[1:], 5]))
        assert (faults(table), [row.number for row in table.rows]) == ([(2, "kosten")], [3])

    def test_an_error_refuses_its_row_by_name(self) -> None:
        content = workbook([*HEADER, "kosten"], [*ROW, 49.5])
        sheet = "xl/worksheets/sheet1.xml"
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            xml = book.read(sheet).replace(b't="n"><v>49.5', b't="e"><f>1/0</f><v>#DIV/0!')
        assert b"DIV" in xml
        assert faults(read_xlsx("a.xlsx", spoilt(content, sheet, xml))) == [(2, "kosten")]

    def test_a_value_merged_over_rows_stands_in_each_of_them(self) -> None:
        book = openpyxl.Workbook()
        for row in (HEADER, ROW, ["D-2", *ROW[1:3]], ["D-3", *ROW[1:3]], []):
            book.active.append(row)
        book.active.merge_cells("D2:D9")
        table = read_xlsx("a.xlsx", saved(book))
        assert [row.cells["anbieter"] for row in table.rows] == ["Bücherei Süd"] * 3

    def test_a_value_merged_over_columns_refuses_its_row_by_name(self) -> None:
        book = openpyxl.Workbook()
        for row in (HEADER, ROW, ["Kurse im Frühjahr"], ["D-2", *ROW[1:]]):
            book.active.append(row)
        book.active.merge_cells("A3:D3")
        book.active.merge_cells("B4:C4")
        table = read_xlsx("a.xlsx", saved(book))
        assert (faults(table), [row.number for row in table.rows]) == ([(3, "titel"), (4, "bereich")], [2])

    def test_a_header_of_two_merged_rows_is_one(self) -> None:
        book = openpyxl.Workbook()
        for row in (
            [*HEADER, "Kontakt"],
            [None, None, None, None, "telefon", "email"],
            [*ROW, "05151 000-1", "a@b.example"],
        ):
            book.active.append(row)
        for merged in ("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:F1"):
            book.active.merge_cells(merged)
        cells = only_cells(read_xlsx("a.xlsx", saved(book)))
        assert (cells["kennung"], cells["telefon"], cells["email"]) == ("D-1", "05151 000-1", "a@b.example")

    def test_values_below_a_merged_header_cell_refuse_their_row(self) -> None:
        book = openpyxl.Workbook()
        for row in ([*HEADER, "themen", None], [*ROW, "Garn", None], ["D-2", *ROW[1:], "Garn", "Wolle"]):
            book.active.append(row)
        book.active.merge_cells("E1:F1")
        assert faults(read_xlsx("a.xlsx", saved(book))) == [(3, "themen")]

    def test_hidden_rows_are_read_and_hidden_sheets_are_not(self) -> None:
        book = openpyxl.Workbook()
        for row in (HEADER, ["X-1", *ROW[1:]]):
            book.active.append(row)
        book.active.sheet_state = "hidden"
        shown = book.create_sheet("Angebote")
        for row in (HEADER, ROW):
            shown.append(row)
        shown.row_dimensions[2].hidden = True
        book.active = 1
        assert only_cells(read_xlsx("a.xlsx", saved(book))) == CELLS

    def test_the_first_sheet_with_a_header_counts_and_others_are_named(self) -> None:
        book = openpyxl.Workbook()
        book.active.append(["So füllen Sie die Tabelle aus"])
        for name in ("Hameln", "Aerzen"):
            sheet = book.create_sheet(name)
            for row in (HEADER, ROW):
                sheet.append(row)
        table = read_xlsx("a.xlsx", saved(book))
        assert [row.number for row in table.rows] == [2]
        (fault,) = table.faults
        assert (fault.row, "Aerzen" in fault.reason) == (None, True)

    @pytest.mark.parametrize(
        ("content", "hint"),
        [
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "als Excel-Arbeitsmappe"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "Kennwort"),
        ],
        ids=["old format", "password"],
    )
    def test_workbooks_that_cannot_be_opened_say_what_to_do(self, content: bytes, hint: str) -> None:
        with pytest.raises(SubmissionError, match=hint):
            read_xlsx("a.xlsx", content)

    def test_an_archive_with_a_workbook_in_it_is_none(self) -> None:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr("angebote.xlsx", workbook(HEADER, ROW))
        with pytest.raises(SubmissionError, match="als Excel-Arbeitsmappe"):
            read_xlsx("a.xlsx", target.getvalue())

    @pytest.mark.parametrize(
        "sheet",
        [
            lambda: b"<worksheet>" + b" " * 120_000_000,
            lambda: b"<worksheet>" + b" " * 11_000_000,
            lambda: SHEET + b"<sheetData/>" + b"<a>" * 5_000,
            lambda: SHEET + b"<a/>" * 1_400_000 + b"</worksheet>",
            lambda: SHEET + b'<sheetData><row r="9999999"><c r="A9999999"><v>1</v></c></row></sheetData></worksheet>',
            lambda: SHEET + b"<sheetData>" + _rows(4_000, "XFD") + b"</sheetData></worksheet>",
            lambda: (
                SHEET
                + b"<sheetData/><mergeCells>"
                + b'<mergeCell ref="A1:XFD1048576"/>' * 6_000
                + b"</mergeCells></worksheet>"
            ),
        ],
        ids=["bomb", "ratio", "deep", "elements", "far down", "far right", "merged"],
    )
    def test_a_sheet_that_would_fill_the_memory_is_refused(self, sheet: Callable[[], bytes]) -> None:
        with pytest.raises(SubmissionError, match=r"a\.xlsx"):
            read_xlsx("a.xlsx", spoilt(workbook(HEADER, ROW), "xl/worksheets/sheet1.xml", sheet()))

    def test_five_thousand_columns_are_refused(self) -> None:
        with pytest.raises(SubmissionError, match="Spalten"):
            read_xlsx("a.xlsx", workbook([*HEADER, *(f"Spalte {number}" for number in range(5_000))]))

    @pytest.mark.parametrize("part", ["xl/externalLinks/externalLink1.xml", "xl/embeddings/andere.xlsx"])
    def test_links_and_workbooks_inside_are_left_alone(self, part: str) -> None:
        target = io.BytesIO(workbook(HEADER, ROW))
        with zipfile.ZipFile(target, "a") as book:
            book.writestr(part, workbook(HEADER, ["X-1", *ROW[1:]]))
        assert only_cells(read_xlsx("a.xlsx", target.getvalue())) == CELLS

    @pytest.mark.parametrize("seed", range(4))
    def test_any_damage_is_read_or_refused(self, seed: int) -> None:
        chance = random.Random(seed)
        whole = workbook([*HEADER, "kosten"], [*ROW, 49.5], ["D-2", *ROW[1:], "=1/2"])
        with zipfile.ZipFile(io.BytesIO(whole)) as book:
            parts = {name: book.read(name) for name in book.namelist()}
        for _ in range(50):
            name = chance.choice(list(parts))
            part = bytearray(parts[name])
            for _ in range(chance.choice((1, 2, 5))):
                at = chance.randrange(len(part))
                junk = (b"", b"<a/>", b"&x;", b"<", b'"', b"9" * 400, b"\xff", b"\x00", part[at : at + 40])
                part[at : at + chance.choice((0, 1, 20))] = chance.choice(junk)
            try:
                read_xlsx("a.xlsx", spoilt(whole, name, bytes(part)))
            except SubmissionError as error:
                assert error.message.startswith("a.xlsx: ")


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

    @pytest.mark.parametrize(
        "above", [["Angebote 2027"], ["Angebote 2027", ""], [f"Zeile {number}" for number in range(19)]]
    )
    def test_titles_may_stand_above_the_header(self, above: list[str]) -> None:
        text = "".join(f"{line}\r\n" for line in above) + lines(HEADER, ROW)
        (row,) = read_csv("a.csv", text.encode()).rows
        assert (row.number, row.cells) == (len(above) + 2, CELLS)

    def test_a_header_far_below_is_none(self) -> None:
        text = "Angebote\r\n" * 20 + lines(HEADER, ROW)
        with pytest.raises(SubmissionError, match="Es fehlt die Spalte"):
            read_csv("a.csv", text.encode())

    @pytest.mark.parametrize(
        ("column", "cell", "value"),
        [
            ("plz", "31785.0", "31785"),
            ("kennung", "4711.00", "4711"),
            ("kennung", "4711.10", "4711.10"),
            ("plz", "1067", "1067"),
            ("alter_von", "6.0", "6"),
            ("beginn", "46402", "2027-01-15"),
            ("beginn", "15.01.2027 00:00:00", "15.01.2027"),
            ("beginn", "2027", "2027"),
            ("uhrzeit_von", "0.770833333", "18:30"),
            ("uhrzeit_von", "0,75", "18:00"),
            ("uhrzeit_von", "18.30", "18.30"),
            ("kosten", "46402", "46402"),
        ],
    )
    def test_what_a_spreadsheet_makes_of_numbers_is_what_was_meant(self, column: str, cell: str, value: str) -> None:
        row = {**CELLS, column: cell}
        assert only_cells(read_csv("a.csv", lines(list(row), list(row.values())).encode()))[column] == value

    @pytest.mark.parametrize("cell", ["#REF!", "#BEZUG!", "#NV", "#n/a", "#DIV/0!", "#NAME?"])
    def test_a_cell_that_shows_an_error_refuses_its_row_by_name(self, cell: str) -> None:
        table = read_csv(
            "a.csv", lines([*HEADER, "ort", "Notiz"], [*ROW, cell, ""], ["D-2", *ROW[1:], "", cell]).encode()
        )
        assert (faults(table), [row.number for row in table.rows]) == ([(2, "ort")], [3])

    @pytest.mark.parametrize("seed", range(4))
    def test_any_damage_is_read_or_refused(self, seed: int, region: Region, today: date) -> None:
        chance = random.Random(seed)
        whole = lines(
            ["Angebote 2027"], [*HEADER, "beginn", "plz", "ort"], [*ROW, "46402", "31785.0", "Hameln"]
        ).encode()
        junk = (
            b";",
            b",",
            b"\t",
            b'"',
            b"\n",
            b"'=",
            b"#NV",
            b"0.75",
            b"\x00",
            b"\xff",
            b"\xc3\x83\xc2\xbc",
            b"kennung",
            b"\r",
        )
        for _ in range(50):
            content = bytearray(whole)
            for _ in range(chance.choice((1, 2, 5))):
                at = chance.randrange(len(content))
                content[at : at + chance.choice((0, 1, 20))] = chance.choice(junk)
            try:
                records, refused, _ = check(read_csv("a.csv", bytes(content)), region, today)
            except SubmissionError as error:
                assert error.message.startswith("a.csv: ")
            else:
                repr([*map(cells_of, records), *(fault.reason for fault in refused)]).encode()

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
        with pytest.raises(SubmissionError, match="Möglich sind CSV, XLSX, XML"):
            read(tmp_path / name)

    def test_a_file_that_is_not_there_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(SubmissionError, match=r"fehlt\.csv"):
            read(tmp_path / "fehlt.csv")

    def test_a_folder_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "ordner.csv").mkdir()
        with pytest.raises(SubmissionError, match=r"ordner\.csv"):
            read(tmp_path / "ordner.csv")
