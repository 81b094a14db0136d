"""What the assistant would answer with the draft, beside what it answers now; nothing that counts is touched.

Both are asked on one copy of the catalogue below the data directory: a new synonym finds the offers that are there
already.
"""

import asyncio
import secrets
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert, make_url, select

from bot.channels.incoming import ask, checked_text
from bot.local_agent import local_agent
from bot.region_in_use import counting_now, own_sentences, states_of
from bot.settings import Settings, environment
from catalogue.database import migrate, open_engine
from catalogue.models import Base
from catalogue.overlays.counting import region_with
from catalogue.region import Region, load_region

Messages = list[dict[str, Any]]
_AT_ONCE = 1000


@dataclass(frozen=True)
class Tried:
    """The answer as it counts, and as it would be."""

    before: Messages
    after: Messages


def draft_region(settings: Settings) -> Region:
    """The region with the draft. Raises WordsError where the draft does not fit."""
    return region_with(load_region(settings.region_dir), states_of(settings).draft().overlay, own_sentences())


def try_out(settings: Settings, question: str) -> Tried:
    """Ask the same question twice. Blocks for the time that it takes to load a model twice.

    Raises WordsError where the draft does not fit, BadMessageError where the question is none.
    """
    text, draft = checked_text(question), draft_region(settings)
    with catalogue_copy(settings) as aside:
        before = _asked(aside, counting_now(settings).region, text)
        return Tried(before, _asked(aside, draft, text))


@contextmanager
def catalogue_copy(settings: Settings) -> Iterator[Settings]:
    """The settings with a copy of the catalogue that is gone afterwards; what reads the environment finds it too."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="trial-", dir=settings.data_dir))
    urls = {name: f"sqlite:///{folder / name}.db" for name in ("catalogue", "conversations")}
    aside = replace(settings, database_url=urls["catalogue"], conversations_url=urls["conversations"])
    try:
        _copy(settings.database_url, folder / "catalogue.db")
        with environment(DATABASE_URL=aside.database_url, CONVERSATIONS_URL=aside.conversations_url):
            yield aside
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _asked(settings: Settings, region: Region, text: str) -> Messages:
    agent = local_agent(settings, region=region)
    return asyncio.run(ask(agent, region, secrets.token_hex(16), text, "trial"))


def _copy(url: str, target: Path) -> None:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        source = Path(parsed.database or "")
        if source.is_file():
            with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
                live.backup(copy)
        return
    live_engine, copy_engine = open_engine(url), open_engine(f"sqlite:///{target}")
    try:
        migrate(copy_engine)
        _copy_rows(live_engine, copy_engine)
    finally:
        live_engine.dispose()
        copy_engine.dispose()


def _copy_rows(live: Engine, copy: Engine) -> None:
    """All rows, table by table in the order in which they point at each other."""
    with live.connect() as source, copy.begin() as target:
        for table in Base.metadata.sorted_tables:
            target.execute(table.delete())
            rows = source.execution_options(stream_results=True).execute(select(table)).mappings()
            while batch := rows.fetchmany(_AT_ONCE):
                target.execute(insert(table), [dict(row) for row in batch])
