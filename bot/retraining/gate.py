"""Whether a candidate may count: refused where it is worse than the live model beyond noise, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.retraining.comparing import SetComparison
from bot.retraining.outcomes import SETS

# A candidate that is as good as the live model is refused once in a hundred times by each of six sets.
CHANCE = 0.01


@dataclass(frozen=True)
class Verdict:
    """Whether a candidate may be promoted, and German sentences that say why not."""

    passes: bool
    reasons: tuple[str, ...] = ()


def judge(comparisons: Sequence[SetComparison]) -> Verdict:
    """Look at each frozen set by itself: what is gained in one makes up for nothing that is lost in another."""
    reasons = tuple(_reason(item) for item in comparisons if item.chance < CHANCE)
    return Verdict(not reasons, reasons)


def _reason(item: SetComparison) -> str:
    return (
        f"{SETS[item.name]}: {len(item.lost)} von {item.live.total} versteht das neue Modell falsch, die das jetzige "
        f"richtig versteht; umgekehrt sind es {len(item.gained)}. Das ist mehr, als der Zufall erklärt."
    )
