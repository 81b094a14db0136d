"""The report as one table for a spreadsheet: each figure a line."""

import csv
import io

from catalogue.reporting.report import Report
from catalogue.submissions.cells import protected
from staff.report.document import sections
from staff.report.tables import plain

_HEADS = 3
COLUMNS = ("quartal", "bis", "abschnitt", "tabelle", "zeile", "zeile_2", "zeile_3", "angabe", "wert")


def as_csv(report: Report) -> bytes:
    """UTF-8 with a mark at its beginning and semicolons, as German spreadsheet programs expect it."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    about = (report.quarter.name, report.now.until.isoformat())
    for section in sections(report):
        for table in section.tables:
            for row in table.rows:
                heads = [plain(cell) for cell in row[: table.heads]] + [""] * (_HEADS - table.heads)
                for name, cell in zip(table.columns[table.heads :], row[table.heads :], strict=True):
                    line = (*about, section.title, table.name, *heads, name, plain(cell))
                    writer.writerow([protected(item) for item in line])
    return b"\xef\xbb\xbf" + written.getvalue().encode("utf-8")
