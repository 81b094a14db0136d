"""CSV: UTF-8 with or without BOM, Windows-1252 or UTF-16; semicolon, comma or tab."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from catalogue.errors import SubmissionError
from catalogue.submissions.readers.plain_text import decoded
from catalogue.submissions.readers.table import build_table, column_name, header_row
from catalogue.submissions.record import COLUMNS, RawTable

csv.field_size_limit(1_000_000)

_SEPARATORS = ";,\t"
_LOOKED_AT = 20
# Our own exports put an apostrophe before what a spreadsheet would take for a formula.
_PROTECTED = re.compile(r"'(?=[=+\-@\t'])")


def read_csv(file: str, content: bytes, provider: str = "") -> RawTable:
    """Read a CSV file; with a `provider` it need not name one. Raises SubmissionError where it is no table of text."""
    text = decoded(file, content)
    separator = max(_SEPARATORS, key=lambda sign: _quality(text, sign))
    try:
        rows = [
            [_PROTECTED.sub("", cell, count=1) if cell[:1] == "'" else cell for cell in row]
            for row in _rows(text, separator)
        ]
    except csv.Error as error:
        raise SubmissionError(f"{file}: Die Tabelle ist beschädigt ({error}).") from error
    return build_table(file, content, rows, provider=provider)


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def _quality(text: str, separator: str) -> tuple[int, int]:
    """How well a separator divides the header: the columns that are known then, else how often it stands there."""
    try:
        first = list(islice(_rows(text, separator), _LOOKED_AT))
    except csv.Error:
        first = []
    at = header_row(first)
    known = 0 if at is None else len({column_name(cell) for cell in first[at]} & COLUMNS.keys())
    return known, text.split("\n", 1)[0].count(separator)
