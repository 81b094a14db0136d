"""An agent without a server: for the terminal, evaluation and tests. Conversations stay in memory."""

from pathlib import Path

from rasa.core.agent import Agent
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain

from bot import training
from bot.agents import load_agent, make_endpoints
from bot.conversations import PromptLockStore
from bot.settings import Settings
from catalogue.database import migrate, open_engine
from catalogue.indexing import refresh_index
from catalogue.region import Region, load_region

_PATIENT_SECONDS = 30.0


def present_model(settings: Settings) -> Path:
    """The model that counts; trained first where none is there."""
    return training.counting_model(settings) or training.train(settings)


def local_agent(settings: Settings, model: Path | None = None, region: Region | None = None) -> Agent:
    """The assistant on the present catalogue, with a model or the counting one; trains first where none is there.

    The region is the one that comes with its folder, without what staff changed, unless another is given.
    """
    region = region or load_region(settings.region_dir)
    engine = open_engine(settings.database_url)
    migrate(engine)
    refresh_index(engine, region)
    engine.dispose()
    model = model or present_model(settings)
    store = InMemoryTrackerStore(Domain.empty())
    return load_agent(model, region, make_endpoints(settings, region, store, PromptLockStore(), _PATIENT_SECONDS))
