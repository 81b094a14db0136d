"""One sheet of a workbook as rows of text, read piece by piece: a forged one must not fill the memory."""

import re
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from openpyxl.utils import column_index_from_string, range_boundaries

from catalogue.submissions.readers.table import ACROSS
from catalogue.submissions.readers.xlsx_cells import CellReader

_COORDINATE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_PIECE = 100_000
_DEEPEST = 30
# Far more than offers have.
_MOST_CELLS, _MOST_ELEMENTS = 400_000, 1_300_000
_LAST_ROW, _LARGEST_AREA, _MOST_MERGED = 1_048_576, 3_000_000, 5_000


class TooLargeError(Exception):
    """A sheet larger than any list of offers; the text is a sentence in German."""

    def __init__(self) -> None:
        super().__init__("Das Tabellenblatt ist größer als jede Liste von Angeboten und wird nicht gelesen.")


@dataclass
class Budget:
    """How much of all sheets of a workbook is read."""

    cells: int = _MOST_CELLS
    elements: int = _MOST_ELEMENTS


def rows_of(source: IO[bytes], cells: CellReader, budget: Budget) -> list[list[str]]:
    """The rows of a sheet as they are numbered there, values of merged cells in each of their rows."""
    sheet = _Sheet(cells, budget)
    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler, parser.EndElementHandler = sheet.start, sheet.end
    parser.CharacterDataHandler = sheet.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    while piece := source.read(_PIECE):
        parser.Parse(piece)
    parser.Parse(b"", True)
    _fill_merged(sheet.rows, sheet.merged)
    return _as_lists(sheet.rows)


def _refuse_doctype(*_: object) -> None:
    # What a document type declares are entities, and those of a bomb unfold without end.
    raise ValueError("a sheet has no document type")


@dataclass
class _Sheet:
    """What was read of a sheet so far."""

    cells: CellReader
    budget: Budget
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    _row: int = 0
    _column: int = 0
    _depth: int = 0
    _cell: dict[str, str] | None = None
    _value: list[str] | None = None
    _is_formula: bool = False
    _is_open: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self.budget.elements -= 1
        if self._depth > _DEEPEST or self.budget.elements < 0:
            raise TooLargeError
        local = name.rpartition("}")[2]
        if local == "row":
            self._row, self._column = int(float(attributes.get("r", self._row + 1))), 0
        elif local == "c":
            self._cell, self._value, self._is_formula = attributes, None, False
        elif local == "mergeCell":
            self.merged.append(attributes.get("ref", ""))
            if len(self.merged) > _MOST_MERGED:
                raise TooLargeError
        elif self._cell is not None and local in ("v", "t"):
            self._is_open = True
            self._value = self._value or []
        elif local == "f":
            self._is_formula = True

    def text(self, text: str) -> None:
        if self._is_open and self._value is not None:
            self._value.append(text)

    def end(self, name: str) -> None:
        self._depth -= 1
        local = name.rpartition("}")[2]
        if local in ("v", "t"):
            self._is_open = False
        elif local == "rPh":
            # How a Japanese word is spoken stands beside it, and is no part of it.
            self._value = None
        elif local == "c" and self._cell is not None:
            self._take(self._cell)
            self._cell = None

    def _take(self, attributes: dict[str, str]) -> None:
        row, self._column = self._row, self._column + 1
        if found := _COORDINATE.fullmatch(attributes.get("r", "")):
            row, self._column = int(found[2]), column_index_from_string(found[1])
        value = None if self._value is None else "".join(self._value)
        text = self.cells.read(attributes.get("t", "n"), int(attributes.get("s", 0)), value, self._is_formula)
        if text:
            self.budget.cells -= 1
            if self.budget.cells < 0:
                raise TooLargeError
            self.rows.setdefault(row, {})[self._column] = text


def _fill_merged(rows: dict[int, dict[int, str]], merged: list[str]) -> None:
    """Repeat a merged value in every row that has something of its own; mark what it covers in other columns."""
    filled, last, widest = 0, max(rows, default=0), max(map(max, rows.values()), default=0)
    for ref in merged:
        left, top, right, bottom = map(int, filter(None, range_boundaries(ref)))
        value = rows.get(top, {}).get(left)
        if value is None or (left, top) == (right, bottom):
            continue
        for number in range(top, min(bottom, last) + 1):
            row = rows.get(number, {})
            covered = range(left + 1, min(right, widest) + 1)
            filled += len(covered) + 1
            if filled > _LARGEST_AREA:
                raise TooLargeError
            if row:
                row.update({left: value, **dict.fromkeys(covered, ACROSS)})


def _as_lists(rows: dict[int, dict[int, str]]) -> list[list[str]]:
    if not rows:
        return []
    last, area = max(rows), sum(map(max, rows.values()))
    if last > _LAST_ROW or area > _LARGEST_AREA or min(rows) < 1:
        raise TooLargeError
    nothing: list[str] = []
    return [
        [rows[number].get(column, "") for column in range(1, max(rows[number]) + 1)] if number in rows else nothing
        for number in range(1, last + 1)
    ]
