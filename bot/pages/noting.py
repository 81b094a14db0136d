"""The note list of whoever looks at the pages: a cookie that holds nothing but its id, and the button "Merken"."""

import asyncio
import logging
import re
from typing import Any
from urllib.parse import urlsplit

from sanic import Blueprint, response
from sanic.exceptions import NotFound
from sanic.request import Request
from sanic.response import HTTPResponse
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.limits import Limit
from bot.note_lists import KEPT_SECONDS, NoteList
from bot.pages.site import SECRET, Site
from catalogue.permalink import LIST_PATH, offer_link
from catalogue.search import find_offer

logger = logging.getLogger(__name__)

COOKIE = "merkliste"
PATH = "/merkliste"
FOREIGN = "Bitte ändern Sie die Merkliste von unseren eigenen Seiten aus."
# Lists begun from one address; people in a library share one.
_BEGUN = "300/hour"
_TOO_MANY = (
    "Von Ihrem Anschluss aus wurden gerade sehr viele Merklisten begonnen. Bitte versuchen Sie es später noch einmal."
)
_LONGEST_WAY_BACK = 2000
_UNPRINTABLE = re.compile(r"[\s\\\x00-\x1f\x7f]")


def add_noting(pages: Blueprint, site: Site) -> None:
    limit = Limit(_BEGUN)

    @pages.middleware("request")
    async def know_the_list(request: Request) -> None:
        request.ctx.note_list = await _own_list(request, site)

    @pages.get(PATH)
    async def own(request: Request) -> HTTPResponse:
        if request.ctx.note_list:
            query = f"?{request.query_string}" if request.query_string else ""
            return response.redirect(address(request.ctx.note_list) + query, status=303, headers=SECRET)
        return site.page(request, "no_note_list.html", deleted=request.args.get("getan") == "geloescht")

    @pages.post(PATH)
    async def keep(request: Request) -> HTTPResponse:
        form: Any = request.form or {}
        key = form.get("angebot") or ""
        if await site.read(lambda session: find_offer(session, key)) is None:
            raise NotFound("Dieses Angebot steht nicht (mehr) im Verzeichnis.")
        if not site.origins.permits(request):
            return refused(request, site, 403, FOREIGN)
        found: NoteList | None = request.ctx.note_list
        if found is None and (list_id := request.cookies.get(COOKIE)):
            # Gone, or not to be read just now: then there is a fault, for another list would take its place.
            found = await asyncio.to_thread(site.note_lists.get, list_id)
        if found is None:
            if not limit.allows(site.origins.address(request)):
                return refused(request, site, 429, _TOO_MANY)
            found = await asyncio.to_thread(site.note_lists.begin)
        kept = await asyncio.to_thread(site.note_lists.keep, found.id, key)
        if kept is None or key not in kept.keys:
            return response.redirect(f"{address(found)}?getan=voll", status=303)
        answer = response.redirect(_way_back(form.get("zurueck") or "") or offer_link(key), status=303)
        remember(answer, found.id, site, request)
        return answer


def address(noted: NoteList) -> str:
    """The path of a list's page."""
    return f"{PATH}/{noted.id}"


def remember(answer: HTTPResponse, list_id: str, site: Site, request: Request) -> None:
    """Let this browser go on with a list; as long as the list itself is kept."""
    answer.cookies[COOKIE] = list_id
    cookie = answer.cookies[COOKIE]
    cookie["httponly"], cookie["samesite"], cookie["max-age"] = True, "Lax", KEPT_SECONDS
    cookie["secure"] = _is_https(site, request)


def forget(answer: HTTPResponse) -> None:
    del answer.cookies[COOKIE]


def refused(request: Request, site: Site, status: int, sentence: str) -> HTTPResponse:
    return site.page(request, "fault.html", status=status, sentence=sentence)


async def _own_list(request: Request, site: Site) -> NoteList | None:
    """The list that the cookie names. Where it cannot be read the pages do without."""
    list_id = request.cookies.get(COOKIE)
    if not list_id:
        return None
    try:
        return await asyncio.to_thread(site.note_lists.get, list_id)
    except SQLAlchemyError as error:
        logger.error("note list not read: %s", type(error).__name__)
        return None


def _is_https(site: Site, request: Request) -> bool:
    return site.address(request).startswith("https:")


def _way_back(text: str) -> str | None:
    """The page of ours that somebody came from; None for every address that is none."""
    if len(text) > _LONGEST_WAY_BACK or _UNPRINTABLE.search(text):
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    is_ours = parts.path in ("/", LIST_PATH) or parts.path.startswith(f"{LIST_PATH}/")
    return text if is_ours and not parts.scheme and not parts.netloc and text.startswith("/") else None
