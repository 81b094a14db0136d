"""What CSV and XLSX have in common: a header row, then one offer a row."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from openpyxl.utils import get_column_letter

from catalogue.errors import SubmissionError
from catalogue.submissions.readers.entries import CELL_ERRORS, TOO_LONG, UNREADABLE
from catalogue.submissions.readers.plain_text import DAMAGED, LONGEST, tidy
from catalogue.submissions.readers.provider import NAME_THE_PROVIDER
from catalogue.submissions.record import COLUMNS, REQUIRED, Fault, RawRow, RawTable

# Cells that a spreadsheet shows, but that hold no value.
NO_RESULT, ACROSS = "#OHNE-ERGEBNIS!", "#VERBUNDEN!"
_NO_VALUES = {
    NO_RESULT: "Die Formel hat kein gespeichertes Ergebnis. Bitte die Datei in der Tabellenkalkulation neu speichern.",
    ACROSS: "Die Zelle ist mit der links von ihr verbunden. Bitte die Verbindung aufheben.",
    **CELL_ERRORS,
}
# What a column is called whose header is merged with the one to its left.
_NAMELESS = ACROSS.casefold()
# Titles, dates and notes may stand above the header.
_HEADER_WITHIN = 20
_MOST_COLUMNS = 1_000
# What people write beside a column's name: "Titel (Pflicht)", "Kennung*", "Ort:", "Kosten in €"
_HINT = re.compile(r"\([^()]*\)|[*:]|(?:\bin\s)?(?:€|\beuro\b)", re.IGNORECASE)
_MOST_SHOWN, _LONGEST_SHOWN = 12, 60
# Whole numbers that some programs write with a decimal point, and days and hours that they write as numbers.
_WHOLE = ("kennung", "plz", "alter_von", "alter_bis")
_DAYS, _HOURS = ("beginn", "ende", "stand"), ("uhrzeit_von", "uhrzeit_bis")
_WHOLE_NUMBER = re.compile(r"(\d+)\.0+")
_SERIAL_DAY = re.compile(r"([2-7]\d{4})(?:\.0+)?")
_FRACTION = re.compile(r"0?[.,]\d{1,20}|0[.,]\d{1,20}")
_MIDNIGHT = re.compile(r"(\S+)[ T]0?0:00(?::00(?:\.0+)?)?")
# Day 0 of a spreadsheet; workbooks of old Macintoshs begin in 1904.
DAY_ZERO, DAY_ZERO_1904 = date(1899, 12, 30), date(1904, 1, 1)


def build_table(
    file: str,
    content: bytes,
    rows: Iterable[Sequence[str]],
    faults: Iterable[Fault] = (),
    day_zero: date = DAY_ZERO,
    provider: str = "",
) -> RawTable:
    """Match a header to the known columns; it stands within the first rows, and blank rows are passed over.

    `faults` are found already; `day_zero` is from when days are counted; with a `provider` no column has to name one.
    Raises SubmissionError where a required column is missing or a column stands twice.
    """
    table = list(rows)
    start = header_row(table) or 0
    header = table[start] if table else []
    names = column_names(header)
    known = [name for name in names if name in COLUMNS]
    _refuse_header(file, header, names, provider, start + 1)
    raw_rows: list[RawRow] = []
    refused: list[RawRow] = []
    found = list(faults)
    # Where cells of the header are merged over two rows, it stands in both.
    repeated = [_clean(cell) for cell in header]
    for number, row in enumerate(table[start + 1 :], start + 2):
        cells = [_clean(cell) for cell in row]
        if not any(cells) or cells == repeated:
            continue
        wrong = list(_wrong_in_row(names, cells))
        found.extend(Fault(file, number, *reason) for reason in wrong)
        padded = [*cells, *[""] * (len(names) - len(cells))]
        pairs = zip(names, padded, strict=False)
        (refused if wrong else raw_rows).append(
            RawRow(number, {name: _as_typed(name, cell, day_zero) for name, cell in pairs if name in COLUMNS})
        )
    return RawTable(
        file=file,
        sha256=hashlib.sha256(content).hexdigest(),
        columns=tuple(known),
        unknown_columns=(*_unknown(header, names), *_nameless(names, table[start + 1 :])),
        rows=tuple(raw_rows),
        faults=tuple(found),
        refused=tuple(refused),
    )


def header_row(rows: Sequence[Sequence[str]]) -> int | None:
    """Which of the first rows has most of the known columns, all required ones at best; None where none has any."""
    best, at = (False, 0), None
    for index, row in enumerate(rows[:_HEADER_WITHIN]):
        names = set(column_names(row[:_MOST_COLUMNS])) & COLUMNS.keys()
        quality = (names >= set(REQUIRED), len(names))
        if quality > best:
            best, at = quality, index
    return at


def is_table(rows: Sequence[Sequence[str]], provider: str = "") -> bool:
    """Whether rows have a header with all required columns, and something below."""
    at = header_row(rows)
    return at is not None and _has_all(rows[at], provider) and any(any(row) for row in rows[at + 1 :])


def _has_all(row: Sequence[str], provider: str) -> bool:
    return set(column_names(row[:_MOST_COLUMNS])) >= set(_required(provider))


def _required(provider: str) -> list[str]:
    return [name for name in REQUIRED if not (provider and name == "anbieter")]


def column_name(cell: str) -> str:
    """A column's name as we write it, whatever case, spaces, line breaks or hyphens it has."""
    name = "_".join(_clean(cell[:200]).casefold().split()).replace("-", "_")
    return name.replace("ß", "ss")


