"""One offer as a SERVICE: what the format has elements for, and all else as features of a classification of our own."""

import re
from xml.etree.ElementTree import Element, SubElement

from catalogue.exports.markup import readable_as
from catalogue.exports.openqcat.cells import MUNICIPALITY
from catalogue.exports.openqcat.education import add_education
from catalogue.exports.openqcat.elements import add, shortened
from catalogue.submissions.readers.openqcat.header import Header, Supplier
from catalogue.submissions.readers.openqcat.offers import Course, entries
from catalogue.submissions.readers.openqcat.service import OWN_CLASSIFICATION
from catalogue.submissions.readers.plain_text import one_line, plain_text
from catalogue.submissions.readers.xml_tree import Source

_TITLE, _DESCRIPTION, _NAME, _PHONE, _LINE, _REMARKS, _TERMS, _ADDRESS = 255, 30_000, 30, 30, 255, 2_000, 4_000, 2_000
# Kinds of offers that KURSNET calls Weiterbildungsangebot and Bildungsangebot
_FURTHER_TRAINING, _OTHER = "5", "1"
_NUMBER = re.compile(r"0([0-9]{2,5})[ /–-]+([0-9][0-9 /–-]*)")


def add_service(parent: Element, cells: dict[str, str], supplier: str, header: Header) -> None:
    """Add an offer, so that reading it gives the same cells again."""
    service = SubElement(parent, "SERVICE")
    add(service, "PRODUCT_ID", cells["kennung"])
    add(service, "COURSE_TYPE", _FURTHER_TRAINING if cells["bereich"] == "Weiterbildung" else _OTHER)
    add(service, "SUPPLIER_ID_REF", supplier, type="supplier_specific")
    _add_details(SubElement(service, "SERVICE_DETAILS"), cells)
    _add_price(service, cells)
    if 0 < len(cells["url"]) <= _ADDRESS:
        document = SubElement(SubElement(service, "MIME_INFO"), "MIME_ELEMENT")
        add(document, "MIME_SOURCE", cells["url"])
    _add_features(service, cells, header)


def _add_details(details: Element, cells: dict[str, str]) -> None:
    """SERVICE_DETAILS, in the order in which the format wants its parts."""
    title = readable_as(cells["titel"], one_line)
    SubElement(details, "TITLE").text = shortened(title, _TITLE)
    add(details, "DESCRIPTION_LONG", shortened(readable_as(cells["beschreibung"], plain_text), _DESCRIPTION))
    _add_contact(details, cells)
    if cells["status"] == "abgesagt":
        add(details, "SERVICE_STATUS", cells["status"], type="old_product")
    elif cells["status"] != "offen":
        add(details, "SERVICE_STATUS", cells["status"], type="others")
    _add_period(details, cells)
    for keyword in filter(None, cells["themen"].split("|")):
        add(details, "KEYWORD", readable_as(keyword, one_line), _LINE)
    if cells["zielgruppen"]:
        group = SubElement(details, "TARGET_GROUP")
        add(group, "TARGET_GROUP_TEXT", ", ".join(cells["zielgruppen"].split("|")))
    if cells["anmeldung"]:
        add(details, "TERMS_AND_CONDITIONS", shortened(f"Anmeldung: {cells['anmeldung']}", _TERMS))
    add_education(
        SubElement(SubElement(details, "SERVICE_MODULE"), "EDUCATION", type="true"), cells, cells[MUNICIPALITY]
    )


def _add_contact(details: Element, cells: dict[str, str]) -> None:
    contact = Element("CONTACT")
    add(contact, "CONTACT_ROLE", "Ansprechpartner", type="1")
    first, _, last = cells["ansprechperson"].rpartition(" ")
    if max(len(first), len(last)) <= _NAME:
        add(contact, "FIRST_NAME", first)
        add(contact, "LAST_NAME", last)
    match = _NUMBER.fullmatch(cells["telefon"])
    number = f"+49.{match[1]}.{re.sub('[^0-9]', '', match[2])}" if match else cells["telefon"]
    add(contact, "PHONE", number, _PHONE)
    if 0 < len(cells["email"]) <= _LINE:
        add(SubElement(contact, "EMAILS"), "EMAIL", cells["email"])
    if len(contact) > 1:
        details.append(contact)


def _add_period(details: Element, cells: dict[str, str]) -> None:
    if not (cells["beginn"] or cells["ende"]):
        return
    period = SubElement(details, "SERVICE_DATE")
    for name, day, clock in (("START_DATE", "beginn", "uhrzeit_von"), ("END_DATE", "ende", "uhrzeit_bis")):
        if cells[day]:
            add(period, name, f"{cells[day]}T{cells[clock] or '00:00'}:00")


def _add_price(service: Element, cells: dict[str, str]) -> None:
    if not (cells["kosten"] or cells["kosten_hinweis"]):
        return
    details = SubElement(service, "SERVICE_PRICE_DETAILS")
    if cells["kosten"]:
        price = SubElement(details, "SERVICE_PRICE")
        add(price, "PRICE_AMOUNT", cells["kosten"])
        add(price, "PRICE_CURRENCY", "EUR")
    add(details, "REMARKS", shortened(readable_as(cells["kosten_hinweis"], one_line), _REMARKS))


def _add_features(service: Element, cells: dict[str, str], header: Header) -> None:
    """What the elements so far do not say, or not exactly: found out by reading them."""
    course = Course(cells["kennung"], Supplier(cells["anbieter"], Source()), (Source(service),))
    (read,) = entries(course, header)
    missing = {name: text for name, text in cells.items() if name != MUNICIPALITY and read.get(name, "") != text}
    if not missing:
        return
    group = Element("SERVICE_CLASSIFICATION")
    add(group, "REFERENCE_CLASSIFICATION_SYSTEM_NAME", OWN_CLASSIFICATION)
    for name, text in missing.items():
        feature = SubElement(group, "FEATURE")
        add(feature, "FNAME", name)
        SubElement(feature, "FVALUE").text = text
    service.insert([part.tag for part in service].index("SERVICE_DETAILS") + 1, group)
