"""Small numbers that nobody may learn: which cells of a table are told, and what is only told together.

A table is told as a tree: topic, below it audience, below it place. Of each branch that is told, the branches below it
are told one by one where they are large enough, and all others as one sum. That sum is what is left when the told ones
are taken from the whole, so it must not give away any of them: it stands for at least two branches, is no small number
itself, and is neither so small nor so large that only one division of it were possible. Where it would, the smallest
told branch joins it.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

# A cell below this is not told.
LEAST = 5

Path = tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """What is told of a table. `branches` are paths from the root down (topic; topic, audience; …) and their counts.

    `rest` is, for each told branch (the root is the empty path), the sum of everything below it that is not told
    by itself.
    """

    branches: Mapping[Path, int]
    rest: Mapping[Path, int]

    @property
    def total(self) -> int:
        """Everything that the table counts; 0 where so little was counted that nothing is told."""
        return self.rest.get((), 0) + sum(count for path, count in self.branches.items() if len(path) == 1)

    def rows(self) -> list[tuple[Path, int, bool]]:
        """Rows that no count stands in twice, the largest branches first: path, count, whether it is a rest."""
        return self._below((), self.total)

    def _below(self, path: Path, count: int) -> list[tuple[Path, int, bool]]:
        children = [item for item in self.branches if len(item) == len(path) + 1 and item[: len(path)] == path]
        if not children:
            # Nothing told below it: itself, or nothing at all.
            return [(path, count, not path)] if count else []
        children.sort(key=lambda item: (-self.branches[item], item))
        rows = [row for child in children for row in self._below(child, self.branches[child])]
        return [*rows, (path, self.rest[path], True)] if self.rest.get(path) else rows


def told(cells: Mapping[Path, int]) -> Told:
    """What is told of cells, all of whose paths have the same length; counts of 0 are as if they were not there."""
    branches: dict[Path, int] = {}
    rest: dict[Path, int] = {}
    if sum(cells.values()) >= LEAST:
        _tell({path: count for path, count in cells.items() if count}, (), branches, rest)
    return Told(branches, rest)


def _tell(cells: Mapping[Path, int], path: Path, branches: dict[Path, int], rest: dict[Path, int]) -> None:
    """Tell what stands below a told branch."""
    counts: Counter[Path] = Counter()
    for cell, count in cells.items():
        if len(cell) > len(path):
            counts[cell[: len(path) + 1]] += count
    hidden = hidden_of(counts)
    rest[path] = sum(counts[child] for child in hidden)
    for child in sorted(counts.keys() - hidden):
        branches[child] = counts[child]
        _tell({cell: count for cell, count in cells.items() if cell[: len(child)] == child}, child, branches, rest)


def hidden_of(counts: Mapping[Path, int]) -> frozenset[Path]:
    """Which of the branches below one are told together only."""
    for limit in sorted({LEAST, *(count + 1 for count in counts.values() if count >= LEAST)}):
        hidden = frozenset(child for child, count in counts.items() if count < limit)
        if not hidden or _keeps_its_secrets([counts[child] for child in hidden], limit - 1):
            return hidden
    return frozenset(counts)


def _keeps_its_secrets(counts: list[int], most: int) -> bool:
    """Whether the sum of counts, each known to be between 1 and `most`, leaves every one of them open."""
    total, number = sum(counts), len(counts)
    return number > 1 and total >= LEAST and number < total < number * most
