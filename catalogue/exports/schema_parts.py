"""The parts of an offer in the vocabulary of schema.org: who, for whom, for how much, when and where."""

from datetime import date, time
from typing import Any

from catalogue.exports.facts import (
    ENGLISH_DAYS,
    TIMEZONE,
    at,
    coordinates,
    hours,
    is_one_day,
    is_online,
    last_day,
    locality,
)
from catalogue.models import Offer
from catalogue.values import WEEKDAYS

Thing = dict[str, Any]

VOCABULARY = "https://schema.org"
# A waiting list is no place yet, but one may follow.
_AVAILABILITY = {"offen": "InStock", "Warteliste": "BackOrder", "ausgebucht": "SoldOut", "abgesagt": "Discontinued"}


def filled(kind: str, **properties: object) -> Thing:
    """A thing with the properties that are known."""
    return {"@type": kind, **{name: value for name, value in properties.items() if value not in (None, "", [])}}


def thing(kind: str, **properties: object) -> Thing | None:
    """A part of another thing; None where nothing is known about it."""
    found = filled(kind, **properties)
    return found if len(found) > 1 else None


def term(name: str) -> str:
    return f"{VOCABULARY}/{name}"


# --- who, for whom, for how much


def organization(offer: Offer) -> Thing | None:
    """The provider with its public contact; the counsellors' number is none."""
    text = offer.text
    return thing(
        "Organization",
        name=offer.provider.name,
        url=text.url,
        telephone=text.phone,
        email=text.email,
        contactPoint=thing("ContactPoint", name=text.contact_person),
    )


def own_terms(offer: Offer) -> list[Thing | None]:
    """The area and the kind by our names: schema.org has no finer kinds than courses, events and services."""
    return [thing("DefinedTerm", name=name) for name in (offer.area, offer.kind) if name]


def audience(offer: Offer) -> Thing | None:
    return thing(
        "PeopleAudience",
        audienceType=list(offer.audiences),
        suggestedMinAge=offer.age_from,
        suggestedMaxAge=offer.age_to,
        requiredGender="female" if offer.women_only else None,
    )


def price(offer: Offer, link: str) -> Thing | None:
    """None where the cost is not known: an offer without a price would read as free."""
    if offer.cost is None:
        return None
    availability = _AVAILABILITY.get(offer.status)
    return thing(
        "Offer",
        price=f"{offer.cost:.2f}",
        priceCurrency="EUR",
        description=offer.text.cost_note,
        availability=availability and term(availability),
        url=link,
    )


def is_free(offer: Offer) -> bool | None:
    return True if offer.cost == 0 else None


def languages(offer: Offer) -> list[Thing | None]:
    return [thing("Language", name=name) for name in offer.languages]


# --- when


def dates(offer: Offer) -> Thing:
    """First and last day, with the hours where both are the same."""
    starts, ends = hours(offer)
    if offer.begins and starts and is_one_day(offer):
        day = offer.begins
        return {"startDate": _stamp(day, starts), "endDate": _stamp(day, ends) if ends else None}
    return {"startDate": iso(offer.begins), "endDate": iso(last_day(offer))}


def _stamp(day: date, moment: time) -> str:
    """A point in time; before there were zones, when clocks were some seconds off, without one."""
    found = at(day, moment)
    offset = found.utcoffset()
    return (found if offset is None or not offset.seconds % 60 else found.replace(tzinfo=None)).isoformat()


def schedule(offer: Offer) -> Thing | None:
    """The weekdays and hours of what lasts longer than a day."""
    starts, ends = hours(offer)
    days = weekdays(offer)
    if is_one_day(offer) or not (days or starts or ends):
        return None
    return thing(
        "Schedule",
        repeatFrequency="P1W" if days else None,
        byDay=days,
        startDate=iso(offer.begins),
        endDate=iso(last_day(offer)),
        startTime=starts and starts.isoformat(),
        endTime=ends and ends.isoformat(),
        scheduleTimezone=TIMEZONE.key,
    )


def weekdays(offer: Offer) -> list[str]:
    return [term(ENGLISH_DAYS[day]) for day in WEEKDAYS if day in offer.weekdays]


def event_status(offer: Offer) -> str | None:
    return term("EventCancelled") if offer.status == "abgesagt" else None


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


# --- where


def location(offer: Offer, link: str) -> Thing | list[Thing | None] | None:
    online = thing("VirtualLocation", url=offer.text.url or link)
    if is_online(offer):
        return online
    return [place(offer), online] if offer.format == "Hybrid" else place(offer)


def place(offer: Offer) -> Thing | None:
    where = coordinates(offer)
    return thing(
        "Place",
        name=locality(offer),
        address=thing(
            "PostalAddress",
            streetAddress=offer.text.street,
            postalCode=offer.postcode,
            # Letters go to the municipality; the name above says which part of it is meant.
            addressLocality=offer.municipality or offer.place,
            addressCountry="DE",
        ),
        amenityFeature=None
        if offer.accessible is None
        else thing("LocationFeatureSpecification", name="barrierefrei", value=offer.accessible),
        geo=where and thing("GeoCoordinates", latitude=where[0], longitude=where[1]),
    )
