"""Values of the catalogue as cells of a submission, and back: what is exported, kept in history and compared."""

from datetime import date, time
from typing import Any

from catalogue.geography import Place
from catalogue.models import Offer
from catalogue.submissions.record import COLUMNS, Record

# How a cell begins that a spreadsheet program would take for a formula, and the sign itself that protects from it.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
_PROTECTION = "'"


def protected(cell: str) -> str:
    """A cell as it stands in a CSV file of ours: never a formula."""
    return _PROTECTION + cell if cell.startswith(FORMULA_SIGNS) else cell


def unprotected(cell: str) -> str:
    """A cell of a CSV file without the sign that `protected` has put before it."""
    is_protected = cell.startswith(_PROTECTION) and cell[1:].startswith(FORMULA_SIGNS)
    return cell[1:] if is_protected else cell


def to_cell(value: Any) -> str:
    """A value as it stands in a submission; every value has one such form."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, tuple):
        return "|".join(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, float):
        return f"{value:.2f}".removesuffix(".00").replace(".", ",")
    return value.title if isinstance(value, Place) else str(value)


def cells_of(record: Record) -> dict[str, str]:
    """The cells of a checked row, in their one form."""
    return {column: to_cell(value) for column, value in record.values.items()}


def current_value(offer: Offer, column: str) -> Any:
    """What the catalogue holds now under a submission's column."""
    where = COLUMNS[column]
    if where == "provider":
        return offer.provider.name
    table, attribute = where.split(".")
    return getattr(offer if table == "o" else offer.text, attribute)


def current_cells(offer: Offer) -> dict[str, str]:
    """An offer as a row of a submission: all columns."""
    return {column: to_cell(current_value(offer, column)) for column in COLUMNS}
