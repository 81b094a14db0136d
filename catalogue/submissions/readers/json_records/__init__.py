"""Plain JSON: a list of records of another system, or our own table as JSON (docs/formats/json-records.md)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from catalogue.errors import SubmissionError
from catalogue.submissions.readers.entries import Entries
from catalogue.submissions.readers.json_ld_graph import Node
from catalogue.submissions.readers.json_records import twin
from catalogue.submissions.readers.json_records.courses import course_of, joined, regrouped
from catalogue.submissions.readers.json_records.documents import Found, entries_of, left_around, said_around
from catalogue.submissions.readers.json_records.names import fields_of
from catalogue.submissions.readers.json_records.openvhs_tree import openvhs_tree
from catalogue.submissions.readers.json_records.tree import MOST_OBJECTS, Record
from catalogue.submissions.readers.json_records.when import day_in
from catalogue.submissions.readers.json_text import MOST_OFFERS, UnreadableJsonError, is_too_large, parsed
from catalogue.submissions.readers.openvhs import courses_table
from catalogue.submissions.record import REQUIRED, RawTable

_NO_OBJECT = "Der Eintrag ist kein Objekt mit Feldern."
_TOO_LARGE = f"Der Eintrag besteht aus mehr als {MOST_OBJECTS} Teilen."
_MOST_UNKNOWN = 300
_IN_PROVIDER = {"anbieter": "name bezeichnung titel title", "stand": ""}


class _BadLine(str):
    """A line that is no JSON, in the place of its entry; what is wrong with it."""


def read_json_records(file: str, content: bytes, document: Any) -> RawTable:
    """Read the records of a document that is parsed already. Raises SubmissionError where it has none."""
    found = entries_of(file, document)
    if len(found) > MOST_OFFERS:
        raise SubmissionError(f"{file}: Die Datei enthält mehr als {MOST_OFFERS} Angebote.")
    tree = openvhs_tree(document, found)
    if tree is not None:
        return courses_table(file, content, tree)
    return (_own if twin.is_twin(found) else _foreign)(file, content, found)


def read_json_lines(file: str, content: bytes, text: str) -> RawTable:
    """Read records of which each has a line of its own. Raises SubmissionError where there are none."""
    if is_too_large(text):
        raise SubmissionError(f"{file}: Die Datei ist nicht lesbar: zu groß.")
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > MOST_OFFERS:
        raise SubmissionError(f"{file}: Die Datei enthält mehr als {MOST_OFFERS} Zeilen.")
    return read_json_records(file, content, [_line(line) for line in lines])


def _line(text: str) -> Any:
    try:
        return parsed(text.strip())
    except UnreadableJsonError as reason:
        return _BadLine(f"Die Zeile ist kein lesbares JSON: {reason}")


def _own(file: str, content: bytes, found: Sequence[Found]) -> RawTable:
    """A submission of ours: its columns are taken as they stand, and a missing one leaves what was there."""
    entries = Entries(file, content, (*REQUIRED, *twin.columns_of(found)))
    unknown: dict[str, None] = {}
    taken: set[tuple[int, str]] = set()
    for entry in found:
        if not isinstance(entry.value, Node):
            entries.add({}, [(None, _fault(entry.value))])
            continue
        cells, faults = twin.cells_of(entry.value)
        unknown.update(dict.fromkeys(twin.unknown_of(entry.value)))
        entries.add({**_said_around(entry, taken), **{name: cell for name, cell in cells.items() if cell}}, faults)
    unknown.update(dict.fromkeys(left_around(list(found), taken)))
    return entries.table(_limited(unknown))


def _foreign(file: str, content: bytes, found: Sequence[Found]) -> RawTable:
    """Records of another system: what they say in our columns, dates of one course as one offer."""
    entries = Entries(file, content)
    unknown: dict[str, None] = {}
    taken: set[tuple[int, str]] = set()
    courses = []
    for number, entry in enumerate(found, 1):
        if not isinstance(entry.value, Node):
            entries.add({}, [(None, _fault(entry.value))], number)
            continue
        record = Record(entry.value)
        if record.is_too_large:
            entries.add({}, [(None, _TOO_LARGE)], number)
            continue
        course = course_of(number, record)
        for column, cell in _said_around(entry, taken).items():
            course.cells[column] = course.cells[column] or cell
        course.cells["kennung"] = course.cells["kennung"] or entry.name
        courses.append(course)
        unknown.update(dict.fromkeys(record.left()))
    offers = list(joined(courses))
    for course in offers:
        entries.add(course.all_cells(), course.faults, course.number)
    unknown.update(dict.fromkeys(left_around(list(found), taken)))
    return replace(entries.table(_limited(unknown)), regrouped=regrouped(courses, offers))


def _said_around(entry: Found, taken: set[tuple[int, str]]) -> dict[str, str]:
    """The provider and the day of confirmation, where they are said once for all entries."""
    cells = {}
    for column, in_provider in _IN_PROVIDER.items():
        text, field = said_around(entry, fields_of(column), in_provider)
        if column == "stand":
            day = day_in(text)
            text = day.day.isoformat() if day else ""
        if text:
            taken.add(field)
            cells[column] = text
    return cells


def _fault(value: Any) -> str:
    return str(value) if isinstance(value, _BadLine) else _NO_OBJECT


def _limited(unknown: dict[str, None]) -> Iterator[str]:
    yield from islice(unknown, _MOST_UNKNOWN)
    if len(unknown) > _MOST_UNKNOWN:
        yield f"… und {len(unknown) - _MOST_UNKNOWN} weitere"
