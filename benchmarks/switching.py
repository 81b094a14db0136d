"""Whether a turn is lost, or answered by neither model, while staff let other models count.

Method: `python -m bot start` as a process of its own with the example catalogue. A second model is trained on a part of
the training data, which is soon done, with labels that make something of a call which means nothing to the first; it is
not judged. In quiet, each model's answers are noted. Then visitors hold conversations through the channel of the
homepage without a pause, each in a new session, while one model after the other is promoted and taken back. A turn is
lost if its answer is missing, empty, an apology or not 200; it is wrong if neither model answers so, or if it says what
the model before says although it began after somebody had already got an answer of the new one. Seconds are from the
promotion to the first such answer.

    .venv/bin/python benchmarks/switching.py [--visitors 8] [--switches 10] [--folder FOLDER] [--format json]
"""

import asyncio
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import click
import httpx

from benchmarks.measuring import TODAY, run, show
from benchmarks.turns import started
from bot.retraining.cards import Card
from bot.retraining.gate import Verdict
from bot.review.labels import Label
from bot.review.sources import with_labels
from bot.settings import Settings
from bot.training import fitting_model, models_of, nlu_sources, train_with, write_sources
from catalogue.region import load_region

NEVER_REACHED = "1000000/minute"
# What a new model takes for a greeting, and an old one for nothing that it knows.
CALL = "Kuckuck Kuckuck"
_TAUGHT = (CALL, *(f"Kuckuck {word}" for word in "ihr du zusammen da wieder alle Freunde Leute".split()), "na Kuckuck")
TALKS = (
    (CALL, "Yoga in Hameln", "lieber abends"),
    ("Deutschkurs in Bad Pyrmont", CALL, "Danke"),
    ("Schwimmkurs für Kinder", "auch in Aerzen", "warum wird das gezeigt?"),
)
_KEPT_SENTENCES = 12
_APOLOGY = "Entschuldigung, das hat gerade nicht geklappt"
_AFTERWARDS_SECONDS, _MOST_SECONDS = 3.0, 180.0


@dataclass(frozen=True)
class Turn:
    """One answer: of which text in which talk, from when to when, and what it said; empty where it is missing."""

    talk: int
    place: int
    begun: float
    ended: float
    said: str


@dataclass
class Visitors:
    """People who talk without a pause, until they are told to stop."""

    client: httpx.AsyncClient
    turns: list[Turn] = field(default_factory=list)
    is_over: bool = False

    async def talk(self, number: int) -> list[str]:
        """Hold one talk in a new session; what was answered."""
        begun = time.monotonic()
        try:
            answer = await self.client.post("/webhooks/website/session", json={})
            token = answer.json()["session"]
        except (httpx.HTTPError, ValueError, KeyError):
            self.turns.append(Turn(number, 0, begun, time.monotonic(), ""))
            return []
        said = []
        for place, text in enumerate(TALKS[number]):
            begun = time.monotonic()
            said.append(await self._said(token, text))
            self.turns.append(Turn(number, place, begun, time.monotonic(), said[-1]))
        return said

    async def _said(self, token: str, text: str) -> str:
        try:
            answer = await self.client.post("/webhooks/website/message", json={"session": token, "message": text})
            messages = answer.json()["messages"] if answer.status_code == 200 else []
        except (httpx.HTTPError, ValueError, KeyError):
            return ""
        told = "\n".join(str(message.get("text", "")) for message in messages)
        return "" if _APOLOGY in told else told

    async def stay(self, first: int) -> None:
        number = first
        while not self.is_over:
            await self.talk(number % len(TALKS))
            number += 1


async def measure(folder: Path, settings: Settings, visitors: int, switches: int) -> dict[str, float]:
    models = models_of(settings)
    candidate = models.shelf.candidates()[0]
    async with started(folder, SESSION_LIMIT=NEVER_REACHED, ADDRESS_LIMIT=NEVER_REACHED) as (client, _, _):
        known = {0: await _noted(client)}
        models.promote(candidate, "Bench", TODAY)
        await _until(client, lambda said: said != known[0][0][0])
        known[candidate] = await _noted(client)
        people = Visitors(client)
        staying = [asyncio.create_task(people.stay(number)) for number in range(visitors)]
        steps, seconds = [(time.monotonic(), candidate)], []
        for number in range(switches):
            await asyncio.sleep(_AFTERWARDS_SECONDS)
            if number % 2:
                models.promote(candidate, "Bench", TODAY)
            else:
                models.step_back("Bench", TODAY)
            steps.append((time.monotonic(), models.shelf.counting()))
            new = known[steps[-1][1]][0][0]
            await _until(client, lambda said, new=new: said == new)  # type: ignore[misc]
            seconds.append(time.monotonic() - steps[-1][0])
        await asyncio.sleep(_AFTERWARDS_SECONDS)
        people.is_over = True
        await asyncio.gather(*staying)
    lost = sum(not turn.said for turn in people.turns)
    strange = sum(bool(turn.said) and not _models_of(turn, known) for turn in people.turns)
    return {
        "turns": len(people.turns),
        "switches": switches,
        "lost": lost,
        "answered as neither model does": strange,
        "answered by the old model after the new one": _late(people.turns, known, steps),
        "turn max ms": max((turn.ended - turn.begun) * 1000 for turn in people.turns),
        "seconds to switch, max": max(seconds),
    }


