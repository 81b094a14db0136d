"""The channel of homepages: a session that nobody can guess, messages, and an end that forgets everything."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse
from sqlalchemy.exc import SQLAlchemyError

from bot.actions_in_process import apology
from bot.channels.incoming import (
    MOST_CHARACTERS,
    Answer,
    BadMessageError,
    answer_to,
    checked_text,
    cleaned,
    is_own_button,
    json_object,
)
from bot.channels.limits import TOO_FAST, Limit
from bot.channels.origins import Origins
from bot.channels.sessions import Session, Sessions
from bot.channels.widget_words import consent_words, words_beside
from bot.conversations import ConversationStore, forget_in_memory
from bot.counted_turns import count_thumb
from bot.erasing import Eraser
from bot.records import Records
from bot.region_now import RegionNow

logger = logging.getLogger(__name__)

LONGEST_MESSAGE = 500
_METHODS = "POST, DELETE, OPTIONS"
_NO_YES_OR_NO = "In der Anfrage fehlt „{name}“: true oder false."
_NOTHING_KEPT = "Das ist hier ausgeschaltet: Es werden keine Fragen aufgehoben."
_SESSION_OVER = "Dieses Gespräch ist zu Ende. Mit Ihrer nächsten Nachricht beginnt ein neues."
_FOREIGN = "Von dieser Internetseite aus darf der Bildungslotse nicht benutzt werden."


class RefusedError(Exception):
    """A request that is not answered; the text is a German sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class WebsiteInput(InputChannel):
    """`/webhooks/website/session` and `/message`, as the interfaces describe them; `/review` and `/thumb` beside them.

    A conversation belongs to whoever has its token. Wrong input is a 4xx, a fault of ours a 503, both with
    `{"error": "<German sentence>"}`.
    """

    def __init__(
        self,
        now: RegionNow,
        sessions: Sessions,
        origins: Origins,
        greeting: Callable[[], str],
        *,
        session_limit: str,
        address_limit: str,
    ) -> None:
        self._now, self._sessions, self._origins, self._greeting = now, sessions, origins, greeting
        self._by_session, self._by_address = Limit(session_limit), Limit(address_limit)

    @classmethod
    def name(cls) -> str:
        return "website"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        website = Blueprint("website_webhook", __name__)
        website.add_route(
            self._answering(self._session), "/session", methods=["POST", "DELETE", "OPTIONS"], name="session"
        )
        for name, handler in (("message", self._message), ("review", self._review), ("thumb", self._thumb)):
            website.add_route(self._answering(handler), f"/{name}", methods=["POST", "OPTIONS"], name=name)
        return website

    def _answering(
        self, handler: Callable[[Request], Awaitable[HTTPResponse]]
    ) -> Callable[[Request], Awaitable[HTTPResponse]]:
        """A handler that always answers, in German, and only homepages that may ask."""

        async def handle(request: Request) -> HTTPResponse:
            try:
                answer = await self._permitted(handler, request)
            except RefusedError as refused:
                answer = response.json({"error": str(refused)}, status=refused.status)
            except BadMessageError as error:
                answer = response.json({"error": str(error)}, status=400)
            except SQLAlchemyError as error:
                logger.error("conversations not read or written: %s", type(error).__name__)
                answer = response.json({"error": apology(self._now.region)}, status=503)
            answer.headers.update({**self._origins.headers(request), "Cache-Control": "no-store"})
            return answer

        return handle

    async def _permitted(self, handler: Callable[[Request], Awaitable[HTTPResponse]], request: Request) -> HTTPResponse:
        if not self._origins.permits(request):
            raise RefusedError(403, _FOREIGN)
        if request.method == "OPTIONS":
            headers = {"Access-Control-Allow-Methods": _METHODS, "Access-Control-Allow-Headers": "Content-Type"}
            return response.empty(headers={**headers, "Access-Control-Max-Age": "3600"})
        if not self._by_address.allows(self._origins.address(request)):
            raise RefusedError(429, TOO_FAST)
        return await handler(request)

    async def _session(self, request: Request) -> HTTPResponse:
        if request.method == "DELETE":
            await self._end(request)
            return response.empty()
        self._agent(request)
        begun = {"session": self._sessions.begin(), "greeting": self._greeting()}
        return response.json({**begun, **consent_words(self._now.region)})

    async def _message(self, request: Request) -> HTTPResponse:
        body = json_object(request)
        session = await self._open_session(request, body)
        agent = self._agent(request)
        text, is_button = await _text(agent, session.sender, body.get("message"))
        # Done to its end even where nobody waits for it any longer: it may have to be forgotten.
        answer = await asyncio.shield(self._turn(request, agent, session, text, is_button=is_button))
        if answer is None:
            raise RefusedError(401, _SESSION_OVER)
        if answer.failed:
            raise RefusedError(503, apology(self._now.region))
        said = {"messages": answer.messages, "language": answer.language, **words_beside(answer, self._now.region)}
        return response.json({**said, "counsellor": True} if answer.is_counsellor else said)

    async def _review(self, request: Request) -> HTTPResponse:
        """Agree that messages are kept from now on, without personal data; or take that back, with all it led to.

        Taking back needs no open conversation: who comes back to an old page can still do it.
        """
        body, consents = json_object(request), _records(request).consents
        if not _yes_or_no(body, "agreed"):
            await asyncio.to_thread(consents.revoke, self._read(body).sender)
            return response.json({"agreed": False})
        session = await self._open_session(request, body)
        if not self._now.region.review_days:
            raise RefusedError(403, _NOTHING_KEPT)
        await asyncio.to_thread(consents.agree, session.sender)
        return response.json({"agreed": True})

    async def _thumb(self, request: Request) -> HTTPResponse:
        """Say whether the last answer helped."""
        body = json_object(request)
        helpful = _yes_or_no(body, "helpful")
        session = await self._open_session(request, body)
        count_thumb(self._agent(request), self.name(), helpful=helpful)
        await asyncio.to_thread(_records(request).kept.thumb, session.sender, helpful=helpful)
        return response.empty()

    async def _turn(
        self, request: Request, agent: Agent, session: Session, text: str, *, is_button: bool
    ) -> Answer | None:
        """The answer; None where the conversation was ended meanwhile, and what the turn has stored is gone as well."""
        address = self._origins.address(request)
        answer = await answer_to(
            agent, self._now.region, session.sender, text, self.name(), is_button=is_button, address=address
        )
        if await asyncio.to_thread(_store(request).is_open, session.sender, session.begun_at):
            return answer
        await _forget(request, agent, session.sender)
        return None

    async def _end(self, request: Request) -> None:
        """Forget a conversation; once more does no harm."""
        await _forget(request, self._agent(request), self._read(json_object(request)).sender)

    async def _open_session(self, request: Request, body: Mapping[str, Any]) -> Session:
        session = self._read(body)
        if not await asyncio.to_thread(_store(request).is_open, session.sender, session.begun_at):
            raise RefusedError(401, _SESSION_OVER)
        if not self._by_session.allows(session.sender):
            raise RefusedError(429, TOO_FAST)
        return session

    def _read(self, body: Mapping[str, Any]) -> Session:
        session = self._sessions.read(body.get("session"))
        if session is None:
            raise RefusedError(401, _SESSION_OVER)
        return session

    def _agent(self, request: Request) -> Agent:
        """The assistant; refuses as long as it is being loaded."""
        agent: Agent | None = request.app.ctx.agent
        if agent is None:
            raise RefusedError(503, apology(self._now.region))
        return agent


async def _text(agent: Agent, sender: str, message: object) -> tuple[str, bool]:
    """The text of a message, and whether it is an own button's payload, which may be longer than what people write."""
    is_button = isinstance(message, str) and await is_own_button(agent, sender, cleaned(message))
    return checked_text(message, MOST_CHARACTERS if is_button else LONGEST_MESSAGE), is_button


def _yes_or_no(body: Mapping[str, Any], name: str) -> bool:
    value = body.get(name)
    if not isinstance(value, bool):
        raise BadMessageError(_NO_YES_OR_NO.format(name=name))
    return value


def _records(request: Request) -> Records:
    records: Records = request.app.ctx.records
    return records


def _store(request: Request) -> ConversationStore:
    return _records(request).conversations


async def _forget(request: Request, agent: Agent, sender: str) -> None:
    eraser: Eraser = request.app.ctx.eraser
    await asyncio.to_thread(eraser.erase, sender)
    forget_in_memory(agent, lambda other, _: other == sender)
