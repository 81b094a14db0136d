"""The sentences that only Telegram says (texts.yml)."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).parent / "texts.yml"


@lru_cache(maxsize=1)
def texts() -> dict[str, Any]:
    return dict(yaml.safe_load(_FILE.read_text(encoding="utf-8")))


def say(name: str, /, **values: Any) -> str:
    """A sentence, filled in."""
    return str(texts()[name]).format(**values)


def count_offers(count: int) -> str:
    return say("one_offer") if count == 1 else say("offers", count=count)


def commands() -> dict[str, str]:
    """Commands of the menu, without the slash → what they do."""
    return dict(texts()["commands"])
