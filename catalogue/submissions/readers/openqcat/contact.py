"""Whom to ask, and where to read more."""

import re
from urllib.parse import urljoin

from catalogue.submissions.readers.openqcat.header import Header, Supplier
from catalogue.submissions.readers.openqcat.paths import DETAILS, EDUCATION
from catalogue.submissions.readers.plain_text import one_line
from catalogue.submissions.readers.xml_tree import Source

# Ansprechpartner, Gesamtansprechpartner, Berater; after them whoever is named
_ROLES = ("1", "2", "4", "")
_NAME = ("ACADEMIC_TITLE", "FIRST_NAME", "NAME_PREFIX", "LAST_NAME")
# The format's own way to write a number: "+49.5151.123456", and an extension behind another point
_DOTTED = re.compile(r"\+49\.([0-9]{2,5})\.([0-9]+)(?:\.([0-9]+))?")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|svg|webp|bmp)$", re.IGNORECASE)
_OTHER_PURPOSES = ("logo", "icon", "thumbnail", "osa", "studienbeitrag")


def contact(source: Source, supplier: Supplier, header: Header) -> dict[str, str]:
    """The contact of a service; what it does not say, the supplier's address does."""
    person, address = _person(source), supplier.address
    return {
        "ansprechperson": one_line(" ".join(person.text(part) for part in _NAME)),
        "telefon": _phone(person) or _phone(address),
        "email": person.text("EMAILS/EMAIL") or address.text("EMAILS/EMAIL"),
        "url": _page(source, header) or person.text("URL") or address.text("URL"),
    }


def _person(source: Source) -> Source:
    found = [(Source(element).code("CONTACT_ROLE"), element) for element in source.all(f"{DETAILS}/CONTACT")]
    # `sorted` keeps the order of the file among equals.
    ranked = sorted(found, key=lambda item: _ROLES.index(item[0]) if item[0] in _ROLES else len(_ROLES))
    return Source(*(element for _, element in ranked[:1]))


def _phone(source: Source) -> str:
    number = one_line(source.text("PHONE") or source.text("MOBILE"))
    match = _DOTTED.fullmatch(number)
    if not match:
        return number
    area, local, extension = match.groups()
    return f"0{area} {local}" + (f"-{extension}" if extension else "")


def _page(source: Source, header: Header) -> str:
    """The page about the course, if one of its documents is a page."""
    for path in ("MIME_INFO/MIME_ELEMENT", f"{EDUCATION}/MIME_INFO/MIME_ELEMENT"):
        for element in map(Source, source.all(path)):
            address = element.text("MIME_SOURCE")
            if header.mime_root.startswith("http") and "://" not in address:
                address = _joined(header.mime_root, address)
            is_picture = element.text("MIME_TYPE").startswith("image/") or _PICTURE.search(address)
            is_page = address.startswith(("http://", "https://")) and not is_picture
            if is_page and element.text("MIME_PURPOSE") not in _OTHER_PURPOSES:
                return address
    return ""


def _joined(root: str, address: str) -> str:
    try:
        return urljoin(root, address)
    except ValueError:
        return ""
