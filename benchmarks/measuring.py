"""What all benchmarks share: percentiles, an environment of their own, and printing what was measured."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from bot.settings import Settings
from catalogue.database import migrate, open_engine
from catalogue.example import write_shifted
from catalogue.region import Region
from catalogue.submissions.load import load

PROJECT = Path(__file__).resolve().parent.parent
# A fixed day, so that the example catalogue and everything that counts from today is the same at every run.
TODAY = "2027-01-11"
# What takes longer has failed.
MOST_SECONDS = 600


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest measured value that at least this share of all values does not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * round(share * 100) // 100) - 1)]


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """Variables for a subprocess of the assistant that keeps everything it writes in a folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BILDUNGSLOTSE_", "RASA_"))}
    own = {
        "BILDUNGSLOTSE_DATA_DIR": str(folder / "data"),
        "BILDUNGSLOTSE_TODAY": TODAY,
        "RASA_CACHE_DIRECTORY": str(folder / "rasa-cache"),
        "RASA_TELEMETRY_ENABLED": "false",
    }
    return {**kept, **own, **{f"BILDUNGSLOTSE_{name}": value for name, value in settings.items()}}


def run(command: str, folder: Path) -> float:
    """The seconds that a command of the assistant takes as a process of its own.

    Raises ClickException with the end of its output where it fails, TimeoutExpired where it hangs.
    """
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "bot", *command.split()],
        cwd=PROJECT,
        env=environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=MOST_SECONDS,
        check=False,
    )
    if done.returncode:
        raise click.ClickException(done.stdout.decode(errors="replace")[-2000:])
    return time.perf_counter() - start


def load_example(settings: Settings, region: Region, folder: Path) -> list[Path]:
    """Load the example catalogue into the database of the settings; its files, written below `folder`."""
    offers = write_shifted(region, settings.today(), folder / "example")
    engine = open_engine(settings.database_url)
    migrate(engine)
    load(engine, offers, region, datetime.combine(settings.today(), datetime.min.time()))
    return offers


def show(figures: dict[str, float], output: str) -> None:
    """Print figures by name: as a table to read, or as one JSON object for `run.py`."""
    if output == "json":
        print(json.dumps(figures))
        return
    width = max(map(len, figures))
    for name, value in figures.items():
        print(f"{name:<{width}}  {value:>10,.1f}")
