"""A submission of ours in JSON: the columns of the table as fields, with real lists, numbers and truth values."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from catalogue.submissions.readers.json_ld_graph import Node
from catalogue.submissions.readers.json_records.documents import Found
from catalogue.submissions.readers.json_records.tree import shown
from catalogue.submissions.readers.json_records.when import day_in
from catalogue.submissions.readers.table import column_name
from catalogue.submissions.record import COLUMNS, LIST_COLUMNS

_TELLING = {"kennung", "titel", "bereich"}
_DAYS = ("beginn", "ende", "stand")
_NO_VALUE = "Hier steht ein Objekt; erwartet ist ein Wert oder eine Liste von Werten."
_TWICE = "Diese Angabe steht zweimal da."


def is_twin(entries: Sequence[Found]) -> bool:
    """Whether the entries have our columns, and no objects beside them as other systems have."""
    nodes = [found.value for found in entries if isinstance(found.value, Node)]
    with_objects = sum(any(map(_is_of_others, node.items())) for node in nodes)
    return set(columns_of(entries)) >= _TELLING and with_objects * 2 < len(nodes)


def _is_of_others(field: tuple[str, Any]) -> bool:
    name, value = field
    return column_name(name) not in COLUMNS and isinstance(value, dict)


def columns_of(entries: Iterable[Found]) -> list[str]:
    names = {column_name(name) for found in entries if isinstance(found.value, Node) for name in found.value}
    return [column for column in COLUMNS if column in names]


def cells_of(node: Node) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The cells of an entry as they would stand in the table, and what is wrong with them."""
    cells: dict[str, str] = {}
    faults: list[tuple[str, str]] = []
    for name, value in node.items():
        column = column_name(name)
        if column not in COLUMNS:
            continue
        if column in cells or name in node.twice:
            faults.append((column, _TWICE))
        elif isinstance(value, dict) or (isinstance(value, list) and not _is_list_of_values(column, value)):
            faults.append((column, _NO_VALUE))
        else:
            cells[column] = _cell(column, value)
    return cells, faults


def unknown_of(node: Node) -> Iterator[str]:
    yield from (shown(name) for name, value in node.items() if column_name(name) not in COLUMNS and value is not None)


def _is_list_of_values(column: str, value: list[Any]) -> bool:
    are_values = not any(isinstance(item, (dict, list)) for item in value)
    return are_values and (column in LIST_COLUMNS or len(value) < 2)


def _cell(column: str, value: Any) -> str:
    if isinstance(value, list):
        return "|".join(_cell(column, item) for item in value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    day = day_in(str(value)) if column in _DAYS else None
    return day.day.isoformat() if day else str(value)
