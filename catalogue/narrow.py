"""More than a page fits: the one question that narrows the result best, with counts."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from catalogue.conditions import TIMES_OF_DAY
from catalogue.models import Offer
from catalogue.wish import Wish

MOST_OPTIONS = 4
# How naturally people answer a question about this; multiplies its value.
_EASE = {"place": 1.0, "level": 1.0, "audience": 0.9, "kind": 0.8, "time": 0.85, "free": 0.6, "format": 0.5}


@dataclass(frozen=True)
class Option:
    """A possible answer, and how many offers would be left."""

    value: Any
    count: int


@dataclass(frozen=True)
class Question:
    """Ask for this key of the wish, with these answers."""

    key: str
    options: tuple[Option, ...]


# The columns that a question needs, in the order in which `best_question` gets them.
COLUMNS = (Offer.municipality, Offer.levels, Offer.audiences, Offer.kind, Offer.starts_at, Offer.cost, Offer.format)


def best_question(rows: Sequence[Any], wish: Wish) -> Question | None:
    """The question whose answer leaves the fewest offers on average; None if nothing narrows.

    `rows` are the COLUMNS of all matching offers.
    """
    best: tuple[float, Question] | None = None
    for index, (key, values_of) in enumerate(_DIMENSIONS.items()):
        if getattr(wish, key) not in (None, ()) and key not in wish.follows:
            continue
        counts: Counter[Any] = Counter()
        for row in rows:
            counts.update(values_of(row[index]))
        options = [Option(value, count) for value, count in counts.most_common() if count < len(rows)]
        if len(options) < 2 and not (key == "free" and options):
            continue
        question = Question(key, tuple(options[:MOST_OPTIONS]))
        worth = _EASE[key] * _expected_gain(question, len(rows))
        if best is None or worth > best[0]:
            best = (worth, question)
    return best[1] if best else None


def _expected_gain(question: Question, total: int) -> float:
    """The share of offers that an answer rules out, weighted by how likely the answer is."""
    chosen = sum(option.count for option in question.options)
    covered = min(1.0, chosen / total)
    gain = sum(option.count / chosen * (1 - option.count / total) for option in question.options)
    return gain * covered


def _listed(values: tuple[str, ...]) -> Iterable[Any]:
    return values


def _single(value: Any) -> Iterable[Any]:
    return () if value is None else (value,)


def _time_of_day(begins: time | None) -> Iterable[Any]:
    if begins is None:
        return ()
    return tuple(
        name
        for name in ("vormittags", "nachmittags", "abends")
        if TIMES_OF_DAY[name][0] <= begins < TIMES_OF_DAY[name][1]
    )


_DIMENSIONS: dict[str, Callable[[Any], Iterable[Any]]] = {
    "place": _single,
    "level": _listed,
    "audience": _listed,
    "kind": _single,
    "time": _time_of_day,
    "free": lambda cost: (True,) if cost == 0 else (),
    "format": _single,
}
