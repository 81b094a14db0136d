"""The homepage, the chat on a page of its own, and the texts that the law asks for."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from markdown_it import MarkdownIt
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sqlalchemy.orm import Session

from bot.pages.listing import card
from bot.pages.site import Site
from catalogue.listing import Choice, Listing, beginning, browse
from catalogue.permalink import list_link
from catalogue.region import legal_text
from catalogue.search import hit_of
from catalogue.wish import Wish

_SOON_DAYS = 21
_SHOWN_SOON = 4
# Address → title and file, below `pages/` of the data directory (the office's own) or of the region.
LEGAL = {
    "/impressum": ("Impressum", "impressum.md"),
    "/datenschutz": ("Datenschutzerklärung", "datenschutz.md"),
    "/barrierefreiheit": ("Erklärung zur Barrierefreiheit", "barrierefreiheit.md"),
}


@dataclass(frozen=True)
class Tile:
    """An area on the homepage: how many offers it has, and where they stand."""

    name: str
    count: int
    url: str


def add_home(pages: Blueprint, site: Site) -> None:
    @pages.get("/")
    async def home(request: Request) -> HTTPResponse:
        listing, soon = await site.read(lambda session: (_everything(session, site), _soon(session, site)))
        areas = [
            Tile(term.name, listing.counts["area"].get(term.name, 0), list_link(Choice(Wish(area=term.name))))
            for term in site.region.areas
        ]
        return site.page(
            request,
            "home.html",
            total=listing.total,
            areas=areas,
            soon=soon,
            soon_url=list_link(Choice(Wish(from_day=site.today().isoformat(), until_day=_last_day(site).isoformat()))),
        )

    @pages.get("/chat.html")
    async def chat(request: Request) -> HTTPResponse:
        return site.page(request, "chat.html", framed=True)

    for path, (title, name) in LEGAL.items():
        pages.add_route(_legal(site, title, name), path, name=f"legal_{path[1:]}")


def _everything(session: Session, site: Site) -> Listing:
    return browse(session, Choice(), site.region, site.today(), limit=0)


def _soon(session: Session, site: Site) -> list[dict[str, Any]]:
    """What begins in the next weeks, as the list shows it."""
    today = site.today()
    offers = beginning(session, site.region, today, _last_day(site), limit=_SHOWN_SOON)
    return [card(hit_of(offer, Wish(), site.region, today), site) for offer in offers]


def _last_day(site: Site) -> date:
    return site.today() + timedelta(days=_SOON_DAYS)


def _legal(site: Site, title: str, name: str) -> Callable[[Request], Awaitable[HTTPResponse]]:
    async def show(request: Request) -> HTTPResponse:
        # Read at every visit: the office changes its texts while the service runs.
        text = await asyncio.to_thread(legal_text, name, site.region, site.settings.data_dir, site.address(request))
        html = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
        return site.page(request, "legal.html", title=title, text=html)

    return show
