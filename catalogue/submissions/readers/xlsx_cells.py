"""Cells of a workbook as they would stand in a CSV file."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl import Workbook
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.utils import datetime as excel_time

from catalogue.submissions.readers.table import NO_RESULT

_from_iso: Callable[[str], Any] = excel_time.from_ISO8601
_ZEROS = re.compile(r"0{2,10}")
# A carriage return, which XML would lose.
_RETURN = "_x000D_"


class CellReader:
    """Reads the cells of a workbook, with its texts and its styles."""

    def __init__(self, workbook: Workbook, texts: list[str]) -> None:
        self._texts = texts
        self._epoch = workbook.epoch
        self._styles: Any = workbook
        self._codes: dict[int, str] = {}

    def read(self, kind: str, style: int, value: str | None, is_formula: bool) -> str:
        """The text of a cell of this kind ("s", "n", "b" …); nothing where it is empty."""
        if not value:
            # A formula that gives an empty text says so by its kind.
            return NO_RESULT if is_formula and kind == "n" else ""
        if kind == "s":
            return self._texts[int(value)].replace(_RETURN, "")
        if kind == "b":
            return "ja" if int(value) else "nein"
        if kind == "d":
            return _text(_from_iso(value), "")
        if kind == "n":
            return self._number(value, style)
        return value.replace(_RETURN, "")

    def _number(self, value: str, style: int) -> str:
        number = float(value) if re.search("[.eE]", value) else int(value)
        if style not in self._styles._date_formats:
            return _text(number, self._code(style))
        try:
            is_span = style in self._styles._timedelta_formats
            return _text(excel_time.from_excel(number, self._epoch, timedelta=is_span), "")
        except (OverflowError, ValueError):
            # No day that there is; a spreadsheet shows "#####".
            return "#VALUE!"

    def _code(self, style: int) -> str:
        """How a style shows numbers: "0.00%", "00000"."""
        if style not in self._codes:
            number = self._styles._cell_styles[style].numFmtId
            custom = self._styles._number_formats
            is_custom = number >= BUILTIN_FORMATS_MAX_SIZE
            code = custom[number - BUILTIN_FORMATS_MAX_SIZE] if is_custom else BUILTIN_FORMATS.get(number)
            self._codes[style] = str(code or "")
        return self._codes[style]


def _text(value: Any, code: str) -> str:
    """A cell's value as people would type it."""
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
        return format(round(value, 2 if abs(value) >= 1 else 6), "f").rstrip("0")
    text = str(int(value))
    # "00000" shows the zero with which a postcode begins.
    return text.zfill(len(code)) if _ZEROS.fullmatch(code) else text
