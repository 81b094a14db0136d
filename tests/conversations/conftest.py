"""The fixtures of `tests/bot`: the example catalogue, the model, the agent."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from rasa.core.agent import Agent

from bot.counsellor_mode import CounsellorMode, open_desk
from bot.counsellors import Counsellors
from bot.stored import open_stored
from tests.bot.conftest import agent, data_dir, environment, own_data_dir, pipeline, settings, understand

__all__ = ["agent", "data_dir", "environment", "own_data_dir", "pipeline", "settings", "understand"]


@pytest.fixture
def counsellors(agent: Agent, tmp_path: Path) -> Iterator[Counsellors]:
    """The assistant knows counsellors as long as a conversation lasts."""
    engine = open_stored(f"sqlite:///{tmp_path / 'conversations.db'}")
    counsellors = Counsellors(engine)
    open_desk(agent, CounsellorMode(counsellors))
    yield counsellors
    del agent.counsellor_mode  # type: ignore[attr-defined]
    engine.dispose()
