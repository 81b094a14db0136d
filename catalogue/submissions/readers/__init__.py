"""One reader a file format; each turns a file into a `RawTable`."""

from pathlib import Path

from catalogue.errors import SubmissionError
from catalogue.submissions.readers.csv_table import read_csv
from catalogue.submissions.readers.xlsx_table import read_xlsx
from catalogue.submissions.record import RawTable

READERS = {".csv": read_csv, ".txt": read_csv, ".tsv": read_csv, ".xlsx": read_xlsx}


def read(path: Path) -> RawTable:
    """Read a submission. Raises SubmissionError where the file cannot be read as a whole."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise SubmissionError(
            f"{path.name}: Dieses Format kann nicht gelesen werden. Bitte als CSV oder XLSX speichern."
        )
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SubmissionError(f"{path.name}: Die Datei lässt sich nicht öffnen ({error.strerror}).") from error
    return reader(path.name, content)
