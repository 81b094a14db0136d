"""A card for every model: what it learnt from, what it made of the frozen sets, and who let it count.

Cards are JSON files beside the models and outlive them; what was made of each sentence stands beside the card. No
sentence of a visitor stands in one, only numbers of labels.
"""

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from bot.retraining.comparing import SetComparison, compare
from bot.retraining.gate import Verdict
from bot.retraining.outcomes import Item, as_data, from_data
from catalogue.overlays.files import write_whole

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Data:
    """What a model was trained with: how many sentences, how many of them real, which labels, which words.

    `labels` are the numbers of the labels that taught, `content` a digest of what they say. `words` is the number of
    the state of words that counted.
    """

    sentences: int = 0
    real: int = 0
    labels: tuple[int, ...] = ()
    content: str = ""
    words: int = 0


@dataclass(frozen=True)
class Event:
    """Something that happened to a model, as a German word."""

    what: str
    by: str
    at: str


@dataclass(frozen=True)
class Card:
    """What is known of a model, trained at an ISO moment (`at`).

    `measured` is what it made of the frozen sets, empty until it is measured; `measured_on` tells apart sets and words.
    `shares` says of each set how many sentences were right, of how many.
    `against` names the model that counted when this one was judged. `verdict` is None where it was not judged: base
    models count because the software comes with them.
    """

    name: str
    number: int
    fingerprint: str
    at: str
    by: str
    data: Data = Data()
    measured: Mapping[str, Sequence[Item]] = field(default_factory=dict)
    shares: Mapping[str, Sequence[int]] = field(default_factory=dict)
    measured_on: str = ""
    against: str = ""
    verdict: Verdict | None = None
    events: tuple[Event, ...] = ()

    def with_event(self, what: str, by: str, at: str) -> "Card":
        return replace(self, events=(*self.events, Event(what, by, at)))


class Cards:
    """The cards of a folder, by the names of their models."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, name: str) -> Card | None:
        """The card of a model with all that was measured; None where there is none, or it cannot be read."""
        card = self._read(name)
        return card and replace(card, measured=self._measured(card))

    def _read(self, name: str) -> Card | None:
        try:
            return _card(json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError) as error:
            logger.warning("card %s cannot be read: %s", name, type(error).__name__)
            return None

    def all(self) -> list[Card]:
        """Every card that can be read, the newest first, without what was made of each sentence."""
        found = [self._read(path.stem) for path in self.folder.glob("*.json")]
        return sorted((card for card in found if card), key=lambda card: (card.at, card.number), reverse=True)

    def keep(self, card: Card) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        shares = {name: (sum(item.right for item in items), len(items)) for name, items in card.measured.items()}
        if card.measured:
            measured = {"measured_on": card.measured_on, "items": as_data(card.measured)}
            write_whole(self._beside(card.name), json.dumps(measured, ensure_ascii=False))
        data = asdict(replace(card, measured={}, shares=shares or card.shares))
        del data["measured"]
        write_whole(self.folder / f"{card.name}.json", json.dumps(data, ensure_ascii=False, indent=1) + "\n")

    def _measured(self, card: Card) -> Mapping[str, Sequence[Item]]:
        try:
            read = json.loads(self._beside(card.name).read_text(encoding="utf-8"))
            return from_data(read["items"]) if read["measured_on"] == card.measured_on else {}
        except (OSError, ValueError, TypeError, KeyError):
            return {}

    def _beside(self, name: str) -> Path:
        return self.folder / f"{name}.measured"


def compared(live: Card, candidate: Card) -> list[SetComparison]:
    """Two cards on the sets that both models were measured on."""
    return compare(live.measured, candidate.measured)


def _card(data: dict[str, Any]) -> Card:
    verdict = data["verdict"]
    return Card(
        **{
            **data,
            "data": Data(**{**data["data"], "labels": tuple(data["data"]["labels"])}),
            "verdict": verdict and Verdict(verdict["passes"], tuple(verdict["reasons"])),
            "events": tuple(Event(**row) for row in data["events"]),
        }
    )
