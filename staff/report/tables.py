"""Tables of figures: the same for a page, a PDF and a spreadsheet."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from catalogue.amounts import in_german
from catalogue.reporting.suppression import LEAST

Found = TypeVar("Found")
# What did not exist yet, and what is too small to be told.
UNKNOWN = "–"
FEW = f"unter {LEAST}"


@dataclass(frozen=True)
class Share:
    """A part of a whole; None where there is no whole."""

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        return 100 * self.part / self.whole if self.whole else None


# A number, a share, words, or nothing known.
Cell = int | Share | str | None


@dataclass(frozen=True)
class Table:
    """A table below a heading. The first `heads` columns say what a row is about; `sums` marks rows that add up others.

    `note` is what has to be known to read it; one `in_detail` is left out on paper.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    heads: int = 1
    sums: frozenset[int] = frozenset()
    note: str = ""
    in_detail: bool = False


def known(found: Found | None, figure: Callable[[Found], Cell]) -> Cell:
    """A figure of something; None where that did not exist yet."""
    return None if found is None else figure(found)


def count_in(counts: Mapping[str, int] | None, name: str) -> Cell:
    """How often something was counted; None where it was not counted yet."""
    return None if counts is None else counts.get(name, 0)


def shown(cell: Cell) -> str:
    """A cell as it is read."""
    if cell is None:
        return UNKNOWN
    if isinstance(cell, Share):
        return UNKNOWN if cell.percent is None else f"{cell.percent:.0f} %"
    return in_german(cell) if isinstance(cell, int) else cell


def plain(cell: Cell) -> str:
    """A cell for a spreadsheet: numbers without points for thousands, shares with one decimal."""
    if isinstance(cell, Share) and cell.percent is not None:
        return f"{cell.percent:.1f} %".replace(".", ",")
    return str(cell) if isinstance(cell, int) else shown(cell)


def is_number(cell: Cell) -> bool:
    """Whether a cell stands on the right, below other numbers."""
    return not isinstance(cell, str) or cell == FEW


def joined(names: Sequence[str]) -> str:
    """ "a, b und c"."""
    *first, last = names or ("",)
    return f"{', '.join(first)} und {last}" if first else last
