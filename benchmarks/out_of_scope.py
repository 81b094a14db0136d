"""How many sentences that ask for no offer are answered with offers all the same.

    python benchmarks/out_of_scope.py FILE.csv|FILE.jsonl --column text [--label other_municipal]

Each sentence opens a conversation of its own on the example catalogue of 2027-01-11. Printed is the share
of sentences with an `offers` answer, and with --show the sentences themselves.
"""

import asyncio
import csv
import json
import os
import secrets
import tempfile
from pathlib import Path

import click

from benchmarks.measuring import TODAY, load_example
from bot.commands import be_quiet
from bot.settings import Settings
from catalogue.region import load_region


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True))
@click.option("--column", default="text")
@click.option("--label", help="Only rows with this value in the column `label`.")
@click.option("--show", is_flag=True)
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True)
def main(file: Path, column: str, label: str | None, show: bool, output: str) -> None:
    """Print the share of sentences that are wrongly answered with offers."""
    be_quiet()
    sentences = [row[column] for row in _rows(file) if not label or row["label"] == label]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BILDUNGSLOTSE_TODAY"] = TODAY
        os.environ["BILDUNGSLOTSE_DATABASE_URL"] = f"sqlite:///{Path(folder) / 'catalogue.db'}"
        wrong = asyncio.run(_answered_with_offers(sentences, Path(folder)))
    if output == "json":
        click.echo(json.dumps({"sentences": len(sentences), "shown": len(wrong)}))
        return
    click.echo(f"{file.name}: {len(wrong)} of {len(sentences)} ({len(wrong) / len(sentences):.1%}) show offers")
    if show:
        click.echo("\n".join(wrong))


def _rows(file: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, or of a file with one JSON object a line."""
    with file.open(encoding="utf-8", newline="") as opened:
        return [json.loads(line) for line in opened] if file.suffix == ".jsonl" else list(csv.DictReader(opened))


async def _answered_with_offers(sentences: list[str], folder: Path) -> list[str]:
    from bot.channels.incoming import ask
    from bot.local_agent import local_agent

    settings = Settings.from_environment()
    region = load_region(settings.region_dir)
    load_example(settings, region, folder)
    agent = await asyncio.to_thread(local_agent, settings)
    wrong = []
    for sentence in sentences:
        messages = await ask(agent, region, secrets.token_hex(16), sentence, "evaluation")
        if any(message.get("custom", {}).get("type") == "offers" for message in messages):
            wrong.append(sentence)
    return wrong


if __name__ == "__main__":
    main()
