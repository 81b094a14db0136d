"""Where conversations are kept: folding long ones, forgetting old ones, waiting for nobody."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from rasa.core.agent import Agent
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import func, select, text

from bot.channels.incoming import ask
from bot.conversations import MOST_EVENTS, ConversationStore, PromptLockStore
from bot.training import PROJECT
from catalogue.region import Region

WISH = {"topic": "deutsch", "place": ["Hameln"]}
DAY = 24 * 3600


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load(str(PROJECT / "domain.yml"))


@pytest.fixture
def store(domain: Domain, tmp_path: Path) -> Iterator[ConversationStore]:
    store = ConversationStore(domain, url=f"sqlite:///{tmp_path / 'conversations.db'}")
    yield store
    store.engine.dispose()


def hold(store: ConversationStore, sender: str, *events: Event) -> DialogueStateTracker:
    """Add events to a conversation as Rasa does: retrieve, update, save, retrieve."""

    async def add() -> DialogueStateTracker:
        tracker = await store.get_or_create_tracker(sender, append_action_listen=False)
        for event in events:
            tracker.update(event, store.domain)
        await store.save(tracker)
        found = await store.retrieve(sender)
        assert found is not None
        return found

    return asyncio.run(add())


def turn(number: int, at: float | None = None) -> list[Event]:
    at = at or time.time()
    return [
        UserUttered(f"Frage {number}", intent={"name": "search"}, timestamp=at),
        ActionExecuted("action_search", timestamp=at),
        BotUttered(f"Antwort {number}", timestamp=at),
        ActionExecuted("action_listen", timestamp=at),
    ]


def count(store: ConversationStore, sender: str) -> int:
    with store.session_scope() as session:
        query = select(func.count()).select_from(store.SQLEvent).where(store.SQLEvent.sender_id == sender)
        return int(session.scalar(query) or 0)


def test_what_was_said_is_kept(store: ConversationStore) -> None:
    tracker = hold(store, "a", SessionStarted(), *turn(1), SlotSet("wish", WISH))
    assert tracker.get_slot("wish") == WISH
    assert [event.text for event in tracker.events if isinstance(event, UserUttered)] == ["Frage 1"]


def test_nothing_is_stored_twice(store: ConversationStore) -> None:
    hold(store, "a", SessionStarted(), *turn(1))
    before = count(store, "a")
    hold(store, "a")
    assert count(store, "a") == before
    hold(store, "a", *turn(2))
    assert count(store, "a") == before + 4


def test_an_unknown_conversation_is_none(store: ConversationStore) -> None:
    assert asyncio.run(store.retrieve("niemand")) is None


def test_a_hundred_turns_stay_short_and_keep_the_slots(store: ConversationStore) -> None:
    hold(store, "a", SessionStarted(), SlotSet("wish", WISH))
    for number in range(100):
        tracker = hold(store, "a", *turn(number))
        assert len(tracker.events) <= MOST_EVENTS
        assert tracker.get_slot("wish") == WISH
    assert tracker.latest_action_name == "action_listen"


def test_the_last_value_of_a_slot_survives_folding(store: ConversationStore) -> None:
    hold(store, "a", SessionStarted(), SlotSet("wish", WISH))
    for number in range(30):
        hold(store, "a", *turn(number), SlotSet("wish", {"topic": str(number)}))
    tracker = hold(store, "a")
    assert tracker.get_slot("wish") == {"topic": "29"}


def test_idle_conversations_are_forgotten_and_others_kept(store: ConversationStore) -> None:
    now = time.time()
    hold(store, "old", SessionStarted(timestamp=now - 2 * DAY), *turn(1, now - 2 * DAY))
    hold(store, "new", SessionStarted(timestamp=now), *turn(1, now))
    deleted = store.forget_idle()
    assert deleted >= 5
    assert asyncio.run(store.retrieve("old")) is None
    assert asyncio.run(store.retrieve("new")) is not None


def test_a_conversation_that_goes_on_keeps_its_beginning(store: ConversationStore) -> None:
    now = time.time()
    hold(store, "a", SessionStarted(timestamp=now - 2 * DAY), *turn(1, now - 2 * DAY))
    hold(store, "a", *turn(2, now))
    assert store.forget_idle() == 0
    tracker = hold(store, "a")
    assert len([event for event in tracker.events if isinstance(event, UserUttered)]) == 2


def test_twenty_four_hours_are_the_limit(store: ConversationStore) -> None:
    now = time.time()
    for sender, age in (("just-over", DAY + 60), ("just-under", DAY - 60)):
        hold(store, sender, SessionStarted(timestamp=now - age), *turn(1, now - age))
    store.forget_idle()
    assert asyncio.run(store.retrieve("just-over")) is None
    assert asyncio.run(store.retrieve("just-under")) is not None


def test_forgetting_an_empty_store_does_nothing(store: ConversationStore) -> None:
    assert store.forget_idle() == 0


def test_sqlite_writes_ahead(store: ConversationStore) -> None:
    with store.engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"


def test_a_button_is_still_accepted_after_the_conversation_was_folded(
    agent: Agent, region: Region, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Folding happens behind the scenes: a button that stands on the visitor's screen must work at every turn."""
    store = ConversationStore(agent.domain, url=f"sqlite:///{tmp_path / 'conversations.db'}")
    monkeypatch.setattr(agent, "tracker_store", store)
    monkeypatch.setattr(agent.processor, "tracker_store", store)

    async def chat() -> list[int]:
        refused = []
        for number in range(20):
            await ask(agent, region, "a", "neu anfangen", "test")
            messages = await ask(agent, region, "a", "Deutschkurs", "test")
            payload = next(item["payload"] for message in messages for item in message.get("buttons") or [])
            await ask(agent, region, "a", payload, "test")
            tracker = await store.retrieve_full_tracker("a")
            assert tracker is not None
            said = [event.text for event in tracker.events if isinstance(event, UserUttered)]
            if said[-1] != payload:
                refused.append(number)
        return refused

    assert asyncio.run(chat()) == []


def test_one_conversation_waits_for_its_turn_and_another_does_not() -> None:
    order: list[str] = []

    async def hold_lock(
        locks: PromptLockStore, sender: str, name: str, entered: asyncio.Event, leave: asyncio.Event
    ) -> None:
        async with locks.lock(sender):
            order.append(f"{name} in")
            entered.set()
            await leave.wait()
            order.append(f"{name} out")

    async def run() -> None:
        locks = PromptLockStore()
        first_in, first_leave, done = asyncio.Event(), asyncio.Event(), asyncio.Event()
        done.set()
        first = asyncio.create_task(hold_lock(locks, "a", "first", first_in, first_leave))
        await first_in.wait()
        second = asyncio.create_task(hold_lock(locks, "a", "second", asyncio.Event(), done))
        other = asyncio.create_task(hold_lock(locks, "b", "other", asyncio.Event(), done))
        await other
        first_leave.set()
        await asyncio.gather(first, second)

    asyncio.run(run())
    assert order == ["first in", "other in", "other out", "first out", "second in", "second out"]
