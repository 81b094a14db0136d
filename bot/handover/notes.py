"""The offers of a note list as they are now, and what is told of each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from actions.answers.offer import known_facts, offer_facts
from actions.answers.texts import Texts
from bot.typography import unbroken
from catalogue.amounts import german_date
from catalogue.freshness import is_outdated
from catalogue.models import Offer
from catalogue.region import Region
from catalogue.search import Hit, hit_of, shown_offers
from catalogue.wish import Wish

_STATUS = {
    "Warteliste": "Es gibt eine Warteliste.",
    "ausgebucht": "Zurzeit ausgebucht.",
    "abgesagt": "Dieses Angebot ist abgesagt.",
}
GONE = "Dieses Angebot steht nicht mehr im Verzeichnis."
# What is known of whom an offer is for and how it is held → its heading, in the order in which it is told.
_ROWS = {
    "for_whom": "Für wen", "age": "Alter", "level": "Niveau", "languages": "Sprachen", "kind": "Art",
    "childcare": "Kinderbetreuung", "accessible": "Barrierefrei",
}  # fmt: skip

# Every heading of `rows`, in their order.
HEADINGS = ("Wann", "Wo", "Kosten", *_ROWS.values(), "Anmeldung", "Kontakt", "Zuletzt bestätigt")


@dataclass(frozen=True)
class Note:
    """An offer on a list; `hit` is None where the catalogue does not have it any more."""

    key: str
    hit: Hit | None


@dataclass(frozen=True)
class Handover:
    """A note list to hand over. `link` gives the whole address of an offer's page by its key, where there is one."""

    notes: tuple[Note, ...]
    region: Region
    texts: Texts
    today: date
    link: Callable[[str], str | None]


def read_notes(session: Session, keys: Sequence[str], region: Region, today: date) -> tuple[Note, ...]:
    """The offers with these keys, in this order; none is left out."""
    found = {offer.key: offer for offer in session.scalars(shown_offers().where(Offer.key.in_(keys)))}
    return tuple(
        Note(key, hit_of(found[key], Wish(), region, today)) if key in found else Note(key, None) for key in keys
    )


def is_over(offer: Offer, today: date) -> bool:
    """Whether nobody can go there any more; what its provider withdrew is over as well."""
    return offer.last_day is not None and offer.last_day < today


def warnings(hit: Hit, region: Region, today: date) -> list[str]:
    """What somebody has to know before going there, the gravest first."""
    offer, found = hit.offer, []
    if offer.withdrawn_on:
        found.append(f"Der Anbieter führt dieses Angebot seit dem {german_date(offer.withdrawn_on)} nicht mehr.")
    elif is_over(offer, today):
        found.append("Dieses Angebot ist vorbei.")
    if offer.status in _STATUS:
        found.append(_STATUS[offer.status])
    if hit.overdue:
        is_old = is_outdated(offer, region, today)
        last = "Diese Angaben hat seit Langem niemand bestätigt, zuletzt" if is_old else "Zuletzt bestätigt"
        found.append(f"{last} am {german_date(offer.confirmed)}. Bitte rufen Sie vorher an.")
    return found


def about(offer: Offer, texts: Texts) -> list[tuple[str, str]]:
    """Whom it is for and how it is held, as heading and value; only what is known."""
    facts = known_facts(offer, texts)
    if offer.women_only:
        facts["for_whom"] = f"{facts.get('for_whom', '')} (nur für Frauen)".strip()
    facts["kind"] = " · ".join(filter(None, (offer.kind, offer.area)))
    return [(heading, unbroken(facts[name])) for name, heading in _ROWS.items() if facts.get(name)]


def rows(hit: Hit, texts: Texts) -> list[tuple[str, str]]:
    """Everything that is handed over of an offer below its title, as heading and value."""
    offer, facts = hit.offer, offer_facts(hit, texts)
    town = " ".join(filter(None, (offer.postcode, offer.municipality)))
    street = f"{offer.text.street}, {town}" if offer.text.street and offer.format != "Online" else ""
    found = [
        ("Wann", facts["when"]),
        ("Wo", "; ".join(filter(None, (facts["where"], street)))),
        ("Kosten", facts["cost"]),
        *about(offer, texts),
        ("Anmeldung", facts["registration"]),
        ("Kontakt", facts["contact"]),
        ("Zuletzt bestätigt", german_date(offer.confirmed)),
    ]
    return [(heading, unbroken(value)) for heading, value in found]
