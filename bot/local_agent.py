"""An agent without a server: for the terminal, evaluation and tests. Conversations stay in memory."""

import asyncio
from pathlib import Path

from rasa.core import agent as rasa_agent
from rasa.core.agent import Agent
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.domain import Domain

from bot import training
from bot.actions_in_process import GuardedEndpoint, InProcessActions
from bot.conversations import PromptLockStore
from bot.serving import speed_up_rasa
from bot.settings import Settings
from catalogue.database import migrate, open_engine
from catalogue.indexing import refresh_index
from catalogue.region import load_region


def local_agent(settings: Settings, model: Path | None = None) -> Agent:
    """The assistant on the present catalogue, with a model or the fitting one; trains first where none is there."""
    region = load_region(settings.region_dir)
    engine = open_engine(settings.database_url)
    migrate(engine)
    refresh_index(engine, region)
    model = model or training.fitting_model(settings) or training.train(settings)
    speed_up_rasa()
    endpoints = AvailableEndpoints(
        action=GuardedEndpoint(InProcessActions(), region, deadline=30.0),
        tracker_store=InMemoryTrackerStore(Domain.empty()),
        lock_store=PromptLockStore(),
    )
    return asyncio.run(rasa_agent.load_agent(str(model), endpoints=endpoints))
