"""A course with its dates as offers: one for each place where it is held."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from catalogue.amounts import in_german
from catalogue.slugs import slug
from catalogue.submissions.readers.openqcat.dates import Date, Venue, paragraphs, timing
from catalogue.submissions.readers.openqcat.header import Header, Supplier
from catalogue.submissions.readers.openqcat.modules import dates_of
from catalogue.submissions.readers.openqcat.service import cells, own_features
from catalogue.submissions.readers.plain_text import tidy
from catalogue.submissions.readers.xml_tree import Source
from catalogue.submissions.record import AT
from catalogue.values import STATUSES

_CALLED_OFF = "abgesagt"


@dataclass(frozen=True)
class Course:
    """A course with its key and the services that it consists of: itself, or its dates over it."""

    reference: str
    supplier: Supplier
    services: tuple[Source, ...]


class _Held(NamedTuple):
    """A date with the service that it is from."""

    date: Date
    source: Source

    @property
    def rank(self) -> tuple[object, ...]:
        """The earliest first, whatever order they stand in."""
        return self.date.first, self.source.text("PRODUCT_ID"), self.date.venue, self.date.lessons


def entries(course: Course, header: Header) -> list[dict[str, str]]:
    """The offers of a course, in the order in which its places come up in the file."""
    held = [_Held(date, source) for source in course.services for date in dates_of(source)]
    places: dict[Venue, list[_Held]] = {}
    for one in held:
        places.setdefault(_compared(one.date.venue), []).append(one)
    suffixes = _suffixes(list(places))
    return [
        {
            "kennung": course.reference + suffixes[venue],
            **_entry(course.supplier, sorted(found, key=lambda one: one.rank), header),
        }
        for venue, found in places.items()
    ]


def _entry(supplier: Supplier, held: Sequence[_Held], header: Header) -> dict[str, str]:
    """One offer; what its dates say differently is said as the earliest of them does."""
    # Many dates are of one service: each is read once.
    sources = dict.fromkeys(one.source for one in held)
    services = {source: cells(source, supplier, header) for source in sources}
    # A date that was called off is none, while there are others.
    held = [one for one in held if services[one.source]["status"] != _CALLED_OFF] or held
    first, dates = held[0], [one.date for one in held]
    found = {
        "anbieter": supplier.name,
        **services[first.source],
        **_in_common([services[one.source] for one in held]),
        **_place(first.date.venue, supplier),
        **timing(dates),
    }
    found["beschreibung"] = "\n\n".join(filter(None, (found["beschreibung"], *paragraphs(dates))))
    return {name: tidy(text) for name, text in {**found, **own_features(first.source)}.items()}


def _place(venue: Venue, supplier: Supplier) -> dict[str, str]:
    # Many write their own name above the address, which says nothing about the way.
    house = "" if venue.house.casefold() in supplier.name.casefold() else venue.house
    street = ", ".join(filter(None, (house, venue.street)))
    return {"ort": venue.place, "strasse": street, "plz": venue.postcode, "format": venue.format}


def _in_common(services: Sequence[dict[str, str]]) -> dict[str, str]:
    """Of dates that cost differently no price but a note; and people can still register while they can for one."""
    status = min((one["status"] for one in services), key=STATUSES.index)
    amounts = sorted({float(one["kosten"]) for one in services if one["kosten"]})
    if len(amounts) < 2:
        return {"status": status}
    note = f"je nach Termin {in_german(amounts[0])} bis {in_german(amounts[-1])} Euro"
    notes = "; ".join(filter(None, (note, services[0]["kosten_hinweis"])))
    return {"status": status, "kosten": "", "kosten_hinweis": notes}


def _compared(venue: Venue) -> Venue:
    """Venues that are the same place are equal: a house may have many rooms, and names."""
    street = venue.street or venue.house
    return Venue(slug(venue.place), slug(street), slug(venue.postcode), slug(venue.format or "Präsenz"))


def _suffixes(venues: Sequence[Venue]) -> dict[Venue, str]:
    """What the place adds to a course's key: nothing where it is the only one, else the town, or the whole address.

    Only what the file says of the places counts, not their order.
    """
    if len(venues) == 1:
        return {venues[0]: ""}
    towns = Counter(venue.place for venue in venues)
    return {venue: AT + (_town(venue) if towns[venue.place] == 1 else _address(venue)) for venue in venues}


def _town(venue: Venue) -> str:
    return venue.place or venue.format or "ohne-ort"


def _address(venue: Venue) -> str:
    return "-".join(filter(None, (_town(venue), venue.street, venue.postcode, venue.format if venue.place else "")))
