"""How many bad candidates the gate catches, and how many good ones it lets through.

Method: a live model is trained without 1,000 of the project's sentences. Good candidates learn 500 of these besides,
each another 500; bad ones as well, but 15 to 30 % of all their sentences are mislabelled: with any other kind of turn
(`any`), or with the one that people take it for (`confused`). 5 to 15 % are reported and not judged. Each candidate is
trained and measured as `bildungslotse retrain` does it, and the gate decides. There are no reviewed sentences: where
the same people label them, they would be as wrong. What depends on a sentence alone is worked out once for all
trainings (`remembering.py`). Every result is appended to a file at once, and what stands there is not done again.

    .venv/bin/python -m benchmarks.gate [--results FILE] [--most N] [--last-first] [--write]
"""

import json
import random
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

from benchmarks.gate.page import page
from benchmarks.gate.remembering import remembering
from benchmarks.gate.sentences import ANY, CONFUSED, candidate_sentences, live_sentences, write
from bot.commands import be_quiet
from bot.retraining.comparing import compare
from bot.retraining.gate import judge
from bot.retraining.measuring import measure_model
from bot.retraining.outcomes import as_data, from_data
from bot.settings import Settings
from bot.training import PROJECT, train_with
from catalogue.region import load_region

RESULTS = PROJECT / "benchmarks" / "gate" / "results.jsonl"
PAGE = PROJECT / "docs" / "gate.md"
ADDED, OF_EACH = 500, 21


@dataclass(frozen=True)
class Trial:
    """One candidate: how many of all its sentences are mislabelled, and how."""

    seed: int
    share: float
    kind: str

    @property
    def name(self) -> str:
        return f"{self.seed} {self.share:.2f} {self.kind}"


def trials() -> Iterator[Trial]:
    """Good, bad and middling ones in turn, so that a part of them says something already."""
    drawing = random.Random(20270111)
    for number in range(OF_EACH):
        kind = (ANY, CONFUSED)[number % 2]
        yield Trial(3 * number, 0.0, ANY)
        yield Trial(3 * number + 1, round(drawing.uniform(0.15, 0.30), 3), kind)
        if number % 2:
            yield Trial(3 * number + 2, round(drawing.uniform(0.05, 0.15), 3), (ANY, CONFUSED)[number // 2 % 2])


@click.command()
@click.option("--results", type=click.Path(path_type=Path), default=RESULTS, show_default=True)
@click.option("--most", default=1_000, help="So many candidates at most.")
@click.option("--last-first", is_flag=True, help="From the end: for a second process beside the first.")
@click.option("--write", "is_written", is_flag=True, help="Write docs/gate.md.")
def main(results: Path, most: int, last_first: bool, is_written: bool) -> None:
    """Train candidates and let the gate decide."""
    be_quiet()
    done = {row["name"] for row in read(results)}
    left = [trial for trial in trials() if trial.name not in done]
    left = (left[::-1] if last_first else left)[:most]
    if left:
        with tempfile.TemporaryDirectory() as folder, remembering():
            run(left, results, Path(folder))
    text = page(read(results))
    if is_written:
        PAGE.write_text(text, encoding="utf-8")
    click.echo(text)


def read(results: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in results.read_text("utf-8").splitlines()] if results.is_file() else []


def run(left: list[Trial], results: Path, folder: Path) -> None:
    settings, region = Settings.from_environment(), load_region()

    def measured(data: Any) -> Any:
        model = train_with([write(data, folder), PROJECT / "data" / "rules"], region, folder / "model.tar.gz")
        return from_data(as_data(measure_model(settings, model, region, [])))

    live = measured(live_sentences())
    for trial in left:
        if trial.name in {row["name"] for row in read(results)}:
            continue
        found = compare(live, measured(candidate_sentences(trial.seed, ADDED, trial.share, trial.kind)))
        verdict = judge(found)
        row = {
            "name": trial.name,
            **asdict(trial),
            "passes": verdict.passes,
            "sets": {
                item.name: [item.live.total, item.live.right, item.candidate.right, len(item.gained), len(item.lost)]
                for item in found
            },
        }
        with results.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
        click.echo(json.dumps(row), err=True)


if __name__ == "__main__":
    main()
