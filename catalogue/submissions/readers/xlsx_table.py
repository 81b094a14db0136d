"""XLSX: the first visible sheet with a header; dates, times and numbers as people would type them."""

import io
import warnings

from openpyxl.reader.excel import ExcelReader

from catalogue.errors import SubmissionError
from catalogue.submissions.readers.table import DAY_ZERO, DAY_ZERO_1904, build_table, is_table
from catalogue.submissions.readers.xlsx_archive import check_archive
from catalogue.submissions.readers.xlsx_cells import CellReader
from catalogue.submissions.readers.xlsx_sheet import Budget, TooLargeError, rows_of
from catalogue.submissions.record import Fault, RawTable


class _Workbook(ExcelReader):
    """A workbook without its sheets: the library would read them, but not say which formulas have no value."""

    def read_worksheets(self) -> None:
        self.visible = [
            (str(sheet.name), rel.target)
            for sheet, rel in self.parser.find_sheets()
            if sheet.state == "visible" and rel.target in self.valid_files and "chartsheet" not in rel.Type
        ]

    def tables(self) -> list[tuple[str, list[list[str]]]]:
        """The visible sheets by their names, as rows of text."""
        cells = CellReader(self.wb, self.shared_strings)
        found, budget = [], Budget()
        for name, target in self.visible:
            with self.archive.open(target) as source:
                found.append((name, rows_of(source, cells, budget)))
        return found


def read_xlsx(file: str, content: bytes, provider: str = "") -> RawTable:
    """Read a workbook. Raises SubmissionError where it is none.

    The first visible sheet with a header counts; further ones that have one are named as not read. Hidden sheets are
    lists for choosing from and are passed over; hidden rows are read. A value that is merged over several rows stands
    in each of them; one that is merged over several columns refuses its row, for it is not said to which it belongs.
    With a `provider` the sheet need not name one.
    """
    check_archive(file, content)
    try:
        with warnings.catch_warnings():
            # What the library does not support of a workbook (pictures, validation) does not concern us.
            warnings.simplefilter("ignore")
            workbook = _Workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            workbook.read()
            tables = workbook.tables()
        rows = next((rows for _, rows in tables if is_table(rows, provider)), tables[0][1])
        day_zero = DAY_ZERO_1904 if workbook.wb.epoch.year == DAY_ZERO_1904.year else DAY_ZERO
    except TooLargeError as error:
        raise SubmissionError(f"{file}: {error}") from error
    except Exception as error:
        # A damaged or forged workbook can end the library at any point, with whatever error lies there.
        raise SubmissionError(f"{file}: Das ist keine lesbare Excel-Datei.") from error
    others = [name for name, other in tables if other is not rows and is_table(other, provider)]
    reason = "Das Blatt „{}“ hat auch eine Kopfzeile und wird nicht gelesen."
    faults = [Fault(file, None, None, reason.format(name[:60])) for name in others]
    return build_table(file, content, rows, faults, day_zero, provider)
