"""The forms in which the report is handed on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from catalogue.reporting.report import Report
from staff.report.document import as_html, as_pdf
from staff.report.spreadsheet import as_csv


@dataclass(frozen=True)
class Form:
    """A kind of file: what people call it, its type, and how it is written."""

    name: str
    type: str
    write: Callable[[Report], bytes]


# By the ending of the file. The PDF comes last: a machine may lack what it takes, and the others are worth having.
FORMS: Mapping[str, Form] = {
    "html": Form("Seite (HTML)", "text/html; charset=utf-8", lambda report: as_html(report).encode()),
    "csv": Form("Tabelle (CSV)", "text/csv; charset=utf-8", as_csv),
    "pdf": Form("PDF", "application/pdf", as_pdf),
}
