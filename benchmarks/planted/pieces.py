"""A message with something personal in it, and what of that is still in a text."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    """Something of a kind, and what of it must not be left."""

    kind: str
    needles: tuple[str, ...]


@dataclass(frozen=True)
class Planted:
    """A message with something in it, and the message around it, which has its own words."""

    text: str
    pieces: tuple[Piece, ...]
    carrier: str = ""

    def left(self, kept: str) -> list[Piece]:
        """What is still there of each piece, but for what the carrier has by itself; only pieces with anything left."""
        found = (
            Piece(piece.kind, tuple(needle for needle in piece.needles if self._is_left(needle, kept)))
            for piece in self.pieces
        )
        return [piece for piece in found if piece.needles]

    def _is_left(self, needle: str, kept: str) -> bool:
        return occurrences(needle, kept) > occurrences(needle, self.carrier)


def occurrences(needle: str, text: str) -> int:
    """How often a piece stands in a text as a word of its own, in whatever letters."""
    return len(re.findall(rf"(?<!\w){re.escape(needle.lower())}(?!\w)", text.lower()))
