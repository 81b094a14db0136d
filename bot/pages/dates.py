"""Dates of offers as a file for calendars."""

from collections.abc import Iterable

from sanic.request import Request
from sanic.response import HTTPResponse

from actions.answers.offer import detail
from bot.pages.site import Site
from catalogue.exports.ical import calendar
from catalogue.models import Offer
from catalogue.permalink import offer_link
from catalogue.search import hit_of
from catalogue.wish import Wish


def calendar_file(request: Request, site: Site, offers: Iterable[Offer], name: str) -> HTTPResponse:
    """The dated ones among some offers, as a file to take over into a calendar."""
    content = calendar(
        offers,
        site.region,
        link=lambda offer: site.address(request, offer_link(offer.key)),
        describe=lambda offer: detail(hit_of(offer, Wish(), site.region, site.today()), site.texts),
        name=name,
    )
    headers = {"Content-Disposition": 'attachment; filename="angebote.ics"'}
    return HTTPResponse(content, headers=headers, content_type="text/calendar; charset=utf-8")
