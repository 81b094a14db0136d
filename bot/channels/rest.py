"""Rasa's `rest` channel with checked input: for development, tests and evaluation only."""

from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.actions_in_process import apology
from bot.channels.incoming import BadMessageError, ask, checked_sender, checked_text, json_object
from bot.region_now import RegionNow


class CheckedRestInput(RestInput):
    """`POST /webhooks/rest/webhook` with `{"sender", "message"}` → Rasa's list of messages.

    Anything else is 400 with `{"error": "<German sentence>"}`; nothing is ever answered with an empty list.
    """

    def __init__(self, now: RegionNow) -> None:
        self._now = now

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        webhook = Blueprint("rest_webhook", __name__)

        @webhook.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @webhook.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            try:
                sender, text = _message(request)
            except BadMessageError as error:
                return response.json({"error": str(error)}, status=400)
            if request.app.ctx.agent is None:
                return response.json({"error": apology(self._now.region)}, status=503)
            return response.json(await ask(request.app.ctx.agent, self._now.region, sender, text, self.name()))

        return webhook


def _message(request: Request) -> tuple[str, str]:
    """Sender and text of a request. Raises BadMessageError with what is wrong."""
    body = json_object(request)
    return checked_sender(body.get("sender")), checked_text(body.get("message"))
