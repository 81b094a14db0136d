"""Kinds of turn that are taken for one another: what was understood against what was meant."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from bot.retraining.comparing import Share
from bot.retraining.outcomes import KNOWN, REVIEWED, Measured

_MOST_EXAMPLES = 5


class Example(NamedTuple):
    """A sentence; `message` is the id of the kept message that it is, None where it is none."""

    text: str
    message: int | None = None


class Turn(NamedTuple):
    """One message or sentence: what was meant (`expected`), what was understood (`got`), and the classifier's guess."""

    expected: str
    got: str
    guess: str = ""
    example: Example | None = None


@dataclass(frozen=True)
class Confusion:
    """One kind of turn taken for another: how often, and how often the classifier's guess had been right."""

    expected: str
    got: str
    count: int
    guessed: int
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True)
class Confusions:
    """How many of all turns were understood; `counts` by what was meant and what was understood, right ones as well."""

    understood: Share
    counts: dict[tuple[str, str], int]
    pairs: tuple[Confusion, ...]


def turns_of(measured: Measured) -> list[Turn]:
    """What a model made of the frozen sets whose sentences have a kind of turn each, for `confusions`."""
    items = (item for name in (KNOWN, REVIEWED) for item in measured.get(name, ()))
    # Reviewed sentences stand there without their words, and say behind a comma that conditions are others.
    return [
        Turn(item.expected, item.got.partition(",")[0], example=Example(item.text) if item.text else None)
        for item in items
    ]


def confusions(turns: Iterable[Turn]) -> Confusions:
    """Count turns, of whatever set: what staff labelled, or a model's items of the frozen sets.

    The pairs come with the most frequent first, each with its first different examples.
    """
    known = list(turns)
    counts = Counter((turn.expected, turn.got) for turn in known)
    guessed = Counter((turn.expected, turn.got) for turn in known if turn.guess == turn.expected)
    examples: dict[tuple[str, str], dict[str, Example]] = {}
    for turn in known:
        if turn.example is not None:
            examples.setdefault((turn.expected, turn.got), {}).setdefault(turn.example.text, turn.example)
    wrong = sorted((pair for pair in counts if pair[0] != pair[1]), key=lambda pair: (-counts[pair], pair))
    return Confusions(
        Share(sum(count for pair, count in counts.items() if pair[0] == pair[1]), len(known)),
        dict(counts),
        tuple(
            Confusion(*pair, counts[pair], guessed[pair], tuple(examples.get(pair, {}).values())[:_MOST_EXAMPLES])
            for pair in wrong
        ),
    )