def column_names(header: Sequence[str]) -> list[str]:
    """The names of all columns; hints like "Titel (Pflicht)" or "Kennung*" are passed over, unless then two are one."""
    names = [column_name(cell) for cell in header]
    bare = [column_name(_HINT.sub(" ", cell[:200])) for cell in header]
    return [
        short if name not in COLUMNS and short in COLUMNS and short not in names and bare.count(short) == 1 else name
        for name, short in zip(names, bare, strict=True)
    ]


def _unknown(header: Sequence[str], names: Sequence[str]) -> Iterable[str]:
    """The other columns, as they stand in the header."""
    for cell, name in zip(header, names, strict=True):
        if name and name not in COLUMNS and cell != ACROSS:
            yield " ".join(cell.split())


def _nameless(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterable[str]:
    """Columns with values but without a name, by the letters that a spreadsheet has for them."""
    for index, name in enumerate(names):
        if not name and any(row[index].strip() not in ("", ACROSS) for row in rows if index < len(row)):
            yield f"{get_column_letter(index + 1)} (ohne Namen)"


def _refuse_header(file: str, header: Sequence[str], names: Sequence[str], provider: str, number: int) -> None:
    known = [name for name in names if name in COLUMNS]
    missing = [name for name in _required(provider) if name not in known]
    if missing:
        there = [" ".join(cell.split())[:_LONGEST_SHOWN] for cell in header[:_MOST_SHOWN] if cell.strip(f" {ACROSS}")]
        found = f" In Zeile {number} steht: {', '.join(there)}." if there else " Die Tabelle ist leer."
        hint = f" {NAME_THE_PROVIDER}" if missing == ["anbieter"] else found
        raise SubmissionError(f"{file}: Es fehlt die Spalte {', '.join(missing)}.{hint}")
    twice = sorted({name for name in known if known.count(name) > 1})
    if twice:
        raise SubmissionError(f"{file}: Die Spalte {', '.join(twice)} steht zweimal in der Kopfzeile.")
    if sum(map(bool, names)) > _MOST_COLUMNS:
        raise SubmissionError(f"{file}: Die Tabelle hat mehr als {_MOST_COLUMNS} Spalten.")


def _wrong_in_row(names: Sequence[str], cells: Sequence[str]) -> Iterable[tuple[str | None, str]]:
    """Fields of a row that hold no value, with the reason."""
    if any(cell and cell != ACROSS for cell in cells[len(names) :]):
        yield None, "Die Zeile hat mehr Zellen als die Kopfzeile."
    is_merged = False
    for index, (name, cell) in enumerate(zip(names, cells, strict=False)):
        if name == _NAMELESS and cell not in ("", ACROSS):
            yield names[index - 1], "Unter der verbundenen Kopfzelle stehen mehrere Werte."
        elif name not in COLUMNS or (cell == ACROSS and is_merged):
            continue
        elif len(cell) > LONGEST:
            yield name, TOO_LONG
        elif cell[:1] == "#" and cell.upper() in _NO_VALUES:
            # Of a cell merged over many columns the first says it all.
            is_merged = is_merged or cell == ACROSS
            yield name, _NO_VALUES[cell.upper()]
        elif DAMAGED in cell:
            yield name, UNREADABLE


def _as_typed(name: str, cell: str, day_zero: date) -> str:
    """A value as people would type it: "31785.0" is a postcode, 46402 may be a day, and 0.75 six in the evening."""
    if name in _WHOLE and (whole := _WHOLE_NUMBER.fullmatch(cell)):
        return whole[1]
    if name in _DAYS:
        if serial := _SERIAL_DAY.fullmatch(cell):
            return (day_zero + timedelta(days=int(serial[1]))).isoformat()
        if midnight := _MIDNIGHT.fullmatch(cell):
            return midnight[1]
    if name in _HOURS and _FRACTION.fullmatch(cell):
        minutes = round(float(cell.replace(",", ".")) * 24 * 60)
        return f"{minutes // 60:02}:{minutes % 60:02}" if minutes < 24 * 60 else cell
    return cell


def _clean(cell: str) -> str:
    """Without control characters and the invisible spaces that spreadsheets and mails bring along.

    What is too long for a cell stays as it is, to be refused.
    """
    return tidy(cell) if len(cell) <= LONGEST else cell
