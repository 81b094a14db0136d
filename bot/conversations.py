"""Where conversations are kept: Rasa's SQL tracker store, tuned, and its lock store without the wait."""

import hashlib
import itertools
import json
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any

from rasa.core.agent import Agent
from rasa.core.brokers.broker import EventBroker
from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, InMemoryLockStore
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import delete, event, func, select
from sqlalchemy.orm import Mapped, mapped_column

from bot.counsellors import forget_counsellor
from bot.review.consent import forget_consent
from bot.review.kept import forget_kept
from bot.stored import Stored, empty_log, forget_for_good, make_tables
from catalogue.database import tune_sqlite

# Rasa rebuilds a conversation from all its events at every message; a longer one is folded.
MOST_EVENTS = 60
_POLL_SECONDS = 0.02
# A conversation is gone a day after its last turn.
KEPT_SECONDS = 24 * 3600


class EndedConversation(Stored):
    """A conversation that was ended on request: nobody goes on with it. Its content is not kept, nor its name.

    `sender_id` is a digest of the name, which is too long to be guessed.
    """

    __tablename__ = "ended_conversations"

    sender_id: Mapped[str] = mapped_column(primary_key=True)
    ended_at: Mapped[float]


class ConversationStore(SQLTrackerStore):
    """Conversations in a database given by its URL.

    SQLite gets write-ahead logging, and overwrites what is deleted. A long conversation is folded: it
    begins a new session behind the scenes that starts with the slots as they are, so that the hundredth
    message is as fast as the first.
    """

    def __init__(
        self,
        domain: Domain | None = None,
        url: str = "sqlite://",
        event_broker: EventBroker | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, host=url, event_broker=event_broker, **kwargs)
        # Errors of the database go into the log, and without this with the messages that it did not take.
        self.engine.hide_parameters = True
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", tune_sqlite)
            event.listen(self.engine, "connect", forget_for_good)
            self.engine.dispose()
        make_tables(self.engine)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store what is new, in one transaction; fold when the conversation has become long."""
        await self.stream_events(tracker)
        with self.session_scope() as session:
            stored = self._event_query(session, tracker.sender_id, fetch_events_from_all_sessions=False).count()
            new = list(itertools.islice(tracker.events, stored, len(tracker.events)))
            if len(tracker.events) > MOST_EVENTS:
                new += _folded(tracker)
            session.add_all([self._row(tracker.sender_id, item) for item in new])
            session.commit()

    def is_open(self, sender: str, begun_at: float) -> bool:
        """Whether a conversation goes on: it was not ended, and began or had its last turn within a day."""
        with self.session_scope() as session:
            if session.get(EndedConversation, _mark(sender)):
                return False
            last = session.scalar(select(func.max(self.SQLEvent.timestamp)).where(self.SQLEvent.sender_id == sender))
            return max(begun_at, last or 0.0) > time.time() - KEPT_SECONDS

    def forget(self, sender: str) -> int:
        """Forget a conversation at once; how many events that were. Another of its name may begin."""
        with self.session_scope() as session:
            deleted = session.execute(delete(self.SQLEvent).where(self.SQLEvent.sender_id == sender))
            session.commit()
        empty_log(self.engine)
        return int(deleted.rowcount)

    def end(self, sender: str) -> int:
        """Forget a conversation at once, and see to it that there will be no other of this name; how many events."""
        with self.session_scope() as session:
            deleted = session.execute(delete(self.SQLEvent).where(self.SQLEvent.sender_id == sender))
            forget_counsellor(session, sender)
            forget_consent(session, sender)
            forget_kept(session, sender)
            session.merge(EndedConversation(sender_id=_mark(sender), ended_at=time.time()))
            session.commit()
        empty_log(self.engine)
        return int(deleted.rowcount)

    def ended_at(self, sender: str) -> float | None:
        """When a conversation was ended on request (seconds since 1970); None where it was not, or long ago."""
        with self.session_scope() as session:
            found = session.get(EndedConversation, _mark(sender))
            return found.ended_at if found else None

    def forget_idle(self, idle_seconds: float = KEPT_SECONDS) -> int:
        """Delete conversations whose last turn is older than this; how many events that were."""
        since = time.time() - idle_seconds
        with self.session_scope() as session:
            idle = select(self.SQLEvent.sender_id).group_by(self.SQLEvent.sender_id)
            idle = idle.having(func.max(self.SQLEvent.timestamp) < since)
            deleted = session.execute(delete(self.SQLEvent).where(self.SQLEvent.sender_id.in_(idle)))
            # By then the token has expired as well.
            session.execute(delete(EndedConversation).where(EndedConversation.ended_at < since))
            session.commit()
        empty_log(self.engine)
        return int(deleted.rowcount)

    def _row(self, sender: str, item: Event) -> Any:
        data = item.as_dict()
        return self.SQLEvent(
            sender_id=sender,
            type_name=item.type_name,
            timestamp=data.get("timestamp"),
            intent_name=data.get("parse_data", {}).get("intent", {}).get("name"),
            action_name=data.get("name"),
            data=json.dumps(data),
        )


def forget_in_memory(agent: Agent, is_forgotten: Callable[[str, float], bool]) -> None:
    """Forget conversations that Rasa kept in memory while their database did not take them.

    `is_forgotten` is asked with the sender and the moment of the last event.
    """
    kept: dict[str, str] = getattr(agent.tracker_store.fallback_tracker_store, "store", {})
    for sender, conversation in list(kept.items()):
        events = json.loads(conversation)["events"]
        if is_forgotten(sender, events[-1]["timestamp"] if events else 0.0):
            del kept[sender]


def _mark(sender: str) -> str:
    return hashlib.sha256(sender.encode()).hexdigest()


def _folded(tracker: DialogueStateTracker) -> list[Event]:
    """A new session that begins with the slots as they are now."""
    now = time.time()
    slots = [SlotSet(slot.name, slot.value, timestamp=now) for slot in tracker.slots.values() if slot.value is not None]
    # The last answer stays, for the buttons on it.
    said = list(itertools.takewhile(lambda item: not isinstance(item, UserUttered), reversed(tracker.events)))
    answer = [
        BotUttered(item.text, item.data, item.metadata, now) for item in reversed(said) if isinstance(item, BotUttered)
    ]
    return [SessionStarted(timestamp=now), *slots, *answer, ActionExecuted(ACTION_LISTEN_NAME, timestamp=now)]


class PromptLockStore(InMemoryLockStore):
    """Rasa's in-memory lock store, looking every 20 ms instead of every second."""

    def __init__(self, endpoint_config: Any = None) -> None:
        super().__init__()

    @asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = LOCK_LIFETIME, wait_time_in_seconds: float = _POLL_SECONDS
    ) -> AsyncGenerator[TicketLock, None]:
        async with super().lock(conversation_id, lock_lifetime, wait_time_in_seconds) as lock:
            yield lock