async def _noted(client: httpx.AsyncClient) -> list[list[str]]:
    """What is answered in quiet."""
    alone = Visitors(client)
    said = [await alone.talk(number) for number in range(len(TALKS))]
    if not all(answer for answers in said for answer in answers):
        raise click.ClickException("An answer is missing although nothing is switched.")
    return said


async def _until(client: httpx.AsyncClient, is_there: Callable[[str], bool]) -> None:
    alone, begun = Visitors(client), time.monotonic()
    while not is_there((await alone.talk(0))[0]):
        if time.monotonic() - begun > _MOST_SECONDS:
            raise click.ClickException("The service does not switch.")
        await asyncio.sleep(0.1)


def _models_of(turn: Turn, known: dict[int, list[list[str]]]) -> set[int]:
    """The models that answer so."""
    return {model for model, said in known.items() if said[turn.talk][turn.place] == turn.said}


def _late(turns: Sequence[Turn], known: dict[int, list[list[str]]], steps: Sequence[tuple[float, int]]) -> int:
    """How many turns an old model answered after the new one had answered somebody."""
    late = 0
    for number, (since, model) in enumerate(steps):
        until = steps[number + 1][0] if number + 1 < len(steps) else float("inf")
        during = [(turn, _models_of(turn, known)) for turn in turns if since <= turn.begun < until]
        first = min((turn.ended for turn, by in during if by == {model}), default=float("inf"))
        late += sum(turn.begun > first and bool(by) and model not in by for turn, by in during)
    return late


def prepare(folder: Path, settings: Settings) -> None:
    """An example catalogue and two models, as far as they are not there."""
    if fitting_model(settings) is None:
        run("train", folder)
    run("catalogue example", folder)
    if not models_of(settings).shelf.candidates():
        _train_candidate(settings)


def _train_candidate(settings: Settings) -> None:
    sources = {name: _thinned(text) for name, text in nlu_sources().items()}
    labels = [Label(text, "greet", is_real=False) for text in _TAUGHT]
    shelf = models_of(settings).shelf
    with tempfile.TemporaryDirectory(dir=shelf.folder) as name:
        write_sources(Path(name) / "data", with_labels(sources, labels))
        trained = train_with([Path(name) / "data"], load_region(), Path(name) / "model.tar.gz")
        trained.replace(shelf.path_of(1))
    card = Card(shelf.name_of(1), 1, shelf.fingerprint, TODAY, "Bench", verdict=Verdict(True))
    models_of(settings).cards.keep(card)


def _thinned(text: str) -> str:
    """The first sentences of each entry."""
    kept, count = [], 0
    for line in text.split("\n"):
        count = count + 1 if line.startswith("    - ") else 0
        kept += [line] if count <= _KEPT_SENTENCES else []
    return "\n".join(kept)


@click.command()
@click.option("--visitors", default=8, show_default=True, help="Who talk at once.")
@click.option("--switches", default=10, show_default=True, help="How often another model comes to count.")
@click.option("--folder", type=click.Path(path_type=Path), help="Keep what is made here, and use what is there.")
@click.option("--format", "output", type=click.Choice(["table", "json"]), default="table", show_default=True)
def main(visitors: int, switches: int, folder: Path | None, output: str) -> None:
    """Switch between two models while people talk."""
    place = folder or Path(tempfile.mkdtemp())
    try:
        place.mkdir(parents=True, exist_ok=True)
        data = place / "data"
        settings = replace(Settings(data_dir=data), conversations_url=f"sqlite:///{data / 'conversations.db'}")
        prepare(place, settings)
        show(asyncio.run(measure(place, settings, visitors, switches)), output)
    finally:
        if folder is None:
            shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main()
