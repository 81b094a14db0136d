"""Gathering the entries of another system's export: what cannot be read in one refuses it by name."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from catalogue.submissions.readers.feed import feed_table
from catalogue.submissions.readers.plain_text import DAMAGED, LONGEST, tidy
from catalogue.submissions.record import REQUIRED, Fault, RawTable

UNREADABLE = "Hier stehen unlesbare Zeichen (�). Bitte die Kodierung der Quelle prüfen."
TOO_LONG = f"Der Text ist länger als {LONGEST:,} Zeichen.".replace(",", ".")
# What a spreadsheet shows instead of a value; other systems export it as it stands there.
CELL_ERRORS = dict.fromkeys(
    (
        "#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#FIELD!",
        "#GETTING_DATA", "#BEZUG!", "#NV", "#WERT!", "#ZAHL!", "#ÜBERLAUF!", "#KALK!",
    ),
    "Die Formel der Zelle ergibt einen Fehler.",
)  # fmt: skip
# What is required has to be missed where no entry has it. The others change from export to export, so that what is not
# said any more has to be cleared.
_ALWAYS = (*REQUIRED, "beginn", "ende", "wochentage", "uhrzeit_von", "uhrzeit_bis", "status")


class Entries:
    """The entries of one file, numbered from 1 as they stand in it, and what is wrong with them."""

    def __init__(self, file: str, content: bytes, always: Iterable[str] = _ALWAYS) -> None:
        """`always` are columns that each entry has, so that they are cleared, or missed, where it says nothing."""
        self._file, self._content, self._always = file, content, tuple(always)
        self._entries: list[dict[str, str]] = []
        self._numbers: list[int] = []
        self._faults: list[Fault] = []

    def add(
        self, cells: Mapping[str, str], faults: Iterable[tuple[str | None, str]] = (), number: int | None = None
    ) -> None:
        """Add an entry; `faults` are fields of the file, or our columns, with the reason why they refuse it.

        `number` is where it stands in the file, if that is not behind the last one.
        """
        number = len(self._entries) + 1 if number is None else number
        found = dict(faults)
        kept: dict[str, str] = dict.fromkeys(self._always, "")
        for column, text in cells.items():
            if len(text) > LONGEST:
                found.setdefault(column, TOO_LONG)
                continue
            text = tidy(text)
            if DAMAGED in text:
                found.setdefault(column, UNREADABLE)
            elif text.upper() in CELL_ERRORS:
                found.setdefault(column, CELL_ERRORS[text.upper()])
            if text:
                kept[column] = text
        self._entries.append(kept)
        self._numbers.append(number)
        self._faults.extend(Fault(self._file, number, field, reason) for field, reason in found.items())

    def fault(self, field: str | None, reason: str) -> None:
        """Note something wrong that belongs to no entry."""
        self._faults.append(Fault(self._file, None, field, reason))

    def table(self, dropped: Iterable[str] = ()) -> RawTable:
        """The entries without those that are refused; `dropped` names fields that have no home in our record."""
        table = feed_table(self._file, self._content, self._entries, dropped=dropped)
        faulty = {fault.row for fault in self._faults}
        numbered = [row._replace(number=number) for row, number in zip(table.rows, self._numbers, strict=True)]
        rows = tuple(row for row in numbered if row.number not in faulty)
        refused = tuple(row for row in numbered if row.number in faulty)
        return replace(table, rows=rows, faults=tuple(self._faults), refused=refused)
