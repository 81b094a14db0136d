"""The header of a catalogue: who supplies it, when it was made, and what holds for all its services."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from catalogue.submissions.readers.openqcat.moments import day_of
from catalogue.submissions.readers.xml_tree import Source, inner_text


@dataclass(frozen=True)
class Supplier:
    """Who a service is from; without a name where the file does not tell."""

    name: str
    address: Source


NOBODY = Supplier("", Source())


class Header:
    """What the header says; a service that stands by itself may have none."""

    def __init__(self, element: Element | None) -> None:
        self._source = Source() if element is None else Source(element)
        made_on = day_of(self._source.text("CATALOG/GENERATION_DATE"))
        self.made_on = made_on.isoformat() if made_on else ""
        self.currency = self._source.text("CATALOG/CURRENCY") or "EUR"
        self.mime_root = self._source.text("CATALOG/MIME_ROOT")
        self._suppliers = [_supplier(found) for found in self._source.all("SUPPLIER")]
        self._by_id = {
            number: supplier
            for element, supplier in zip(self._source.all("SUPPLIER"), self._suppliers, strict=True)
            for number in map(_number, element.findall("SUPPLIER_ID"))
        }

    def supplier(self, service: Element) -> Supplier:
        """The supplier that a service refers to; it need not where there is only one."""
        if len(self._suppliers) == 1:
            return self._suppliers[0]
        reference = service.find("SUPPLIER_ID_REF")
        return NOBODY if reference is None else self._by_id.get(_number(reference), NOBODY)


def _number(element: Element) -> tuple[str, str]:
    """A supplier's number with the list that it is from."""
    return element.get("type", ""), inner_text(element)


def _supplier(element: Element) -> Supplier:
    return Supplier(Source(element).text("SUPPLIER_NAME"), Source(*element.findall("ADDRESS")))
