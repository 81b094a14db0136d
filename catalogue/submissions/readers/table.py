"""What CSV and XLSX have in common: a header row, then one offer a row."""

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence

from catalogue.errors import SubmissionError
from catalogue.submissions.record import COLUMNS, REQUIRED, Fault, RawRow, RawTable


def build_table(file: str, content: bytes, rows: Iterable[Sequence[str]]) -> RawTable:
    """Match a header to the known columns. `rows` begins with the header; blank rows are passed over.

    Raises SubmissionError where a required column is missing or a column stands twice.
    """
    numbered = enumerate(rows, start=1)
    _, header = next(numbered, (1, []))
    names = [_column_name(cell) for cell in header]
    known = [name for name in names if name in COLUMNS]
    missing = [name for name in REQUIRED if name not in known]
    if missing:
        raise SubmissionError(f"{file}: Es fehlt die Spalte {', '.join(missing)}.")
    twice = sorted({name for name in known if known.count(name) > 1})
    if twice:
        raise SubmissionError(f"{file}: Die Spalte {', '.join(twice)} steht zweimal in der Kopfzeile.")
    raw_rows, faults = [], []
    for number, cells in numbered:
        cells = [_clean(cell) for cell in cells]
        if not any(cells):
            continue
        if any(cells[len(names) :]):
            faults.append(Fault(file, number, None, "Die Zeile hat mehr Zellen als die Kopfzeile."))
            continue
        padded = [*cells, *[""] * (len(names) - len(cells))]
        raw_rows.append(
            RawRow(number, {name: cell for name, cell in zip(names, padded, strict=False) if name in COLUMNS})
        )
    return RawTable(
        file=file,
        sha256=hashlib.sha256(content).hexdigest(),
        columns=tuple(known),
        unknown_columns=tuple(
            str(header[index]).strip() for index, name in enumerate(names) if name and name not in COLUMNS
        ),
        rows=tuple(raw_rows),
        faults=tuple(faults),
    )


def _column_name(cell: str) -> str:
    name = _clean(cell).casefold().replace(" ", "_").replace("-", "_")
    return name.replace("ß", "ss")


def _clean(cell: str) -> str:
    """Without control characters and the invisible spaces that spreadsheets and mails bring along."""
    text = unicodedata.normalize("NFC", cell).replace("\u00a0", " ").replace("\u200b", "").replace("\ufeff", "")
    return "".join(char for char in text if char >= " " or char in "\n\t").strip()
