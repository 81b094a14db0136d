"""The channel of the homepage alone, in the tests' own process, with an assistant that only repeats what it hears."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from rasa.core.channels.channel import UserMessage, register
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, UserUttered

from bot.channels.origins import Origins
from bot.channels.sessions import Sessions
from bot.channels.website import WebsiteInput
from bot.conversations import ConversationStore
from bot.counsellor_mode import CounsellorMode, open_desk
from bot.counsellors import Counsellors
from bot.erasing import Eraser
from bot.records import Records
from bot.region_now import RegionNow
from bot.settings import Settings
from catalogue.region import Region
from tests.bot.in_process import new_app, served

GREETING = "Guten Tag!"
KEY = b"k" * 32
PLENTY = "100000/minute"


@dataclass
class Repeating:
    """Stands where Rasa's agent does: says what it heard, and keeps both in the store as Rasa does."""

    store: ConversationStore
    heard: list[UserMessage] = field(default_factory=list)
    may_answer: threading.Event = field(default_factory=threading.Event)
    hears: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.tracker_store = FailSafeTrackerStore(self.store)
        self.may_answer.set()

    async def handle_message(self, message: UserMessage) -> None:
        self.heard.append(message)
        self.hears.set()
        while not self.may_answer.is_set():
            await asyncio.sleep(0.005)
        text = f"Sie sagten: {message.text}"
        buttons = [{"title": "Noch einmal", "payload": f"/again{{{message.text}}}"}]
        await message.output_channel.send_text_with_buttons(message.sender_id, text, buttons)
        tracker = await self.tracker_store.get_or_create_tracker(message.sender_id)
        for event in (
            UserUttered(message.text, metadata=message.metadata),
            BotUttered(text, {"buttons": buttons}),
            ActionExecuted("action_listen"),
        ):
            tracker.update(event)
        await self.tracker_store.save(tracker)


@dataclass
class Channel:
    """The running channel, and the words of its interface."""

    address: str
    agent: Repeating
    store: ConversationStore
    sessions: Sessions
    client: httpx.Client

    def begin(self, **headers: str) -> str:
        answer = self.client.post("/webhooks/website/session", headers=headers)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["session"])

    def say(self, session: object, text: object, headers: dict[str, str] | None = None, **more: Any) -> httpx.Response:
        body = {"session": session, "message": text, **more}
        return self.client.post("/webhooks/website/message", json=body, headers=headers)

    def end(self, session: object) -> httpx.Response:
        return self.client.request("DELETE", "/webhooks/website/session", json={"session": session})


OpenChannel = Callable[..., AbstractContextManager[Channel]]


@pytest.fixture
def open_channel(region: Region, tmp_path: Path) -> OpenChannel:
    """Serves a channel with these origins and limits; without any it is open to all and for as much as anybody likes."""

    @contextmanager
    def serve(
        origins: Origins | None = None, *, session_limit: str = PLENTY, address_limit: str = PLENTY, loaded: bool = True
    ) -> Iterator[Channel]:
        store = ConversationStore(Domain.empty(), url=f"sqlite:///{tmp_path / 'conversations.db'}")
        sessions, agent = Sessions(KEY), Repeating(store)
        open_desk(agent, CounsellorMode(Counsellors(store.engine)))
        app = new_app()
        app.ctx.agent, app.ctx.records = agent if loaded else None, Records.beside(store)
        app.ctx.eraser = Eraser(store, Settings(data_dir=tmp_path))
        website = WebsiteInput(
            RegionNow(region),
            sessions,
            origins or Origins(),
            lambda: GREETING,
            session_limit=session_limit,
            address_limit=address_limit,
        )
        register([website], app, route="/webhooks/")
        with served(app) as address, httpx.Client(base_url=address, timeout=30) as client:
            yield Channel(address, agent, store, sessions, client)
        store.engine.dispose()

    return serve


@pytest.fixture
def channel(open_channel: OpenChannel) -> Iterator[Channel]:
    with open_channel() as channel:
        yield channel
