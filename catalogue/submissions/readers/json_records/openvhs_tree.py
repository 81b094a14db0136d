"""Open-vhs that was turned into JSON: an XML tree again, with attributes ("@version") and texts ("#text")."""

from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from catalogue.submissions.readers.json_ld_graph import Node
from catalogue.submissions.readers.json_records.documents import Found
from catalogue.submissions.readers.openvhs import ROOTS

_COURSE = "veranstaltung"
# Of these the flat lists of other systems have no more than one or two.
_TELLING = frozenset(
    "guid dvv_kategorie schlagwort veranstaltungsort ortetermine beginn_datum webadresse anzahl_termine".split()
)
_LEAST = 3
_TEXTS = ("#text", "_", "$", "$t")


def openvhs_tree(document: Any, entries: Iterable[Found]) -> Element | None:
    """The tree that a document was made of, if its entries are courses of Open-vhs."""
    courses = [found.value for found in entries]
    telling = sum(isinstance(course, Node) and _is_course(course) for course in courses)
    if telling * 2 <= len(courses):
        return None
    roots = (
        [(name, value) for name, value in document.items() if _tag(name) in ROOTS] if isinstance(document, Node) else []
    )
    if len(roots) == 1 and not isinstance(roots[0][1], list) and _tag(roots[0][0]) != _COURSE:
        root = Element(_tag(roots[0][0]))
        _fill(root, roots[0][1])
        return root
    root = Element("veranstaltungen")
    for course in courses:
        _fill(SubElement(root, _COURSE), course)
    return root


def _is_course(node: Node) -> bool:
    return len({_tag(name) for name in node} & _TELLING) >= _LEAST and not isinstance(node.get("preis"), str)


def _tag(name: str) -> str:
    return name.rpartition(":")[2].casefold()


def _fill(element: Element, value: Any) -> None:
    if isinstance(value, bool):
        element.text = "true" if value else "false"
    elif isinstance(value, str):
        element.text = value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name in _TEXTS and isinstance(inner, str):
                element.text = inner
            elif name.startswith("@") and isinstance(inner, str):
                element.set(name[1:], inner)
            else:
                for item in inner if isinstance(inner, list) else (inner,):
                    _fill(SubElement(element, _tag(name)), item)
    elif isinstance(value, list):
        for item in value:
            _fill(element, item)
