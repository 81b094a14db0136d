"""Cells of a workbook as they would stand in a CSV file."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree.ElementTree import Element

from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.worksheet._reader import FORMULA_TAG, VALUE_TAG, WorkSheetParser

from catalogue.submissions.readers.table import NO_RESULT

_ZEROS = re.compile(r"0{2,10}")


class CellReader:
    """Reads the cells of one sheet, with the texts and styles of its workbook."""

    def __init__(self, sheet: Any) -> None:
        self._workbook = workbook = sheet.parent
        self._parser = WorkSheetParser(
            None,
            sheet._shared_strings,
            data_only=True,
            epoch=workbook.epoch,
            date_formats=workbook._date_formats,
            timedelta_formats=workbook._timedelta_formats,
        )
        self._codes: dict[int, str] = {}
        self._row = self._column = 0

    def read(self, element: Element, row: int) -> tuple[int, int, str] | None:
        """Row, column and text of a cell; None where it is empty."""
        if row != self._row:
            self._parser.row_counter, self._parser.col_counter, self._row = row, 0, row
        cell = self._parser.parse_cell(element)
        text = _text(cell["value"], self._code(cell["style_id"]))
        if not text and element.find(FORMULA_TAG) is not None and element.find(VALUE_TAG) is None:
            text = NO_RESULT
        return (cell["row"], cell["column"], text) if text else None

    def _code(self, style: int) -> str:
        """How a style shows numbers: "0.00%", "00000"."""
        if style not in self._codes:
            number = self._workbook._cell_styles[style].numFmtId
            custom = self._workbook._number_formats
            is_custom = number >= BUILTIN_FORMATS_MAX_SIZE
            code = custom[number - BUILTIN_FORMATS_MAX_SIZE] if is_custom else BUILTIN_FORMATS.get(number)
            self._codes[style] = str(code or "")
        return self._codes[style]


def _text(value: Any, code: str) -> str:
    """A cell's value as people would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, (datetime, date, time, timedelta)):
        return _text_of_time(value)
    if isinstance(value, (int, float)):
        return _text_of_number(value, code)
    return str(value)


def _text_of_time(value: datetime | date | time | timedelta) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        # A third of a day is a hair less than eight hours, as numbers go.
        minutes = round((value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6) / 60)
        return f"{minutes // 60:02}:{minutes % 60:02}" if minutes < 24 * 60 else value.strftime("%H:%M")
    return str(value)


def _text_of_number(value: int | float, code: str) -> str:
    if "%" in code:
        return f"{value * 100:.10g} %".replace(".", ",")
    if isinstance(value, float) and not value.is_integer():
        # A fraction of a day needs more digits than an amount.
        return format(round(value, 2 if abs(value) >= 1 else 10), "f").rstrip("0")
    text = str(int(value))
    # "00000" shows the zero with which a postcode begins.
    return text.zfill(len(code)) if _ZEROS.fullmatch(code) else text
