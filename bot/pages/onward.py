"""`/weiter`: on to a provider's own page of an offer, counted once and by nobody's name.

Only to addresses that stand in the catalogue, so that nobody can use it to send people elsewhere.
"""

from sanic import Blueprint, response
from sanic.exceptions import NotFound
from sanic.request import Request
from sanic.response import HTTPResponse

from actions.answers.offer import own_page
from bot.channels.limits import Limit
from bot.pages.site import SECRET, Site
from bot.pages.visitors import is_visit
from catalogue.permalink import ONWARD_OFFER, ONWARD_PATH, offer_link
from catalogue.search import find_shown
from catalogue.statistics import CLICK

_ROBOTS = "/robots.txt"
# Ways on that count from one address; whoever goes on oftener still gets there.
_COUNTED = "120/hour"


def add_onward(pages: Blueprint, site: Site) -> None:
    limit = Limit(_COUNTED)

    @pages.get(ONWARD_PATH)
    async def onward(request: Request) -> HTTPResponse:
        key = request.args.get(ONWARD_OFFER, "")
        offer = await site.read(lambda session: find_shown(session, key))
        if offer is None:
            raise NotFound("Dieses Angebot steht nicht (mehr) im Verzeichnis.")
        url = own_page(offer)
        if url and is_visit(request) and limit.allows(site.origins.address(request)):
            site.tally.use(CLICK, offer.provider.slug, offer.area)
        # The provider does not learn where somebody comes from, and no browser goes there a second time uncounted.
        headers = {**SECRET, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
        return response.redirect(url or offer_link(key), status=303, headers=headers)

    @pages.get(_ROBOTS)
    async def robots(_: Request) -> HTTPResponse:
        return response.text(f"User-agent: *\nDisallow: {ONWARD_PATH}\n")
