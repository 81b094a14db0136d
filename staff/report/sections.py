"""The report as sections: a heading, what is to be seen in a sentence, a plot, tables; however it is shown."""

from dataclasses import dataclass

from catalogue.reporting.report import Report
from staff.report.plots import Plot
from staff.report.tables import Table


@dataclass(frozen=True)
class Section:
    """A part of the report. `key` names it in addresses and files; `lead` is what it says, in sentences."""

    key: str
    title: str
    lead: tuple[str, ...]
    tables: tuple[Table, ...]
    plot: Plot | None = None


def columns(report: Report, *first: str) -> tuple[str, ...]:
    """Columns of a table that has the quarter and the one before beside it."""
    return (*first, report.now.quarter.title, report.before.quarter.title)


NOT_COUNTED = "In diesem Quartal wurde noch nicht gezählt."
