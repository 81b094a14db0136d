"""One offer: its facts in German words, and as data."""

from typing import Any

from actions.answers.wording import clock, german_date, kilometres
from catalogue.models import Offer
from catalogue.search import Hit
from catalogue.values import WEEKDAY_NAMES

UNKNOWN = "nicht angegeben"


def offer_data(hit: Hit) -> dict[str, Any]:
    """An offer in the answer's `custom` payload (section 2 of the interfaces, with more facts)."""
    offer = hit.offer
    return {
        "id": offer.key,
        "title": offer.title,
        "provider": offer.provider.name,
        "place": offer.place,
        "distance_km": hit.distance_km,
        "url": offer.text.url,
        "kind": offer.kind,
        "area": offer.area,
        "format": offer.format,
        "when": when(offer),
        "cost": cost(offer),
        "contact": contact(offer),
        "status": offer.status,
        "confirmed": offer.confirmed.isoformat(),
    }


def offer_facts(hit: Hit) -> dict[str, str]:
    """What the texts about an offer are filled in with."""
    offer = hit.offer
    return {
        "title": offer.title,
        "provider": offer.provider.name,
        "where": place(hit),
        "when": when(offer),
        "cost": cost(offer),
        "contact": contact(offer),
        "state": state(offer),
        "registration": offer.text.registration or "bitte beim Anbieter erfragen",
        "source": source(offer),
    }


def place(hit: Hit) -> str:
    offer = hit.offer
    if offer.format == "Online" or not offer.place:
        return "online"
    name = offer.place if offer.place == offer.municipality else f"{offer.place} ({offer.municipality})"
    distance = f", {kilometres(hit.distance_km)} entfernt" if hit.distance_km and hit.distance_km >= 0.5 else ""
    return f"{name}{distance}{', auch online' if offer.format == 'Hybrid' else ''}"


def when(offer: Offer) -> str:
    days = ", ".join(WEEKDAY_NAMES[day] for day in offer.weekdays)
    hours = f"{clock(offer.starts_at)} bis {clock(offer.ends_at)}".removesuffix(" bis ").strip()
    hours = f"{hours} Uhr" if hours else ""
    parts = [part for part in (_dates(offer), days, hours) if part]
    return ", ".join(parts) if parts else "fortlaufend, Zeiten beim Anbieter erfragen"


def _dates(offer: Offer) -> str:
    begins, ends = german_date(offer.begins), german_date(offer.ends)
    if begins and ends:
        return begins if begins == ends else f"{begins} bis {ends}"
    if begins:
        return f"am {begins}" if offer.kind == "Veranstaltung" else f"ab {begins}"
    return f"bis {ends}" if ends else ""


def cost(offer: Offer) -> str:
    if offer.cost is None:
        amount = UNKNOWN if not offer.text.cost_note else ""
    elif offer.cost == 0:
        amount = "kostenfrei"
    else:
        amount = f"{offer.cost:.2f} €".replace(".", ",")
    return ", ".join(part for part in (amount, offer.text.cost_note) if part)


def contact(offer: Offer) -> str:
    """Public contact only: never the counsellors' phone number."""
    text = offer.text
    known = (text.contact_person, f"Tel. {text.phone}" if text.phone else None, text.email, text.url)
    return ", ".join(part for part in known if part) or UNKNOWN


def state(offer: Offer) -> str:
    status = {"offen": "Status: offen", "Warteliste": "Status: Warteliste", "ausgebucht": "Status: zurzeit ausgebucht"}
    return f"{status.get(offer.status, offer.status)}; zuletzt bestätigt am {german_date(offer.confirmed)}"


def source(offer: Offer) -> str:
    submission = offer.text.submission
    return f"Meldung „{submission.file}“, Zeile {offer.text.row}, geladen am {german_date(submission.loaded_at.date())}"


def more_facts(offer: Offer) -> str:
    """Lines on whom it is for, level, languages, age and access; empty where nothing is known."""
    lines = [
        ("Für", ", ".join(offer.audiences)),
        ("Alter", _ages(offer)),
        ("Niveau", ", ".join(offer.levels)),
        ("Sprachen", ", ".join(offer.languages)),
        ("Kinderbetreuung", _yes_no(offer.childcare)),
        ("Barrierefrei", _yes_no(offer.accessible)),
    ]
    return "".join(f"{name}: {value}\n" for name, value in lines if value)


def _ages(offer: Offer) -> str:
    if offer.age_from is not None and offer.age_to is not None:
        return f"{offer.age_from} bis {offer.age_to} Jahre"
    if offer.age_from is not None:
        return f"ab {offer.age_from} Jahren"
    return f"bis {offer.age_to} Jahre" if offer.age_to is not None else ""


def _yes_no(value: bool | None) -> str:
    return "" if value is None else "ja" if value else "nein"
