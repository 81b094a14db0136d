"""What a visitor sees when there is no such page, or something of ours breaks."""

import logging

from sanic import Sanic, response
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.actions_in_process import apology
from bot.pages.site import Site

logger = logging.getLogger(__name__)

_SENTENCES = {
    400: "Die Anfrage war nicht vollständig.",
    404: "Diese Seite gibt es nicht (mehr).",
    405: "So kann diese Seite nicht aufgerufen werden.",
    413: "Das war zu viel auf einmal.",
}


def add_faults(app: Sanic, site: Site) -> None:
    """Answer every fault in German: pages as a page, everything else as `{"error": ...}`."""

    async def sanic_fault(request: Request, fault: SanicException) -> HTTPResponse:
        status = fault.status_code or 500
        return (
            _answer(request, site, status, _SENTENCES.get(status, _SENTENCES[400])) if status < 500 else broken(request)
        )

    async def any_fault(request: Request, fault: Exception) -> HTTPResponse:
        # Not the address itself: that of a note list opens it.
        logger.error("%s %s failed: %s", request.method, request.uri_template, type(fault).__name__)
        return broken(request)

    def broken(request: Request) -> HTTPResponse:
        return _answer(request, site, 503, apology(site.region))

    app.error_handler.add(SanicException, sanic_fault)
    app.error_handler.add(Exception, any_fault)


def _answer(request: Request, site: Site, status: int, sentence: str) -> HTTPResponse:
    if request.path.startswith("/webhooks/"):
        return response.json({"error": sentence}, status=status)
    return site.page(request, "fault.html", status=status, sentence=sentence)
