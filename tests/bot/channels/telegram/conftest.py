"""The channel between a Telegram on loopback and an assistant that says what a test tells it to."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, UserUttered
from sqlalchemy import Engine

from bot.channels.telegram.channel import TelegramInput
from bot.channels.telegram.names import sender_of
from bot.conversations import ConversationStore
from bot.counsellors import Counsellors
from bot.counted_turns import count_on
from bot.note_lists import NoteLists
from bot.records import Records
from bot.region_now import RegionNow
from bot.review.keeping import Keeper, keep_on
from bot.settings import Settings
from catalogue.region import Region
from catalogue.statistics import Tally
from tests.bot.channels.telegram.fake_telegram import TOKEN, USER, FakeTelegram, fake_telegram, keyboard

KEY = b"k" * 32
SENDER = sender_of(KEY, USER)
THUMBS = ["👍 Hilfreich", "👎 Nicht hilfreich"]


def offers(first: int = 1, shown: int = 5, total: int = 23, **more: Any) -> dict[str, Any]:
    """A page of offers as the assistant's answers have it."""
    page = [
        {
            "id": f"vhs/D-{number}",
            "title": f"Deutsch {number} <B1> & mehr",
            "provider": "VHS",
            "place": "Hameln",
            "contact": f"Telefon 05151 {number:04}",
            "lines": ["VHS, Hameln", "Wann: Montag", "Kosten: 20 €"],
            "links": [{"title": "Einzelheiten", "url": f"/angebote/vhs/D-{number}"}],
        }
        for number in range(first, first + shown)
    ]
    return {"type": "offers", "before": f"Ich habe {total} Angebote gefunden:", "after": "In welchem Ort?",
            "first": first, "total": total, "offers": page, **more}  # fmt: skip


def bytes_on_disk(folder: Path) -> bytes:
    """The database of the conversations, with everything that SQLite has beside it."""
    return b"".join(path.read_bytes() for path in sorted(folder.glob("conversations.db*")))


@dataclass
class Assistant:
    """Stands where Rasa's agent does: answers by a script, else repeats; and keeps both in the store as Rasa does."""

    store: ConversationStore
    script: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    heard: list[UserMessage] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tracker_store = FailSafeTrackerStore(self.store)

    async def handle_message(self, message: UserMessage) -> None:
        self.heard.append(message)
        said = self.script.get(message.text, [{"text": f"Sie sagten: {message.text}"}])
        tracker = await self.tracker_store.get_or_create_tracker(message.sender_id)
        tracker.update(UserUttered(message.text, metadata=message.metadata))
        for item in said:
            await message.output_channel.send_response(message.sender_id, dict(item))
            tracker.update(BotUttered(item.get("text"), {"buttons": item.get("buttons")}))
        tracker.update(ActionExecuted("action_listen"))
        await self.tracker_store.save(tracker)

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.heard]


@dataclass
class Chat:
    """Somebody's chat with the bot, and everything around it."""

    telegram: FakeTelegram
    assistant: Assistant
    channel: TelegramInput
    records: Records
    tally: Tally

    async def says(self, text: str, answers: int = 1, chat: int = USER) -> list[dict[str, Any]]:
        """The messages that answer what somebody writes."""
        before = len(self.telegram.sent())
        self.telegram.write(text, chat)
        return (await self.telegram.until(before + answers))[before:]

    async def press(
        self, shown: dict[str, Any], title: str, answers: str = "sendMessage", chat: int = USER
    ) -> dict[str, Any]:
        """What answers a button below a message."""
        before = len(self.telegram.sent(answers))
        self.telegram.press(keyboard(shown)[title], message_id=77, chat=chat)
        return (await self.telegram.until(before + 1, answers))[before]

    async def notice(self, token: str, chat: int = USER) -> str:
        """The short notice that a pressed button gets."""
        before = len(self.telegram.sent("answerCallbackQuery"))
        self.telegram.press(token, chat=chat)
        (answer,) = (await self.telegram.until(before + 1, "answerCallbackQuery"))[before:]
        return str(answer.get("text", ""))

    async def nothing_comes_of(self, **update: Any) -> None:
        """An update is passed over: the answer to the next one is the only one."""
        before = len(self.telegram.sent())
        self.telegram.add(**update)
        await self.says("und dann")
        assert [params["text"] for params in self.telegram.sent()[before:]] == ["Sie sagten: und dann"]

    @property
    def notes(self) -> NoteLists:
        return self.records.note_lists

    @property
    def counsellors(self) -> Counsellors:
        return self.records.counsellors


OpenChat = Callable[..., AbstractAsyncContextManager[Chat]]


@pytest.fixture
def open_chat(region: Region, engine: Engine, tmp_path: Path) -> OpenChat:
    """Opens the channel; settings, clock, sleep and region as given. `telegram` goes on with one that is there already."""

    @asynccontextmanager
    async def serve(
        telegram: FakeTelegram | None = None,
        clock: Callable[[], float] | None = None,
        sleep: Any = None,
        loaded: bool = True,
        agent: Agent | None = None,
        of: Region = region,
        **chosen: Any,
    ) -> AsyncIterator[Chat]:
        if telegram is None:
            async with fake_telegram() as fake, serve(fake, clock, sleep, loaded, agent, of, **chosen) as chat:
                yield chat
            return
        url = f"sqlite:///{tmp_path / 'conversations.db'}"
        store = ConversationStore(Domain.empty(), url=url)
        settings = Settings(
            data_dir=tmp_path,
            fixed_day=date(2027, 1, 11),
            session_limit="100000/minute",
            telegram_token=TOKEN,
            telegram_api_url=telegram.url,
        )
        moments = {name: value for name, value in (("clock", clock), ("sleep", sleep)) if value}
        records, tally = Records.beside(store, lambda: date(2027, 1, 11)), Tally(lambda: date(2027, 1, 11))
        channel = TelegramInput(replace(settings, **chosen), RegionNow(of), records, engine, KEY, **moments)
        assistant = Assistant(store)
        keep_on(assistant, Keeper(records.kept, records.consents))
        count_on(assistant, tally)
        app: Any = SimpleNamespace(
            ctx=SimpleNamespace(agent=(agent or assistant) if loaded else None, conversations=store)
        )
        await channel.begin(app)
        try:
            yield Chat(telegram, assistant, channel, records, tally)
        finally:
            await channel.end()
            store.engine.dispose()
            await asyncio.sleep(0)

    return serve


@pytest.fixture
async def chat(open_chat: OpenChat) -> AsyncIterator[Chat]:
    async with open_chat() as chat:
        yield chat
