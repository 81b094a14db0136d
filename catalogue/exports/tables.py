"""Offers in the format of a submission: CSV, and XLSX with lists to choose from."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from catalogue.models import Offer
from catalogue.region import Region
from catalogue.submissions.cells import FORMULA_SIGNS, current_cells, protected
from catalogue.submissions.explanations import EXPLANATIONS, several_choices, single_choices
from catalogue.submissions.record import COLUMNS, REQUIRED

# A submission has a column for everything.
DROPPED: Mapping[str, str] = {}
_EMPTY_ROWS = 500
_WIDE = {"titel": 40, "beschreibung": 60, "themen": 30, "zielgruppen": 30, "anbieter": 30, "anmeldung": 30, "url": 30}
_TEXT = "@"
_LONGEST_CELL = 32_767


def csv_table(offers: Iterable[Offer]) -> bytes:
    """A CSV file as Excel opens it: UTF-8 with BOM, semicolons; no cell is taken for a formula."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for offer in offers:
        writer.writerow([protected(cell) for cell in current_cells(offer).values()])
    return target.getvalue().encode("utf-8-sig")


def has_room(offer: Offer) -> bool:
    """Whether the cells of a workbook can hold an offer; a text that is cut off would come back as another one."""
    # A spreadsheet counts in UTF-16: signs beyond the first plane are two.
    return all(len(cell.encode("utf-16-le")) <= 2 * _LONGEST_CELL for cell in current_cells(offer).values())


def xlsx_table(offers: Iterable[Offer], region: Region, *, to_confirm: bool = False) -> bytes:
    """A workbook to correct and send back: one offer a row, lists to choose from, an explanation of each column.

    Offers that its cells cannot hold (`has_room`) are left out.

    `to_confirm` leaves the day of confirmation empty: whoever sends it back confirms the entries on that day.
    """
    left_out = {"stand": ""} if to_confirm else {}
    rows = [list({**current_cells(offer), **left_out}.values()) for offer in offers if has_room(offer)]
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Angebote"
    _fill(sheet, rows)
    lists = workbook.create_sheet("Listen")
    _add_lists(sheet, lists, region, len(rows) + _EMPTY_ROWS)
    _explain(workbook.create_sheet("Erklärung"), region)
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def xlsx_template(region: Region) -> bytes:
    """An empty workbook for providers who send offers for the first time."""
    return xlsx_table((), region)


def _fill(sheet: Worksheet, rows: Sequence[Sequence[str]]) -> None:
    for number, column in enumerate(COLUMNS, start=1):
        head = sheet.cell(1, number, column)
        head.font = Font(bold=True)
        if column in REQUIRED:
            head.fill = PatternFill("solid", fgColor="DDE8F3")
        head.comment = Comment(EXPLANATIONS[column], "Bildungsbüro", width=260, height=90)
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = _WIDE.get(column, 16)
        sheet.column_dimensions[letter].number_format = _TEXT
    for row, cells in enumerate(rows, start=2):
        for number, text in enumerate(cells, start=1):
            if text:
                cell = sheet.cell(row, number)
                assert isinstance(cell, Cell)
                _write_text(cell, text)
    sheet.freeze_panes = "C2"


def _write_text(cell: Cell, text: str) -> None:
    """Text stays text: no formula, no date, no number without its zeros."""
    cell.value = text
    cell.data_type = "s"
    cell.number_format = _TEXT
    cell.quotePrefix = text.startswith(FORMULA_SIGNS)


def _add_lists(sheet: Worksheet, lists: Worksheet, region: Region, rows: int) -> None:
    columns = list(COLUMNS)
    for number, (column, values) in enumerate(single_choices(region).items(), start=1):
        lists.cell(1, number, column).font = Font(bold=True)
        for row, value in enumerate(values, start=2):
            lists.cell(row, number, value)
        letter = get_column_letter(number)
        choice = DataValidation(
            type="list",
            formula1=f"Listen!${letter}$2:${letter}${len(values) + 1}",
            allow_blank=True,
            showErrorMessage=True,
        )
        choice.error, choice.errorTitle = "Bitte einen Wert aus der Liste wählen.", column
        choice.prompt, choice.promptTitle, choice.showInputMessage = EXPLANATIONS[column], column, True
        target = get_column_letter(columns.index(column) + 1)
        choice.add(f"{target}2:{target}{rows + 1}")
        sheet.add_data_validation(choice)


def _explain(sheet: Worksheet, region: Region) -> None:
    """Every column in words, with the values that it may have."""
    allowed = {**single_choices(region), **several_choices(region)}
    sheet.append(["Spalte", "Was hineingehört", "Mögliche Werte"])
    for column, text in EXPLANATIONS.items():
        sheet.append([column, text, " · ".join(allowed.get(column, ()))])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for letter, width in (("A", 18), ("B", 70), ("C", 90)):
        sheet.column_dimensions[letter].width = width
