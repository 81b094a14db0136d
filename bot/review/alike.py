"""Sentences that say the same in other words' order, case or spelling, found among many thousands at once.

Two sentences are as alike as the letters of their words: groups of three letters of the words' keys
(`catalogue.german`), each weighing the more the rarer it is (weighted Jaccard index), so that little depends on "ich
suche bitte einen". An index of each sentence's rarest groups finds those that can be alike: with none of these in
common, two cannot have enough of the others (prefix filtering). What turns a sentence round ("nicht", "kein") has to
stand in both or in neither.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from catalogue.german import key, tokens

# From here on sentences count as alike; 1 is the same words.
ALIKE = 0.65
_LETTERS = 3
_TURNING_ROUND = frozenset(map(key, "nicht nich kein nie ohne außer statt nein".split()))
# How many pairs are compared at once, and what is lost in adding up.
_AT_ONCE, _HAIR = 100_000, 1e-6
Array = np.ndarray[Any, Any]


class Pair(NamedTuple):
    """Two sentences by their places in their lists, and how alike they are (up to 1)."""

    first: int
    second: int
    likeness: float


@dataclass(frozen=True)
class _Groups:
    """Groups of letters with a column each; what one weighs (0 to 1), and 1 for those met later."""

    columns: dict[str, int]
    weights: Array

    def of(self, columns: Array) -> Array:
        return np.append(self.weights, np.ones(max(0, len(self.columns) - len(self.weights))))[columns]


class AlikeSentences:
    """Sentences, and which of them are alike. Those given `beside` others weigh their letters as those do."""

    _groups: _Groups

    def __init__(self, texts: Sequence[str], beside: "AlikeSentences | None" = None) -> None:
        columns = dict(beside._groups.columns) if beside else {}
        words = [[key(token.text.lower()) for token in tokens(text) if token.is_word] for text in texts]
        found = [
            sorted({columns.setdefault(group, len(columns)) for word in set(row) for group in _of_word(word)})
            for row in words
        ]
        lengths = np.fromiter(map(len, found), int, len(found))
        rows = np.repeat(np.arange(len(found)), lengths)
        places = np.fromiter((column for row in found for column in row), int, int(lengths.sum()))
        weights = beside._groups.weights if beside else _weights(places, len(columns), len(texts))
        self._groups = _Groups(columns, weights)
        self._turns = np.array([bool(_TURNING_ROUND & set(row)) for row in words], dtype=bool)
        self._fill(rows, places, len(texts))

    def _fill(self, rows: Array, columns: Array, count: int) -> None:
        from scipy.sparse import csr_matrix

        weights = self._groups.of(columns)
        shape = (count, len(self._groups.columns))
        self._totals = np.bincount(rows, weights, minlength=count)
        # A product of two square roots is the weight itself.
        self._table = csr_matrix((np.sqrt(weights), (rows, columns)), shape=shape)
        order = np.lexsort((columns, -weights, rows))
        rows, columns, weights = rows[order], columns[order], weights[order]
        before = np.cumsum(weights) - weights - np.append(0.0, np.cumsum(self._totals))[rows]
        rare = before <= (1 - ALIKE) * self._totals[rows] + _HAIR
        self._rarest = csr_matrix((np.ones(rare.sum()), (rows[rare], columns[rare])), shape=shape)

    def pairs(self) -> list[Pair]:
        """All that are alike among these, the former first."""
        from scipy.sparse import triu

        return list(self._compared(self, triu(self._rarest @ self._rarest.T, 1)))

    def pairs_with(self, others: "AlikeSentences") -> list[Pair]:
        """Each of these with each that is alike of others, which were made beside these."""
        width = others._table.shape[1]
        mine = self._rarest.copy()
        mine.resize((mine.shape[0], width))
        return list(self._compared(others, mine @ others._rarest.T))

    def _compared(self, others: "AlikeSentences", candidates: Any) -> Iterator[Pair]:
        width = others._table.shape[1]
        table = self._table.copy()
        table.resize((table.shape[0], width))
        found = candidates.tocoo()
        mine, theirs = self._totals[found.row], others._totals[found.col]
        can_be = np.minimum(mine, theirs) >= ALIKE * np.maximum(mine, theirs) - _HAIR
        can_be &= self._turns[found.row] == others._turns[found.col]
        firsts, seconds = found.row[can_be], found.col[can_be]
        for begin in range(0, len(firsts), _AT_ONCE):
            first, second = firsts[begin : begin + _AT_ONCE], seconds[begin : begin + _AT_ONCE]
            common = np.asarray(table[first].multiply(others._table[second]).sum(axis=1)).ravel()
            likeness = common / np.maximum(self._totals[first] + others._totals[second] - common, _HAIR)
            for place in np.flatnonzero(likeness >= ALIKE - _HAIR):
                yield Pair(int(first[place]), int(second[place]), round(min(1.0, float(likeness[place])), 3))


def _weights(columns: Array, width: int, sentences: int) -> Array:
    """What groups weigh: 1 where one sentence has them, next to nothing where all have (inverse frequency, squared)."""
    counts = np.bincount(columns, minlength=width)
    rarity = np.log((sentences + 1) / np.maximum(counts, 1)) / np.log(sentences + 1) if sentences else counts
    return np.asarray(np.maximum(rarity, 0.01) ** 2)


@lru_cache(maxsize=65536)
def _of_word(word: str) -> tuple[str, ...]:
    padded = f"<{word}>"
    return tuple(padded[place : place + _LETTERS] for place in range(max(1, len(padded) - _LETTERS + 1)))
