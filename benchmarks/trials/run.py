"""Run all trials of the loader and write docs/trials.md.

python -m benchmarks.trials.run [--malformed N] [--kills N] [--hindered N] [--histories N] [--offers N] [--days N]
    [--nasty N]
"""

import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from benchmarks.measuring import PROJECT
from benchmarks.trials.formulas import try_formulas
from benchmarks.trials.hindered import hinder_loads
from benchmarks.trials.histories import try_histories
from benchmarks.trials.killed import kill_loads
from benchmarks.trials.large import load_seconds
from benchmarks.trials.malformed import try_malformed
from benchmarks.trials.samples import FOLDERS, read_samples
from benchmarks.trials.years import live_through
from catalogue.region import load_region

_SEED = 1
_MOST_NAMED = 20
_TODAY = date(2026, 4, 1)
_PAGE = PROJECT / "docs" / "trials.md"
_HEAD = """# Trials of the loader

Written by `make trials` (`benchmarks/trials/`). Everything is drawn with seeds, so each case can be repeated;
`make test` runs a sample.

| what was tried | times | result | bar |
| --- | --- | --- | --- |
"""


@click.command()
@click.option("--malformed", default=20_000, show_default=True)
@click.option("--kills", default=300, show_default=True)
@click.option("--hindered", default=50, show_default=True)
@click.option("--histories", default=5_000, show_default=True)
@click.option("--offers", default=10_000, show_default=True)
@click.option("--days", default=1096, show_default=True)
@click.option("--nasty", default=10_000, show_default=True)
def main(malformed: int, kills: int, hindered: int, histories: int, offers: int, days: int, nasty: int) -> None:
    """Try the loader, print what happened and write the page."""
    rows = [
        _large(offers), _malformed(malformed), _kills(kills), _hindered(hindered), _histories(histories),
        _formulas(nasty), *_samples(), _years(days),
    ]  # fmt: skip
    lines = [f"| {' | '.join(row)} |" for row in rows]
    _PAGE.write_text(_HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    click.echo("\n".join(lines))


def _name(faults: Sequence[str]) -> None:
    """Print the first of what went wrong."""
    for fault in faults[:_MOST_NAMED]:
        click.echo(fault)


def _malformed(times: int) -> tuple[str, ...]:
    outcome = try_malformed(_SEED, times)
    _name(outcome.faults)
    return (
        "malformed submissions: CSV, XLSX, XML, JSON-LD, JSON, iCal; bad cells, cut off, bits turned, bombs",
        f"{outcome.tried:,} ({outcome.reached_rows:,} reached the checks of rows)",
        f"{len(outcome.faults)} crashes or unclear refusals; at most {outcome.seconds:.1f} s, "
        f"{outcome.megabytes:.0f} MB above an idle loader",
        "0; 5 s; 300 MiB",
    )


def _kills(times: int) -> tuple[str, ...]:
    with tempfile.TemporaryDirectory() as folder:
        outcome = kill_loads(Path(folder), times, _SEED)
    result = f"{outcome.old} the old catalogue, {outcome.new} the new one, {outcome.broken} neither"
    return "a load killed at a random moment", f"{times:,}", result, "always the old or the new one"


def _hindered(times: int) -> tuple[str, ...]:
    with tempfile.TemporaryDirectory() as folder:
        outcome = hinder_loads(Path(folder), times, _SEED)
    _name(outcome.wrong)
    names = ", ".join(f"{name} {count}" for name, count in outcome.tried.items())
    result = f"{len(outcome.wrong)} without a German sentence, or with another catalogue than before"
    return f"a load that cannot write: {names}", f"{sum(outcome.tried.values()):,}", result, "0"


def _histories(times: int) -> tuple[str, ...]:
    losses = try_histories(times, _SEED)
    _name(losses)
    return "histories of rows and corrections, 15 steps each", f"{times:,}", f"{len(losses)} losses", "0"


def _large(offers: int) -> tuple[str, ...]:
    with tempfile.TemporaryDirectory() as folder:
        seconds = load_seconds(Path(folder), offers, _SEED)
    result = f"{seconds['new']:.0f} s; the same file again {seconds['again']:.0f} s"
    return "one file checked, planned and applied on SQLite", f"{offers:,} offers", result, "30 s"


def _years(days: int) -> tuple[str, ...]:
    with tempfile.TemporaryDirectory() as folder:
        outcome = live_through(Path(folder), days, _SEED)
    _name(outcome.wrong)
    result = (
        f"{len(outcome.wrong)} differences between what should be shown and the chat, the list and the homepage; "
        f"{outcome.shown:,} offers shown, {outcome.on_request:,} on request only; {outcome.files:,} files loaded"
    )
    return "a simulated calendar, day by day", f"{outcome.days:,} days", result, "0 shown as current that are not"


def _formulas(offers: int) -> tuple[str, ...]:
    of_csv, of_xlsx = try_formulas(_SEED, offers)
    result = f"{of_csv.formulas} of {of_csv.seen:,} cells in CSV, {of_xlsx.formulas} of {of_xlsx.seen:,} in XLSX"
    return "exports of offers whose texts look like formulas: cells that are one", f"{offers:,} offers", result, "0"


def _samples() -> list[tuple[str, ...]]:
    """Only where the files of other systems, which may not be passed on, are at hand."""
    samples = read_samples(tuple(folder for folder in FOLDERS if folder.is_dir()), load_region(), _TODAY)
    if not samples:
        return []
    for sample in samples:
        click.echo(f"{sample.file}: {sample.good} in, {sample.bad} refused {sample.refused_whole}".rstrip())
        for number, field, reason in sample.refused:
            click.echo(f"  {number}, {field}: {reason}")
    whole = sum(bool(sample.refused_whole) for sample in samples)
    good, bad = sum(sample.good for sample in samples), sum(sample.bad for sample in samples)
    result = f"{good} went in, {bad} refused by name, {whole} files refused as no catalogue"
    unnamed = sum(sample.unnamed for sample in samples)
    what = "files of other systems (openQ-Cat, Open-vhs, schema.org, JSON), places moved into the region"
    return [(what, f"{len(samples)} files, {good + bad:,} entries", f"{result}; {unnamed} without a reason", "0")]


if __name__ == "__main__":
    main()
