"""One offer: its facts in words, and as data."""

from typing import Any

from actions.answers.texts import Texts
from actions.answers.wording import clock, distance, german_date
from catalogue.models import Offer
from catalogue.search import Hit

_WORTH_TELLING_KM = 0.5


def offer_data(hit: Hit, texts: Texts) -> dict[str, Any]:
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
        "when": when(offer, texts),
        "cost": cost(offer, texts),
        "contact": contact(offer, texts),
        "status": offer.status,
        "confirmed": offer.confirmed.isoformat(),
    }


def offer_facts(hit: Hit, texts: Texts) -> dict[str, str]:
    """What the texts about an offer are filled in with."""
    offer = hit.offer
    return {
        "title": offer.title,
        "provider": offer.provider.name,
        "where": place(hit, texts),
        "when": when(offer, texts),
        "cost": cost(offer, texts),
        "contact": contact(offer, texts),
        "state": state(offer, texts),
        "registration": offer.text.registration or texts.label("registration_unknown"),
        "source": source(offer, texts),
    }


def place(hit: Hit, texts: Texts) -> str:
    offer = hit.offer
    if offer.format == "Online" or not offer.place:
        return texts.label("online")
    parts = [offer.place if offer.place == offer.municipality else f"{offer.place} ({offer.municipality})"]
    if hit.distance_km and hit.distance_km >= _WORTH_TELLING_KM:
        parts.append(distance(hit.distance_km, texts))
    if offer.format == "Hybrid":
        parts.append(texts.label("also_online"))
    return texts.joined(parts)


def when(offer: Offer, texts: Texts) -> str:
    days = texts.joined(map(texts.value, offer.weekdays))
    return texts.joined((_dates(offer, texts), days, _hours(offer, texts))) or texts.label("continuous")


def _hours(offer: Offer, texts: Texts) -> str:
    first, last = clock(offer.starts_at), clock(offer.ends_at)
    if first and last:
        return texts.label("hours", first=first, last=last)
    return texts.label("hour", first=first) if first else texts.label("until_hour", last=last) if last else ""


def _dates(offer: Offer, texts: Texts) -> str:
    first, last = german_date(offer.begins), german_date(offer.ends)
    if first and last:
        return first if first == last else texts.label("between_days", first=first, last=last)
    if first:
        return texts.label("on_day" if offer.kind == "Veranstaltung" else "from_day", day=first)
    return texts.label("until_day", day=last) if last else ""


def cost(offer: Offer, texts: Texts) -> str:
    note = offer.text.cost_note
    if offer.cost is None:
        return note or texts.label("unknown")
    amount = texts.label("free_of_charge") if offer.cost == 0 else texts.label("euros", amount=_amount(offer.cost))
    return texts.joined((amount, note))


def _amount(euros: Any) -> str:
    return f"{euros:.2f}".replace(".", ",")


def contact(offer: Offer, texts: Texts) -> str:
    """Public contact only: never the counsellors' phone number."""
    text = offer.text
    phone = texts.label("phone", phone=text.phone) if text.phone else None
    return texts.joined((text.contact_person, phone, text.email, text.url)) or texts.label("unknown")


def state(offer: Offer, texts: Texts) -> str:
    return texts.label("status", status=texts.value(offer.status), day=german_date(offer.confirmed))


def source(offer: Offer, texts: Texts) -> str:
    submission = offer.text.submission
    day = german_date(submission.loaded_at.date())
    return texts.label("source", file=submission.file, row=offer.text.row, day=day)


def more_facts(offer: Offer, texts: Texts) -> str:
    """Lines on whom it is for, level, languages, age and access; empty where nothing is known."""
    lines = [
        ("for_whom", texts.joined(map(texts.value, offer.audiences))),
        ("age", _ages(offer, texts)),
        ("level", texts.joined(offer.levels)),
        ("languages", texts.joined(map(texts.value, offer.languages))),
        ("childcare", _yes_no(offer.childcare, texts)),
        ("accessible", _yes_no(offer.accessible, texts)),
    ]
    return "".join(f"{texts.label(name)}: {value}\n" for name, value in lines if value)


def _ages(offer: Offer, texts: Texts) -> str:
    first, last = offer.age_from, offer.age_to
    if first is not None and last is not None:
        return texts.label("ages_between", first=first, last=last)
    if first is not None:
        return texts.label("ages_from", first=first)
    return texts.label("ages_until", last=last) if last is not None else ""


def _yes_no(value: bool | None, texts: Texts) -> str:
    return "" if value is None else texts.label("yes" if value else "no")
