"""`/merkliste/<id>`: a note list to read, put in order, compare and hand over."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.limits import Limit
from bot.handover import pdf
from bot.handover.comparison import MOST_COMPARED, Comparison, compared
from bot.handover.dates import as_calendar, has_dates
from bot.handover.notes import GONE, Handover, Note, read_notes, warnings
from bot.handover.text import as_text
from bot.note_lists import NoteList
from bot.pages.dates import CALENDAR_TYPE
from bot.pages.listing import card
from bot.pages.noting import FOREIGN, PATH, address, forget, refused, remember
from bot.pages.site import SECRET, Site
from catalogue.permalink import offer_link

_COMPARE, _LARGE = "vergleichen", "gross"
# What the page says after a form, by the word in its address.
_DONE = {
    "weg": "Das Angebot steht nicht mehr auf der Merkliste.",
    "hoch": "Das Angebot steht jetzt einen Platz weiter oben.",
    "runter": "Das Angebot steht jetzt einen Platz weiter unten.",
    "weiter": "Mit dieser Liste machen Sie jetzt weiter. Was Sie merken, kommt hier dazu.",
    "voll": "Die Merkliste ist voll. Nehmen Sie etwas herunter, wenn Sie ein anderes Angebot merken möchten.",
}
_PLACES = {"hoch": -1, "runter": 1}
# PDFs asked for from one address; making one keeps a processor busy.
_PDFS = "60/hour"
_TOO_MANY_PDFS = "Das waren sehr viele PDFs in kurzer Zeit. Bitte versuchen Sie es später noch einmal."

Page = Callable[..., Awaitable[HTTPResponse]]


def add_note_list(pages: Blueprint, site: Site) -> None:
    limit = Limit(_PDFS)

    @pages.get(f"{PATH}/<list_id:str>")
    @_known(site)
    async def show(request: Request, noted: NoteList) -> HTTPResponse:
        return site.page(request, "note_list.html", secret=True, **await _facts(request, noted, site))

    @pages.post(f"{PATH}/<list_id:str>")
    @_known(site)
    async def change(request: Request, noted: NoteList) -> HTTPResponse:
        if not site.origins.permits(request):
            return refused(request, site, 403, FOREIGN)
        return await _changed(request, noted, site)

    @pages.get(f"{PATH}/<list_id:str>/merkliste.txt")
    @_known(site)
    async def text(request: Request, noted: NoteList) -> HTTPResponse:
        return response.text(as_text(await _handover(request, noted, site)), headers=_attachment("txt"))

    @pages.get(f"{PATH}/<list_id:str>/merkliste.ics")
    @_known(site)
    async def dates(request: Request, noted: NoteList) -> HTTPResponse:
        content = as_calendar(await _handover(request, noted, site), f"Merkliste: {site.region.name}")
        return HTTPResponse(content, headers=_attachment("ics"), content_type=CALENDAR_TYPE)

    @pages.get(f"{PATH}/<list_id:str>/merkliste.pdf")
    @_known(site)
    async def paper(request: Request, noted: NoteList) -> HTTPResponse:
        if not limit.allows(site.origins.address(request)):
            return refused(request, site, 429, _TOO_MANY_PDFS)
        handover, large = await _handover(request, noted, site), _LARGE in request.args
        try:
            making = partial(pdf.as_pdf, handover, large=large)
            content = await asyncio.get_running_loop().run_in_executor(pdf.ONE_AT_A_TIME, making)
        except pdf.PdfError as error:
            return refused(request, site, 503, error.message)
        return HTTPResponse(content, headers=_attachment("pdf"), content_type="application/pdf")


def _known(site: Site) -> Callable[[Callable[[Request, NoteList], Awaitable[HTTPResponse]]], Page]:
    """Hand a page its list; whoever asks for one that is not there is told what became of it."""

    def with_list(page: Callable[[Request, NoteList], Awaitable[HTTPResponse]]) -> Page:
        async def handle(request: Request, list_id: str) -> HTTPResponse:
            noted = await asyncio.to_thread(site.note_lists.get, list_id)
            if noted is None:
                return site.page(request, "no_note_list.html", status=404, secret=True, deleted=False)
            return await page(request, noted)

        handle.__name__ = page.__name__
        return handle

    return with_list


def _attachment(ending: str) -> dict[str, str]:
    disposition = f'attachment; filename="merkliste.{ending}"'
    return {**SECRET, "Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}


async def _handover(request: Request, noted: NoteList, site: Site) -> Handover:
    notes = await site.read(lambda session: read_notes(session, noted.keys, site.region, site.today()))
    return Handover(notes, site.region, site.texts, site.today(), lambda key: site.address(request, offer_link(key)))


async def _changed(request: Request, noted: NoteList, site: Site) -> HTTPResponse:
    form: Any = request.form or {}
    what, key = form.get("tun") or "", form.get("angebot") or ""
    own = request.ctx.note_list
    if what == "loeschen":
        await asyncio.to_thread(site.note_lists.delete, noted.id)
        answer = response.redirect(f"{PATH}?getan=geloescht", status=303)
        if own and own.id == noted.id:
            forget(answer)
        return answer
    now: NoteList | None = noted
    if what in _PLACES:
        now = await asyncio.to_thread(site.note_lists.move, noted.id, key, _PLACES[what])
    elif what == "weg":
        now = await asyncio.to_thread(site.note_lists.drop, noted.id, key)
    at = f"#platz-{now.keys.index(key) + 1}" if now and key in now.keys else ""
    answer = response.redirect(f"{address(noted)}?getan={what}{at}" if what in _DONE else address(noted), status=303)
    if what == "weiter":
        remember(answer, noted.id, site, request)
    return answer


async def _facts(request: Request, noted: NoteList, site: Site) -> dict[str, Any]:
    """Everything that the page is filled in with."""
    handover = await _handover(request, noted, site)
    own, telegram = request.ctx.note_list, site.telegram()
    chosen = [key for key in dict.fromkeys(request.args.getlist(_COMPARE, [])) if key in noted.keys]
    comparison = compared(handover, chosen)
    return {
        "notes": [_note(note, site) for note in handover.notes],
        "url": address(noted),
        "whole_url": site.address(request, address(noted)),
        "is_own": bool(own and own.id == noted.id),
        "done": _DONE.get(request.args.get("getan", "")),
        "chosen": chosen[:MOST_COMPARED],
        "compared": _table(comparison, chosen) if comparison else None,
        "too_few": _COMPARE in request.args and comparison is None,
        "most_compared": MOST_COMPARED,
        "text": as_text(handover) if noted.keys else "",
        "has_dates": has_dates(handover),
        "has_pdf": await asyncio.to_thread(pdf.is_available),
        "telegram_url": f"https://t.me/{telegram}?start={noted.id}" if telegram else None,
    }


def _note(note: Note, site: Site) -> dict[str, Any]:
    """What the page says of an offer, also of one that is gone."""
    if note.hit is None:
        return {"key": note.key, "title": GONE, "url": None, "warnings": []}
    return {**card(note.hit, site), "warnings": warnings(note.hit, site.region, site.today())}


def _table(comparison: Comparison, chosen: Sequence[str]) -> dict[str, Any]:
    """What the page shows of a comparison: titles with links, and how many of the chosen do not stand there."""
    offers = [(hit.offer.title, offer_link(hit.offer.key)) for hit in comparison.hits]
    return {"offers": offers, "rows": comparison.rows, "left_out": len(chosen) - len(offers)}
