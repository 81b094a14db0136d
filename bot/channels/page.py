"""The plain page at `/`: a form that can be chatted with, without JavaScript; and `/health`."""

import asyncio
import re
import secrets
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape
from rasa.core.agent import Agent
from rasa.shared.core.events import BotUttered, UserUttered
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from bot.actions_in_process import apology
from bot.channels.incoming import BadMessageError, ask, checked_text
from catalogue.region import Region

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=select_autoescape(default=True)
)
_SENDER = re.compile(r"[0-9a-f]{32}")
_LONGEST_FORM_MESSAGE = 500
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def add_pages(app: Sanic, region: Region, engine: Engine) -> None:
    """Serve `/` (the page), `/style.css` and `/health`."""
    pages = Blueprint("pages")

    @pages.get("/")
    async def empty(request: Request) -> HTTPResponse:
        return _page(region, secrets.token_hex(16), [])

    @pages.post("/")
    async def chat(request: Request) -> HTTPResponse:
        form: Any = request.form or {}
        sender = form.get("sender") or ""
        if not _SENDER.fullmatch(sender):
            sender = secrets.token_hex(16)
        agent: Agent | None = request.app.ctx.agent
        if agent is None:
            return _page(region, sender, [], error=apology(region), status=503)
        try:
            message = checked_text(form.get("payload") or form.get("message"))
            if len(message) > _LONGEST_FORM_MESSAGE and not message.startswith("/"):
                raise BadMessageError(f"Die Nachricht ist zu lang. Möglich sind {_LONGEST_FORM_MESSAGE} Zeichen.")
        except BadMessageError as error:
            return _page(region, sender, await _transcript(agent, sender), error=str(error), status=400)
        messages = await ask(agent, region, sender, message, "page")
        turns = await _transcript(agent, sender)
        return _page(region, sender, turns or [{"who": "bot", "text": item.get("text", "")} for item in messages])

    @pages.get("/style.css")
    async def style(request: Request) -> HTTPResponse:
        return await response.file(Path(__file__).parent / "templates" / "style.css")

    @pages.get("/health")
    async def health(request: Request) -> HTTPResponse:
        if request.app.ctx.agent is None:
            return response.json({"status": "starting"}, status=503)
        works = await asyncio.get_running_loop().run_in_executor(None, _answers, engine)
        return response.json({"status": "ok" if works else "degraded"})

    app.blueprint(pages)


def _answers(engine: Engine) -> bool:
    """Whether the catalogue answers at the moment."""
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT count(*) FROM offers WHERE id = 0"))
    except SQLAlchemyError:
        return False
    return True


async def _transcript(agent: Agent, sender: str) -> list[dict[str, Any]]:
    """The conversation so far, as the page shows it; buttons only on the last answer."""
    tracker = await agent.tracker_store.retrieve(sender) if agent.tracker_store else None
    turns: list[dict[str, Any]] = []
    for event in tracker.events if tracker else ():
        if isinstance(event, UserUttered) and event.text:
            turns.append({"who": "user", "text": _shown(turns, event.text)})
        elif isinstance(event, BotUttered) and event.text:
            turns.append({"who": "bot", "text": event.text, "buttons": event.data.get("buttons") or []})
    return turns


def _shown(turns: list[dict[str, Any]], message: str) -> str:
    """A pressed button is shown by its title, not by its payload."""
    for turn in reversed(turns):
        for button in turn.get("buttons", ()):
            if button["payload"] == message:
                return str(button["title"])
    return message


def _page(region: Region, sender: str, turns: list[dict[str, Any]], error: str = "", status: int = 200) -> HTTPResponse:
    page = _TEMPLATES.get_template("page.html").render(
        region=region, sender=sender, turns=turns, error=error, longest=_LONGEST_FORM_MESSAGE
    )
    return response.html(page, status=status, headers=_HEADERS)
