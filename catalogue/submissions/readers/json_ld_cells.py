"""An offer of schema.org as the cells of a submission (docs/formats/json-ld.md)."""

import re

from catalogue.submissions.readers import closed_lists
from catalogue.submissions.readers.json_ld_graph import COURSES, EVENTS
from catalogue.submissions.readers.json_ld_places import place_cells
from catalogue.submissions.readers.json_ld_prices import cost_cells, registration, status_of
from catalogue.submissions.readers.json_ld_things import Thing
from catalogue.submissions.readers.json_ld_times import time_cells
from catalogue.submissions.readers.moments import moment
from catalogue.submissions.readers.plain_text import one_line, plain_text

_AGES = re.compile(r"(\d{1,3})\s*(?:[-–]\s*(\d{1,3})?|\+)?(?:\s*Jahre)?")


def cells_of(offer: Thing) -> dict[str, str]:
    """All that a thing says in our columns; what has none but matters stands in the description."""
    parts = offer.parts()
    taking_place = [part for part in parts if "EventCancelled" not in part.text("eventStatus")] or parts
    sources = [offer, *taking_place]
    times, time_notes = time_cells(offer, taking_place)
    where, place_notes = place_cells(sources)
    who, audience_notes = _audience_cells(offer)
    subject = _subject_cells(offer)
    status, subject["titel"] = closed_lists.status_in_title(subject["titel"])
    cells = {
        **subject,
        **_contact_cells(sources),
        **times,
        **where,
        **who,
        **cost_cells(sources),
        "anmeldung": registration(sources),
        "status": status_of(offer, parts) or status,
    }
    texts = [
        plain_text(offer.text("description", "abstract", "disambiguatingDescription")),
        *_remarks(offer),
        *audience_notes,
        *place_notes,
        *time_notes,
    ]
    cells["beschreibung"] = "\n\n".join(dict.fromkeys(filter(None, texts)))
    return {column: cell for column, cell in cells.items() if cell}


def _subject_cells(offer: Thing) -> dict[str, str]:
    title = one_line(offer.text("name", "headline", "alternateName"))
    said = [part for word in offer.texts("keywords") for part in _split(offer, word)]
    about = [one_line(text) for text in offer.texts("about")]
    keywords = [one_line(word).replace("|", "/") for word in (*said, *offer.texts("teaches"))]
    keywords += [word.replace("|", "/") for word in about if not closed_lists.is_ours(word)]
    categories = [one_line(text) for text in offer.texts("category", "genre")]
    categories += filter(closed_lists.is_ours, about)
    service = one_line(offer.text("serviceType"))
    area = closed_lists.area_of(categories, keywords, [title, service])
    levels = closed_lists.levels_in(offer.texts("educationalLevel")) or closed_lists.levels_in(keywords)
    if not levels and area == "Sprachbildung":
        levels = closed_lists.levels_in([title])
    languages = map(closed_lists.language, offer.texts("inLanguage") + _channel(offer).texts("availableLanguage"))
    page = offer.thing("mainEntityOfPage").text("dateModified")
    changed = moment(offer.text("dateModified") or page)
    return {
        "kennung": _key(offer),
        "titel": title,
        "bereich": area,
        "art": closed_lists.kind_named([service, *categories]) or _kind(offer),
        "themen": "|".join(dict.fromkeys(filter(None, keywords))),
        "niveau": "|".join(levels),
        "sprachen": "|".join(dict.fromkeys(filter(None, languages))),
        "stand": changed.day.isoformat() if changed else "",
    }


def _split(offer: Thing, word: str) -> list[str]:
    return re.split(r"\s*[,;|]\s*", word) if offer.is_text("keywords") else [word]


def _key(offer: Thing) -> str:
    """What stays the same from export to export: a number, an identifier, an address."""
    # "#kurs" and "_:b0" name a thing only within its page.
    name = "" if offer.id.startswith(("#", "_:")) else offer.id
    return one_line(offer.text("courseCode", "identifier", "sku") or name or _page(offer))


def _page(offer: Thing) -> str:
    return offer.text("url") or offer.thing("mainEntityOfPage").text("url")


def _kind(offer: Thing) -> str:
    if "WorkBasedProgram" in offer.types:
        return "Ausbildung"
    if not COURSES.isdisjoint(offer.types):
        return "Kurs"
    return "" if EVENTS.isdisjoint(offer.types) else "Veranstaltung"


def _contact_cells(sources: list[Thing]) -> dict[str, str]:
    """The provider with its contact; the address of the offer's own page goes before that of its provider."""
    providers = [thing for source in sources for thing in source.things("provider", "organizer", "sourceOrganization")]
    prices = [price for source in sources for price in source.things("offers")]
    providers += [seller for price in prices for seller in price.things("seller", "offeredBy")]
    named = [(provider, one_line(provider.text("name", "legalName"))) for provider in providers]
    who, name = next((pair for pair in named if pair[1]), (None, ""))
    if who is None:
        return {"url": _page(sources[0])}
    contact = who.thing("contactPoint")
    return {
        "anbieter": name,
        "ansprechperson": one_line(contact.text("name")),
        "telefon": one_line(who.text("telephone") or contact.text("telephone")),
        "email": one_line(who.text("email") or contact.text("email")),
        "url": _page(sources[0]) or who.text("url"),
    }


def _channel(offer: Thing) -> Thing:
    return offer.thing("availableChannel")


def _audience_cells(offer: Thing) -> tuple[dict[str, str], list[str]]:
    """For whom it is, and the target group in its own words where these say more than our names."""
    words, ages, genders = [], offer.texts("typicalAgeRange"), []
    low, high = "", ""
    for audience in offer.things("audience"):
        words += [one_line(text) for text in audience.texts("audienceType", "name", "educationalRole")]
        low = low or _years(audience.text("suggestedMinAge", "requiredMinAge"))
        high = high or _years(audience.text("suggestedMaxAge", "requiredMaxAge"))
        ages += audience.texts("suggestedAge")
        genders += [audience.text("requiredGender").casefold()]
    if ages and not (low or high) and (found := _AGES.fullmatch(ages[0])):
        low, high = found[1], found[2] or ""
    cells = {
        "zielgruppen": "|".join(closed_lists.audiences_in(words)),
        "alter_von": low,
        "alter_bis": high,
        "nur_frauen": "ja" if any(gender.rpartition("/")[2] in ("female", "weiblich") for gender in genders) else "",
    }
    own_words = [word for word in words if not closed_lists.is_audience(word)]
    return cells, [f"Zielgruppe: {', '.join(dict.fromkeys(own_words))}."] if own_words else []


def _years(text: str) -> str:
    """ "6.0" is 6; what is no number stays, so that `check` refuses it by name."""
    return re.sub(r"\.0+$", "", text)


def _remarks(offer: Thing) -> list[str]:
    """What has no column, but people want to know before they come."""
    levels = [text for text in offer.texts("educationalLevel") if not closed_lists.levels_in([text])]
    remarks = {
        "Voraussetzungen": offer.texts("coursePrerequisites"),
        "Niveau": levels,
        "Abschluss": offer.texts("educationalCredentialAwarded", "occupationalCredentialAwarded"),
    }
    found = [f"{name}: {', '.join(map(one_line, texts))}" for name, texts in remarks.items() if texts]
    if "EventPostponed" in offer.text("eventStatus"):
        found.append("Der Termin ist verschoben; bitte beim Anbieter nachfragen.")
    return found
