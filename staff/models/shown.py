"""Models as the pages show them: figures with intervals, and the sentences that change sides."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.retraining.cards import Card
from bot.retraining.comparing import SetComparison, Share, Side
from bot.retraining.models import Models
from bot.retraining.outcomes import REVIEWED, SETS
from bot.review.labels import Labels
from bot.training import models_of
from staff.desk import Desk, desk
from staff.models.wording import in_german

_GONE = "(diese Nachricht ist inzwischen gelöscht)"


@dataclass(frozen=True)
class Row:
    """One set: what the live model and the candidate have right, and how many sentences change sides."""

    title: str
    live: str
    candidate: str
    gained: int
    lost: int


@dataclass(frozen=True)
class Changed:
    """A sentence that changes sides, in words for people."""

    text: str
    expected: str
    live: str
    candidate: str


@dataclass(frozen=True)
class Sides:
    """The sentences of one set that change sides."""

    title: str
    lost: Sequence[Changed]
    gained: Sequence[Changed]


def models() -> Models:
    """The models of the present office."""
    return models_of(desk().settings)


def rows_of(comparisons: Sequence[SetComparison]) -> list[Row]:
    return [
        Row(SETS[item.name], said(item.live), said(item.candidate), len(item.gained), len(item.lost))
        for item in comparisons
        if item.live.total
    ]


def sides_of(desk: Desk, comparisons: Sequence[SetComparison]) -> list[Sides]:
    """What changes sides, set by set. Reviewed messages are looked up: no card has them, and some may be forgotten."""
    labels = Labels(desk.stored)
    return [
        Sides(
            SETS[item.name],
            [_changed(labels, item.name, side) for side in item.lost],
            [_changed(labels, item.name, side) for side in item.gained],
        )
        for item in comparisons
        if item.lost or item.gained
    ]


def figures_of(card: Card) -> list[tuple[str, str]]:
    """What a card says of each set, by itself."""
    shares = {name: Share(*card.shares[name]) for name in SETS if name in card.shares}
    return [(SETS[name], said(share)) for name, share in shares.items() if share.total]


def said(share: Share) -> str:
    """ "93,1 % (91,0 bis 94,8 %)"."""
    low, high = share.interval
    return f"{_percent(share.value)} % ({_percent(low)} bis {_percent(high)} %)"


def to_learn(desk: Desk, card: Card | None) -> int:
    """How many confirmed messages a model has not learnt."""
    labels, known = Labels(desk.stored), set(card.data.labels if card else ())
    return sum(label.id not in known for label in [*labels.taught(), *labels.reviewed()])


def _percent(value: float) -> str:
    return f"{100 * value:.1f}".replace(".", ",")


def _changed(labels: Labels, name: str, side: Side) -> Changed:
    text = side.text
    if name == REVIEWED:
        label = labels.find(int(side.id)) if side.id.isdigit() else None
        text = label.text if label else _GONE
    return Changed(text, in_german(side.expected), in_german(side.live), in_german(side.candidate))
