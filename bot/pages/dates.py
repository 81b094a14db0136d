"""Dates of offers as a file for calendars."""

from collections.abc import Iterable

from sanic.request import Request
from sanic.response import HTTPResponse

from bot.handover.dates import calendar_of
from bot.pages.site import Site
from catalogue.models import Offer
from catalogue.permalink import offer_link

CALENDAR_TYPE = "text/calendar; charset=utf-8"


def calendar_file(request: Request, site: Site, offers: Iterable[Offer], name: str) -> HTTPResponse:
    """The dated ones among some offers, as a file to take over into a calendar."""
    content = calendar_of(
        offers, site.region, site.texts, site.today(), lambda key: site.address(request, offer_link(key)), name
    )
    headers = {"Content-Disposition": 'attachment; filename="angebote.ics"'}
    return HTTPResponse(content, headers=headers, content_type=CALENDAR_TYPE)
