"""The header of the catalogue: when it was made, by whom, and who the offers are from."""

import itertools
import textwrap
from collections.abc import Iterable, Mapping
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement

from catalogue.exports.openqcat.elements import add
from catalogue.region import Region
from catalogue.slugs import slug

_LONGEST_ID, _LONGEST_URL, _LONGEST_LINE = 50, 255, 30
_LINES = ("NAME", "NAME2", "NAME3")


def supplier_ids(names: Iterable[str]) -> dict[str, str]:
    """Our number of each supplier: its name as a slug, with a count where that is another's already."""
    found: dict[str, str] = {}
    for name in names:
        number = slug(name) or "anbieter"
        same = itertools.chain([number], (f"{number}-{count}" for count in itertools.count(2)))
        taken = frozenset(found.values())
        found[name] = next(number for number in same if number not in taken)
    return found


def header(region: Region, supplier: str, suppliers: Mapping[str, str], made_at: datetime) -> Element:
    """HEADER, in the order in which the format wants its parts."""
    found = Element("HEADER")
    add(found, "GENERATOR_INFO", "Bildungslotse")
    catalogue = SubElement(found, "CATALOG")
    add(catalogue, "LANGUAGE", "deu")
    add(catalogue, "CATALOG_ID", slug(f"{region.id} {supplier}")[:_LONGEST_ID])
    add(catalogue, "CATALOG_VERSION", "1.0")
    add(catalogue, "CATALOG_NAME", supplier)
    add(catalogue, "GENERATION_DATE", made_at.isoformat(timespec="seconds"))
    add(catalogue, "CURRENCY", "EUR")
    creator = SubElement(found, "DOCUMENT_CREATOR")
    add(creator, "PHONE", region.office.phone, _LONGEST_LINE)
    if region.office.email:
        add(SubElement(creator, "EMAILS"), "EMAIL", region.office.email)
    add(creator, "URL", region.office.url, _LONGEST_URL)
    _add_address(creator, supplier)
    for name, number in suppliers.items():
        _add_supplier(found, name, number)
    return found


def _add_supplier(parent: Element, name: str, number: str) -> None:
    supplier = SubElement(parent, "SUPPLIER")
    add(supplier, "SUPPLIER_ID", number, type="supplier_specific")
    add(supplier, "SUPPLIER_NAME", name)
    _add_address(supplier, name)
    SubElement(supplier, "EXTENDED_INFO", input_type="0")


def _add_address(parent: Element, name: str) -> None:
    """An address of which only the name is known: up to three short lines."""
    address = SubElement(parent, "ADDRESS")
    for line, text in zip(_LINES, textwrap.wrap(name, _LONGEST_LINE), strict=False):
        add(address, line, text)
