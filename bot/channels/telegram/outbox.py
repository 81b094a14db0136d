"""What goes to Telegram: a queue for each chat, in order, and again where Telegram fails.

A call that ended without an answer may have been carried out; Telegram knows no key by which it would notice a second
one. It is sent again: an answer that stands there twice is a nuisance, one that never comes leaves somebody waiting.
A long deadline keeps that rare: who is only slow is waited for.

Queues are in memory only, because that is the only place where chat ids may be.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bot.channels.telegram.client import RefusedError, TooManyCallsError, UnreachableError
from bot.channels.telegram.lanes import Lanes

logger = logging.getLogger(__name__)

# The lane of what concerns no chat.
NO_CHAT = 0
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
# An answer that could not be delivered by then belongs to a conversation that is over; what concerns no chat is never
# given up, or a webhook would not be set any more after a long outage.
GIVE_UP_SECONDS = 24 * 3600.0
_MOST_WAITING = 200
# What Telegram says to a call that has come too late or has been done already: nothing is left to do.
_UNCHANGED = "message is not modified"
_HARMLESS = (
    *(_UNCHANGED, "message to edit not found"),
    *("query is too old", "query_id_invalid", "chat not found", "user is deactivated"),
)


class Api(Protocol):
    async def call(self, method: str, params: Mapping[str, Any], *, waiting: float = 0.0) -> Any: ...


@dataclass(frozen=True)
class Call:
    """A method to be called. `since` is when it was put into the outbox."""

    method: str
    params: Mapping[str, Any]
    since: float = 0.0


class Outbox:
    """Hands calls to Telegram. `clock` counts seconds, `sleep` waits for some: tests have their own."""

    def __init__(
        self,
        api: Api,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._api, self._clock, self._sleep = api, clock, sleep
        self._lanes: Lanes[Call] = Lanes(self._deliver, _MOST_WAITING)
        self._is_reaching = True

    def put(self, chat: int, method: str, **params: Any) -> None:
        """Have a method called after everything that waits for this chat. Never waits itself."""
        if not self._lanes.put(chat, Call(method, params, self._clock())):
            logger.warning("telegram: too much waits for one chat; %s left out", method)

    async def idle(self) -> None:
        await self._lanes.idle()

    @property
    def is_reaching(self) -> bool:
        """Whether Telegram was there when it was called last."""
        return self._is_reaching

    async def stop(self) -> None:
        """Give up what waits."""
        await self._lanes.stop()

    async def _deliver(self, chat: int, call: Call) -> None:
        pause = FIRST_PAUSE
        while chat == NO_CHAT or self._clock() - call.since < GIVE_UP_SECONDS:
            try:
                await self._api.call(call.method, call.params)
                self._is_reaching = True
                return
            except TooManyCallsError as error:
                await self._sleep(error.seconds)
            except UnreachableError as error:
                self._is_reaching = False
                if pause == FIRST_PAUSE:
                    logger.warning("telegram: %s put off: %s", call.method, error.message)
                await self._sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
            except RefusedError as error:
                instead = _instead_of(call, error)
                if instead is None:
                    self._refused(chat, call, error)
                    return
                call = instead
        logger.error("telegram: %s given up after %.0f s", call.method, GIVE_UP_SECONDS)

    def _refused(self, chat: int, call: Call, error: RefusedError) -> None:
        if error.status == 403:
            # Whoever blocks the bot does not want the rest either.
            self._lanes.drop(chat)
        elif not any(words in error.description.lower() for words in _HARMLESS):
            logger.error("telegram: %s refused: %s", call.method, error.message)


def _instead_of(call: Call, error: RefusedError) -> Call | None:
    """What is sent where a message cannot be edited, because it was deleted or is too old: the same as a new one."""
    if call.method != "editMessageText" or error.status != 400 or _UNCHANGED in error.description.lower():
        return None
    params = {name: value for name, value in call.params.items() if name != "message_id"}
    return Call("sendMessage", params, call.since)
