"""When and where an offer takes place, as every export has to read it."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from catalogue import models
from catalogue.models import Offer

TIMEZONE = ZoneInfo("Europe/Berlin")
ENGLISH_DAYS = {
    "Mo": "Monday", "Di": "Tuesday", "Mi": "Wednesday", "Do": "Thursday", "Fr": "Friday", "Sa": "Saturday",
    "So": "Sunday",
}  # fmt: skip


def last_day(offer: Offer) -> date | None:
    """The last day of a dated offer, never before its first; None where nobody said when it ends."""
    # The column of this name is filled only when an offer is stored.
    last = models.last_day(offer.kind, offer.begins, offer.ends)
    return max(last, offer.begins) if last and offer.begins else last


def is_one_day(offer: Offer) -> bool:
    """Whether an offer begins and ends on the same day."""
    return offer.begins is not None and offer.begins == last_day(offer)


def hours(offer: Offer) -> tuple[time | None, time | None]:
    """From when until when; an end that does not come after the beginning is not known."""
    starts, ends = offer.starts_at, offer.ends_at
    return starts, None if starts and ends and ends <= starts else ends


def at(day: date, moment: time) -> datetime:
    """A time of day as it stands on the clocks of the region."""
    return datetime.combine(day, moment, TIMEZONE)


def is_online(offer: Offer) -> bool:
    """Whether there is no place to go to."""
    return offer.format == "Online" or not offer.place


def locality(offer: Offer) -> str:
    """A place with the municipality it belongs to: "Hameln", "Groß Berkel (Aerzen)"."""
    place, municipality = offer.place or "", offer.municipality
    # Where two places share a name, the title already says which one is meant.
    is_clear = municipality in (None, "", place) or place.endswith(f"({municipality})")
    return place if is_clear else f"{place} ({municipality})"


def address_line(offer: Offer) -> str:
    """ "Uferstieg 12, 31785 Hameln", or "online"."""
    if is_online(offer):
        return "online"
    town = " ".join(filter(None, (offer.postcode, locality(offer))))
    return ", ".join(filter(None, (offer.text.street, town)))


def coordinates(offer: Offer) -> tuple[float, float] | None:
    """Latitude and longitude of the place to go to."""
    if is_online(offer) or offer.latitude is None or offer.longitude is None:
        return None
    return offer.latitude, offer.longitude
