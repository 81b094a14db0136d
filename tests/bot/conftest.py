"""What tests of the upper floors share: a data directory with the example catalogue, a model, an agent.

`tests/actions` and `tests/conversations` use the same fixtures; whatever is dear is made once a session.
"""

import logging
import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from functools import cache
from pathlib import Path

import pytest
from rasa.core.agent import Agent
from rasa.shared.nlu.training_data.loading import load_data
from rasa.utils.log_utils import configure_structlog
from spacy.language import Language

from bot import training
from bot.counsellor_mode import CounsellorMode, open_desk
from bot.counsellors import Counsellors
from bot.local_agent import local_agent
from bot.settings import Settings
from bot.stored import open_stored
from bot.understanding.facts import Understanding
from bot.understanding.pipeline import build_pipeline, understanding_of
from bot.understanding.taught import teach
from catalogue.database import migrate, open_engine
from catalogue.example import write_shifted
from catalogue.region import load_region
from catalogue.submissions.load import load

TODAY = date(2027, 1, 11)


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The session's data directory, set in the environment together with the fixed day."""
    folder = tmp_path_factory.getbasetemp() / "assistant"
    folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BILDUNGSLOTSE_DATA_DIR", str(folder))
        patch.setenv("BILDUNGSLOTSE_TODAY", TODAY.isoformat())
        patch.setenv("RASA_TELEMETRY_ENABLED", "false")
        for name in ("DATABASE_URL", "CONVERSATIONS_URL", "REGION", "ACTION_SERVER_URL", "ENABLE_REST", "PORT", "HOST"):
            patch.delenv(f"BILDUNGSLOTSE_{name}", raising=False)
        yield folder


@pytest.fixture(scope="session")
def data_dir(environment: Path) -> Path:
    """A data directory with the example catalogue of 2027-01-11 and a trained model."""
    _fill(environment)
    return environment


@pytest.fixture(scope="session")
def settings(data_dir: Path) -> Settings:
    return Settings.from_environment()


@pytest.fixture(scope="session")
def agent(data_dir: Path) -> Agent:
    """The assistant without a server, on the example catalogue; conversations stay in memory."""
    return _agent()


@pytest.fixture
def own_data_dir(data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the data directory that a test may spoil."""
    folder = tmp_path / "assistant"
    shutil.copytree(data_dir, folder)
    monkeypatch.setenv("BILDUNGSLOTSE_DATA_DIR", str(folder))
    return folder


@pytest.fixture(scope="session")
def pipeline(environment: Path) -> Language:
    """The understanding as trained, without a catalogue's words."""
    nlp = build_pipeline(load_region(), catalogue="bildungslotse.no_words.v1")
    teach(nlp, load_data(str(training.PROJECT / "data" / "nlu"))).hand_to(nlp)
    return nlp


@pytest.fixture(scope="session")
def understand(pipeline: Language) -> Callable[[str], Understanding]:
    return lambda text: understanding_of(pipeline(text))


@cache
def _fill(folder: Path) -> None:
    configure_structlog(logging.ERROR)
    settings, region = Settings.from_environment(), load_region()
    engine = open_engine(settings.database_url)
    migrate(engine)
    files = write_shifted(region, TODAY, folder / "example")
    report = load(engine, files, region, datetime.combine(TODAY, time(9)))
    assert report.exit_code == 0, report.as_dict()
    engine.dispose()
    training.train(settings)


@cache
def _agent() -> Agent:
    return local_agent(Settings.from_environment())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Nobody here talks to another computer."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1"]))


@pytest.fixture
def counsellors(agent: Agent, tmp_path: Path) -> Iterator[Counsellors]:
    """The assistant knows counsellors as long as a test runs."""
    engine = open_stored(f"sqlite:///{tmp_path / 'conversations.db'}")
    counsellors = Counsellors(engine)
    open_desk(agent, CounsellorMode(counsellors))
    yield counsellors
    del agent.counsellor_mode  # type: ignore[attr-defined]
    engine.dispose()
