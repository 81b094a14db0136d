"""Events of calendars (iCal) as offers; all dates of one UID are one offer (docs/formats/icalendar.md)."""

import re
from collections.abc import Iterable
from urllib.parse import unquote

from catalogue.errors import SubmissionError
from catalogue.slugs import slug
from catalogue.submissions.readers import closed_lists, places
from catalogue.submissions.readers.entries import Entries
from catalogue.submissions.readers.icalendar_lines import Component, UnreadableError, calendars
from catalogue.submissions.readers.icalendar_series import Series, series_of
from catalogue.submissions.readers.icalendar_times import Zones, here
from catalogue.submissions.readers.plain_text import one_line, plain_text
from catalogue.submissions.readers.prices import price_cells
from catalogue.submissions.record import RawTable

_LONGEST_NAME = 300
_MOST_EVENTS, _MOST_RULES, _MOST_DATES = 20_000, 2_000, 100_000
_READ = set(
    "UID SUMMARY DESCRIPTION X-ALT-DESC LOCATION URL CATEGORIES ORGANIZER CONTACT STATUS CLASS DTSTART DTEND DURATION"
    " RRULE RDATE EXDATE EXRULE RECURRENCE-ID LAST-MODIFIED X-COST CONFERENCE X-GOOGLE-CONFERENCE".split()
)
# What calendars tell each other; it says nothing about an offer.
_TECHNICAL = re.compile(r"DTSTAMP|CREATED|SEQUENCE|TRANSP|PRIORITY|X-(?:MICROSOFT|MS|APPLE|MOZ|LIC|WR|EVOLUTION)-.*")
_EMAIL = re.compile(r"[^@\s,;:]+@[^@\s,;:]+\.[^@\s,;:]+")
_PHONE = re.compile(r"(?:\+\d{1,3}|0)[\d\s/()–-]{5,20}\d")
# Addresses of calendars, which nobody reads.
_NOBODY = re.compile(r"@(?:group\.)?calendar\.google\.com|no-?reply|@invalid|\.invalid$", re.IGNORECASE)
_COST_LINE = re.compile(
    r"^(?:Kosten|Gebühr(?:en)?|Kursgebühr|Preis|Entgelt|Eintritt|Teilnahmegebühr|Teilnahmebeitrag) ?: ?(.+)$",
    re.IGNORECASE | re.MULTILINE,
)
_KINDS = {
    "Beratung": r"beratung|sprechstunde|sprechzeit",
    "Treff": r"treff\b|\btreffen|stammtisch|café|gruppe\b|gesprächskreis",
    "Kurs": r"kurs\b|workshop|seminar|lehrgang|training|schulung|unterricht",
}


def read_icalendar(file: str, content: bytes) -> RawTable:
    """Read the events of a calendar. Raises SubmissionError where the file is none."""
    found = calendars(file, content)
    entries = Entries(file, content)
    events = [event for calendar in found for event in calendar.children("VEVENT")]
    rules = sum(len(event.all("RRULE")) for event in events)
    if len(events) > _MOST_EVENTS or rules > _MOST_RULES:
        raise SubmissionError(f"{file}: Der Kalender enthält zu viele Einträge oder Wiederholungen.")
    left = _MOST_DATES
    for calendar in found:
        zones = Zones(calendar)
        for group in _by_uid(calendar.children("VEVENT")):
            try:
                series = series_of(group, zones, left)
                left -= len(series.meetings)
                entries.add(_cells(group, calendar, series, zones))
            except UnreadableError as error:
                entries.add({}, [(error.field, error.reason)])
    return entries.table(_dropped(found))


def _by_uid(events: Iterable[Component]) -> list[list[Component]]:
    """Events that are one offer; without a UID each is its own. The first says what it is, if it was not moved."""
    groups: dict[str, list[Component]] = {}
    for number, event in enumerate(events):
        groups.setdefault(event.text("UID") or f"\n{number}", []).append(event)
    return [sorted(group, key=lambda event: bool(event.first("RECURRENCE-ID"))) for group in groups.values()]


