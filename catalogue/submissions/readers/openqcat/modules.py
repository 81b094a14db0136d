"""When and where a service is held, as its modules say it."""

from collections.abc import Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element

from catalogue.submissions.readers.openqcat import codes
from catalogue.submissions.readers.openqcat.dates import Date, Venue
from catalogue.submissions.readers.openqcat.moments import span
from catalogue.submissions.readers.openqcat.paths import DETAILS, EDUCATION, INFO, MODULE
from catalogue.submissions.readers.openqcat.remarks import days_and_hours, says_more
from catalogue.submissions.readers.places import address_cells, is_online
from catalogue.submissions.readers.plain_text import one_line, plain_text
from catalogue.submissions.readers.xml_tree import Source


def dates_of(source: Source) -> list[Date]:
    """The dates of a service: one for each of its modules, and one where it has none."""
    shared = source.all(f"{DETAILS}/SERVICE_DATE")
    at_screen = [*source.all(f"{EDUCATION}/MODULE_WBT"), *source.all(f"{EDUCATION}/MODULE_CBT")]
    form = source.code(f"{INFO}/INSTRUCTION_FORM")
    courses = source.all(MODULE)
    if courses:
        reader = _Courses(form, bool(at_screen), one_line(source.text(f"{INFO}/INSTRUCTION_TIME")), shared)
        # A date need not say again what is the same as in the offer behind it.
        behind = [module for element in source.elements[1:] for module in element.findall(MODULE)]
        fallback = behind if len(behind) == 1 and behind != courses else []
        return [reader.date(Source(course, *fallback)) for course in courses]
    periods = [period for module in at_screen for period in module.findall("SERVICETIME")]
    venue = Venue(format="Online" if at_screen else codes.FORMATS.get(form, ""))
    return [_date(venue, periods or shared, [], "")]


class _Courses:
    """Reads MODULE_COURSE; what holds for all modules of a service is looked up once."""

    def __init__(self, form: str, has_screen: bool, share: str, shared: list[Element]) -> None:
        self.form, self.has_screen, self.share, self.shared = form, has_screen, share, shared

    def date(self, course: Source) -> Date:
        own = [period for period in course.all("DURATION") if period.findtext("START_DATE")]
        found = _date(self._venue(course), own or self.shared, course.texts("INSTRUCTION_REMARKS"), self.share)
        is_accessible = course.is_true("LOCATION/BARRIER_FREE_LOCATION")
        if is_accessible is not None:
            found.said["barrierefrei"] = "ja" if is_accessible else "nein"
        length = codes.DURATIONS.get(course.code("DURATION"), "") if not (found.meetings and found.has_end) else ""
        way = plain_text(course.text("LOCATION/ADDRESS_REMARKS")) if found.venue.place else ""
        notes = (f"{label}: {text}" for label, text in (("Dauer", length), ("Anfahrt", way)) if text)
        return replace(found, notes=tuple(notes))

    def _venue(self, course: Source) -> Venue:
        city, street, house = (one_line(course.text(f"LOCATION/{name}")) for name in ("CITY", "STREET", "NAME"))
        form = self._format(city)
        if form == "Online":
            return Venue(format=form)
        found = address_cells(city, course.text("LOCATION/ZIP"), street)
        return Venue(found.get("ort", ""), street, found.get("plz", ""), form, house)

    def _format(self, place: str) -> str:
        """Präsenz, Online or Hybrid; empty where nobody says it."""
        if is_online(place):
            return "Online"
        if self.form == codes.E_LEARNING:
            return "Hybrid" if place else "Online"
        return codes.FORMATS.get(self.form) or ("Hybrid" if self.has_screen else "")


def _date(venue: Venue, periods: Sequence[Element], remarks: list[str], share: str) -> Date:
    spans = [span(Source(period)) for period in periods]
    texts = [one_line(text) for text in (*remarks, *(Source(period).text("DATE_REMARKS") for period in periods))]
    return Date(
        venue,
        tuple(found.meeting for found in spans if found.meeting),
        all(found.has_end for found in spans),
        {name: text for found in spans for name, text in found.unread.items()},
        days_and_hours(" ".join(texts)),
        "; ".join(filter(None, dict.fromkeys([share, *texts]))),
        bool(share) or any(map(says_more, texts)),
    )
