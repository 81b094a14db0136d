"""What there is to learn from: sentences of each kind of turn, invented and real, and how the real ones grew."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.retraining.comparing import Share
from bot.review.labels import Label
from bot.review.sentences import Sentence
from bot.review.tables import TAUGHT

# With fewer sentences a kind of turn is hardly learnt.
FEW = 40


@dataclass(frozen=True)
class IntentStock:
    """One kind of turn: sentences invented for it, real ones, and how many labels of it teach by now."""

    intent: str
    invented: int
    real: int
    taught: int

    @property
    def total(self) -> int:
        return self.invented + self.real

    @property
    def real_share(self) -> Share:
        return Share(self.real, self.total)


@dataclass(frozen=True)
class WeekStock:
    """A week, by its Monday: real sentences that were labelled in it, and the share of real ones at its end."""

    monday: datetime
    new: int
    real_share: Share


@dataclass(frozen=True)
class Stock:
    """By kind of turn, the one with the fewest sentences first. `described` sentences tell of a topic."""

    intents: tuple[IntentStock, ...]
    described: int
    weeks: tuple[WeekStock, ...]

    @property
    def real_share(self) -> Share:
        return Share(sum(item.real for item in self.intents), sum(item.total for item in self.intents))

    @property
    def few(self) -> tuple[IntentStock, ...]:
        return tuple(item for item in self.intents if item.total < FEW)


def stock(sentences: Sequence[Sentence], labels: Iterable[Label]) -> Stock:
    """Count the sentences that are there from the beginning, and the labels; what is in both counts as label."""
    teaching = [label for label in labels if label.intent is not None]
    labelled = {label.text for label in teaching}
    plain = [item for item in sentences if item.text not in labelled]
    invented = Counter(item.intent for item in plain if item.intent is not None and not item.is_real)
    invented.update(label.intent for label in teaching if label.intent is not None and not label.is_real)
    real = Counter(label.intent for label in teaching if label.is_real)
    real.update(item.intent for item in plain if item.intent is not None and item.is_real)
    taught = Counter(label.intent for label in teaching if label.state == TAUGHT)
    intents = [
        IntentStock(name, invented[name], real[name], taught[name])
        for name in {*invented, *real}
        if name is not None
    ]  # fmt: skip
    return Stock(
        tuple(sorted(intents, key=lambda item: (item.total, item.intent))),
        sum(item.topic is not None for item in plain),
        _weeks([label for label in teaching if label.is_real], invented.total()),
    )


def _weeks(real: Sequence[Label], invented: int) -> tuple[WeekStock, ...]:
    """Every week from the first real label on, also those without one."""
    new = Counter(_monday(label.at) for label in real)
    if not new:
        return ()
    monday, found, so_far = min(new), [], 0
    while monday <= max(new):
        so_far += new[monday]
        found.append(WeekStock(monday, new[monday], Share(so_far, so_far + invented)))
        monday += timedelta(weeks=1)
    return tuple(found)


def _monday(at: float) -> datetime:
    day = datetime.fromtimestamp(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return day - timedelta(days=day.weekday())
