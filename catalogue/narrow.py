"""More than a page fits: the one question that narrows the result best, with counts."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any, NamedTuple

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


# The columns that a question needs; the rows handed in have them in this order.
COLUMNS = (Offer.municipality, Offer.levels, Offer.audiences, Offer.kind, Offer.starts_at, Offer.cost, Offer.format)


class _Row(NamedTuple):
    municipality: str | None
    levels: tuple[str, ...]
    audiences: tuple[str, ...]
    kind: str | None
    starts_at: time | None
    cost: float | None
    format: str


def best_question(rows: Iterable[Any], wish: Wish) -> Question | None:
    """The question whose answer leaves the fewest offers on average; None if nothing narrows.

    `rows` are the COLUMNS of all matching offers. An option's count is what a search with that answer
    would find: an offer that fits every answer (online, for everybody) counts for each.
    """
    offers = [_Row(*row) for row in rows]
    best: tuple[float, Question] | None = None
    for key, values_of in _DIMENSIONS.items():
        if getattr(wish, key) not in (None, ()) and key not in wish.follows:
            continue
        options = _options(offers, values_of)
        if len(options) < 2 and not (key == "free" and options):
            continue
        question = Question(key, options[:MOST_OPTIONS])
        worth = _EASE[key] * _expected_gain(question, len(offers))
        if best is None or worth > best[0]:
            best = (worth, question)
    return best[1] if best else None


def _options(offers: Sequence[_Row], values_of: Callable[[_Row], Iterable[Any] | None]) -> tuple[Option, ...]:
    """Possible answers with counts, the largest first; those that rule nothing out are left out."""
    counts: Counter[Any] = Counter()
    fitting_all = 0
    for offer in offers:
        values = values_of(offer)
        if values is None:
            fitting_all += 1
        else:
            counts.update(values)
    options = [Option(value, count + fitting_all) for value, count in counts.items()]
    narrowing = [option for option in options if option.count < len(offers)]
    return tuple(sorted(narrowing, key=lambda option: (-option.count, str(option.value))))


def _expected_gain(question: Question, total: int) -> float:
    """The share of offers that an answer rules out, weighted by how likely the answer is."""
    chosen = sum(option.count for option in question.options)
    covered = min(1.0, chosen / total)
    gain = sum(option.count / chosen * (1 - option.count / total) for option in question.options)
    return gain * covered


def _place(offer: _Row) -> Iterable[Any] | None:
    return None if offer.format == "Online" else _single(offer.municipality)


def _single(value: Any) -> Iterable[Any]:
    return () if value is None else (value,)


def _time_of_day(offer: _Row) -> Iterable[Any]:
    begins = offer.starts_at
    return (
        ()
        if begins is None
        else tuple(
            name
            for name in ("vormittags", "nachmittags", "abends")
            if TIMES_OF_DAY[name][0] <= begins < TIMES_OF_DAY[name][1]
        )
    )


def _format(offer: _Row) -> Iterable[Any]:
    return ("Online", "Präsenz", "Hybrid") if offer.format == "Hybrid" else (offer.format,)


# What an offer answers to a question; None: it fits every answer.
_DIMENSIONS: dict[str, Callable[[_Row], Iterable[Any] | None]] = {
    "place": _place,
    "level": lambda offer: offer.levels,
    "audience": lambda offer: offer.audiences or None,
    "kind": lambda offer: _single(offer.kind),
    "time": _time_of_day,
    "free": lambda offer: (True,) if offer.cost == 0 else (),
    "format": _format,
}
