"""The part of a SERVICE that tells how and where people learn."""

from datetime import date
from xml.etree.ElementTree import Element, SubElement

from catalogue.exports.openqcat.elements import add
from catalogue.submissions.readers.openqcat import codes
from catalogue.values import WEEKDAYS

_LINE, _CITY = 30, 36
_DAYS = dict(
    zip(WEEKDAYS, ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"), strict=True)
)
_FORMS = {
    "Präsenz": ("101", "Präsenzunterricht"),
    "Online": ("206", "Sonstige Digitale Lernform"),
    "Hybrid": ("303", "Hybrid Learning"),
}
_SCHOOL, _NOTHING = ("100", "Allgemeinbildende Schule/Einrichtung"), ("0", "Keine Zuordnung möglich")
# The longest that each class of duration stands for, in days; what is longer is of the last one.
_LENGTHS = ((3, "1"), (7, "2"), (31, "3"), (92, "4"), (183, "5"), (366, "6"), (731, "7"), (1096, "8"))
_LONGEST, _UNKNOWN = "9", "0"


def add_education(education: Element, cells: dict[str, str], municipality: str) -> None:
    """EDUCATION: of what kind, in which languages, where, and on which days."""
    _add_kind(SubElement(education, "EXTENDED_INFO"), cells)
    course = SubElement(education, "MODULE_COURSE")
    _add_location(course, cells, municipality)
    SubElement(course, "DURATION", type=_length(cells["beginn"], cells["ende"]))
    add(course, "INSTRUCTION_REMARKS", _hours(cells))


def _add_kind(info: Element, cells: dict[str, str]) -> None:
    for name, (code, label) in (
        ("INSTITUTION", _SCHOOL if cells["art"] == "Schulform" else _NOTHING),
        ("INSTRUCTION_FORM", _FORMS[cells["format"]]),
    ):
        add(info, name, label, type=code)
    for language in filter(None, cells["sprachen"].split("|")):
        add(info, "TEACHING_LANGUAGES", codes.LANGUAGE_CODE.get(language, ""))
    code, label = _education_type(cells)
    add(info, "EDUCATION_TYPE", label, type=code)


def _education_type(cells: dict[str, str]) -> tuple[str, str]:
    if cells["art"] == "Ausbildung":
        return codes.APPRENTICESHIP, "Berufsausbildung"
    if cells["art"] == "Schulform" or cells["bereich"] == "Sprachbildung":
        return codes.GENERAL, "Allgemeinbildung"
    return (codes.TRAINING, "Fortbildung/Qualifizierung") if cells["bereich"] == "Weiterbildung" else _NOTHING


def _add_location(course: Element, cells: dict[str, str], municipality: str) -> None:
    """LOCATION; the house before the street has a line of its own, and a part of a town as well."""
    location = Element("LOCATION")
    house, _, street = cells["strasse"].rpartition(", ")
    if max(len(house), len(street)) <= _LINE:
        add(location, "NAME", house)
        add(location, "STREET", street)
    add(location, "ZIP", cells["plz"])
    add(location, "CITY", municipality or cells["ort"], _CITY)
    if municipality != cells["ort"]:
        add(location, "DISTRICT", cells["ort"], _CITY)
    if cells["barrierefrei"]:
        add(location, "BARRIER_FREE_LOCATION", "true" if cells["barrierefrei"] == "ja" else "false")
    if len(location):
        course.append(location)


def _length(begins: str, ends: str) -> str:
    if not (begins and ends):
        return _UNKNOWN
    days = (date.fromisoformat(ends) - date.fromisoformat(begins)).days + 1
    return next((code for longest, code in _LENGTHS if days <= longest), _LONGEST)


def _hours(cells: dict[str, str]) -> str:
    """ "Montag, Mittwoch, 18:30 bis 20:00 Uhr" """
    parts = [_DAYS[day] for day in cells["wochentage"].split("|") if day]
    if cells["uhrzeit_von"] and cells["uhrzeit_bis"]:
        parts.append(f"{cells['uhrzeit_von']} bis {cells['uhrzeit_bis']} Uhr")
    return ", ".join(parts)
