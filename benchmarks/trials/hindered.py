"""A load that cannot write, for want of room, of rights or of a lock, says so and leaves the catalogue as it was."""

import os
import random
import resource
import shutil
import signal
import sqlite3
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import event

from benchmarks.trials.killed import NOW, contents, copied, prepared, two_states
from catalogue.database import open_engine
from catalogue.errors import CatalogueError
from catalogue.region import Region, load_region
from catalogue.submissions.load import load

_SAID, _LOADED, _FELL = 0, 1, 2
_NOBODY = 65534
# What it does to a catalogue, by chance, where a load would write at least so many bytes.
Hindrance = Callable[[Path, random.Random, int], None]
_PAGE_BYTES = 4096


@dataclass
class Outcome:
    """How often loads were hindered by what, and what was not as it should be."""

    tried: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def hinder_loads(folder: Path, times: int, seed: int) -> Outcome:
    """Hinder a load so many times in each way, at a random moment where it depends on one."""
    region = load_region()
    # Whoever has all rights loads as nobody where rights are what is missing.
    folder.chmod(0o755)
    before, after = two_states(folder, region)
    original = prepared(folder / "before", region, [before])
    untouched = contents(original)
    growth = _growth(copied(original, folder / "free"), after, region)
    outcome = Outcome()
    for name, hindrance in _HINDRANCES.items():
        for number in range(times):
            victim = copied(original, folder / f"{name}-{number}")
            with _locked(victim) if name == "locked database" else _free():
                ended = _in_a_process(victim, after, region, hindrance, random.Random(seed + number), growth)
            outcome.tried[name] = outcome.tried.get(name, 0) + 1
            victim.parent.chmod(0o755)
            if ended != _SAID:
                how = "was loaded all the same" if ended == _LOADED else "fell"
                outcome.wrong.append(f"{name}, try {number}: the load {how}")
            if contents(victim) != untouched:
                outcome.wrong.append(f"{name}, try {number}: the catalogue is another one")
            shutil.rmtree(victim.parent)
    return outcome


def _growth(database: Path, file: Path, region: Region) -> int:
    """By how many pages a load lets a database grow."""
    before = _pages(database)
    engine = open_engine(f"sqlite:///{database}")
    load(engine, [file], region, NOW)
    engine.dispose()
    return _pages(database) - before


def _pages(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute("PRAGMA page_count").fetchone()[0])


def _in_a_process(
    database: Path, file: Path, region: Region, hindrance: Hindrance, draw: random.Random, growth: int
) -> int:
    """Load in a process of its own, because rights and limits stay with it; how it ended."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    ended = _FELL
    try:
        hindrance(database, draw, growth * _PAGE_BYTES)
        engine = open_engine(f"sqlite:///{database}")
        if hindrance is _full:
            event.listen(engine, "connect", _no_more_pages(draw.randrange(growth)))
        load(engine, [file], region, NOW)
        ended = _LOADED
    except CatalogueError as error:
        ended = _SAID if "Katalog" in error.message else _FELL
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(ended)


def _full(_database: Path, _draw: random.Random, _bytes: int) -> None:
    """SQLite itself finds the disk full; see `_no_more_pages`."""


def _no_more_pages(more: int) -> Callable[[sqlite3.Connection, object], None]:
    """Let a database grow by so many pages and no further."""

    def limit(connection: sqlite3.Connection, _record: object) -> None:
        (now,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {now + more}")

    return limit


def _short_of_room(_database: Path, draw: random.Random, written: int) -> None:
    """No file may grow beyond a size that the load needs: the system refuses to write on."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    most = draw.randrange(_PAGE_BYTES, written)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


def _read_only(database: Path, _draw: random.Random, _bytes: int) -> None:
    for path in database.parent.iterdir():
        path.chmod(0o444)
    database.parent.chmod(0o555)
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(_NOBODY)
        os.setuid(_NOBODY)


def _locked_already(_database: Path, _draw: random.Random, _bytes: int) -> None:
    """Somebody else is writing; see `_locked`."""


@contextmanager
def _locked(database: Path) -> Iterator[None]:
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


@contextmanager
def _free() -> Iterator[None]:
    yield


_HINDRANCES: dict[str, Hindrance] = {
    "full disk": _full,
    "no room for a file": _short_of_room,
    "read-only folder": _read_only,
    "locked database": _locked_already,
}
