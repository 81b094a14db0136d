"""The pages that visitors see: homepage, list of offers, one offer, note list, chat, legal texts."""

from sanic import Blueprint, Sanic

from bot.pages.faults import add_faults
from bot.pages.files import add_files
from bot.pages.health import add_health
from bot.pages.home import add_home
from bot.pages.listing import add_listing
from bot.pages.note_list import add_note_list
from bot.pages.noting import add_noting
from bot.pages.offer import add_offer
from bot.pages.onward import add_onward
from bot.pages.site import Site


def add_pages(app: Sanic, site: Site) -> None:
    """Serve all pages of a region."""
    pages = Blueprint("pages")
    for add in (add_home, add_listing, add_offer, add_onward, add_noting, add_note_list, add_health):
        add(pages, site)
    add_files(pages)
    app.blueprint(pages)
    add_faults(app, site)
