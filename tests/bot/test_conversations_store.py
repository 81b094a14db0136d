"""Where conversations are kept: folding long ones, forgetting old ones, waiting for nobody."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import time_machine
from rasa.core.agent import Agent
from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError

from bot.channels.incoming import ask
from bot.conversations import MOST_EVENTS, ConversationStore, PromptLockStore, forget_in_memory
from bot.training import PROJECT
from catalogue.database import BUSY_SECONDS
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


# --- what is over


def test_a_conversation_that_was_ended_is_forgotten(store: ConversationStore) -> None:
    hold(store, "a", SessionStarted(), *turn(1))
    hold(store, "b", SessionStarted(), *turn(1))
    store.end("a")
    assert asyncio.run(store.retrieve("a")) is None
    assert asyncio.run(store.retrieve("b")) is not None


def test_a_conversation_that_was_forgotten_may_begin_again(store: ConversationStore) -> None:
    for sender in ("a", "b"):
        hold(store, sender, SessionStarted(), *turn(1))
    assert store.forget("a") > 0
    assert store.forget("a") == 0
    assert asyncio.run(store.retrieve("a")) is None
    assert asyncio.run(store.retrieve("b")) is not None
    assert store.is_open("a", time.time())


def test_ending_twice_or_what_never_was_does_nothing(store: ConversationStore) -> None:
    for sender in ("a", "a", "niemand"):
        store.end(sender)
        assert not store.is_open(sender, time.time())


@pytest.mark.parametrize(
    ("begun", "last_turn", "is_open"),
    [
        (0, None, True),
        (DAY - 60, None, True),
        (DAY + 60, None, False),
        (3 * DAY, DAY - 60, True),
        (3 * DAY, DAY + 60, False),
        (DAY + 60, 0, True),
        (60, 3 * DAY, True),
    ],
)
def test_a_conversation_is_open_for_a_day_after_its_beginning_and_after_each_turn(
    begun: float, last_turn: float | None, is_open: bool, store: ConversationStore
) -> None:
    now = time.time()
    if last_turn is not None:
        hold(store, "a", SessionStarted(timestamp=now - last_turn), *turn(1, now - last_turn))
    assert store.is_open("a", now - begun) is is_open


def test_somebody_elses_turn_keeps_no_conversation_open(store: ConversationStore) -> None:
    hold(store, "b", SessionStarted(), *turn(1))
    assert not store.is_open("a", time.time() - 2 * DAY)


def test_an_ended_conversation_is_not_open_whatever_is_stored_of_it_afterwards(store: ConversationStore) -> None:
    store.end("a")
    hold(store, "a", SessionStarted(), *turn(1))
    assert not store.is_open("a", time.time())


def test_an_end_is_remembered_for_a_day_and_no_longer(store: ConversationStore) -> None:
    now = time.time()
    for sender, age in (("old", DAY + 60), ("new", DAY - 60)):
        with time_machine.travel(now - age):
            store.end(sender)
    store.forget_idle()
    assert store.ended_at("old") is None
    assert store.ended_at("new") == pytest.approx(now - DAY + 60, abs=5)


def test_what_was_forgotten_is_not_on_the_disk(store: ConversationStore, tmp_path: Path) -> None:
    def written() -> bytes:
        return b"".join(path.read_bytes() for path in tmp_path.glob("conversations.db*"))

    old = time.time() - 2 * DAY
    for number in range(100):
        hold(store, f"old-{number}", SessionStarted(timestamp=old), *turn(number, old))
    hold(store, "new", SessionStarted(), *turn(7777))
    assert b"Frage 42" in written()
    store.forget_idle()
    assert b"Frage 42" not in written()
    assert b"Frage 7777" in written()
    store.end("new")
    assert b"Frage" not in written()


def test_a_database_from_before_conversations_could_be_ended_is_gone_on_with(domain: Domain, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'conversations.db'}"
    before = ConversationStore(domain, url=url)
    hold(before, "a", SessionStarted(), *turn(1))
    with before.engine.begin() as connection:
        connection.execute(text("DROP TABLE ended_conversations"))
    before.engine.dispose()
    store = ConversationStore(domain, url=url)
    assert store.is_open("a", 0.0)
    store.end("a")
    assert not store.is_open("a", 0.0)
    store.engine.dispose()


def test_an_error_of_the_database_does_not_quote_what_was_said(store: ConversationStore) -> None:
    """It goes into the log."""
    with store.engine.begin() as connection:
        connection.execute(text("DROP TABLE events"))
    with pytest.raises(OperationalError) as caught:
        hold_without_reading(store, UserUttered("Geheimnis"))
    assert "Geheimnis" not in str(caught.value)


def hold_without_reading(store: ConversationStore, event: Event) -> None:
    with store.session_scope() as session:
        session.add(store._row("a", event))
        session.commit()


def test_only_what_is_asked_for_is_forgotten_in_memory(domain: Domain) -> None:
    """Where the database does not take conversations, Rasa keeps them there."""
    kept = FailSafeTrackerStore(InMemoryTrackerStore(domain))
    now = time.time()

    async def keep() -> None:
        for sender, age in (("old", 2 * DAY), ("new", 0)):
            tracker = DialogueStateTracker(sender, domain.slots)
            for event in turn(1, now - age):
                tracker.update(event)
            await kept.fallback_tracker_store.save(tracker)
        await kept.fallback_tracker_store.save(DialogueStateTracker("empty", domain.slots))

    asyncio.run(keep())
    agent = SimpleNamespace(tracker_store=kept)
    forget_in_memory(agent, lambda sender, _: sender == "niemand")
    assert set(kept.fallback_tracker_store.store) == {"old", "new", "empty"}
    forget_in_memory(agent, lambda _, last: 0 < last < now - DAY)
    assert set(kept.fallback_tracker_store.store) == {"new", "empty"}
    forget_in_memory(agent, lambda _, last: last == 0.0)
    assert set(kept.fallback_tracker_store.store) == {"new"}


def test_a_lock_is_waited_for_only_as_long_as_a_visitor_would(store: ConversationStore) -> None:
    """Rasa writes while everybody waits; the usual five seconds would be theirs as well."""
    with store.engine.connect() as connection:
        assert connection.execute(text("PRAGMA busy_timeout")).scalar() == BUSY_SECONDS * 1000


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
