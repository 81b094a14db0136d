"""Who offers what a file lists but names no provider for: somebody says it when the file is loaded."""

from collections.abc import Iterable
from dataclasses import replace

from catalogue.errors import SubmissionError
from catalogue.submissions.record import COLUMNS, RawRow, RawTable

NAME_THE_PROVIDER = (
    "Sind alle Angebote von einem Anbieter, nennen Sie ihn beim Einlesen (Befehlszeile: --provider NAME)."
)


def with_provider(table: RawTable, provider: str) -> RawTable:
    """The table with the provider in those rows that name none."""

    def named(rows: Iterable[RawRow]) -> tuple[RawRow, ...]:
        return tuple(
            row if row.cells.get("anbieter") else row._replace(cells={**row.cells, "anbieter": provider})
            for row in rows
        )

    columns = tuple(name for name in COLUMNS if name in table.columns or name == "anbieter")
    return replace(table, rows=named(table.rows), refused=named(table.refused), columns=columns)


def refuse_nameless(table: RawTable) -> None:
    """Refuse an export that has entries but no provider at all. Raises SubmissionError."""
    if table.rows and not any(row.cells.get("anbieter") for row in table.rows):
        raise SubmissionError(f"{table.file}: Die Datei nennt keinen Anbieter. {NAME_THE_PROVIDER}")
