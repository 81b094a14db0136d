"""From one assistant to the next while people talk to it.

Staff publish words and texts; the service notices within seconds, builds an agent with them aside, in a thread, and
puts it in the place of the old one between two turns. A turn that has begun ends with the agent, the words and the
texts with which it began. Conversations, locks and what stands in memory because the database did not take it are
shared.
"""

import asyncio
import gc
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path

from rasa.core.agent import Agent
from rasa.core.lock_store import LockStore
from sanic import Sanic
from sqlalchemy.exc import SQLAlchemyError

from bot.agents import NoAgentError, load_agent, make_endpoints
from bot.channels.incoming import between_turns
from bot.conversations import ConversationStore, PromptLockStore
from bot.counsellor_mode import mode_of, open_desk
from bot.counted_turns import count_on, tally_of
from bot.region_in_use import counting_now, states_of
from bot.region_now import RegionNow
from bot.review.keeping import keep_on, keeper_of
from bot.settings import Settings
from bot.training import fitting_model
from catalogue.database import open_engine
from catalogue.errors import BildungslotseError
from catalogue.indexing import refresh_index
from catalogue.overlays.counting import Counting
from catalogue.region import Region

logger = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 2.0
_OFTEN_SECONDS = 0.0005
_NOT_BUILT = "Die neuen Wörter und Texte gelten noch nicht: Der Bildungslotse ließ sich damit nicht laden."


@dataclass
class Switch:
    """What answers at the moment, and how something else comes to answer.

    `trouble` says why it is not what should count: a German sentence, empty where all is well.
    """

    settings: Settings
    model: Path
    counting: Counting
    conversations: ConversationStore
    now: RegionNow = field(init=False)
    trouble: str = field(init=False)

    def __post_init__(self) -> None:
        self.now, self.trouble = RegionNow(self.counting.region), self.counting.trouble
        self._locks: LockStore = PromptLockStore()
        self._seen = self.counting.stamp

    def agent(self, model: Path, region: Region) -> Agent:
        """An agent of a model on a region, ready to answer. Blocks for some seconds. Raises NoAgentError."""
        # Rasa hands the store the model's slots, and takes them away while a model is loaded: each agent has its own.
        conversations = copy(self.conversations)
        return load_agent(model, region, make_endpoints(self.settings, region, conversations, self._locks))

    def refreshed(self, counting: Counting) -> Agent:
        """The agent for what counts now; offers are found by its words from now on. Blocks for some seconds."""
        region = counting.region
        # Loaded with the agent where the understanding needs them; pages and channels do so too.
        assert region.vocabulary.words and region.topic_vocabulary.words
        model = self.model if self.model.is_file() else fitting_model(self.settings) or self.model
        agent = self.agent(model, region)
        engine = open_engine(self.settings.database_url)
        try:
            refresh_index(engine, region)
        finally:
            engine.dispose()
        return agent

    def to(self, app: Sanic, agent: Agent, region: Region) -> None:
        """Let another agent answer: the next turn is its first. Has to be called on the application's loop."""
        before: Agent | None = app.ctx.agent
        if before is not None:
            # Conversations that the database did not take are kept in the agent's memory.
            kept = getattr(before.tracker_store.fallback_tracker_store, "store", {})
            agent.tracker_store.fallback_tracker_store.store = kept
            if mode := mode_of(before):
                open_desk(agent, mode)
            if tally := tally_of(before):
                count_on(agent, tally)
            if keeper := keeper_of(before):
                keep_on(agent, keeper)
        app.ctx.agent = agent
        self.now.become(region)

    async def look(self, app: Sanic) -> bool:
        """Switch where something else counts than what was seen last; whether that was so."""
        if states_of(self.settings).stamp() == self._seen:
            return False
        counting = await asyncio.to_thread(counting_now, self.settings)
        self._seen, self.trouble = counting.stamp, counting.trouble
        if counting.trouble:
            logger.error("words: %s", counting.trouble)
        if counting.number == self.counting.number and counting.trouble:
            return False
        try:
            with giving_way():
                agent = await asyncio.to_thread(self.refreshed, counting)
        except (NoAgentError, SQLAlchemyError, BildungslotseError) as error:
            logger.error("not switched: %s: %s", type(error).__name__, error)
            self.trouble = _NOT_BUILT
            return False
        self.counting = counting
        self.to(app, agent, counting.region)
        logger.info("words: state %d counts now", counting.number)
        # Everything stands still for the better part of a second: a turn that goes on could run into its deadline.
        async with between_turns():
            settle()
        return True

    async def watch(self, app: Sanic) -> None:
        """Look every few seconds, for as long as the service runs."""
        while True:
            await asyncio.sleep(LOOK_EVERY_SECONDS)
            if app.ctx.agent is not None:
                try:
                    await self.look(app)
                except Exception as error:  # whatever it is, people are still answered and the next look may do better
                    logger.error("looking for new words failed: %s: %s", type(error).__name__, error)


@contextmanager
def giving_way() -> Iterator[None]:
    """Let threads hand over to each other more often: those that answer people come first while another computes."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_OFTEN_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


def settle() -> None:
    """Forget what nobody needs any longer; what is loaded stays: else full collections stop everybody now and then."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
