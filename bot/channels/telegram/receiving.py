"""Updates on their way in: each is taken once, what is no event is passed over, every chat has its queue."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from bot.channels.telegram.client import BotApi, RefusedError, TelegramError, TooManyCallsError
from bot.channels.telegram.lanes import Lanes
from bot.channels.telegram.outbox import FIRST_PAUSE
from bot.channels.telegram.seen import SeenUpdates
from bot.channels.telegram.updates import WANTED, Event, event_of, number_of

logger = logging.getLogger(__name__)

# How long Telegram waits for something to happen before it answers that nothing did.
POLL_SECONDS = 25
_MOST_AT_ONCE = 100
_MOST_WAITING = 50
_LONGEST_PAUSE = 30.0
_CONFLICT = 409


class Inbox:
    """Takes updates as Telegram brings them, and hands their events on, in order for each chat."""

    def __init__(self, seen: SeenUpdates, handle: Callable[[int, Event], Awaitable[None]]) -> None:
        self._seen = seen
        self._lanes: Lanes[Event] = Lanes(handle, _MOST_WAITING)

    async def take(self, update: object) -> bool:
        """Take one update; False for what is none, or came already.

        Raises SQLAlchemyError where that cannot be told now: it has to come again.
        """
        number = number_of(update)
        if number is None or not isinstance(update, dict):
            return False
        if not await asyncio.to_thread(self._seen.claim, number):
            return False
        event = event_of(update)
        if event is not None and not self._lanes.put(event.chat, event):
            logger.warning("telegram: too many messages wait in one chat; one left out")
        return True

    async def idle(self) -> None:
        await self._lanes.idle()

    async def stop(self) -> None:
        await self._lanes.stop()


class Polling:
    """Asks Telegram for updates, again and again; needs no public address."""

    def __init__(
        self,
        api: BotApi,
        inbox: Inbox,
        seen: SeenUpdates,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        poll_seconds: int = POLL_SECONDS,
    ) -> None:
        self._api, self._inbox, self._seen = api, inbox, seen
        self._sleep, self._poll_seconds = sleep, poll_seconds

    async def run(self) -> None:
        """Take updates until cancelled, whatever happens to Telegram, the network and the database."""
        pause, told = FIRST_PAUSE, ""
        while True:
            try:
                await self._ask()
                pause, told = FIRST_PAUSE, ""
                continue
            except TooManyCallsError as error:
                await self._sleep(error.seconds)
                continue
            except TelegramError as error:
                told = _tell(told, error.message)
            except Exception as error:  # whatever breaks about one answer of Telegram, the next one is asked for
                told = _tell(told, type(error).__name__)
            await self._sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    async def _ask(self) -> None:
        offset = await asyncio.to_thread(self._seen.offset)
        params: dict[str, Any] = {
            "timeout": self._poll_seconds,
            "limit": _MOST_AT_ONCE,
            "allowed_updates": WANTED,
            **({} if offset is None else {"offset": offset}),
        }
        try:
            updates = await self._api.call("getUpdates", params, waiting=self._poll_seconds)
        except RefusedError as error:
            if error.status == _CONFLICT:
                # As long as a webhook is set, nobody may poll.
                await self._api.call("deleteWebhook", {})
            raise
        taken = [await self._inbox.take(update) for update in updates] if isinstance(updates, list) else []
        if taken and not any(taken):
            # The same again, as where the clock was set back: no reason to ask without end.
            await self._sleep(FIRST_PAUSE)


def _tell(told: str, message: str) -> str:
    """Say what is wrong once, not every half minute."""
    if message != told:
        logger.warning("telegram: no updates: %s", message)
    return message
