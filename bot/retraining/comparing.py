"""The model that counts beside a candidate, on the same sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import comb, sqrt

from bot.retraining.outcomes import SETS, Item, Measured

_Z_95 = 1.959964


@dataclass(frozen=True)
class Share:
    """So many of so many are right, with a 95 % interval."""

    right: int
    total: int

    @property
    def value(self) -> float:
        return self.right / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.right, self.total)


@dataclass(frozen=True)
class Side:
    """A sentence that changes sides: what was meant, what the live model understands, and what the candidate does."""

    id: str
    text: str
    expected: str
    live: str
    candidate: str


@dataclass(frozen=True)
class SetComparison:
    """One frozen set: both models' shares, and the sentences that only one of them has right."""

    name: str
    live: Share
    candidate: Share
    gained: tuple[Side, ...]
    lost: tuple[Side, ...]

    @property
    def chance(self) -> float:
        """How likely it is that a model as good as the live one loses so many more than it gains."""
        return sign_test(len(self.lost), len(self.gained))


def compare(live: Measured, candidate: Measured) -> list[SetComparison]:
    """Both models on every set that both were measured on, sentence by sentence."""
    return [_compared(name, live[name], candidate[name]) for name in SETS if name in live and name in candidate]


def _compared(name: str, live: Sequence[Item], candidate: Sequence[Item]) -> SetComparison:
    before: Mapping[str, Item] = {item.id: item for item in live}
    pairs = [(before[item.id], item) for item in candidate if item.id in before]
    return SetComparison(
        name,
        Share(sum(old.right for old, _ in pairs), len(pairs)),
        Share(sum(new.right for _, new in pairs), len(pairs)),
        gained=tuple(_side(old, new) for old, new in pairs if new.right and not old.right),
        lost=tuple(_side(old, new) for old, new in pairs if old.right and not new.right),
    )


def _side(live: Item, candidate: Item) -> Side:
    return Side(candidate.id, candidate.text, candidate.expected, live.got, candidate.got)


def wilson(right: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson's score interval, E. B. Wilson, JASA 22, 1927); (0, 1) of nothing."""
    if not total:
        return 0.0, 1.0
    share, square = right / total, _Z_95**2
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = _Z_95 / (1 + square / total) * sqrt(share * (1 - share) / total + square / (4 * total**2))
    return max(0.0, middle - half), min(1.0, middle + half)


def sign_test(lost: int, gained: int) -> float:
    """How likely at least so many of the sentences that change sides are lost if either way is as likely.

    The exact one-sided test of McNemar for paired answers (Q. McNemar, Psychometrika 12, 1947).
    """
    changed = lost + gained
    return sum(comb(changed, many) for many in range(lost, changed + 1)) / 2**changed