def _cells(events: list[Component], calendar: Component, series: Series, zones: Zones) -> dict[str, str]:
    event = events[0]
    if event.text("CLASS").upper() in ("PRIVATE", "CONFIDENTIAL"):
        raise UnreadableError("CLASS", "Der Eintrag ist als vertraulich gekennzeichnet und wird nicht übernommen.")
    status, title = closed_lists.status_in_title(one_line(event.text("SUMMARY")))
    is_cancelled = calendar.text("METHOD").upper() == "CANCEL" or all(
        other.text("STATUS").upper() == "CANCELLED" for other in events
    )
    words = [one_line(item) for found in event.all("CATEGORIES") for item in found.items]
    text = plain_text(event.text("DESCRIPTION") or event.text("X-ALT-DESC"))
    where, house = _place_cells(event)
    contact = _contact_cells(event, calendar)
    cells = {
        "kennung": _key(event.text("UID"), contact["anbieter"]),
        "titel": title,
        "bereich": closed_lists.area_of(words, [title]),
        "art": closed_lists.kind_named(words) or _kind(title, series),
        "themen": "|".join(dict.fromkeys(word.replace("|", "/") for word in words if not closed_lists.is_ours(word))),
        **contact,
        **series.cells(),
        **where,
        **_cost_cells(event, text),
        "status": "abgesagt" if is_cancelled else status,
        "stand": _changed(event, zones),
        "beschreibung": "\n\n".join(filter(None, (text, house, series.in_words()))),
    }
    return {column: cell for column, cell in cells.items() if cell}


def _key(uid: str, provider: str) -> str:
    """The UID; our own calendars make it of the provider, his key and the region: then it is his key."""
    offer, at, _ = uid.rpartition("@")
    own = f"{slug(provider)}/"
    return key.removeprefix(own) if at and (key := unquote(offer)).startswith(own) and key != own else uid


def _changed(event: Component, zones: Zones) -> str:
    stamps = [stamp for found in event.all("LAST-MODIFIED")[:1] for stamp in zones.stamps(found)]
    return here(stamps[0]).isoformat() if stamps else ""


def _kind(title: str, series: Series) -> str:
    """What the title says, else an event where it is one; an event that goes on would be over after its first day."""
    for kind, words in _KINDS.items():
        if re.search(words, title[:500], re.IGNORECASE):
            return kind
    return "Veranstaltung" if len(series.meetings) == 1 and not series.goes_on else ""


def _contact_cells(event: Component, calendar: Component) -> dict[str, str]:
    """The organizer with its mail address, else the name of the calendar; CONTACT by what it looks like."""
    organizer = event.first("ORGANIZER")
    name = one_line(organizer.parameters.get("CN", "")) if organizer else ""
    if not name or _EMAIL.search(name[:_LONGEST_NAME]):
        name = one_line(calendar.text("X-WR-CALNAME") or calendar.text("NAME"))
    contact = one_line(event.text("CONTACT"))[:1000]
    phone, email = _PHONE.search(contact), _EMAIL.search(contact)
    person = _EMAIL.sub("", _PHONE.sub("", contact)).strip(" ,;:-–")
    mail = email.group() if email else organizer.value.strip() if organizer else ""
    mail = unquote(re.sub(r"^mailto:", "", mail, flags=re.IGNORECASE))
    return {
        "anbieter": name,
        "ansprechperson": person,
        "telefon": phone.group() if phone else "",
        "email": mail if _EMAIL.fullmatch(mail[:_LONGEST_NAME]) and not _NOBODY.search(mail) else "",
        "url": event.text("URL"),
    }


def _place_cells(event: Component) -> tuple[dict[str, str], str]:
    """Where it is, and a sentence with the name of the house."""
    line = plain_text(event.text("LOCATION"))
    is_online = bool(event.all("CONFERENCE") or event.all("X-GOOGLE-CONFERENCE"))
    if not line or places.is_online(line):
        return ({"format": "Online"} if line or is_online else {}), ""
    cells, house = places.line_cells(line)
    return {**cells, "format": "Hybrid" if is_online else "Präsenz"}, f"Veranstaltungsort: {house}." if house else ""


def _cost_cells(event: Component, text: str) -> dict[str, str]:
    """What it costs, from the field that some calendars have for it, or from a line of the description."""
    line = _COST_LINE.search(text)
    return price_cells(one_line(event.text("X-COST")) or (line[1] if line else ""))


def _dropped(calendars: Iterable[Component]) -> list[str]:
    """Fields that have no home in our record, and parts of calendars that are no events."""
    names: dict[str, None] = {}
    for calendar in calendars:
        for part in calendar.components:
            if part.name in ("VTODO", "VJOURNAL", "VFREEBUSY", "VAVAILABILITY"):
                names[part.name] = None
            elif part.name == "VEVENT":
                names.update((f"VEVENT.{name}", None) for name in part.properties if _is_lost(name))
    return list(names)


def _is_lost(name: str) -> bool:
    return name not in _READ and not _TECHNICAL.fullmatch(name)
