"""CSV: UTF-8 with or without BOM, Windows-1252 or UTF-16; semicolon, comma or tab."""

import codecs
import csv
import io

from catalogue.errors import SubmissionError
from catalogue.submissions.readers.table import build_table
from catalogue.submissions.record import RawTable

csv.field_size_limit(1_000_000)


def read_csv(file: str, content: bytes) -> RawTable:
    """Read a CSV file. Raises SubmissionError where it is no table of text."""
    text = _decode(file, content)
    if "\x00" in text:
        raise SubmissionError(f"{file}: Das ist keine Textdatei.")
    first_line = text.split("\n", 1)[0]
    separator = max(";,\t", key=first_line.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise SubmissionError(f"{file}: Die Tabelle ist beschädigt ({error}).") from error
    return build_table(file, content, rows)


def _decode(file: str, content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        # Every byte string but a few is valid Windows-1252, so it comes last.
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SubmissionError(f"{file}: Die Zeichen der Datei lassen sich nicht lesen. Bitte als UTF-8 speichern.")
