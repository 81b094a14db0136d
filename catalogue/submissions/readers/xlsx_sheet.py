"""One sheet of a workbook as rows of text, read piece by piece: a forged one must not fill the memory."""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from openpyxl.utils import range_boundaries
from openpyxl.worksheet._reader import CELL_TAG, ROW_TAG
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from catalogue.submissions.readers.table import ACROSS
from catalogue.submissions.readers.xlsx_cells import CellReader

_MERGED_TAG = f"{{{SHEET_MAIN_NS}}}mergeCell"
_DEEPEST = 30
# Far more than offers have; empty cells that only have a colour are cheaper.
_MOST_CELLS, _MOST_EMPTY_CELLS, _MOST_ROWS = 400_000, 1_500_000, 1_048_576
_LARGEST_AREA, _MOST_MERGED = 3_000_000, 5_000


class TooLargeError(Exception):
    """A sheet larger than any list of offers; the text is a sentence in German."""

    def __init__(self) -> None:
        super().__init__("Das Tabellenblatt ist größer als jede Liste von Angeboten und wird nicht gelesen.")


def rows_of(sheet: Any) -> list[list[str]]:
    """The rows of a sheet as they are numbered there, values of merged cells in each of their rows."""
    cells = CellReader(sheet)
    rows: dict[int, dict[int, str]] = {}
    merged: list[str] = []
    count = empty = 0
    with sheet._get_source() as source:
        for element, number in _elements(source):
            if element.tag == _MERGED_TAG:
                merged.append(element.get("ref", ""))
            elif (found := cells.read(element, number)) is None:
                empty += 1
            else:
                count += 1
                row, column, text = found
                rows.setdefault(row, {})[column] = text
            if count > _MOST_CELLS or empty > _MOST_EMPTY_CELLS or len(merged) > _MOST_MERGED:
                raise TooLargeError
    _fill_merged(rows, merged)
    return _as_lists(rows)


def _elements(source: Any) -> Iterator[tuple[Element, int]]:
    """Every cell with the number of its row, and every merged range; what was read is thrown away at once."""
    parents: list[Element] = []
    number = 0
    in_cell = False
    for event, element in iterparse(source, events=("start", "end")):
        if event == "start":
            if element.tag == ROW_TAG:
                number = int(float(element.get("r", number + 1)))
            in_cell = in_cell or element.tag == CELL_TAG
            parents.append(element)
            if len(parents) > _DEEPEST:
                raise TooLargeError
            continue
        parents.pop()
        if element.tag in (CELL_TAG, _MERGED_TAG):
            in_cell = False
            yield element, number
        if not in_cell and parents:
            parents[-1].clear()


def _fill_merged(rows: dict[int, dict[int, str]], merged: list[str]) -> None:
    """Repeat a merged value in every row that has something of its own; mark what it covers in other columns."""
    filled, last = 0, max(rows, default=0)
    for ref in merged:
        left, top, right, bottom = map(int, filter(None, range_boundaries(ref)))
        value = rows.get(top, {}).get(left)
        if value is None or (left, top) == (right, bottom):
            continue
        for number in range(top, min(bottom, last) + 1):
            row = rows.get(number, {})
            covered = range(left + 1, min(right, max(row, default=left)) + 1)
            filled += len(covered) + 1
            if filled > _LARGEST_AREA:
                raise TooLargeError
            if row:
                row.update({left: value, **dict.fromkeys(covered, ACROSS)})


def _as_lists(rows: dict[int, dict[int, str]]) -> list[list[str]]:
    if not rows:
        return []
    last = max(rows)
    area = sum(max(row) for row in rows.values())
    if last > _MOST_ROWS or area > _LARGEST_AREA or min(rows) < 1 or min(map(min, rows.values())) < 1:
        raise TooLargeError
    nothing: list[str] = []
    return [
        [rows[number].get(column, "") for column in range(1, max(rows[number]) + 1)] if number in rows else nothing
        for number in range(1, last + 1)
    ]
