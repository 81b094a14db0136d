"""The report of a load, in German, as the command line and the staff pages print it."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any

from catalogue.amounts import clock, german_date
from catalogue.submissions.load import FileReport, LoadReport
from catalogue.submissions.readers import counted_in
from catalogue.submissions.record import Fault


def human_text(report: LoadReport) -> str:
    """The whole report, a paragraph a file."""
    lines = [line for file in report.files for line in _file_lines(file)]
    if report.dry_run:
        lines.append("Das war eine Probe: Im Katalog wurde nichts geändert.")
    return "\n".join(lines)


def _file_lines(file: FileReport) -> Iterator[str]:
    if file.refused_whole:
        yield f"{file.refused[0].reason} Die Datei wurde nicht übernommen."
        return
    refused_rows = len({fault.row for fault in file.refused})
    yield (
        f"{file.file}: {len(file.added)} neu, {len(file.changed)} geändert, "
        f"{file.unchanged} unverändert, {refused_rows} abgelehnt"
    )
    if file.left_out:
        yield f"  ausgelassen: {len(file.left_out)}"
    for key, changes in file.changed:
        yield f"  geändert: {key}"
        for change in changes:
            yield f"    {change.column}: {_shown(change.before)} → {_shown(change.after)}"
    for key in file.withdrawn:
        yield f"  nicht mehr gelistet: {key}"
    for key, column in file.conflicts:
        yield f"  zu entscheiden: {key}, {column} (von uns berichtigt, vom Anbieter geändert)"
    for fault in file.refused:
        yield f"  abgelehnt: {_in_words(fault)}"
    for fault in file.warnings:
        yield f"  Hinweis: {_in_words(fault)}"
    if file.unknown_columns:
        yield f"  Unbekannte Spalten (nicht übernommen): {', '.join(file.unknown_columns)}"


def _in_words(fault: Fault) -> str:
    row = "" if fault.row is None else f"{counted_in(fault.file)} {fault.row}"
    where = ", ".join(filter(None, (row, fault.field)))
    return f"{where}: {fault.reason}" if where else fault.reason


def _shown(value: Any) -> str:
    if value is None or value == ():
        return "(leer)"
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, tuple):
        return " | ".join(value)
    if isinstance(value, date):
        return german_date(value)
    if isinstance(value, time):
        return clock(value)
    return str(value)
