"""Run all benchmarks, one after the other, and write down what they measured beside its bar.

.venv/bin/python benchmarks/run.py [--output docs/benchmarks.md]
"""

import json
import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from benchmarks.measuring import PROJECT

SCRIPTS = ("search", "training", "turns", "website", "opening", "handover", "counsellor_fields", "telegram")
_MOST_SECONDS = 3_600


@dataclass(frozen=True)
class Row:
    """A line of the table: a figure of a script, the bar it should not exceed, and how it is measured."""

    what: str
    figure: str
    bar: float
    unit: str
    method: str

    def line(self, figures: dict[str, float]) -> str:
        measured = figures[self.figure]
        verdict = "" if measured <= self.bar else " (**missed**)"
        bar = f"at most {_number(self.bar)} {self.unit}".rstrip() if self.bar else "0"
        return f"| {self.what} | {bar} | {_number(measured)} {self.unit}".rstrip() + f"{verdict} | {self.method} |"


_SEARCH = "400 random wishes of eight shapes in equal numbers, SQLite, the search alone"
_ALONE = "one user, 200 turns in 20 conversations kept on disk, `rest` channel"
_TOGETHER = "50 users at the same moment, two turns each, `rest` channel"
_SESSIONS = "5,000 tries to read, to go on with or to end one: tokens guessed, altered, expired, deleted, crossed"
_COUNSELLORS = (
    "5,000 answers, pages, searches and exports for everybody else, and all that is logged at DEBUG meanwhile"
)
_LIST = "`/angebote` with filters and counts, eleven addresses, 20 requests each, one user, HTTP on loopback"
_OPENING = "Chromium on the same machine, 20 fresh contexts, from the press on the launcher to the greeting"
_FORGED = "5,000 at the webhook: no secret, a wrong or altered one, replays with the right one; heard by the assistant"
_OUTAGE = "100 answers of five chats while Telegram fails in five ways for 30 simulated minutes"
_TELEGRAM = "one user, 200 turns, a fake Telegram on loopback that is polled; from its update to the answer's call"
_FIRST_LOAD = "`/angebote` with all styles and scripts, empty cache, bodies as transferred (gzip)"
_PDF = "ten offers of the example catalogue with codes to scan, PDF/UA-1, median of five"
ROWS = (
    Row("Search in 100,000 offers, p95", "p95 ms", 50, "ms", _SEARCH),
    Row("One turn, p50", "turn p50 ms", 30, "ms", _ALONE),
    Row("One turn, p95", "turn p95 ms", 60, "ms", _ALONE),
    Row("50 at once, p95", "50 at once p95 ms", 1_500, "ms", _TOGETHER),
    Row("50 at once, unanswered", "50 at once unanswered", 0, "", f"{_TOGETHER}: not 200, or empty"),
    Row("50 at once, apologies", "50 at once apologies", 0, "", f"{_TOGETHER}: answered, but only with an apology"),
    Row("Start", "start s", 15, "s", "from the start of the process to the first answer; the model is there"),
    Row("Training", "training s", 60, "s", "`bildungslotse train` into an empty data directory"),
    Row("Memory", "memory MiB", 800, "MiB", "resident, after 1,000 turns"),
    Row("Tries at others' conversations that succeeded", "session tries succeeded", 0, "", _SESSIONS),
    Row("What only counsellors may see, seen by others", "counsellor fields seen by others", 0, "", _COUNSELLORS),
    Row("List of 10,000 offers, p95", "list p95 ms", 100, "ms", _LIST),
    Row("Chat opened to the first sentence, p95", "opening p95 ms", 1_000, "ms", _OPENING),
    Row("First load of the list", "first load bytes", 60_000, "bytes", _FIRST_LOAD),
    Row("Chat element", "widget bytes", 8_192, "bytes", "script and style, as transferred (gzip)"),
    Row("Note list as PDF", "pdf median ms", 2_000, "ms", _PDF),
    Row("Note list as PDF, large print", "pdf large print median ms", 2_000, "ms", _PDF),
    Row("Forged or replayed updates accepted", "forged or replayed updates accepted", 0, "", _FORGED),
    Row("Answers lost while Telegram is away", "outage, answers missing", 0, "", _OUTAGE),
    Row("Answers delivered twice after that", "outage, answers twice", 0, "", _OUTAGE),
    Row("Chats with answers out of order", "outage, chats out of order", 0, "", _OUTAGE),
    Row("Telegram: update to answer, p95", "update to answer p95 ms", 150, "ms", _TELEGRAM),
)


def _number(value: float) -> str:
    return f"{value:,.1f}" if value % 1 and value < 100 else f"{value:,.0f}"


def figures_of(script: str) -> dict[str, float]:
    """What a script measured. Raises CalledProcessError or TimeoutExpired where it fails."""
    command = [sys.executable, f"benchmarks/{script}.py", "--format", "json"]
    done = subprocess.run(command, cwd=PROJECT, stdout=subprocess.PIPE, timeout=_MOST_SECONDS, check=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def machine() -> str:
    """The processor, its cores, and the Python of this machine."""
    described = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    model = next(
        (line.split(":")[1].strip() for line in described if line.startswith("model name")), "unknown processor"
    )
    return f"{os.cpu_count()} cores ({model}), {platform.system()}, Python {platform.python_version()}"


def report(figures: dict[str, float], load: float) -> str:
    """The page as Markdown."""
    shapes = sorted(name for name in figures if name.startswith("p95 ms "))
    return "\n".join(
        (
            "# Benchmarks",
            "",
            "Written by `make benchmarks` (`benchmarks/run.py`); each script says in its docstring how it measures.",
            f"Measured on {date.today().isoformat()}: {machine()}; load before the start {load:.1f}.",
            "",
            "| what | bar | measured | method |",
            "| --- | --- | --- | --- |",
            *(row.line(figures) for row in ROWS),
            "",
            "Searches by the shape of the wish, p95:",
            "",
            "| shape | p95 |",
            "| --- | --- |",
            *(f"| {name.removeprefix('p95 ms ').replace('_', ' ')} | {_number(figures[name])} ms |" for name in shapes),
            "",
        )
    )


@click.command()
@click.option("--output", type=click.Path(path_type=Path), default=PROJECT / "docs" / "benchmarks.md")
def main(output: Path) -> None:
    """Run everything and write the page."""
    load = os.getloadavg()[0]
    figures: dict[str, float] = {}
    for script in SCRIPTS:
        click.echo(f"{script} …", err=True)
        figures |= figures_of(script)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(report(figures, load), encoding="utf-8")
    click.echo(f"Written: {output}", err=True)


if __name__ == "__main__":
    main()
