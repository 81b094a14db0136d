"""Work in lanes: what concerns one chat is done one after the other, what concerns different chats side by side."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

logger = logging.getLogger(__name__)

Item = TypeVar("Item")


class Lanes(Generic[Item]):
    """Queues by chat. A lane exists as long as something waits in it; nothing is kept about chats that are quiet."""

    def __init__(self, work: Callable[[int, Item], Awaitable[None]], most_waiting: int) -> None:
        self._work, self._most_waiting = work, most_waiting
        self._waiting: dict[int, deque[Item]] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}

    def put(self, chat: int, item: Item) -> bool:
        """Queue something; whether there was room for it."""
        lane = self._waiting.get(chat)
        if lane is not None and len(lane) >= self._most_waiting:
            return False
        if lane is None:
            lane = self._waiting[chat] = deque()
            self._tasks[chat] = asyncio.get_running_loop().create_task(self._run(chat, lane))
        lane.append(item)
        return True

    def drop(self, chat: int) -> None:
        """Forget what still waits in a lane; what is being done is done to its end."""
        if chat in self._waiting:
            self._waiting[chat].clear()

    async def idle(self) -> None:
        """Return when nothing is waiting any more."""
        while self._tasks:
            await asyncio.wait(list(self._tasks.values()))

    async def stop(self) -> None:
        """Give up everything."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, chat: int, lane: deque[Item]) -> None:
        try:
            while lane:
                try:
                    await self._work(chat, lane.popleft())
                except Exception as error:  # whatever breaks about one message, the next one is answered
                    logger.error("telegram: work failed: %s", type(error).__name__)
        finally:
            del self._waiting[chat], self._tasks[chat]
