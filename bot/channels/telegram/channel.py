"""Telegram as one of Rasa's channels: polling, or a webhook that nobody but Telegram can use or set."""

import asyncio
import hmac
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.incoming import BadMessageError, json_object
from bot.channels.telegram.buttons import Buttons
from bot.channels.telegram.client import BotApi, TelegramError
from bot.channels.telegram.commands import Commands
from bot.channels.telegram.desk import Desk
from bot.channels.telegram.names import bot_of, sender_of, webhook_secret
from bot.channels.telegram.notes import NoteDesk
from bot.channels.telegram.outbox import FIRST_PAUSE, LONGEST_PAUSE, NO_CHAT, Outbox
from bot.channels.telegram.posting import Post
from bot.channels.telegram.receiving import Inbox, Polling
from bot.channels.telegram.reviewing import ReviewDesk
from bot.channels.telegram.seen import SeenUpdates
from bot.channels.telegram.talks import NAME, Talks
from bot.channels.telegram.updates import WANTED
from bot.channels.telegram.wording import commands, say
from bot.erasing import Eraser
from bot.records import Records
from bot.region_now import RegionNow
from bot.settings import Settings
from bot.stored import make_tables
from catalogue.statistics import Tally

logger = logging.getLogger(__name__)

WEBHOOK_PATH = f"/webhooks/{NAME}/webhook"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_FORGET_EVERY_SECONDS = 900.0
_LOOK_EVERY_SECONDS = 0.1
# How long the end of the service waits for answers on their way, twice.
_GRACE_SECONDS = 3.0


class TelegramInput(InputChannel):
    """Everything about Telegram happens in tasks of its own: nobody else waits for it, or notices when it is away."""

    def __init__(
        self,
        settings: Settings,
        now: RegionNow,
        records: Records,
        catalogue: Engine,
        key: bytes,
        *,
        tally: Tally | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._settings, self._now, self._key = settings, now, key
        self._records, self._catalogue, self._tally = records, catalogue, tally or Tally()
        # Those of this package: it is imported only where it is used.
        make_tables(records.engine)
        self._secret = settings.telegram_webhook_secret or webhook_secret(key, settings.telegram_token)
        self._api = BotApi(settings.telegram_api_url, settings.telegram_token)
        self._outbox = Outbox(self._api, clock, sleep)
        self._sleep = sleep
        self._buttons, self._seen = (
            Buttons(records.engine),
            SeenUpdates(records.engine, bot_of(key, settings.telegram_token)),
        )
        self._inbox: Inbox | None = None
        self._username: str | None = None
        self._tasks: list[asyncio.Task[None]] = []

    @classmethod
    def name(cls) -> str:
        return NAME

    def username(self) -> str | None:
        """What the bot is called on Telegram; None until Telegram has said so."""
        return self._username

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        telegram = Blueprint("telegram_webhook", __name__)
        if self._settings.telegram_webhook:

            @telegram.post("/webhook", name="webhook")
            async def update(request: Request) -> HTTPResponse:
                return await self._update(request)

        @telegram.listener("after_server_start")
        async def begin(app: Sanic, _: Any) -> None:
            await self.begin(app)

        @telegram.listener("before_server_stop")
        async def end(app: Sanic, _: Any) -> None:
            await self.end()

        return telegram

    async def _update(self, request: Request) -> HTTPResponse:
        """An update of the webhook. Whoever does not know the secret learns nothing, and nothing is read of it."""
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(errors="replace"), self._secret.encode()):
            return response.empty(status=403)
        if self._inbox is None:
            # Telegram keeps it and comes again.
            return response.empty(status=503)
        try:
            await self._inbox.take(json_object(request))
        except BadMessageError:
            return response.empty(status=400)
        except SQLAlchemyError as error:
            logger.error("telegram: update not taken: %s", type(error).__name__)
            return response.empty(status=503)
        return response.json({})

    async def begin(self, app: Sanic) -> None:
        """Talk to Telegram as soon as the assistant is there."""
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(work) for work in (self._run(app), self._forget_idle())]

    async def end(self) -> None:
        """Stop talking to Telegram. What was taken does not come again: it is answered still, if that goes quickly."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        # From now on the webhook sends away, to come again.
        inbox, self._inbox = self._inbox, None
        if inbox is not None:
            await _wait_for(inbox.idle())
            await inbox.stop()
        if self._outbox.is_reaching:
            await _wait_for(self._outbox.idle())
        await self._outbox.stop()
        await self._api.close()

    async def _run(self, app: Sanic) -> None:
        """Wait for the assistant, then take what comes."""
        while app.ctx.agent is None:
            await asyncio.sleep(_LOOK_EVERY_SECONDS)
        self._inbox = Inbox(self._seen, self._desk(app).handle)
        if self._settings.telegram_webhook:
            url = f"{self._settings.public_url}{WEBHOOK_PATH}"
            self._outbox.put(NO_CHAT, "setWebhook", url=url, secret_token=self._secret, allowed_updates=WANTED)
        self._introduce()
        self._tasks.append(asyncio.get_running_loop().create_task(self._learn_username()))
        if not self._settings.telegram_webhook:
            await Polling(self._api, self._inbox, self._seen, self._sleep).run()

    async def _learn_username(self) -> None:
        """Ask Telegram what the bot is called, until it says so."""
        pause, told = FIRST_PAUSE, False
        while self._username is None:
            try:
                self._username = str((await self._api.call("getMe", {}))["username"])
            except (TelegramError, KeyError, TypeError) as error:
                if not told:
                    logger.warning("telegram: the bot's name is not known yet: %s", type(error).__name__)
                told = True
                await self._sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    def _introduce(self) -> None:
        menu = [{"command": name, "description": said} for name, said in commands().items()]
        self._outbox.put(NO_CHAT, "setMyCommands", commands=menu)
        self._outbox.put(NO_CHAT, "setMyShortDescription", short_description=say("about"))

    def _desk(self, app: Sanic) -> Desk:
        settings, now = self._settings, self._now
        talks = Talks(lambda: app.ctx.agent, now, Eraser(self._records.conversations, settings))
        lists, catalogue = self._records.note_lists, self._catalogue
        notes = NoteDesk(lists, catalogue, now, settings.fixed_day, settings.public_url, self._tally)
        review = ReviewDesk(self._records, self._buttons, now, lambda: app.ctx.agent)
        shared: dict[str, Any] = {
            "talks": talks, "buttons": self._buttons, "notes": notes, "review": review,
            "public_url": settings.public_url,
        }  # fmt: skip
        return Desk(
            **shared,
            post=Post(self._outbox, self._buttons),
            commands=Commands(**shared, counsellors=self._records.counsellors, now=now),
            now=now,
            limit=settings.session_limit,
            sender_of=lambda chat: sender_of(self._key, chat),
        )

    async def _forget_idle(self) -> None:
        while True:
            for store in (self._buttons, self._seen):
                try:
                    await asyncio.to_thread(store.forget_idle)
                except SQLAlchemyError as error:
                    logger.error("telegram: nothing forgotten: %s", type(error).__name__)
            await asyncio.sleep(_FORGET_EVERY_SECONDS)


async def _wait_for(what: Awaitable[None]) -> None:
    with suppress(asyncio.TimeoutError):
        await asyncio.wait_for(what, _GRACE_SECONDS)
