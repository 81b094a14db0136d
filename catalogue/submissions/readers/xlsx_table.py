"""XLSX: the first visible sheet with a header; dates, times and numbers as people would type them."""

import io
import warnings
from typing import Any

import openpyxl

from catalogue.errors import SubmissionError
from catalogue.submissions.readers.table import DAY_ZERO, DAY_ZERO_1904, build_table, is_table
from catalogue.submissions.readers.xlsx_archive import check_archive
from catalogue.submissions.readers.xlsx_sheet import TooLargeError, rows_of
from catalogue.submissions.record import Fault, RawTable


def read_xlsx(file: str, content: bytes) -> RawTable:
    """Read a workbook. Raises SubmissionError where it is none.

    The first visible sheet with a header counts; further ones that have one are named as not read. Hidden sheets are
    lists for choosing from and are passed over; hidden rows are read. A value that is merged over several rows stands
    in each of them; one that is merged over several columns refuses its row, for it is not said to which it belongs.
    """
    check_archive(file, content)
    faults: list[Fault] = []
    try:
        with warnings.catch_warnings():
            # What the library does not support of a workbook (pictures, validation) does not concern us.
            warnings.simplefilter("ignore")
            workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            rows, others = _first_with_header(workbook)
    except TooLargeError as error:
        raise SubmissionError(f"{file}: {error}") from error
    except Exception as error:
        # A damaged or forged workbook can end the library at any point, with whatever error lies there.
        raise SubmissionError(f"{file}: Das ist keine lesbare Excel-Datei.") from error
    faults += [
        Fault(file, None, None, f"Das Blatt „{name[:60]}“ hat auch eine Kopfzeile und wird nicht gelesen.")
        for name in others
    ]
    day_zero = DAY_ZERO_1904 if workbook.epoch.year == DAY_ZERO_1904.year else DAY_ZERO
    return build_table(file, content, rows, faults, day_zero)


def _first_with_header(workbook: Any) -> tuple[list[list[str]], list[str]]:
    """The rows of the first visible sheet with a header, else of the first; and the names of others that have one."""
    visible = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    tables = [(str(sheet.title), rows_of(sheet)) for sheet in visible]
    chosen = next((rows for _, rows in tables if is_table(rows)), tables[0][1])
    others = [name for name, rows in tables if rows is not chosen and is_table(rows)]
    return chosen, others
