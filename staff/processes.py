"""Commands of the assistant as processes of their own: what they load is gone with them."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.settings import PREFIX, Settings

PROJECT = Path(__file__).parent.parent


def command_of(*words: str) -> Sequence[str]:
    """How the command line is called."""
    return [sys.executable, "-m", "bot", *words]


def environment_of(settings: Settings) -> dict[str, str]:
    """The settings of the pages, for a process."""
    given = {
        "DATA_DIR": str(settings.data_dir),
        "DATABASE_URL": settings.database_url,
        "CONVERSATIONS_URL": settings.conversations_url,
        "REGION": str(settings.region_dir),
        "TODAY": settings.fixed_day.isoformat() if settings.fixed_day else "",
    }
    return {**os.environ, **{f"{PREFIX}{name}": value for name, value in given.items()}}
