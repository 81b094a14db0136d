"""What a calendar entry says about an offer, in German."""

from datetime import date, time

from catalogue.exports.facts import last_day
from catalogue.models import Offer
from catalogue.values import WEEKDAYS

_DAYS = dict(
    zip(WEEKDAYS, ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"), strict=True)
)
_FURTHER_DATES = "Weitere Termine bitte beim Anbieter erfragen."


def description(offer: Offer) -> str:
    """The offer's own text, then what is known about it, a line each. Public contact only."""
    facts = {
        "Anbieter": offer.provider.name,
        "Wann": _when(offer),
        "Format": "in Präsenz und online" if offer.format == "Hybrid" else None,
        "Kosten": _cost(offer),
        "Anmeldung": offer.text.registration,
        "Kontakt": _contact(offer),
        "Status": None if offer.status == "offen" else offer.status,
        "Stand": f"{_german(offer.confirmed)} (zuletzt bestätigt)",
    }
    lines = [f"{label}: {fact}" for label, fact in facts.items() if fact]
    if _has_unknown_dates(offer):
        lines.append(_FURTHER_DATES)
    return "\n\n".join(filter(None, (offer.text.description, "\n".join(lines))))


def _has_unknown_dates(offer: Offer) -> bool:
    """Whether an offer is repeated on weekdays, but nobody said until when."""
    return bool(offer.weekdays) and last_day(offer) is None


def _when(offer: Offer) -> str:
    dates = _dates(offer.begins, last_day(offer))
    days = [_DAYS[day] for day in WEEKDAYS if day in offer.weekdays]
    # As it was sent in: what cannot be drawn as a slot ("20:00 bis 01:00 Uhr") can still be read.
    return ", ".join(filter(None, (dates, *days, _hours(offer.starts_at, offer.ends_at))))


def _dates(first: date | None, last: date | None) -> str:
    if first and last:
        return _german(first) if first == last else f"{_german(first)} bis {_german(last)}"
    return f"ab {_german(first)}" if first else ""


def _hours(first: time | None, last: time | None) -> str:
    if first and last:
        return f"{first:%H:%M} bis {last:%H:%M} Uhr"
    return f"{first:%H:%M} Uhr" if first else f"bis {last:%H:%M} Uhr" if last else ""


def _cost(offer: Offer) -> str:
    amount = None
    if offer.cost is not None:
        amount = "kostenfrei" if offer.cost == 0 else f"{offer.cost:.2f} €".replace(".", ",")
    return ", ".join(filter(None, (amount, offer.text.cost_note)))


def _contact(offer: Offer) -> str:
    text = offer.text
    phone = f"Tel. {text.phone}" if text.phone else None
    return ", ".join(filter(None, (text.contact_person, phone, text.email, text.url)))


def _german(day: date) -> str:
    return f"{day:%d.%m.%Y}"
