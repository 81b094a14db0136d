"""How long one search takes in a catalogue of 100,000 offers.

Method: a fresh SQLite catalogue in a temporary folder (see `generated.py`); 400 wishes, 50 of each of eight
shapes that people ask for, drawn with a fixed seed; after ten that do not count each is searched once, in a
session of its own as in the assistant, on one connection. Measured is `catalogue.search.search` alone: the
page of offers, the count, what was given up and the question that narrows. No bar is asserted.

    .venv/bin/python benchmarks/search.py [--offers 100000] [--format json]
"""

import random
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click
from sqlalchemy import Engine

from benchmarks.generated import fill
from benchmarks.measuring import TODAY, percentile, show
from catalogue.database import migrate, open_engine, reading
from catalogue.region import Region, load_region
from catalogue.search import search
from catalogue.terms import Topic
from catalogue.values import LEVELS, TIMES, WEEKDAYS
from catalogue.wish import Wish

SEED = 20270111
PER_SHAPE = 50
WARM_UP = 10
# What many people ask for; half of all wishes with a topic are about one of these, broad ones among them.
_OFTEN = (
    "deutsch", "sprachen", "englisch", "integrationskurs", "nachhilfe", "computer", "musik", "sport", "yoga",
    "ausbildung", "schulabschluss", "krabbelgruppe", "ferienbetreuung", "pflege", "kochen", "erziehung",
)  # fmt: skip
_FREE_WORDS = (
    "werkstatt", "wärmepumpe", "bilderbuchkino", "jobcoach", "formulare", "geschichten", "garten hof",
    "führungszeugnis", "kleine gruppe", "kinder betreuung", "prüfung", "bogenschießen", "kräuterwanderung",
)  # fmt: skip


@dataclass
class Wishes:
    """Draws wishes as they come out of a dialogue: what follows from a topic is in them, too."""

    region: Region
    draw: random.Random

    def topic(self) -> Wish:
        often = [self.region.topics[name] for name in _OFTEN if name in self.region.topics]
        any_topic = list(self.region.topics.values())
        topic: Topic = self.draw.choice(often if self.draw.random() < 0.5 else any_topic)
        area = self.region.area_of(topic.name)
        words = (self.draw.choice(_FREE_WORDS),) if self.draw.random() < 0.2 else ()
        return Wish(topic=topic.name, words=words).follow(area=area, kind=topic.kind, audience=topic.audience)

    def place(self) -> tuple[str, ...]:
        """A municipality three times in five, else any place; the first town is asked for most."""
        gazetteer = self.region.gazetteer
        towns = (gazetteer.municipalities[0], *gazetteer.municipalities)
        return (self.draw.choice(towns if self.draw.random() < 0.6 else gazetteer.places).title,)

    def topic_place(self) -> Wish:
        wish = self.topic().set(place=self.place())
        return wish.set(radius_km=15.0) if self.draw.random() < 0.3 else wish

    def topic_place_time(self) -> Wish:
        wish = self.topic_place().set(time=self.draw.choice(TIMES))
        return wish.set(weekdays=(self.draw.choice(WEEKDAYS),)) if self.draw.random() < 0.3 else wish

    def kind_audience(self) -> Wish:
        kind, audience = self.draw.choice(self.region.kinds), self.draw.choice(self.region.audiences)
        return Wish(kind=kind.name, audience=(audience.name,))

    def place_only(self) -> Wish:
        return Wish(place=self.place())

    def free_words(self) -> Wish:
        wish = Wish(topic=self.draw.choice(_FREE_WORDS))
        return wish.set(place=self.place()) if self.draw.random() < 0.5 else wish

    def level(self) -> Wish:
        wish = Wish(topic="deutsch").follow(area=self.region.area_of("deutsch"), audience=("Neuzugewanderte",))
        wish = wish.set(kind="Kurs", level=(self.draw.choice(LEVELS),))
        return wish.set(place=self.place()) if self.draw.random() < 0.7 else wish

    def exclude(self) -> Wish:
        wish = self.topic_place().without("time", (self.draw.choice(TIMES),))
        return wish.without("weekdays", (self.draw.choice(WEEKDAYS),)).without("place", self.place())

    def nothing_fits(self) -> Wish:
        """So much at once that something has to be given up."""
        wish = self.topic_place_time().set(kind="Praktikum", level=("C2",), free=True, childcare=True, age=3)
        return wish.set(languages=("Tamil",)) if self.draw.random() < 0.5 else wish

    def drawn(self) -> list[tuple[str, Wish]]:
        """All wishes with the names of their shapes, in random order."""
        shapes: tuple[Callable[[], Wish], ...] = (
            self.topic_place, self.topic_place_time, self.kind_audience, self.place_only, self.free_words, self.level,
            self.exclude, self.nothing_fits,
        )  # fmt: skip
        found = [(shape.__name__, shape()) for shape in shapes for _ in range(PER_SHAPE)]
        self.draw.shuffle(found)
        return found


def timed(engine: Engine, wish: Wish, region: Region, today: date) -> float:
    """Milliseconds that one search takes, the opening of its session included."""
    start = time.perf_counter()
    with reading(engine) as session:
        search(session, wish, region, today)
    return (time.perf_counter() - start) * 1000


@click.command()
@click.option("--offers", default=100_000, show_default=True, help="Offers in the catalogue, 300 at least.")
@click.option("--format", "output", type=click.Choice(["table", "json"]), default="table", show_default=True)
def main(offers: int, output: str) -> None:
    """Measure searches in a large catalogue."""
    region, today = load_region(), date.fromisoformat(TODAY)
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'catalogue.db'}")
        migrate(engine)
        fill(engine, region, offers, today, random.Random(SEED))
        wishes = Wishes(region, random.Random(SEED)).drawn()
        for _, wish in wishes[:WARM_UP]:
            timed(engine, wish, region, today)
        times = [(shape, timed(engine, wish, region, today)) for shape, wish in wishes]
        engine.dispose()
    every = [milliseconds for _, milliseconds in times]
    figures = {"offers": float(offers), "p50 ms": percentile(every, 0.5), "p95 ms": percentile(every, 0.95)}
    figures["max ms"] = max(every)
    for shape in sorted({name for name, _ in times}):
        figures[f"p95 ms {shape}"] = percentile([value for name, value in times if name == shape], 0.95)
    show(figures, output)


if __name__ == "__main__":
    main()
