"""A load that is killed at a random moment leaves the old catalogue or the new one, never anything between."""

import hashlib
import os
import random
import shutil
import signal
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from catalogue.database import migrate, open_engine
from catalogue.example import write_shifted
from catalogue.region import Region, load_region
from catalogue.submissions.load import load

_DAY = date(2027, 1, 11)
NOW = datetime(2027, 1, 11, 9)


@dataclass
class Outcome:
    """What the catalogue was after the kills: the old one, the new one, or neither (which must not be)."""

    old: int = 0
    new: int = 0
    broken: int = 0


def kill_loads(folder: Path, times: int, seed: int) -> Outcome:
    """Start a load so many times, kill it at a random moment of its course, and look at what is left."""
    region, draw = load_region(), random.Random(seed)
    first, second = two_states(folder, region)
    before = prepared(folder / "before", region, [first])
    untouched = contents(before)
    finished = copied(before, folder / "finished")
    start = time.monotonic()
    _load(finished, second, region)
    duration = time.monotonic() - start
    after = contents(finished)
    assert untouched != after
    outcome = Outcome()
    for number in range(times):
        victim = copied(before, folder / f"victim-{number}")
        _load_and_kill(victim, second, region, draw.uniform(0, 1.2 * duration))
        left = contents(victim)
        outcome.old += left == untouched
        outcome.new += left == after
        outcome.broken += left not in (untouched, after)
        shutil.rmtree(victim.parent)
    return outcome


def two_states(folder: Path, region: Region) -> tuple[Path, Path]:
    """A submission, and the same one a year later with other prices."""
    files = write_shifted(region, _DAY, folder / "example")
    largest = max(files, key=lambda path: path.stat().st_size)
    changed = folder / "changed.csv"
    lines = largest.read_text(encoding="utf-8").splitlines()
    changed.write_text("\n".join(line.replace("2027", "2028") for line in lines), encoding="utf-8")
    return largest, changed


def prepared(folder: Path, region: Region, files: list[Path]) -> Path:
    """A catalogue in a folder of its own, with some files loaded."""
    folder.mkdir()
    path = folder / "catalogue.db"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    load(engine, files, region, NOW)
    engine.dispose()
    return path


def copied(database: Path, folder: Path) -> Path:
    """The same catalogue in another folder."""
    folder.mkdir()
    for path in database.parent.glob("catalogue.db*"):
        shutil.copy(path, folder / path.name)
    return folder / database.name


def _load(database: Path, file: Path, region: Region) -> None:
    engine = open_engine(f"sqlite:///{database}")
    load(engine, [file], region, NOW)
    engine.dispose()


def _load_and_kill(database: Path, file: Path, region: Region, seconds: float) -> None:
    child = os.fork()
    if child == 0:
        # Nothing of the parent's is cleaned up here: the process is to vanish in the middle of its work.
        _load(database, file, region)
        os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def contents(database: Path) -> str:
    """A digest of all rows of all tables, and that the file is sound."""
    digest = hashlib.sha256()
    with closing(sqlite3.connect(database)) as connection:
        (sound,) = connection.execute("PRAGMA integrity_check").fetchone()
        digest.update(str(sound).encode())
        tables = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ]
        for table in tables:
            for row in sorted(map(repr, connection.execute(f'SELECT * FROM "{table}"'))):
                digest.update(row.encode())
    return digest.hexdigest()
