"""Telegram on loopback: keeps what a bot sends, hands out updates, and can fail in every way that the real one does."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import web

from bot.channels.telegram.splitting import visible_units

TOKEN = "123456:secret-token-of-the-bot"
BOT = "bildungslotse_bot"
USER = 4711
PATIENCE_SECONDS = 20

# How it fails: None is not at all.
AWAY, BROKEN, TOO_MANY, DROPPING, NONSENSE = "away", "broken", "too many", "dropping", "nonsense"


@dataclass
class FakeTelegram:
    """A Bot API. `mode` is asked at every call for how it fails now; `calls` are those that were carried out."""

    url: str = ""
    mode: Callable[[str], str | None] = lambda method: None
    retry_after: int = 7
    seconds: float = 0.0
    redirect: str = ""
    refused: dict[str, tuple[int, str]] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    tries: list[str] = field(default_factory=list)
    updates: list[dict[str, Any]] = field(default_factory=list)
    webhook: dict[str, Any] = field(default_factory=dict)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    _numbers: Any = field(default_factory=lambda: count(1000))

    # --- what a person does

    def write(self, text: str, chat: int = USER, **more: Any) -> dict[str, Any]:
        return self.add(message=message(chat, text=text, **more))

    def press(self, token: str, message_id: int = 1, chat: int = USER) -> dict[str, Any]:
        return self.add(callback_query=callback(token, message_id, chat, self._keyboard_with(token)))

    def _keyboard_with(self, token: str) -> dict[str, Any] | None:
        """What stands below a message now: Telegram shows it with every button that is pressed."""
        shown = (params for _, params in reversed(self.calls) if token in keyboard(params).values())
        return next((params["reply_markup"] for params in shown), None)

    def add(self, **what: Any) -> dict[str, Any]:
        """An update, waiting to be asked for."""
        update = {"update_id": next(self._numbers), **what}
        self.updates.append(update)
        self.changed.set()
        return update

    # --- what came from the bot

    def sent(self, method: str = "sendMessage", chat: int | None = None) -> list[dict[str, Any]]:
        return [
            params for name, params in self.calls if name == method and (chat is None or params.get("chat_id") == chat)
        ]

    def texts(self, chat: int = USER) -> list[str]:
        return [params["text"] for params in self.sent(chat=chat)]

    async def until(self, number: int, method: str = "sendMessage") -> list[dict[str, Any]]:
        """What was sent, as soon as it is so many."""

        async def wait() -> None:
            while len(self.sent(method)) < number:
                self.changed.clear()
                await self.changed.wait()

        await asyncio.wait_for(wait(), PATIENCE_SECONDS)
        return self.sent(method)

    # --- the server

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method, params = request.match_info["method"], await _params(request)
        self.tries.append(method)
        await asyncio.sleep(self.seconds)
        if self.redirect:
            raise web.HTTPTemporaryRedirect(self.redirect)
        failing = self.mode(method)
        if failing in (AWAY, DROPPING):
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if failing == TOO_MANY:
            return _refused(429, "Too Many Requests", parameters={"retry_after": self.retry_after})
        if failing == BROKEN:
            return _refused(502, "Bad Gateway")
        if failing == NONSENSE:
            return web.Response(text="<html>maintenance</html>")
        if request.match_info["token"] != TOKEN:
            return _refused(401, "Unauthorized")
        if method in self.refused:
            return _refused(*self.refused[method])
        return await self._carried_out(method, params)

    async def _carried_out(self, method: str, params: dict[str, Any]) -> web.StreamResponse:
        if method == "getMe":
            return _done({"id": 123456, "is_bot": True, "username": BOT})
        if method == "getUpdates":
            return _done(await self._waiting_updates(params))
        fault = faults(method, params)
        if fault:
            return _refused(400, f"Bad Request: {fault}")
        self.calls.append((method, params))
        if method == "setWebhook":
            self.webhook = params
        if method == "deleteWebhook":
            self.webhook = {}
        self.changed.set()
        return _done({"message_id": len(self.calls)} if method == "sendMessage" else True)

    async def _waiting_updates(self, params: Mapping[str, Any]) -> list[dict[str, Any]]:
        offset = params.get("offset", 0)
        self.updates = [update for update in self.updates if update["update_id"] >= offset]
        if not self.updates:
            await asyncio.sleep(0.005)
        return self.updates[: params.get("limit", 100)]


async def _params(request: web.Request) -> dict[str, Any]:
    """What a call says; of a file its name, kind and content."""
    if request.content_type == "application/json":
        found: dict[str, Any] = await request.json()
        return found
    found = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            with value.file as file:
                found[name] = (value.filename, value.content_type, file.read())
        else:
            found[name] = json.loads(str(value))
    return found


def message(chat: int = USER, **content: Any) -> dict[str, Any]:
    sender = {"id": chat, "is_bot": False, "first_name": "Erika"}
    return {"message_id": 1, "date": 1, "chat": {"id": chat, "type": "private"}, "from": sender, **content}


def callback(
    token: str, message_id: int = 1, chat: int = USER, reply_markup: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    sender = {"id": chat, "is_bot": False, "first_name": "Erika"}
    under = {"message_id": message_id, "date": 1, "chat": {"id": chat, "type": "private"}}
    under |= {"reply_markup": reply_markup} if reply_markup else {}
    return {"id": f"query-{token}", "from": sender, "message": under, "data": token}


def faults(method: str, params: Mapping[str, Any]) -> str:
    """What the real API would find wrong with a call."""
    text = params.get("text", "")
    if method in ("sendMessage", "editMessageText"):
        length = visible_units(text) if params.get("parse_mode") == "HTML" else len(text.encode("utf-16-le")) // 2
        if not 0 < length <= 4096:
            return "message is too long" if length else "message text is empty"
        tags = re.findall(r"<(/?)(\w+)[^>]*>", text) if params.get("parse_mode") == "HTML" else []
        opened: list[str] = []
        for closing, name in tags:
            if not closing:
                opened.append(name)
            elif not opened or opened.pop() != name:
                return "can't parse entities"
        if opened:
            return "can't parse entities"
    for row in params.get("reply_markup", {}).get("inline_keyboard", ()):
        for button in row:
            if not 0 < len(button["callback_data"].encode()) <= 64 or not button["text"]:
                return "BUTTON_DATA_INVALID"
    return "text is too long" if method == "answerCallbackQuery" and len(text) > 200 else ""


def keyboard(params: Mapping[str, Any]) -> dict[str, str]:
    """The buttons below a message: what they say → their token."""
    rows = params.get("reply_markup", {}).get("inline_keyboard", ())
    return {button["text"]: button["callback_data"] for row in rows for button in row}


def _done(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _refused(code: int, description: str, **more: Any) -> web.Response:
    return web.json_response({"ok": False, "error_code": code, "description": description, **more}, status=code)


@asynccontextmanager
async def fake_telegram() -> AsyncIterator[FakeTelegram]:
    fake = FakeTelegram()
    app = web.Application()
    app.router.add_post("/bot{token}/{method}", fake.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    assert site._server is not None
    port = site._server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
    fake.url = f"http://127.0.0.1:{port}"
    try:
        yield fake
    finally:
        await runner.cleanup()


def as_json(update: Mapping[str, Any]) -> bytes:
    return json.dumps(update).encode()
