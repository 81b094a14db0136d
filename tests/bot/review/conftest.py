"""A database of what belongs to people, empty."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.stored import open_stored


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[Engine]:
    engine = open_stored(f"sqlite:///{tmp_path / 'conversations.db'}")
    yield engine
    engine.dispose()
