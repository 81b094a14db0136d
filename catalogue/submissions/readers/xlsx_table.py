"""XLSX: the first sheet; dates, times and numbers as people would type them, formulas as values."""

import io
import zipfile
import zlib
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from catalogue.errors import SubmissionError
from catalogue.submissions.readers.table import build_table
from catalogue.submissions.record import RawTable

_DAMAGED = (
    InvalidFileException, zipfile.BadZipFile, zlib.error, ParseError,
    KeyError, ValueError, IndexError, EOFError, TypeError,
)  # fmt: skip


def read_xlsx(file: str, content: bytes) -> RawTable:
    """Read the first sheet of a workbook. Raises SubmissionError where it is none."""
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = workbook.worksheets[0]
        rows = [[_text(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    except _DAMAGED as error:
        raise SubmissionError(f"{file}: Das ist keine lesbare Excel-Datei.") from error
    return build_table(file, content, rows)


def _text(value: Any) -> str:
    """A cell's value as it would stand in a CSV file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, float):
        return format(round(value, 2), "f").rstrip("0")
    return str(value)
