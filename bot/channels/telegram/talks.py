"""The assistant as Telegram's chats need it: a turn, and an end that forgets everything."""

import asyncio
from collections.abc import Callable

from rasa.core.agent import Agent

from bot.channels.incoming import Answer, answer_to
from bot.conversations import ConversationStore, forget_in_memory
from bot.region_now import RegionNow

NAME = "telegram"


class Talks:
    """Conversations with Rasa's agent, which is there by the time somebody writes."""

    def __init__(self, agent: Callable[[], Agent], now: RegionNow, conversations: ConversationStore) -> None:
        self._agent, self._now, self._conversations = agent, now, conversations

    async def turn(self, sender: str, text: str, *, is_button: bool = False) -> Answer:
        """The answer to a message. `is_button` only for payloads that were kept on our side, never for what came in."""
        return await answer_to(self._agent(), self._now.region, sender, text, NAME, is_button=is_button)

    async def forget(self, sender: str) -> bool:
        """Delete a conversation; whether there was one. Its chat may begin another at once."""
        events = await asyncio.to_thread(self._conversations.forget, sender)
        forget_in_memory(self._agent(), lambda other, _: other == sender)
        return events > 0
