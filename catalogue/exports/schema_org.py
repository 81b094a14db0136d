"""An offer as JSON-LD in the vocabulary of schema.org, for search engines and other programs."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from catalogue.exports import schema_parts as parts
from catalogue.exports.facts import hours, is_online, last_day
from catalogue.exports.markup import readable_as
from catalogue.exports.schema_parts import VOCABULARY, Thing, filled, term, thing
from catalogue.models import Offer
from catalogue.region import Region
from catalogue.submissions.readers.plain_text import plain_text

# What does not come back, or not always, and why, as people read it when they export.
DROPPED = {
    "url": "führt zur Seite im Bildungslotsen; die Adresse des Anbieters steht bei ihm",
    "telefon_beratung": "nur für Beratungskräfte, wird nie weitergegeben",
    "kinderbetreuung": "dafür hat schema.org kein Feld",
    "anmeldung": "dafür hat schema.org kein Feld",
    "beschreibung": "mehrere Leerzeichen oder Leerzeilen hintereinander werden eins",
    "art": "wo sie nicht bekannt ist, lesen andere „Kurs“",
    "themen": "nicht bei Beratung, Förderung, Einrichtung; Komma und Semikolon trennen",
    "niveau": "nicht bei Beratung, Förderung, Einrichtung; ohne Angabe gilt eines aus Themen oder Titel",
    "nur_frauen": "„nein“ nicht",
    "kosten_hinweis": "nur neben einem Preis, denn ein Angebot ohne Preis läse sich als kostenlos",
    "status": "nur neben einem Preis; abgesagt auch sonst, außer bei Beratung, Förderung, Einrichtung",
    "ort": "nicht bei Online-Angeboten",
    "plz": "nicht bei Online-Angeboten",
    "strasse": "nicht bei Online-Angeboten",
    "barrierefrei": "nicht bei Online-Angeboten",
    "ende": "wo keines bekannt ist, gilt bei einer Veranstaltung der erste Tag",
    "wochentage": "bei einem einzelnen Tag gilt der des Datums",
    "uhrzeit_von": "Mitternacht an einem einzelnen Tag nicht",
    "uhrzeit_bis": "nicht, wenn sie vor dem Beginn liegt; an einem einzelnen Tag nicht ohne Beginn",
}
_EVENTS = ("Veranstaltung", "Treff")
_SERVICES = ("Beratung", "Förderung", "Einrichtung")
_COURSE_MODES = {"Präsenz": "onsite", "Online": "online", "Hybrid": "blended"}
_ATTENDANCE = {"Präsenz": "Offline", "Online": "Online", "Hybrid": "Mixed"}
# What could end the element that the data stand in, or a line of JavaScript.
_ESCAPED = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def schema_org(offer: Offer, region: Region, link: str) -> Thing:
    """What is publicly known about an offer; `link` is its page. What is not known is left out."""
    if offer.kind in _EVENTS:
        found = _event(offer, link)
    elif offer.kind in _SERVICES:
        found = _service(offer, link)
    else:
        found = _course(offer, region, link)
    return {"@context": VOCABULARY, **found}


def as_script(data: Mapping[str, Any]) -> str:
    """JSON to stand in `<script type="application/ld+json">`; no value can close the element."""
    return json.dumps(dict(data), ensure_ascii=False, allow_nan=False).translate(_ESCAPED)


def as_file(offers: Iterable[Offer], region: Region, link: Callable[[Offer], str]) -> bytes:
    """Offers as one document for other programs; texts that these would take for HTML are written as it."""
    things = [schema_org(offer, region, link(offer)) for offer in offers]
    graph = [{name: _readable(value) for name, value in found.items() if name != "@context"} for found in things]
    return json.dumps({"@context": VOCABULARY, "@graph": graph}, ensure_ascii=False, indent=1).encode()


def _readable(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _readable(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_readable(inner) for inner in value]
    if not isinstance(value, str) or value.startswith(("http://", "https://")):
        return value
    escaped = readable_as(value, plain_text)
    # Some write even their tags as entities, so readers undo them twice, unless they see that it is HTML.
    return f"<span>{escaped}</span>" if "&lt;" in escaped else escaped


# --- the three kinds of things; each has the properties that schema.org knows for it


def _course(offer: Offer, region: Region, link: str) -> Thing:
    return filled(
        "Course",
        **_common(offer, link),
        courseCode=offer.reference,
        provider=parts.organization(offer),
        about=parts.own_terms(offer),
        inLanguage=parts.languages(offer),
        teaches=[word for word in offer.text.keywords if word.casefold() in region.topics],
        educationalLevel=list(offer.levels),
        keywords=list(offer.text.keywords),
        isAccessibleForFree=parts.is_free(offer),
        dateModified=offer.confirmed.isoformat(),
        hasCourseInstance=thing(
            "CourseInstance",
            courseMode=_COURSE_MODES[offer.format],
            courseSchedule=parts.schedule(offer),
            **parts.dates(offer),
            location=parts.location(offer, link),
            eventStatus=parts.event_status(offer),
        ),
    )


def _event(offer: Offer, link: str) -> Thing:
    return filled(
        "EducationEvent",
        **_common(offer, link),
        identifier=offer.reference,
        about=parts.own_terms(offer),
        organizer=parts.organization(offer),
        inLanguage=parts.languages(offer),
        educationalLevel=list(offer.levels),
        keywords=list(offer.text.keywords),
        isAccessibleForFree=parts.is_free(offer),
        **parts.dates(offer),
        eventSchedule=parts.schedule(offer),
        location=parts.location(offer, link),
        eventAttendanceMode=term(f"{_ATTENDANCE[offer.format]}EventAttendanceMode"),
        eventStatus=parts.event_status(offer),
    )


def _service(offer: Offer, link: str) -> Thing:
    """A service has no place, language or keywords of its own: they belong to the channel it is had by."""
    starts, ends = hours(offer)
    return filled(
        "Service",
        **_common(offer, link),
        identifier=offer.reference,
        serviceType=offer.kind,
        category=offer.area,
        provider=parts.organization(offer),
        availableChannel=thing(
            "ServiceChannel",
            availableLanguage=parts.languages(offer),
            serviceLocation=None if is_online(offer) else parts.place(offer),
            serviceUrl=None if offer.format == "Präsenz" else offer.text.url or link,
        ),
        hoursAvailable=thing(
            "OpeningHoursSpecification",
            dayOfWeek=parts.weekdays(offer),
            opens=starts and starts.isoformat(),
            closes=ends and ends.isoformat(),
            validFrom=parts.iso(offer.begins),
            validThrough=parts.iso(last_day(offer)),
        ),
    )


def _common(offer: Offer, link: str) -> Thing:
    return {
        "name": offer.title,
        "description": offer.text.description,
        "url": link,
        # Events and services have no date of modification, but the page about them has.
        "mainEntityOfPage": thing("WebPage", url=link, dateModified=offer.confirmed.isoformat()),
        "audience": parts.audience(offer),
        "offers": parts.price(offer, link),
    }
