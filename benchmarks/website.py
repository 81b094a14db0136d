"""How surely conversations on the homepage are kept apart, how fast its list of offers is, and what its pages weigh.

Sessions: `python -m bot start` with the example catalogue, limits that are never reached and fresh conversations; the
tries at them as `sessions.py` describes.

List: the service on 10,000 offers (see `generated.py`), eleven addresses of `/angebote` with filters, each asked for
twenty times by one user; measured from request to the whole answer. First load: `/angebote` on that catalogue with the
styles and scripts that it names and those that the chat element loads, in an empty cache; widget: script and style of
the chat element. Bytes of the bodies as they are transferred (gzip), and as they are.

    .venv/bin/python benchmarks/website.py [--tries 5000] [--format json]
"""

import asyncio
import random
import re
import shutil
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click
import httpx

from benchmarks.generated import fill
from benchmarks.measuring import TODAY, environment, percentile, run, show
from benchmarks.sessions import SEED, try_sessions
from benchmarks.turns import started
from catalogue.database import migrate, open_engine
from catalogue.listing import WEEKEND, Choice
from catalogue.permalink import LIST_PATH, list_link
from catalogue.region import load_region
from catalogue.wish import Wish

OFFERS, REQUESTS = 10_000, 20
NEVER_REACHED = "1000000/minute"
WIDGET = ("/widget/bildungslotse-chat.js", "/widget/bildungslotse-chat.css")
FILTERED = tuple(
    list_link(choice)
    for choice in (
        Choice(),
        Choice(Wish(area="Sprachbildung")),
        Choice(Wish(topic="deutsch", place=("Hameln",))),
        Choice(Wish(topic="yoga", time="abends")),
        Choice(Wish(kind="Kurs", audience=("Erwachsene",), free=True)),
        Choice(Wish(place=("Bad Pyrmont",), radius_km=15.0)),
        Choice(Wish(place=("31785",), weekdays=("Mo", "Mi"))),
        Choice(Wish(level=("B1",), format="Präsenz", childcare=True)),
        Choice(Wish(area="Kultur und Freizeit"), most_euros=50),
        Choice(Wish(kind="Veranstaltung"), day=WEEKEND),
        Choice(Wish(topic="computer", audience=("Seniorinnen und Senioren",), exclude={"place": ("Aerzen",)})),
    )
)


async def sessions(folder: Path, tries: int) -> dict[str, float]:
    async with started(folder, SESSION_LIMIT=NEVER_REACHED, ADDRESS_LIMIT=NEVER_REACHED) as (client, _, _):
        found = await try_sessions(client, folder / "data", tries)
    return {
        "session tries": tries,
        "session tries succeeded": sum(found.values()),
        **{f"session tries succeeded, {kind}": count for kind, count in found.items()},
    }


def linked_files(page: str) -> list[str]:
    """The styles and scripts that a page loads, and those that the chat element on it loads."""
    named = re.findall(r'<link rel="stylesheet" href="([^"]+)"|<script type="module" src="([^"]+)"', page)
    return list(dict.fromkeys([*("".join(pair) for pair in named), *WIDGET]))


async def sizes(client: httpx.AsyncClient, paths: Sequence[str]) -> tuple[int, int]:
    """Bytes of the answers as they are transferred, and as they are."""
    answers = [await client.get(path) for path in paths]
    return sum(answer.num_bytes_downloaded for answer in answers), sum(len(answer.content) for answer in answers)


async def list_of_offers(folder: Path) -> dict[str, float]:
    times = []
    async with started(folder, ADDRESS_LIMIT=NEVER_REACHED) as (client, _, _):
        for path in FILTERED:
            for _ in range(REQUESTS):
                start = time.perf_counter()
                answer = await client.get(path)
                times.append((time.perf_counter() - start) * 1000)
                answer.raise_for_status()
        page = (await client.get(LIST_PATH)).text
        transferred, plain = await sizes(client, [LIST_PATH, *linked_files(page)])
        widget, widget_plain = await sizes(client, WIDGET)
    return {
        "list offers": OFFERS,
        "list p50 ms": percentile(times, 0.5),
        "list p95 ms": percentile(times, 0.95),
        "list max ms": max(times),
        "first load bytes": transferred,
        "first load bytes uncompressed": plain,
        "widget bytes": widget,
        "widget bytes uncompressed": widget_plain,
    }


def fill_large(folder: Path) -> None:
    """A catalogue of many offers below a folder."""
    database = Path(environment(folder)["BILDUNGSLOTSE_DATA_DIR"]) / "catalogue.db"
    engine = open_engine(f"sqlite:///{database}")
    migrate(engine)
    fill(engine, load_region(), OFFERS, date.fromisoformat(TODAY), random.Random(SEED))
    engine.dispose()


@click.command()
@click.option("--tries", default=5_000, show_default=True, help="Tries to get at somebody else's conversation.")
@click.option("--format", "output", type=click.Choice(["table", "json"]), default="table", show_default=True)
def main(tries: int, output: str) -> None:
    """Try the sessions of the homepage, and measure its list of offers."""
    with tempfile.TemporaryDirectory() as name:
        small, large = Path(name) / "small", Path(name) / "large"
        small.mkdir()
        run("train", small)
        run("catalogue example", small)
        shutil.copytree(small / "data" / "models", large / "data" / "models")
        fill_large(large)
        show({**asyncio.run(sessions(small, tries)), **asyncio.run(list_of_offers(large))}, output)


if __name__ == "__main__":
    main()
