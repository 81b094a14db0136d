"""Dated offers as a calendar that people subscribe to or take over (RFC 5545, text/calendar).

Nothing in it depends on when it is made: the same offers are the same bytes.
"""

import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta, timezone
from urllib.parse import quote

from icalendar import Calendar, Component, Event, Timezone, vCalAddress

from catalogue.exports.facts import (
    ENGLISH_DAYS,
    TIMEZONE,
    address_line,
    at,
    coordinates,
    hours,
    last_day,
)
from catalogue.models import Offer
from catalogue.region import Region
from catalogue.values import WEEKDAYS

_NO_FIELD = "dafür hat ein Kalender kein Feld"
# What does not come back, or not always, and why, as people read it when they export.
DROPPED = {
    "beschreibung": "enthält alles, was über das Angebot bekannt ist",
    "url": "führt zur Seite im Bildungslotsen",
    "telefon_beratung": "nur für Beratungskräfte, wird nie weitergegeben",
    **dict.fromkeys(
        ("themen", "zielgruppen", "nur_frauen", "alter_von", "alter_bis", "niveau", "sprachen", "kosten_hinweis",
         "kinderbetreuung", "barrierefrei", "anmeldung"),
        _NO_FIELD,
    ),
    "ansprechperson": "nur, wo sie sich von der Telefonnummer unterscheiden lässt",
    "telefon": "nur, wo sie wie eine Telefonnummer aussieht",
    "art": "wo sie nicht bekannt ist, ist ein einzelner Termin eine Veranstaltung",
    "status": "Warteliste und ausgebucht nicht",
    "format": "Hybrid liest sich als Präsenz",
    "ort": "nicht bei Online-Angeboten",
    "plz": "nicht bei Online-Angeboten",
    "strasse": "nur mit Hausnummer; nicht bei Online-Angeboten",
    "beginn": "wo es Wochentage gibt, gilt der erste Termin",
    "ende": "wo es Wochentage gibt, gilt der letzte Termin; ohne Ende nur der erste; der 31.12.9999 nicht",
    "wochentage": "nur, wo sie vom Beginn bis zum Ende vorkommen; bei einem einzelnen Tag gilt der des Datums",
    "uhrzeit_von": "nicht bei mehreren Tagen ohne Wochentage und nicht um Mitternacht",
    "uhrzeit_bis": "nicht bei mehreren Tagen ohne Wochentage, ohne Beginn, vor dem Beginn, bei Reihen nachts vor 3 Uhr",
}  # fmt: skip
_DAY = timedelta(days=1)
# Within two weeks every weekday comes up twice.
_TWO_WEEKS = 14
# By rules, not by a list of changes: the library's own zones end in 2038.
_VTIMEZONE = f"""BEGIN:VTIMEZONE
TZID:{TIMEZONE.key}
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


def is_dated(offer: Offer) -> bool:
    """Whether an offer has a day in a calendar."""
    return offer.begins is not None


def calendar(
    offers: Iterable[Offer], region: Region, link: Callable[[Offer], str], describe: Callable[[Offer], str], name: str
) -> bytes:
    """A calendar called `name` of the dated offers among these, in their order.

    `link` is an offer's page, `describe` what an entry says about it.
    """
    found = Calendar()
    found.add("prodid", f"-//{_line(region.name)}//Bildungslotse//DE")
    found.add("version", "2.0")
    found.calendar_name = _line(name)
    found.add_component(_timezone())
    for offer in offers:
        if is_dated(offer):
            found.add_component(_event(offer, region, link(offer), describe(offer)))
    content: bytes = found.to_ical()
    return content


def _timezone() -> Component:
    return Timezone.from_ical(_VTIMEZONE)


def _event(offer: Offer, region: Region, url: str, text: str) -> Event:
    event = Event()
    event.add("uid", f"{quote(offer.key, safe='')}@{region.id}")
    confirmed = datetime.combine(offer.confirmed, time(), timezone.utc)
    event.add("dtstamp", confirmed)
    event.add("last-modified", confirmed)
    _add_times(event, offer)
    event.add("summary", _line(offer.title))
    event.add("description", _text(text))
    event.add("location", _line(address_line(offer)))
    place = coordinates(offer)
    if place:
        event.add("geo", place)
    event.add("url", url)
    event.add("organizer", _organizer(offer))
    contact = ", ".join(filter(None, (offer.text.contact_person, offer.text.phone, offer.text.email)))
    if contact:
        event.add("contact", _line(contact))
    if offer.cost is not None:
        # No standard has a field for it; several systems for events use this one.
        event.add("x-cost", f"{offer.cost:.2f}")
    event.add("categories", [_line(name) for name in (offer.area, offer.kind) if name])
    event.add("status", "CANCELLED" if offer.status == "abgesagt" else "CONFIRMED")
    return event


def _organizer(offer: Offer) -> vCalAddress:
    """The provider; where no mail address is known, what others write in such a case."""
    email = quote(_line(offer.text.email or ""), safe="@+")
    found: vCalAddress = vCalAddress(f"mailto:{email}" if email else "invalid:nomail")
    found.params["CN"] = _line(offer.provider.name)
    return found


def _add_times(event: Event, offer: Offer) -> None:
    assert offer.begins is not None
    last = last_day(offer)
    if offer.weekdays and last != offer.begins:
        _add_meetings(event, offer.begins, last, offer)
    elif last and last > offer.begins:
        _add_days(event, offer.begins, last)
    else:
        _add_slot(event, offer.begins, offer)


def _add_meetings(event: Event, first: date, last: date | None, offer: Offer) -> None:
    meetings = _first_meetings(first, last, offer)
    _add_slot(event, meetings[0] if meetings else first, offer)
    # A series without an end would be a promise that nobody made: then only its first date is certain.
    if last and len(meetings) > 1:
        event.add("rrule", _weekly(offer, last))


def _first_meetings(first: date, last: date | None, offer: Offer) -> list[date]:
    """The listed weekdays of the first two weeks: none, the only one, or the beginning of a series."""
    length = min(_TWO_WEEKS, ((last or date.max) - first).days + 1)
    days = (first + number * _DAY for number in range(length))
    return [day for day in days if WEEKDAYS[day.weekday()] in offer.weekdays]


def _weekly(offer: Offer, last: date) -> dict[str, object]:
    days = [ENGLISH_DAYS[day][:2].upper() for day in WEEKDAYS if day in offer.weekdays]
    # UNTIL has to be of DTSTART's kind, and in UTC where that has a zone.
    until = at(last, time(23, 59, 59)).astimezone(timezone.utc) if offer.starts_at else last
    return {"freq": "WEEKLY", "until": until, "byday": days}


def _add_slot(event: Event, day: date, offer: Offer) -> None:
    """The hours of one day; the whole day where nobody said when it starts."""
    starts, ends = hours(offer)
    if starts is None:
        _add_days(event, day, day)
        return
    event.add("dtstart", at(day, starts))
    # Without an end an entry is shown at its start: a length would be made up.
    if ends:
        event.add("dtend", at(day, ends))


def _add_days(event: Event, first: date, last: date) -> None:
    event.add("dtstart", first)
    # Exclusive; "31.12.9999" stands for "for good", and there is no day after it.
    if last < date.max:
        event.add("dtend", last + _DAY)
    # An offer of many days or of unknown hours must not make people's whole days look taken.
    event.add("transp", "TRANSPARENT")


def _text(text: str) -> str:
    """A text whose only control characters are line breaks and tabs, as RFC 5545 wants it."""
    lines = "\n".join(text.splitlines())
    return "".join(char for char in lines if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs"))


def _line(text: str) -> str:
    return " ".join(_text(text).split())
