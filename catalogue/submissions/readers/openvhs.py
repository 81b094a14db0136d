"""Open-vhs, the XML in which Volkshochschulen pass on their courses, in all its dialects (docs/formats/openvhs.md)."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from catalogue.errors import SubmissionError
from catalogue.submissions.readers.entries import Entries
from catalogue.submissions.readers.moments import moment
from catalogue.submissions.readers.openvhs_course import READ, Course
from catalogue.submissions.readers.plain_text import decoded, one_line
from catalogue.submissions.readers.xml_tree import parse
from catalogue.submissions.record import RawTable

ROOTS = ("export", "openvhs", "veranstaltungen", "veranstaltung")
_DECLARATION = re.compile(r"<\?xml[^>]*\?>")
_OTHER_ENCODING = re.compile(rb"<\?xml[^>]{0,100}encoding=[\"'](?!utf-?8[\"'])", re.IGNORECASE)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read_openvhs(file: str, content: bytes) -> RawTable:
    """Read an export of courses. Raises SubmissionError where it is none, or no safe XML."""
    root = parse(file, _in_its_encoding(file, content))
    if root.tag not in ROOTS:
        raise SubmissionError(f"{file}: Das ist kein Export im Format Open-vhs (Wurzel „{root.tag[:40]}“).")
    return courses_table(file, content, root)


def courses_table(file: str, content: bytes, root: Element) -> RawTable:
    """The courses of an export that is read already, wherever in it they stand."""
    entries = Entries(file, content)
    courses = list(_courses(root))
    creator = next(root.iter("ersteller"), None)
    provider = one_line(creator.findtext("name") or creator.text or "") if creator is not None else ""
    made = moment(next((element.text or "" for element in root.iter("erstellungszeitpunkt")), ""))
    of_all = {"anbieter": provider, "stand": made.day.isoformat() if made else ""}
    for course in courses:
        own = {column: cell for column, cell in Course(course).cells().items() if cell}
        entries.add({**of_all, **own})
    dropped = {path: None for course in courses for path in _unread(course, "")}
    return entries.table(dropped)


def _in_its_encoding(file: str, content: bytes) -> bytes:
    """The file as it is; one that is not in UTF-8 as it should be is in Windows-1252, and becomes it."""
    if content.startswith(_UTF_16) or _OTHER_ENCODING.search(content[:200]):
        return content
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return _DECLARATION.sub("", decoded(file, content), count=1).encode()
    return content


def _courses(element: Element) -> Iterator[Element]:
    """The courses of a document in their order; a course has none inside."""
    if element.tag == "veranstaltung":
        yield element
        return
    for child in element:
        yield from _courses(child)


def _unread(element: Element, path: str) -> Iterator[str]:
    """Fields that have a value but no home in our record, as dotted names; of a group that is not read, the group."""
    for child in element:
        name = f"{path}{child.tag}"
        if any(known.startswith(f"{name}.") for known in READ) and len(child):
            yield from _unread(child, f"{name}.")
        elif name not in READ and any(text.strip() for text in child.itertext()):
            yield name
