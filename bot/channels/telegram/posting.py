"""Messages on their way into the outbox: their buttons get tokens, their texts the form that the Bot API wants."""

import asyncio
from collections.abc import Sequence
from typing import Any

from bot.channels.telegram.buttons import Buttons
from bot.channels.telegram.client import Document
from bot.channels.telegram.outbox import Outbox
from bot.channels.telegram.rendering import Message, Row
from bot.channels.telegram.splitting import shortened

_LONGEST_NOTICE = 200


class Post:
    """Sends to chats what is to be read there."""

    def __init__(self, outbox: Outbox, buttons: Buttons) -> None:
        self._outbox, self._buttons = outbox, buttons

    async def send(self, chat: int, sender: str, message: Message, *, instead_of: int | None = None) -> None:
        """Send a message, or put it in the place of one that stands there already."""
        params: dict[str, Any] = {
            "chat_id": chat,
            "text": message.text,
            # Nobody asked for a large picture of somebody's homepage.
            "link_preview_options": {"is_disabled": True},
        }
        if message.is_html:
            params["parse_mode"] = "HTML"
        if message.rows:
            params["reply_markup"] = {"inline_keyboard": await self._keyboard(sender, message.rows)}
        if instead_of is None:
            self._outbox.put(chat, "sendMessage", **params)
        else:
            self._outbox.put(chat, "editMessageText", message_id=instead_of, **params)

    def hand_over(self, chat: int, document: Document) -> None:
        """Send a file."""
        self._outbox.put(chat, "sendDocument", chat_id=chat, document=document)

    def answer(self, chat: int, query: str, notice: str = "") -> None:
        """Let a pressed button rest, with a short notice where there is something to say."""
        said = {"text": shortened(notice, _LONGEST_NOTICE)} if notice else {}
        self._outbox.put(chat, "answerCallbackQuery", callback_query_id=query, **said)

    def keep_rows(self, chat: int, message: int, rows: Sequence[Row]) -> None:
        """Leave only these rows of buttons below a message: words and tokens, as they stand there already."""
        keyboard = [[{"text": title, "callback_data": token} for title, token in row] for row in rows]
        markup = {"inline_keyboard": keyboard}
        self._outbox.put(chat, "editMessageReplyMarkup", chat_id=chat, message_id=message, reply_markup=markup)

    def leave(self, chat: int) -> None:
        self._outbox.put(chat, "leaveChat", chat_id=chat)

    async def _keyboard(self, sender: str, rows: Sequence[Row]) -> list[list[dict[str, str]]]:
        payloads = [payload for row in rows for _, payload in row]
        tokens = iter(await asyncio.to_thread(self._buttons.make, sender, payloads))
        return [[{"text": title, "callback_data": next(tokens)} for title, _ in row] for row in rows]
