"""Pretend models: training and measuring that take no time, for tests of everything around them."""

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.retraining.cards import Card, Data
from bot.retraining.gate import Verdict
from bot.retraining.outcomes import Item
from bot.review.labels import Label
from bot.settings import Settings
from bot.training import content_of, models_of
from catalogue.overlays.counting import Counting

AT = "2027-01-11T09:00:00"


def items(prefix: str, right: str) -> list[Item]:
    """One item a letter: "r" is understood, anything else is not."""
    return [
        Item(
            f"{prefix}{number}",
            f"{prefix} Satz {number}",
            letter == "r",
            "search",
            "search" if letter == "r" else "help",
        )
        for number, letter in enumerate(right)
    ]


def on_the_shelf(settings: Settings, number: int, right: str = "", verdict: Verdict | None = None) -> Card:
    """A model that is there, with a card."""
    models = models_of(settings)
    models.shelf.folder.mkdir(parents=True, exist_ok=True)
    models.shelf.path_of(number).write_bytes(b"model")
    card = Card(
        models.shelf.name_of(number),
        number,
        models.shelf.fingerprint,
        AT,
        "Ada" if number else "",
        Data(sentences=100, real=10, content=content_of([])),
        {"regression": items("p", right)} if right else {},
        verdict=verdict,
        against=models.shelf.name_of(models.shelf.counting()),
    )
    models.cards.keep(card)
    return card


@dataclasses.dataclass
class Pretend:
    """Trains by writing a file, and measures by what it is told about each model's number."""

    known: dict[int, str]
    trained: list[tuple[int, list[str]]] = dataclasses.field(default_factory=list)
    measured: list[tuple[str, list[str]]] = dataclasses.field(default_factory=list)

    def train(self, settings: Settings, labels: Sequence[Label], number: int, by: str, at: str) -> Card:
        self.trained.append((number, [label.text for label in labels]))
        card = on_the_shelf(settings, number)
        data = Data(100, 10, tuple(label.id for label in labels), content_of(labels))
        card = dataclasses.replace(card, data=data, by=by, at=at)
        models_of(settings).cards.keep(card)
        return card

    def measure(
        self,
        settings: Settings,
        model: Path,
        counting: Counting,
        labels: Sequence[Label],
        watch: Callable[[int, int], None],
    ) -> dict[str, list[Item]]:
        self.measured.append((model.name, [label.text for label in labels]))
        watch(1, 2)
        number = int(model.name.removesuffix(".tar.gz").rpartition("-")[2] if model.name.count("-") > 2 else 0)
        found = {"regression": items("p", self.known[number])}
        reviewed = [Item(str(label.id), "", bool(number), "search", "help") for label in labels]
        return found | ({"reviewed": reviewed} if reviewed else {})
