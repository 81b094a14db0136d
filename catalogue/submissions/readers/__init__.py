"""One reader a file format; each turns a file into a `RawTable`."""

from collections.abc import Callable
from pathlib import Path

from catalogue.errors import SubmissionError
from catalogue.submissions.readers.csv_table import read_csv
from catalogue.submissions.readers.icalendar_events import read_icalendar
from catalogue.submissions.readers.json_ld import is_schema_org, read_json_ld
from catalogue.submissions.readers.json_records import read_json_lines, read_json_records
from catalogue.submissions.readers.json_text import UnreadableJsonError, parsed
from catalogue.submissions.readers.openqcat import ROOTS as OPENQCAT_ROOTS
from catalogue.submissions.readers.openqcat import read_openqcat
from catalogue.submissions.readers.openvhs import read_openvhs
from catalogue.submissions.readers.plain_text import decoded
from catalogue.submissions.readers.provider import refuse_nameless, with_provider
from catalogue.submissions.readers.xlsx_table import read_xlsx
from catalogue.submissions.record import RawTable

Reader = Callable[[str, bytes], RawTable]
# How far into a file its outermost element is looked for.
_HEAD_BYTES = 4000


def read_xml(file: str, content: bytes) -> RawTable:
    """openQ-Cat where the outermost element is one of its own, else what a Volkshochschule's system exports."""
    # Only looked for, not parsed: whichever reader gets it parses it safely. UTF-16 has zeros between its letters.
    head = content[:_HEAD_BYTES].replace(b"\x00", b"").upper()
    is_openqcat = any(f"<{name}".encode() in head or f":{name}".encode() in head for name in OPENQCAT_ROOTS)
    return (read_openqcat if is_openqcat else read_openvhs)(file, content)


def read_json(file: str, content: bytes) -> RawTable:
    """schema.org where that is what the document is, else the records of any other system; also one a line."""
    text = decoded(file, content)
    if text.lstrip()[:1] == "<":
        return read_json_ld(file, content)
    try:
        document = parsed(text.strip())
    except UnreadableJsonError as reason:
        if not _has_lines(text):
            raise SubmissionError(f"{file}: Die Datei ist nicht lesbar: {reason}") from reason
        return read_json_lines(file, content, text)
    if is_schema_org(document):
        return read_json_ld(file, content)
    return read_json_records(file, content, document)


def _has_lines(text: str) -> bool:
    """Whether a text that is no document may be one a line: its first line is an object of its own."""
    first = text.strip().split("\n", 1)[0].strip()
    return first.startswith("{") and first.endswith("}") and "\n" in text.strip()


# Tables of ours, which have a column for the provider, and what other systems export.
TABLES = {".csv": read_csv, ".txt": read_csv, ".tsv": read_csv, ".xlsx": read_xlsx}
EXPORTS: dict[str, Reader] = {
    ".xml": read_xml,
    ".json": read_json,
    ".jsonl": read_json,
    ".ndjson": read_json,
    ".jsonld": read_json_ld,
    ".html": read_json_ld,
    ".htm": read_json_ld,
    ".ics": read_icalendar,
}


def counted_in(file: str) -> str:
    """What is counted in a file of this name: rows of a table, or entries of an export."""
    return "Zeile" if Path(file).suffix.lower() in TABLES else "Eintrag"


def read(path: Path, provider: str = "") -> RawTable:
    """Read a submission. Raises SubmissionError where the file cannot be read as a whole.

    `provider` is who offers the entries that name nobody; without it an export has to name somebody.
    """
    suffix = path.suffix.lower()
    if suffix not in TABLES and suffix not in EXPORTS:
        raise SubmissionError(
            f"{path.name}: Dieses Format kann nicht gelesen werden. Möglich sind CSV, XLSX, XML (openQ-Cat, Open-vhs), "
            "JSON (auch JSON-LD, JSONL) und iCal."
        )
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SubmissionError(f"{path.name}: Die Datei lässt sich nicht öffnen ({error.strerror}).") from error
    if suffix in TABLES:
        table = TABLES[suffix](path.name, content, provider)
    else:
        table = EXPORTS[suffix](path.name, content)
    if provider:
        return with_provider(table, provider)
    if suffix in EXPORTS:
        refuse_nameless(table)
    return table
