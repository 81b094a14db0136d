"""An offer as JSON-LD in the vocabulary of schema.org, for search engines and other programs."""

import json
from collections.abc import Mapping
from typing import Any

from catalogue.exports import schema_parts as parts
from catalogue.exports.facts import hours, is_online, last_day
from catalogue.exports.schema_parts import VOCABULARY, Thing, filled, term, thing
from catalogue.models import Offer
from catalogue.region import Region

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


# --- the three kinds of things; each has the properties that schema.org knows for it


def _course(offer: Offer, region: Region, link: str) -> Thing:
    return filled(
        "Course",
        **_common(offer, link),
        courseCode=offer.reference,
        provider=parts.organization(offer),
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
