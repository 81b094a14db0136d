"""Three sides of a field: what the provider sent before, what he sends now, and what staff made of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

Cells = Mapping[str, str]

# The day of confirmation only moves on: whoever confirmed last, provider or staff, is right.
_DAY_OF_CONFIRMATION = "stand"
# These say which offer it is.
UNCHANGEABLE = ("kennung", "anbieter")


@dataclass(frozen=True)
class Corrected:
    """A correction: what staff wrote, what the provider had sent at that time, whether he has changed it since."""

    cell: str
    base: str
    in_conflict: bool = False


@dataclass(frozen=True)
class Merged:
    """An offer after a merge: the fields as they are shown, as they were sent, and the corrections that remain."""

    shown: dict[str, str]
    sent: dict[str, str]
    corrections: dict[str, Corrected]


def merge(sent: Cells, corrections: Mapping[str, Corrected], now: Cells) -> Merged:
    """Put a new row of the provider to what is there.

    A column that the row does not have stays as it was. A correction stays while the provider repeats himself, goes
    when he writes the same, and is in conflict when he writes something else: it is still shown, and his value is kept
    for somebody to decide.
    """
    remaining = dict(corrections)
    for column, cell in now.items():
        correction = remaining.get(column)
        if correction is None:
            continue
        if cell == correction.cell or (column == _DAY_OF_CONFIRMATION and cell > correction.cell):
            del remaining[column]
        else:
            is_new = cell != correction.base and column != _DAY_OF_CONFIRMATION
            remaining[column] = replace(correction, in_conflict=is_new)
    return _merged({**sent, **now}, remaining)


def correct(sent: Cells, corrections: Mapping[str, Corrected], wanted: Cells) -> Merged:
    """What staff make of some fields; writing what the provider sent ends a correction."""
    remaining = dict(corrections)
    for column, cell in wanted.items():
        if cell == sent.get(column, ""):
            remaining.pop(column, None)
        else:
            remaining[column] = Corrected(cell, sent.get(column, ""))
    # A field that the provider never sent is empty again where its correction is taken back.
    return _merged(sent, remaining, wanted)


def _merged(sent: Cells, corrections: Mapping[str, Corrected], wanted: Cells | None = None) -> Merged:
    shown = {**(wanted or {}), **sent, **{column: correction.cell for column, correction in corrections.items()}}
    return Merged(shown, dict(sent), dict(corrections))
