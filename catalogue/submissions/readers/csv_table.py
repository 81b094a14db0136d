"""CSV: UTF-8 with or without BOM, Windows-1252 or UTF-16; semicolon, comma or tab."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from catalogue.errors import SubmissionError
from catalogue.submissions.cells import unprotected
from catalogue.submissions.readers.plain_text import decoded
from catalogue.submissions.readers.table import build_table, column_names, header_row
from catalogue.submissions.record import COLUMNS, Fault, RawTable

csv.field_size_limit(1_000_000)

_SEPARATORS = ";,\t"
_LOOKED_AT = 20
_ARCHIVE = b"PK\x03\x04"
# What Excel writes and reads, but never shows.
_SEPARATOR_LINE = re.compile(r"\ufeff?sep=([;,\t])\r?\n", re.IGNORECASE)
_QUOTES = (
    'In der Zeile steht ein Anführungszeichen ("), wo keines stehen darf. Im Text bitte doppelt schreiben ("") '
    "und die Zelle in Anführungszeichen setzen."
)


def read_csv(file: str, content: bytes, provider: str = "") -> RawTable:
    """Read a CSV file; with a `provider` it need not name one. Raises SubmissionError where it is no table of text."""
    if content.startswith(_ARCHIVE):
        raise SubmissionError(
            f"{file}: Das ist eine Excel-Datei oder ein Archiv. Excel bitte mit der Endung .xlsx senden."
        )
    text = decoded(file, content)
    said = _SEPARATOR_LINE.match(text)
    if said:
        text = text[said.end() :]
    separator = said[1] if said else max(_SEPARATORS, key=lambda sign: _quality(text, sign))
    unwrapped = _unwrapped(text) if _quality(text, separator)[0] == 0 else ""
    if unwrapped:
        text, separator = unwrapped, max(_SEPARATORS, key=lambda sign: _quality(unwrapped, sign))
    faults: list[Fault] = []
    rows = [[unprotected(cell) for cell in row] for row in _whole_rows(file, text, separator, faults)]
    return build_table(file, content, rows, faults, provider=provider)


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def _whole_rows(file: str, text: str, separator: str, faults: list[Fault]) -> Iterator[list[str]]:
    """The rows; one with a wrong quote is empty and goes to `faults`. Raises SubmissionError where a quote may have
    swallowed rows.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = before = 0
    while True:
        number, before = number + 1, reader.line_num
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            where = f"{file}: Die Tabelle ist beschädigt: "
            if "field limit" in str(error):
                raise SubmissionError(f"{where}Eine Zelle in Zeile {number} ist zu lang.") from error
            if "end of data" in str(error):
                raise SubmissionError(
                    f"{where}Ein Anführungszeichen in Zeile {number} wird nicht geschlossen."
                ) from error
            if reader.line_num - before > 1:
                raise SubmissionError(f"{where}Ab Zeile {number} stimmen die Anführungszeichen nicht.") from error
            faults.append(Fault(file, number, None, _QUOTES))
            yield []


def _unwrapped(text: str) -> str:
    """The table in a table of one column: some programs put each whole row into quotes. Empty where it is none."""
    try:
        rows = list(_rows(text, "\x1f"))
    except csv.Error:
        return ""
    is_wrapped = any(len(row) == 1 and row[0] != line for row, line in zip(rows, text.splitlines(), strict=False))
    return "\n".join(row[0] for row in rows if len(row) == 1) if is_wrapped else ""


def _quality(text: str, separator: str) -> tuple[int, int]:
    """How well a separator divides the header: the columns that are known then, else how often it stands there."""
    try:
        first = list(islice(_rows(text, separator), _LOOKED_AT))
    except csv.Error:
        first = []
    at = header_row(first)
    known = 0 if at is None else len(set(column_names(first[at])) & COLUMNS.keys())
    return known, text.split("\n", 1)[0].count(separator)
