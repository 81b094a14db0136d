"""`/angebote/<id>`: one offer, its date for a calendar, and "Angabe stimmt nicht"."""

import asyncio
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from sanic import Blueprint, response
from sanic.exceptions import NotFound
from sanic.request import Request
from sanic.response import HTTPResponse

from actions.answers.offer import contact_links, offer_facts
from bot.channels.limits import Limit
from bot.handover.notes import about, is_over, warnings
from bot.pages.dates import calendar_file
from bot.pages.site import Site
from bot.pages.visitors import is_visit
from bot.personal.contacts import without_personal_data
from bot.typography import unbroken
from catalogue.amounts import german_date
from catalogue.exports.ical import is_dated
from catalogue.exports.schema_org import as_script, schema_org
from catalogue.freshness import is_outdated
from catalogue.models import Offer
from catalogue.notices import LONGEST, SUBJECTS, report
from catalogue.permalink import LIST_PATH, offer_link
from catalogue.search import find_shown, hit_of
from catalogue.statistics import OFFER_OPENED
from catalogue.wish import Wish

_MAP = "https://www.openstreetmap.org"
_NOTICE_PATH = "/hinweis"
_CALENDAR_PATH = "/kalender"
# Notices of one address; a class that looks at one offer together stays below it.
_NOTICES = "30/hour"


@dataclass(frozen=True)
class NoticeForm:
    """The form below an offer as it was sent, with what is wrong in it; `done` after it was kept."""

    about: str = ""
    message: str = ""
    fault: str = ""
    done: bool = False


def add_offer(pages: Blueprint, site: Site) -> None:
    limit = Limit(_NOTICES)

    @pages.get(f"{LIST_PATH}/<provider>/<reference:path>")
    async def show(request: Request, provider: str, reference: str) -> HTTPResponse:
        offer, was_reported = await _offer(site, f"{provider}/{unquote(reference)}"), "hinweis" in request.args
        if is_visit(request) and not was_reported:
            site.tally.use(OFFER_OPENED, offer.provider.slug, offer.area)
        return _page(request, site, offer, NoticeForm(done=request.args.get("hinweis") == "danke"))

    @pages.get(f"{_CALENDAR_PATH}/<provider>/<reference:path>")
    async def date(request: Request, provider: str, reference: str) -> HTTPResponse:
        offer = await _offer(site, f"{provider}/{unquote(reference)}")
        return calendar_file(request, site, [offer], offer.title)

    @pages.post(_NOTICE_PATH)
    async def notice(request: Request) -> HTTPResponse:
        form: Any = request.form or {}
        offer = await _offer(site, form.get("angebot") or "")
        about, message = form.get("was") or "", (form.get("text") or "").strip()
        fault = "" if site.origins.permits(request) else "Bitte senden Sie den Hinweis von dieser Seite aus."
        fault = fault or _fault(about, message, allowed=limit.allows(site.origins.address(request)))
        if fault:
            return _page(request, site, offer, NoticeForm(about, message, fault), status=400)
        # A field that no person sees; whoever fills it in is a program, and is left in the belief that it worked.
        if not form.get("nachname"):
            kept, _ = without_personal_data(message)
            await asyncio.to_thread(report, site.engine, offer.key, about, kept, site.settings.now())
        return response.redirect(f"{offer_link(offer.key)}?hinweis=danke#hinweis", status=303)


def _fault(about: str, message: str, *, allowed: bool) -> str:
    if not allowed:
        return "Das waren sehr viele Hinweise in kurzer Zeit. Bitte versuchen Sie es später noch einmal."
    if about not in SUBJECTS:
        return "Bitte wählen Sie aus, was nicht stimmt."
    if about == SUBJECTS[-1] and not message:
        return "Bitte schreiben Sie kurz, was nicht stimmt."
    if len(message) > LONGEST:
        return f"Der Text ist zu lang. Möglich sind {LONGEST} Zeichen."
    return ""


async def _offer(site: Site, key: str) -> Offer:
    offer = await site.read(lambda session: find_shown(session, key))
    if offer is None:
        raise NotFound("Dieses Angebot steht nicht (mehr) im Verzeichnis.")
    return offer


def _page(request: Request, site: Site, offer: Offer, form: NoticeForm, status: int = 200) -> HTTPResponse:
    here = site.address(request, offer_link(offer.key))
    hit = hit_of(offer, Wish(), site.region, site.today())
    over = is_over(offer, site.today())
    is_old = is_outdated(offer, site.region, site.today())
    return site.page(
        request,
        "offer.html",
        status=status,
        offer=offer,
        facts={name: unbroken(text) for name, text in offer_facts(hit, site.texts).items()},
        rows=about(offer, site.texts),
        warnings=warnings(hit, site.region, site.today()),
        paragraphs=[part.strip() for part in (offer.text.description or "").split("\n\n") if part.strip()],
        links=contact_links(offer, site.texts),
        map_url=_map_url(offer, site),
        calendar_url=f"{_CALENDAR_PATH}{offer_link(offer.key).removeprefix(LIST_PATH)}" if is_dated(offer) else None,
        confirmed=german_date(offer.confirmed),
        is_over=over,
        schema="" if over or is_old else as_script(schema_org(offer, site.region, here)),
        form=form,
        subjects=SUBJECTS,
        longest=LONGEST,
    )


def _map_url(offer: Offer, site: Site) -> str | None:
    """Where the offer is held on a map; the page itself asks nobody for one."""
    place = site.region.gazetteer.get(offer.place) if offer.place else None
    if place is None or offer.format == "Online":
        return None
    if offer.text.street:
        address = f"{offer.text.street}, {offer.postcode or ''} {place.municipality}"
        return f"{_MAP}/search?query={quote(' '.join(address.split()))}"
    north, east = f"{place.latitude:.4f}", f"{place.longitude:.4f}"
    return f"{_MAP}/?mlat={north}&mlon={east}#map=14/{north}/{east}"
