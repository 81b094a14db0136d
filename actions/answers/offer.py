"""One offer: its facts in words, and as data."""

import re
from typing import Any
from urllib.parse import quote

from actions.answers.counselling import counselling_data, counselling_lines, with_counselling
from actions.answers.texts import Texts
from actions.answers.wording import distance
from catalogue.amounts import clock, german_date, in_german
from catalogue.models import Offer
from catalogue.permalink import offer_link, onward_link
from catalogue.search import Hit
from catalogue.values import WEEKDAYS

_WORTH_TELLING_KM = 0.5
# A number ends where words or another one begin; after a slash the rest of it may follow.
_NUMBER = re.compile(r"\+?[0-9][^+,;A-Za-z]*")
_MAYBE_ANOTHER = re.compile(r"/\s*(?=0)")
_LONGEST_AREA_CODE = 6


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
        "overdue": hit.overdue,
        "lines": card_lines(hit, texts),
        "links": links(offer, texts),
        **counselling_data(hit),
    }


def detail(hit: Hit, texts: Texts) -> str:
    """Everything that is known about an offer, line by line."""
    offer = hit.offer
    facts = more_facts(offer, texts)
    description = offer.text.description or ""
    text = texts.say("utter_detail", description=description, facts=facts, **offer_facts(hit, texts))
    return with_counselling(text, hit)


def card_lines(hit: Hit, texts: Texts) -> list[str]:
    """What stands on a card below the title: the text of the offer without the contact, which stands in the links."""
    mark = "\0"
    text = texts.say("utter_offer", number="", **{**offer_facts(hit, texts), "title": mark, "contact": mark})
    lines = [line.strip() for line in text.splitlines()]
    # In Einfache Sprache the contact stands below a heading of its own.
    headings = [number - 1 for number, line in enumerate(lines) if number and line == mark]
    shown = [line for number, line in enumerate(lines) if line and mark not in line and number not in headings]
    return [*shown, *counselling_lines(hit)]


def links(offer: Offer, texts: Texts) -> list[dict[str, str]]:
    """Where to go from an offer: its page here, and the contact."""
    details = {"title": texts.label("link_details"), "url": offer_link(offer.key)}
    return [details, *contact_links(offer, texts)]


def contact_links(offer: Offer, texts: Texts) -> list[dict[str, str]]:
    """Links to the public contact: the provider's page (by way of ours, which counts it), phone and mail."""
    text, found = offer.text, []
    if own_page(offer):
        found.append((texts.label("link_website"), onward_link(offer.key)))
    if text.phone and (number := _dialled(text.phone)):
        found.append((texts.label("link_call", phone=text.phone), f"tel:{number}"))
    if text.email:
        found.append((texts.label("link_mail"), f"mailto:{quote(text.email, safe='@')}"))
    return [{"title": title, "url": url} for title, url in found]


def own_page(offer: Offer) -> str | None:
    """The provider's page of an offer; None where none is known that a browser may open."""
    url = offer.text.url
    return url if url and url.lower().startswith(("https://", "http://")) else None


def _dialled(phone: str) -> str:
    """What a phone dials: the first of the numbers that were given."""
    found = _NUMBER.search(phone.replace("(0)", ""))
    parts = [re.sub(r"[^0-9+]", "", part) for part in _MAYBE_ANOTHER.split(found[0])] if found else [""]
    # "05151/0815" is one number, "05151 903-0 / 0171 1234567" are two.
    return parts[0] if len(parts[0]) > _LONGEST_AREA_CODE else "".join(parts[:2])


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
        "state": state(hit, texts),
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
    return texts.joined((_dates(offer, texts), weekdays(offer, texts), _hours(offer, texts))) or texts.label(
        "continuous"
    )


def weekdays(offer: Offer, texts: Texts) -> str:
    """ "Montag, Donnerstag"; of three and more in a row the first and the last: "Montag bis Freitag"."""
    rows: list[list[str]] = []
    for day in WEEKDAYS:
        if day not in offer.weekdays:
            continue
        if rows and WEEKDAYS.index(rows[-1][-1]) == WEEKDAYS.index(day) - 1:
            rows[-1].append(day)
        else:
            rows.append([day])
    return texts.joined(part for row in rows for part in _row_of_days(row, texts))


def _row_of_days(row: list[str], texts: Texts) -> list[str]:
    names = [texts.value(day) for day in row]
    return [texts.label("between_days", first=names[0], last=names[-1])] if len(names) > 2 else names


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
    amount = texts.label("free_of_charge") if offer.cost == 0 else texts.label("euros", amount=in_german(offer.cost))
    return texts.joined((amount, note))


def contact(offer: Offer, texts: Texts) -> str:
    """Public contact only: never the counsellors' phone number."""
    text = offer.text
    phone = texts.label("phone", phone=text.phone) if text.phone else None
    return texts.joined((text.contact_person, phone, text.email, text.url)) or texts.label("unknown")


def state(hit: Hit, texts: Texts) -> str:
    """How it stands, and how fresh that is."""
    name = "status_overdue" if hit.overdue else "status"
    return texts.label(name, status=texts.value(hit.offer.status), day=german_date(hit.offer.confirmed))


def source(offer: Offer, texts: Texts) -> str:
    submission = offer.text.submission
    day = german_date(submission.loaded_at.date())
    return texts.label("source", file=submission.file, row=offer.text.row, day=day)


def more_facts(offer: Offer, texts: Texts) -> str:
    """`known_facts` line by line; empty where nothing is known."""
    return "".join(f"{texts.label(name)}: {value}\n" for name, value in known_facts(offer, texts).items())


def known_facts(offer: Offer, texts: Texts) -> dict[str, str]:
    """Whom it is for, age, level, languages and access, each by the name of its label; only what is known."""
    facts = {
        "for_whom": texts.joined(map(texts.value, offer.audiences)),
        "age": _ages(offer, texts),
        "level": texts.joined(offer.levels),
        "languages": texts.joined(map(texts.value, offer.languages)),
        "childcare": _yes_no(offer.childcare, texts),
        "accessible": _yes_no(offer.accessible, texts),
    }
    return {name: value for name, value in facts.items() if value}


def _ages(offer: Offer, texts: Texts) -> str:
    first, last = offer.age_from, offer.age_to
    if first is not None and last is not None:
        return texts.label("ages_between", first=first, last=last)
    if first is not None:
        return texts.label("ages_from", first=first)
    return texts.label("ages_until", last=last) if last is not None else ""


def _yes_no(value: bool | None, texts: Texts) -> str:
    return "" if value is None else texts.label("yes" if value else "no")
