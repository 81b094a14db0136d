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
_MOST_PARTS, _MOST_TAGS, _DEEPEST, _PIECE = 2_000, 800_000, 10_000, 100_000
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
    if is_odd or any(map(_is_bomb, parts)) or any(_is_dense(archive, part) for part in parts):
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


def _is_dense(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part that is read as a whole would fill the memory: by many elements, or by very deep ones."""
    if not part.filename.endswith((".xml", ".rels")) or part.filename.startswith(_SHEETS):
        return False
    tags = depth = deepest = 0
    with archive.open(part) as source:
        while piece := source.read(_PIECE):
            tags += piece.count(b"<")
            depth += piece.count(b"<") - 2 * piece.count(b"</") - piece.count(b"/>")
            deepest = max(deepest, depth)
    return tags > _MOST_TAGS or deepest > _DEEPEST
