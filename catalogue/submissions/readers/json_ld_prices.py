"""What things of schema.org cost, whether there are places left, and how to register."""

import re
from dataclasses import dataclass

from catalogue.amounts import german_date, in_german
from catalogue.submissions.readers.json_ld_things import Thing
from catalogue.submissions.readers.moments import moment
from catalogue.submissions.readers.plain_text import one_line
from catalogue.submissions.readers.prices import amount, in_cell, price_cells

_REDUCED = re.compile(r"ermäßig|reduziert|reduced|mitglied|schüler|student|frühbuch|discount|kinder", re.IGNORECASE)
_AVAILABILITY = {
    "SoldOut": "ausgebucht", "OutOfStock": "ausgebucht", "BackOrder": "Warteliste", "Reserved": "Warteliste",
    "Discontinued": "abgesagt",
}  # fmt: skip


@dataclass(frozen=True)
class _Price:
    """One of the prices of an offer: `text` as it stands, `label` whose it is, `note` what is said beside it."""

    text: str
    label: str
    note: str

    @property
    def is_reduced(self) -> bool:
        return bool(_REDUCED.search(self.label))

    def in_words(self) -> str:
        number = amount(self.text)
        said = self.text if number is None else f"{in_german(number)} €"
        return f"{self.label} {said}".strip()


def cost_cells(sources: list[Thing]) -> dict[str, str]:
    """The regular price, the highest where there are several: nobody shall be promised less than he has to pay."""
    prices = list(
        dict.fromkeys(price for source in sources for offer in source.things("offers") for price in _prices(offer))
    )
    free = {source.text("isAccessibleForFree").rpartition("/")[2].casefold() for source in sources}
    regular = [price for price in prices if not price.is_reduced] or prices
    if not regular:
        return {"kosten": "0"} if "true" in free else {}
    highest = max(regular, key=lambda price: amount(price.text) or 0.0)
    is_only = len({price.text for price in regular}) == 1
    others = [price.in_words() for price in prices if price is not highest or not is_only] if len(prices) > 1 else []
    cells = price_cells(highest.text, [*(price.note for price in regular), *others])
    if cells.get("kosten") == "0" and free & {"false"} and "true" not in free:
        # Many systems write 0 where they know no price.
        del cells["kosten"]
    return cells


def status_of(offer: Thing, parts: list[Thing]) -> str:
    """Cancelled or full only where all dates are."""
    said = {status for source in (offer, *parts) if (status := _availability(source)) is not None}
    if "EventCancelled" in offer.text("eventStatus"):
        return "abgesagt"
    if parts and all("EventCancelled" in part.text("eventStatus") for part in parts):
        return "abgesagt"
    return next(iter(said)) if len(said) == 1 else ""


def registration(sources: list[Thing]) -> str:
    """Where to register, if that is not the page of the offer, and until when."""
    page = sources[0].text("url")
    links = [link for source in sources for offer in source.things("offers") for link in offer.texts("url")]
    link = next((link for link in links if link != page), "")
    deadline = moment(sources[0].text("applicationDeadline"))
    until = f"bis {german_date(deadline.day)}" if deadline else ""
    return ", ".join(filter(None, (until, f"online: {link}" if link else "")))


def _prices(offer: Thing) -> list[_Price]:
    if offer.thing("priceSpecification").text("price", "minPrice"):
        parts = offer.things("priceSpecification")
    else:
        parts = [offer]
    note = one_line(offer.text("description"))
    return [price for part in parts for price in _price(part, offer, note)]


def _price(part: Thing, offer: Thing, note: str) -> list[_Price]:
    label = one_line(part.text("name", "category"))
    low, high = part.text("lowPrice", "minPrice"), part.text("highPrice", "maxPrice")
    text = one_line(part.text("price"))
    currency = part.text("priceCurrency") or offer.text("priceCurrency")
    if not text and low and high:
        ends = [in_german(end) if (end := amount(side)) is not None else side for side in (low, high)]
        text, note = high, "; ".join(filter(None, ("" if low == high else f"{' bis '.join(ends)} €", note)))
    elif not text and low:
        text = f"ab {low} €"
    if text and currency.casefold() not in ("", "eur", "euro", "€"):
        text = f"Preis in {currency}: {text}"
    return [_Price(_plain(text), label, note)] if text or note else []


def _plain(text: str) -> str:
    number = amount(text)
    return text if number is None else in_cell(number)


def _availability(source: Thing) -> str | None:
    """What the prices of a thing say about places; None where they say nothing, "" where there are some."""
    if source.text("remainingAttendeeCapacity") == "0":
        return "ausgebucht"
    found = {
        _AVAILABILITY.get(re.split(r"[/:]", word)[-1], "")
        for offer in source.things("offers")
        for word in offer.texts("availability")
    }
    return (next(iter(found)) if len(found) == 1 else "") if found else None
