"""A whole file: full catalogues, later changes to them, and single services."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from catalogue.errors import SubmissionError
from catalogue.submissions.readers.entries import Entries
from catalogue.submissions.readers.openqcat.header import Header, Supplier
from catalogue.submissions.readers.openqcat.offers import Course, entries
from catalogue.submissions.readers.openqcat.paths import EDUCATION, unread
from catalogue.submissions.readers.openqcat.service import organizer
from catalogue.submissions.readers.xml_tree import Source, parse
from catalogue.submissions.record import Fault, RawTable, Regrouped

# A catalogue; or one service with its header in it, as programmes that put catalogues together keep them.
ROOTS = frozenset({"OPENQCAT", "SERVICE"})


def read_openqcat(file: str, content: bytes) -> RawTable:
    """Read a file in openQ-Cat 1.1. Raises SubmissionError where it is none."""
    root = parse(file, content)
    services = list(_services(root))
    if root.tag not in ROOTS or not (services or _is_catalogue(root)):
        raise SubmissionError(f"{file}: Das ist kein Katalog im Format openQ-Cat.")
    header = Header(root.find("HEADER"))
    reading = _Reading(file, header, is_update=root.find("UPDATE_CATALOG") is not None)
    for number, (service, is_deleted) in enumerate(services, 1):
        reading.take(number, service, is_deleted)
    courses = list(reading.courses())
    # A service that is deleted and sent anew in the same file is replaced.
    replaced = {(course.supplier.name, course.reference) for course in courses}
    gathered = Entries(file, content)
    regrouped = []
    for course in courses:
        found = entries(course, header)
        for entry in found:
            gathered.add(entry)
        regrouped.append(Regrouped(course.supplier.name, course.reference, tuple(entry["kennung"] for entry in found)))
    table = gathered.table(dropped=unread(root))
    withdrawn = tuple(key for key in dict.fromkeys(reading.withdrawn) if key not in replaced)
    return replace(
        table,
        faults=(*table.faults, *reading.faults),
        withdrawn=withdrawn,
        regrouped=tuple(one for one in regrouped if one.provider and one.course),
    )


def _is_catalogue(root: Element) -> bool:
    return root.find("NEW_CATALOG") is not None or root.find("UPDATE_CATALOG") is not None


def _services(root: Element) -> Iterator[tuple[Element, bool]]:
    """The services of a file, and whether each is to be deleted."""
    if root.tag == "SERVICE":
        yield root, False
    for service in root.iterfind("NEW_CATALOG/SERVICE"):
        yield service, False
    # The schema knows DELETE and NEW (what is new or changed); an UPDATE beside them can mean only the same as NEW.
    for group in root.iterfind("UPDATE_CATALOG/*"):
        for service in group.iterfind("SERVICE"):
            yield service, group.tag == "DELETE"


@dataclass(frozen=True)
class _Service:
    """A service as it stands in the file: an offer, or a date of the offer that `course` names."""

    number: int
    element: Element
    supplier: Supplier
    reference: str
    course: str

    @property
    def is_date(self) -> bool:
        return self.course != self.reference

    @property
    def key(self) -> tuple[str, str]:
        return self.supplier.name, self.course


class _Reading:
    """Brings together what belongs together: offers with their dates."""

    def __init__(self, file: str, header: Header, *, is_update: bool) -> None:
        self.file, self.header, self.is_update = file, header, is_update
        self.services: list[_Service] = []
        self.withdrawn: list[tuple[str, str]] = []
        self.faults: list[Fault] = []

    def take(self, number: int, element: Element, is_deleted: bool) -> None:
        supplier = self.header.supplier(element)
        reference = _text(element, "PRODUCT_ID")
        if not is_deleted:
            self.services.append(_Service(number, element, supplier, reference, _course(element) or reference))
        elif supplier.name and reference:
            self.withdrawn.append((supplier.name, reference))
        else:
            self._fault(
                number, "DELETE", "Was gelöscht werden soll, ist nicht klar: Es fehlt PRODUCT_ID oder der Anbieter."
            )

    def courses(self) -> Iterator[Course]:
        """The courses in the order in which they first come up."""
        offers = {service.key for service in self.services if not service.is_date}
        dates = self._dates(offers)
        for service in self.services:
            if not service.is_date:
                found = dates.pop(service.key, [])
                sources = [Source(one.element, service.element) for one in found]
                # An offer that is said to be a date as well is one of its own dates.
                if not sources or _is_offer(service.element) is False:
                    sources.append(Source(service.element))
                yield Course(service.reference, _supplier(service), tuple(sources))
            elif service.key in dates and service.key not in offers:
                found = dates.pop(service.key)
                yield Course(service.course, _supplier(service), tuple(Source(one.element) for one in found))

    def _dates(self, offers: set[tuple[str, str]]) -> dict[tuple[str, str], list[_Service]]:
        """The dates of each offer. In a change an offer is sent anew with all of them, or with none."""
        found: dict[tuple[str, str], list[_Service]] = {}
        for service in self.services:
            if service.is_date and (service.key in offers or not self.is_update):
                found.setdefault(service.key, []).append(service)
            elif service.is_date:
                # Alone it would take the place of all dates that the offer already has.
                reason = (
                    f"Das ist ein Termin von „{service.course}“. "
                    "Ein Nachtrag muss das Angebot mit allen seinen Terminen enthalten."
                )
                self._fault(service.number, "COURSE_ID", reason)
        return found

    def _fault(self, number: int, field: str, reason: str) -> None:
        self.faults.append(Fault(self.file, number, field, reason))


def _course(element: Element) -> str:
    """The key of the offer that a service is a date of; empty where it is an offer itself."""
    return "" if _is_offer(element) else _text(element, f"{EDUCATION}/COURSE_ID")


def _is_offer(element: Element) -> bool | None:
    """Whether a service is an offer; if not, it is a date of one. None where it is not said."""
    education = element.find(EDUCATION)
    said = "" if education is None else education.get("type", "")
    return {"true": True, "1": True, "false": False, "0": False}.get(said.strip())


def _supplier(service: _Service) -> Supplier:
    """The supplier, or who holds the course where the file does not tell."""
    return service.supplier if service.supplier.name else Supplier(organizer(Source(service.element)), Source())


def _text(element: Element, path: str) -> str:
    return Source(element).text(path)
