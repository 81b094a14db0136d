"""Offers as a catalogue in openQ-Cat 1.1, KURSNET's exchange format (docs/formats/openqcat.md)."""

from collections.abc import Iterable
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from catalogue.exports.openqcat.cells import DROPPED, cells
from catalogue.exports.openqcat.elements import shortened
from catalogue.exports.openqcat.header import header, supplier_ids
from catalogue.exports.openqcat.service import add_service
from catalogue.models import Offer
from catalogue.region import Region
from catalogue.submissions.readers.openqcat.header import Header
from catalogue.submissions.readers.plain_text import tidy

__all__ = ["DROPPED", "has_room", "openqcat"]

_LONGEST_NAME = 255


def openqcat(offers: Iterable[Offer], region: Region, supplier: str, made_at: datetime) -> bytes:
    """A full catalogue of these offers, each under the provider that it is from; `supplier` is who sends it.

    Counsellors' numbers are not in it. An offer whose key or provider the format has no room for is left out: what
    is cut off would be another offer.
    """
    found = [cells(offer) for offer in offers if has_room(offer)]
    sender = shortened(tidy(supplier) or region.office.name, _LONGEST_NAME)
    suppliers = supplier_ids(dict.fromkeys([entry["anbieter"] for entry in found] or [sender]))
    root = Element("OPENQCAT", version="1.1")
    head = header(region, sender, suppliers, made_at)
    root.append(head)
    catalogue = SubElement(root, "NEW_CATALOG", FULLCATALOG="true")
    for entry in found:
        add_service(catalogue, entry, suppliers[entry["anbieter"]], Header(head))
    indent(root)
    content: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def has_room(offer: Offer) -> bool:
    """Whether the format can carry an offer under its own key and provider."""
    return all(0 < len(tidy(name)) <= _LONGEST_NAME for name in (offer.reference, offer.provider.name))
