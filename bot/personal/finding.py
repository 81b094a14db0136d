"""Finders of personal data, and texts in which something else stands in place of what they find."""

from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from typing import NamedTuple

# What stands in place of what was taken out of a message before it is understood: no word, so that it changes nothing.
GAP = "…"
Span = tuple[int, int]


class Kind(Enum):
    """What was found; the value is what people read in its place in a text that is kept."""

    NAME = "[Name]"
    PHONE = "[Telefon]"
    MAIL = "[Mail]"
    ADDRESS = "[Adresse]"
    BIRTH = "[Geburtsdatum]"
    ACCOUNT = "[Konto]"
    NUMBER = "[Nummer]"
    LINK = "[Link]"
    HANDLE = "[Benutzername]"


class Finder(NamedTuple):
    """Where in a text something of a kind stands: spans in order that do not overlap."""

    kind: Kind
    find: Callable[[str], Iterator[Span]]


def replaced(text: str, finders: Iterable[Finder], put: Callable[[Kind], str]) -> tuple[str, bool]:
    """The text with something else for what is found, one finder after the other, and whether there was any."""
    kept, _ = replaced_with_origins(text, finders, put)
    return kept, kept != text


def replaced_with_origins(
    text: str, finders: Iterable[Finder], put: Callable[[Kind], str]
) -> tuple[str, list[int | None]]:
    """The same text, and for each of its characters where it stood before; None for those that were put in."""
    kept, origins = text, list[int | None](range(len(text)))
    for finder in finders:
        pieces: list[str] = []
        places: list[int | None] = []
        last = 0
        for start, end in finder.find(kept):
            if start >= last:
                said = put(finder.kind)
                pieces += [kept[last:start], said]
                places += [*origins[last:start], *[None] * len(said)]
                last = end
        kept, origins = "".join([*pieces, kept[last:]]), [*places, *origins[last:]]
    return kept, origins


def gap(_kind: Kind) -> str:
    return GAP
