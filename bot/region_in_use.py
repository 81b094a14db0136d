"""Which region counts: the one with what staff published, and within a turn the one with which it began."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

import yaml

from bot.settings import Settings
from catalogue.facts import HELP_LINES, office_facts
from catalogue.overlays.check import Sentences
from catalogue.overlays.counting import Counting, counting
from catalogue.overlays.states import States
from catalogue.region import Region, load_region

_DOMAIN = Path(__file__).parent.parent / "domain.yml"
_IN_USE: ContextVar[Region | None] = ContextVar("region", default=None)


def states_of(settings: Settings) -> States:
    """Where what staff change about words, texts and offices is kept."""
    return States(settings.data_dir / "words")


@lru_cache(maxsize=1)
def own_sentences() -> Sentences:
    """What the assistant says by itself (`domain.yml`)."""
    responses = yaml.safe_load(_DOMAIN.read_text(encoding="utf-8"))["responses"]
    return Sentences(
        texts={name: said[0]["text"] for name, said in responses.items()},
        facts=frozenset(office_facts(load_region())),
        needed=frozenset(HELP_LINES.values()),
    )


def counting_now(settings: Settings) -> Counting:
    """The region as it counts now; built anew only where something else was published."""
    return counting(settings.region_dir, states_of(settings), own_sentences())


def region_in_use() -> Region:
    """The region of the turn, or of whatever is built; outside of both the one that counts now."""
    return _IN_USE.get() or counting_now(Settings.from_environment()).region


@contextmanager
def using(region: Region) -> Iterator[None]:
    """Let a region be the one in use, in this thread and what it begins."""
    token = _IN_USE.set(region)
    try:
        yield
    finally:
        _IN_USE.reset(token)
