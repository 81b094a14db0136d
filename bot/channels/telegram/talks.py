"""The assistant as Telegram's chats need it: a turn, and an end that forgets everything."""

import asyncio
import time
from collections.abc import Callable

from rasa.core.agent import Agent

from bot.channels.incoming import Answer, answer_to
from bot.conversations import forget_in_memory
from bot.erasing import Eraser
from bot.region_now import RegionNow
from bot.review.forgetting import EVENTS

NAME = "telegram"


class Talks:
    """Conversations with Rasa's agent, which is there by the time somebody writes."""

    def __init__(self, agent: Callable[[], Agent], now: RegionNow, eraser: Eraser) -> None:
        self._agent, self._now, self._eraser = agent, now, eraser

    async def turn(self, sender: str, text: str, *, is_button: bool = False) -> Answer:
        """The answer to a message. `is_button` only for payloads that were kept on our side, never for what came in."""
        began = time.time()
        answer = await answer_to(self._agent(), self._now.region, sender, text, NAME, is_button=is_button)
        ended_at = await asyncio.to_thread(self._eraser.conversations.ended_at, sender)
        if ended_at is not None and ended_at >= began:
            # The office has forgotten the conversation meanwhile; what this turn has stored is gone as well.
            await self.forget(sender)
        return answer

    async def forget(self, sender: str) -> bool:
        """Delete a conversation; whether there was one. Its chat may begin another at once."""
        erased = await asyncio.to_thread(self._eraser.erase, sender, ends=False)
        forget_in_memory(self._agent(), lambda other, _: other == sender)
        return erased.forgotten.counts.get(EVENTS, 0) > 0
