"""`/angebote`: the catalogue as a list with filters, to read, to print, and its dates for a calendar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse
from sqlalchemy.orm import Session

from actions.answers.offer import offer_facts
from actions.answers.wording import describe, given_up_words
from bot.pages.choices import added, chosen, groups, taken_away
from bot.pages.dates import calendar_file
from bot.pages.site import Site
from bot.pages.visitors import is_visit
from bot.typography import unbroken
from catalogue.amounts import german_date
from catalogue.demand import NOTHING, OFFERED
from catalogue.exports.ical import is_dated
from catalogue.listing import Choice, Listing, browse
from catalogue.listing import given_up as without
from catalogue.permalink import LIST_PATH, from_query, list_link, offer_link, query_pairs, searched_for, unknown_places
from catalogue.search import Hit, Result, search
from catalogue.statistics import LIST_SEARCH

PER_PAGE = 20
# Of a print or a calendar nobody wants thousands.
MOST_PRINTED = 200
_RADII = (5, 10, 15, 25)
_PAGE, _SEARCH, _PRINT = "seite", "suche", "druck"
# What the form above the list has a field of its own for, or replaces; the rest of a choice it keeps.
_OWN_FIELDS = ("thema", "wort", "ort", "umkreis", "von", "bis")


def add_listing(pages: Blueprint, site: Site) -> None:
    @pages.get(LIST_PATH)
    async def show(request: Request) -> HTTPResponse:
        asked = read(request, site)
        if _SEARCH in request.args and not asked.unknown_places:
            return response.redirect(list_link(asked.choice), status=303)
        for_print = _PRINT in request.args
        size = MOST_PRINTED if for_print else PER_PAGE
        offset = 0 if for_print else (asked.page - 1) * size
        found = await site.read(lambda session: _listed(session, asked.choice, site, size, offset))
        if not for_print and asked.page > _last_page(found.listing):
            return response.redirect(_at_page(asked.choice, _last_page(found.listing)), status=303)
        if not for_print and asked.page == 1 and not asked.choice.is_empty and is_visit(request):
            site.tally.use(LIST_SEARCH, OFFERED if found.listing.total else NOTHING)
        template = "print.html" if for_print else "list.html"
        return site.page(request, template, **_facts(asked, found, site))

    @pages.get(f"{LIST_PATH}.ics")
    async def dates(request: Request) -> HTTPResponse:
        choice = read(request, site).choice
        offers = await site.read(lambda session: [hit.offer for hit in _hits(session, choice, site)])
        name = f"Bildungsangebote: {describe(choice.wish, site.region, site.texts)}"
        return calendar_file(request, site, offers, name)


@dataclass(frozen=True)
class Asked:
    """What an address asks for: the choice, which page, and names of places that nobody knows."""

    choice: Choice
    page: int
    unknown_places: tuple[str, ...]


def read(request: Request, site: Site) -> Asked:
    values: Mapping[str, Sequence[str]] = {name: request.args.getlist(name) for name in request.args}
    text = values.get(_SEARCH, [""])[0]
    choice = from_query(values, site.region)
    if text.strip():
        choice = choice.about(searched_for(text, site.region))
    unknown = unknown_places(values, site.region)
    number = values.get(_PAGE, ["1"])[0]
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    return Asked(choice, max(1, page), unknown)


@dataclass(frozen=True)
class Page:
    """What was found, and where nothing was: the search that gives up the least so that something is."""

    listing: Listing
    cards: list[dict[str, Any]]
    relaxed: Result | None


def _listed(session: Session, choice: Choice, site: Site, size: int, offset: int) -> Page:
    listing = browse(session, choice, site.region, site.today(), limit=size, offset=offset)
    cards = [card(hit, site) for hit in listing.hits]
    relaxed = None if listing.total else search(session, choice.wish, site.region, site.today(), limit=1)
    return Page(listing, cards, relaxed)


def _hits(session: Session, choice: Choice, site: Site) -> tuple[Hit, ...]:
    return browse(session, choice, site.region, site.today(), limit=MOST_PRINTED).hits


def card(hit: Hit, site: Site) -> dict[str, Any]:
    """What the list says of an offer."""
    return {
        **{name: unbroken(text) for name, text in offer_facts(hit, site.texts).items()},
        "key": hit.offer.key,
        "url": offer_link(hit.offer.key),
        "status": "" if hit.offer.status == "offen" else site.texts.value(hit.offer.status),
        "kind": hit.offer.kind or "",
        "dated": is_dated(hit.offer),
        "overdue": hit.overdue,
        "confirmed": german_date(hit.offer.confirmed),
    }


def _relaxed(found: Page, choice: Choice, site: Site) -> dict[str, Any] | None:
    """What would have to be given up, in words, and the list without it."""
    if found.relaxed is None or not found.relaxed.total:
        return None
    given_up = found.relaxed.relaxed
    return {
        "without": given_up_words(given_up, site.texts) if given_up else "die übrigen Filter",
        "total": found.relaxed.total,
        "url": list_link(Choice(without(choice.wish, *given_up))),
    }


def _facts(asked: Asked, found: Page, site: Site) -> dict[str, Any]:
    """Everything that the templates of the list are filled in with."""
    choice, listing, cards = asked.choice, found.listing, found.cards
    region, texts, wish = site.region, site.texts, asked.choice.wish
    last_page, url = _last_page(listing), list_link(choice)
    return {
        "total": listing.total,
        "cards": cards,
        "first": (asked.page - 1) * PER_PAGE + 1,
        "described": "" if choice.is_empty else describe(wish, region, texts),
        "groups": groups(choice, listing, region, texts),
        "chosen": chosen(choice, listing, region, texts),
        "search": " ".join(filter(None, (wish.topic, *wish.words))),
        "places": ", ".join((*asked.unknown_places, *wish.place)),
        "unknown": [(name, region.gazetteer.nearest_name(name)) for name in asked.unknown_places],
        "names": sorted({place.title for place in region.gazetteer.places if not place.is_neighbour}),
        "radius": wish.radius_km,
        "radii": _RADII,
        "kept": [pair for pair in query_pairs(choice) if pair[0] not in _OWN_FIELDS],
        "from_day": wish.from_day or "",
        "until_day": wish.until_day or "",
        "page": asked.page,
        "last_page": last_page,
        "previous": _at_page(choice, asked.page - 1) if asked.page > 1 else None,
        "following": _at_page(choice, asked.page + 1) if asked.page < last_page else None,
        "list_url": url,
        "print_url": _with(url, f"{_PRINT}=ja"),
        "calendar_url": url.replace(LIST_PATH, f"{LIST_PATH}.ics", 1),
        "has_dates": any(item["dated"] for item in cards),
        "relaxed": _relaxed(found, choice, site),
        "overdue": listing.overdue,
        "outdated": listing.outdated,
        "only_overdue": choice.overdue,
        "overdue_url": list_link(added(choice, "overdue", True)),
        "all_url": list_link(taken_away(choice, "overdue", True)),
    }


def _last_page(listing: Listing) -> int:
    return max(1, -(-listing.total // PER_PAGE))


def _at_page(choice: Choice, page: int) -> str:
    return list_link(choice) if page == 1 else _with(list_link(choice), f"{_PAGE}={page}")


def _with(url: str, more: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{more}"
