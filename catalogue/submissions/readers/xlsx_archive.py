"""Whether a file is a workbook that can be opened without harm, before anything in it is read."""

import io
import zipfile

from catalogue.errors import SubmissionError

_OLD_FORMAT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MEGABYTE = 1_000_000
_LARGEST_PART, _LARGEST_RATIO, _SMALL = 100 * _MEGABYTE, 200, 10 * _MEGABYTE
# Sheets are read piece by piece, the other parts as a whole; pictures and macros not at all.
_LARGEST_SHEET, _LARGEST_TEXTS, _LARGEST_OTHER = 60 * _MEGABYTE, 30 * _MEGABYTE, 5 * _MEGABYTE
_MOST_PARTS, _MOST_TAGS = 2_000, 2_500_000
_SHEETS, _TEXTS = "xl/worksheets/", "xl/sharedStrings.xml"
_SAVE_AS = "Bitte als Excel-Arbeitsmappe (.xlsx) speichern."


def check_archive(file: str, content: bytes) -> None:
    """Raises SubmissionError with what to do about it. The sizes are the declared ones; more is never unpacked."""
    if content.startswith(_OLD_FORMAT):
        # A workbook with a password is wrapped in the same way as the old format.
        if _ENCRYPTED in content:
            raise SubmissionError(f"{file}: Die Arbeitsmappe ist mit einem Kennwort geschützt. Bitte ohne speichern.")
        raise SubmissionError(f"{file}: Das ist das alte Excel-Format (.xls). {_SAVE_AS}")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_parts(file, archive)
    except SubmissionError:
        raise
    except Exception as error:
        # Whatever is wrong with an archive: it is none that can be read.
        raise SubmissionError(f"{file}: Das ist keine lesbare Excel-Datei.") from error


def _check_parts(file: str, archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names:
        raise SubmissionError(f"{file}: Das ist keine lesbare Excel-Datei. {_SAVE_AS}")
    if any(part.flag_bits & 1 for part in parts):
        raise SubmissionError(f"{file}: Die Arbeitsmappe ist mit einem Kennwort geschützt. Bitte ohne speichern.")
    is_odd = len(parts) > _MOST_PARTS or len(names) < len(parts)
    if is_odd or any(map(_is_bomb, parts)) or _is_dense(archive):
        raise SubmissionError(f"{file}: Die Arbeitsmappe ist ungewöhnlich groß und wird nicht gelesen.")


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    ratio = part.file_size / max(part.compress_size, 1)
    if part.file_size > _LARGEST_PART or (part.file_size > _SMALL and ratio > _LARGEST_RATIO):
        return True
    if not part.filename.endswith((".xml", ".rels")):
        return False
    if part.filename.startswith(_SHEETS):
        return part.file_size > _LARGEST_SHEET
    return part.file_size > (_LARGEST_TEXTS if part.filename == _TEXTS else _LARGEST_OTHER)


def _is_dense(archive: zipfile.ZipFile) -> bool:
    """Whether sheets and texts have so many elements that reading them would take minutes."""
    tags = 0
    for part in archive.infolist():
        if part.filename.startswith(_SHEETS) or part.filename == _TEXTS:
            # Texts are the slower ones to read.
            weight = 2 if part.filename == _TEXTS else 1
            with archive.open(part) as source:
                while tags <= _MOST_TAGS and (piece := source.read(_MEGABYTE)):
                    tags += weight * piece.count(b"<")
    return tags > _MOST_TAGS
