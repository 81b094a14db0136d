"""Checking a submission: every fault named in German with file, row and field."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

from catalogue.region import Region
from catalogue.slugs import slug
from catalogue.submissions import fields
from catalogue.submissions.fields import BadValueError
from catalogue.submissions.readers import counted_in
from catalogue.submissions.record import COLUMNS, LIST_COLUMNS, REQUIRED, Fault, RawRow, RawTable, Record
from catalogue.values import FORMATS, LANGUAGES, LEVELS, STATUSES, WEEKDAYS

# Their line breaks are slips of a spreadsheet; the key is left as it is sent.
_ONE_LINE = ("titel", "anbieter", "ansprechperson", "telefon", "telefon_beratung", "strasse", "kosten_hinweis")
DEFAULTS: dict[str, Any] = {"format": "Präsenz", "status": "offen"}


def check(table: RawTable, region: Region, today: date) -> tuple[list[Record], list[Fault], list[Fault]]:
    """Turn rows into records. Returns (records, refused, warnings); a bad value refuses its row."""
    checker = _Checker(table, region, today)
    for row in table.rows:
        checker.row(row)
    return checker.records, [*table.faults, *checker.refused], checker.warnings


def value_of(column: str, cell: str, region: Region) -> Any:
    """The value that a cell in its one form (`cells.to_cell`) stands for. Raises BadValueError where it is none."""
    if cell and column == "ort":
        return region.gazetteer.get(cell) or fields.place(cell, "", region.gazetteer)
    if cell:
        return _converters(region)[column](cell)
    return () if column in LIST_COLUMNS else DEFAULTS.get(column)


class _Checker:
    def __init__(self, table: RawTable, region: Region, today: date) -> None:
        self.table, self.region, self.today = table, region, today
        self.records: list[Record] = []
        self.refused: list[Fault] = []
        self.warnings: list[Fault] = []
        self.seen: dict[tuple[str, str], int] = {}
        self.converters = _converters(region)

    def row(self, row: RawRow) -> None:
        faults: list[tuple[str, str]] = []
        values: dict[str, Any] = {}
        for column, text in row.cells.items():
            try:
                values[column] = self._value(column, text, row)
            except BadValueError as reason:
                faults.append((column, str(reason)))
        faults.extend(self._contradictions(values, row))
        if faults:
            self.refused.extend(Fault(self.table.file, row.number, *fault) for fault in faults)
            return
        self.warnings.extend(Fault(self.table.file, row.number, *note) for note in self._doubts(values))
        self.records.append(Record(row.number, values))

    def _value(self, column: str, text: str, row: RawRow) -> Any:
        if text:
            if column == "ort":
                return fields.place(text, row.cells.get("plz", ""), self.region.gazetteer)
            return self.converters[column](text)
        if column in REQUIRED:
            raise BadValueError("Diese Angabe fehlt.")
        if column in LIST_COLUMNS:
            return ()
        return self.today if column == "stand" else DEFAULTS.get(column)

    def _contradictions(self, values: dict[str, Any], row: RawRow) -> list[tuple[str, str]]:
        found = []
        key = (slug(str(values.get("anbieter"))), str(values.get("kennung")))
        if "kennung" in values and "anbieter" in values:
            if key in self.seen:
                where = f"{counted_in(self.table.file)} {self.seen[key]}"
                found.append(("kennung", f"Diese Kennung steht schon in {where}."))
            else:
                self.seen[key] = row.number
        # Where a column is missing, what is there counts: `plan` looks at that.
        if {"ort", "format"} <= values.keys() and not values["ort"] and values["format"] != "Online":
            found.append(("ort", "Der Ort fehlt (nötig, wenn das Format nicht Online ist)."))
        if _after(values.get("beginn"), values.get("ende")):
            found.append(("ende", "Das Ende liegt vor dem Beginn."))
        if _after(values.get("alter_von"), values.get("alter_bis")):
            found.append(("alter_bis", "Das Höchstalter liegt unter dem Mindestalter."))
        if _after(values.get("stand"), self.today):
            found.append(("stand", "Der Stand liegt in der Zukunft."))
        return found

    def _doubts(self, values: dict[str, Any]) -> list[tuple[str, str]]:
        """What goes in but should be looked at."""
        notes = []
        ended = values.get("ende") or (values.get("art") == "Veranstaltung" and values.get("beginn"))
        if ended and ended < self.today:
            notes.append(("ende", "Das Angebot ist schon vorbei und wird nicht gezeigt."))
        place, code = values.get("ort"), values.get("plz")
        if place and code and place.postcodes and code not in place.postcodes:
            notes.append(("plz", f"Die PLZ {code} gehört nicht zu {place.title}."))
        if _after(values.get("uhrzeit_von"), values.get("uhrzeit_bis")):
            notes.append(("uhrzeit_bis", "Die Uhrzeit endet, bevor sie beginnt."))
        contacts = ("telefon", "email", "url")
        if all(name in self.table.columns for name in contacts) and not any(values.get(name) for name in contacts):
            notes.append(("telefon", "Es fehlt ein Kontakt (telefon, email oder url)."))
        return notes


def _after(earlier: Any, later: Any) -> bool:
    """Whether two values that both are known stand in the wrong order."""
    comparable = (date, time, int)
    return isinstance(earlier, comparable) and isinstance(later, comparable) and bool(earlier > later)  # type: ignore[operator]


def _converters(region: Region) -> dict[str, Callable[[str], Any]]:
    areas = [area.name for area in region.areas]
    kinds = [kind.name for kind in region.kinds]
    audiences = [audience.name for audience in region.audiences]
    special: dict[str, Callable[[str], Any]] = {
        "bereich": lambda text: fields.one_of(text, areas),
        "art": lambda text: fields.one_of(text, kinds),
        **dict.fromkeys(_ONE_LINE, fields.one_line),
        "themen": fields.items,
        "zielgruppen": lambda text: fields.several_of(text, audiences),
        "nur_frauen": fields.yes_or_no,
        "alter_von": fields.age,
        "alter_bis": fields.age,
        "niveau": lambda text: fields.some_in_order(text, LEVELS),
        "sprachen": lambda text: fields.several_of(text, LANGUAGES),
        "email": fields.email,
        "url": fields.web_address,
        "plz": fields.postcode,
        "format": lambda text: fields.one_of(text, FORMATS),
        "beginn": fields.day,
        "ende": fields.day,
        "wochentage": lambda text: fields.some_in_order(text, WEEKDAYS),
        "uhrzeit_von": fields.clock,
        "uhrzeit_bis": fields.clock,
        "kosten": fields.euros,
        "kinderbetreuung": fields.yes_or_no,
        "barrierefrei": fields.yes_or_no,
        "status": lambda text: fields.one_of(text, STATUSES),
        "stand": fields.day,
    }
    return {column: special.get(column, lambda text: text) for column in COLUMNS}
