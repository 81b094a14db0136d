"""What reviewed messages bring: the whole wish on fresh questions, after more and more of them.

Method: 600 messages were written by language models that played visitors and had seen nothing of the project, and were
labelled by others that saw each message with what the assistant had understood, as staff see it
(`tests/questions/reviewed/messages.jsonl`). The first so many of them are read in as `bildungslotse review
import-labels` does it; the new words are published, the labels teach, and a model is trained. It is measured as
`bildungslotse evaluate` does it, on `tests/questions/reserve`, which nobody has opened, and on `tests/questions/test`,
which nobody opens who works on the understanding. Every model is compared with the one that learnt nothing, turn by
turn (sign test). Words alone: the same with the words published and no label learnt.

    .venv/bin/python -m benchmarks.learning [--counts 0,500,250] [--results FILE] [--words-only] [--write]
"""

import json
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from bot.commands import be_quiet
from bot.evaluation.measure import Measurement, measure
from bot.evaluation.stage import DAY, example_catalogue
from bot.local_agent import local_agent
from bot.region_in_use import counting_now, own_sentences, states_of
from bot.retraining.comparing import sign_test, wilson
from bot.retraining.shelf import BASE
from bot.review.exchange import Import
from bot.review.labels import Labels
from bot.review.scrubbing import Scrubber
from bot.review.synonyms import add_word
from bot.settings import Settings
from bot.stored import open_stored
from bot.training import PROJECT, shelf_of, train_model
from catalogue.region import load_region

QUESTIONS = PROJECT / "tests" / "questions"
MESSAGES = QUESTIONS / "reviewed" / "messages.jsonl"
SETS = ("reserve", "test")
RESULTS = PROJECT / "benchmarks" / "learning.jsonl"
PAGE = PROJECT / "docs" / "learning.md"
_BY = "benchmark"


def taught_settings(folder: Path, lines: Sequence[str], *, with_labels: bool) -> Settings:
    """A data directory in which these messages are reviewed, their words published and their labels taught."""
    settings = replace(
        Settings.from_environment(), data_dir=folder, conversations_url=f"sqlite:///{folder / 'conversations.db'}"
    )
    region, states, at = load_region(settings.region_dir), states_of(settings), settings.now()

    def add(word: str, of: str, name: str) -> bool:
        return add_word(states, region, own_sentences(), (word, of, name), _BY, at)

    stored = open_stored(settings.conversations_url)
    report = Import(stored, Scrubber(region), region.topics, add, time.time).read(lines, _BY)
    click.echo(f"labels {report.new}, words {report.words}, refused {len(report.refused)}", err=True)
    if report.words:
        states.publish(_BY, at, lambda overlay: None)
    labels = Labels(stored)
    if with_labels:
        labels.teach([label.id for label in labels.reviewed()], _BY)
    stored.dispose()
    return settings


def measured(settings: Settings) -> dict[str, Measurement]:
    """Train with what is taught, and measure."""
    region = counting_now(settings).region
    labels = Labels(open_stored(settings.conversations_url)).taught()
    train_model(settings, labels, BASE, _BY, settings.now().isoformat())
    model = shelf_of(settings).path_of(BASE)
    with example_catalogue(settings, region) as stage:
        agent = local_agent(stage.settings, model, region)
        return {
            name: measure(agent, region, sorted((QUESTIONS / name).glob("*.yml")), stage.files, DAY) for name in SETS
        }


def row_of(count: int, is_words_only: bool, found: dict[str, Measurement]) -> dict[str, Any]:
    return {
        "count": count,
        "words only": is_words_only,
        "sets": {
            name: {
                "kind": [outcome.kind_right for outcome in item.outcomes],
                "understood": [outcome.understood for outcome in item.outcomes],
                "answered": [verdict is not None and verdict.right for _, verdict in item.verdicts],
            }
            for name, item in found.items()
        },
    }


@click.command()
@click.option("--counts", default="0,500,250", show_default=True)
@click.option("--results", type=click.Path(path_type=Path), default=RESULTS, show_default=True)
@click.option("--words-only", is_flag=True, help="Also with the words of the most messages, and no label learnt.")
@click.option("--write", "is_written", is_flag=True, help="Write docs/learning.md.")
def main(counts: str, results: Path, words_only: bool, is_written: bool) -> None:
    """Learn from more and more reviewed messages, and measure."""
    be_quiet()
    rows = read(results)
    done = {(row["count"], row["words only"]) for row in rows}
    wanted = [(int(count), False) for count in counts.split(",")]
    if words_only:
        wanted.append((max(count for count, _ in wanted), True))
    lines = MESSAGES.read_text(encoding="utf-8").splitlines()
    for count, is_words_only in wanted:
        if (count, is_words_only) not in done:
            with tempfile.TemporaryDirectory() as folder:
                settings = taught_settings(Path(folder), lines[:count], with_labels=not is_words_only)
                row = row_of(count, is_words_only, measured(settings))
            with results.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")
    text = page(read(results))
    if is_written:
        PAGE.write_text(text, encoding="utf-8")
    click.echo(text)


def read(results: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in results.read_text("utf-8").splitlines()] if results.is_file() else []


def page(rows: Sequence[dict[str, Any]]) -> str:
    lines = [
        "# What reviewed messages bring",
        "",
        "Written by `.venv/bin/python -m benchmarks.learning --write`, whose docstring says how it is measured; what",
        "became of each turn stands in `benchmarks/learning.jsonl`.",
    ]
    ordered = sorted(rows, key=lambda row: (row["words only"], row["count"]))
    before = next(row for row in ordered if row["count"] == 0)
    for name in SETS:
        turns = len(before["sets"][name]["understood"])
        lines += ["", f"## `tests/questions/{name}`: {turns} turns", ""]
        lines.append("| reviewed messages | kind of turn | whole wish | gained, lost | by chance | answered |")
        lines.append("| --- | --- | --- | --- | --- | --- |")
        lines += [_line(row, name, before) for row in ordered]
    return "\n".join(lines) + "\n"


def _line(row: dict[str, Any], name: str, before: dict[str, Any]) -> str:
    now, then = row["sets"][name], before["sets"][name]
    pairs = list(zip(then["understood"], now["understood"], strict=True))
    gained, lost = pairs.count((False, True)), pairs.count((True, False))
    low, high = wilson(sum(now["understood"]), len(pairs))
    title = f"{row['count']}, words only" if row["words only"] else str(row["count"])
    share = {key: 100 * sum(values) / len(values) for key, values in now.items()}
    return (
        f"| {title} | {share['kind']:.1f} % | {share['understood']:.1f} % ({100 * low:.1f}-{100 * high:.1f}) "
        f"| {gained}, {lost} | {sign_test(gained, lost):.3f} | {share['answered']:.1f} % |"
    )


if __name__ == "__main__":
    main()
