"""Random histories of a provider's rows and staff's corrections: nothing is lost unseen in any step."""

import random
from collections.abc import Mapping

from catalogue.submissions.merge import Merged, correct, merge

_COLUMNS = ("titel", "telefon", "kosten", "ort")
_CELLS = ("", "a", "b", "c")
_STEPS = 15


def try_histories(times: int, seed: int) -> list[str]:
    """Try so many histories; what was lost in which of them."""
    return [f"history {number}: {loss}" for number in range(times) for loss in _history(random.Random(seed + number))]


def _history(draw: random.Random) -> list[str]:
    now = Merged({}, {}, {})
    losses = []
    for _ in range(_STEPS):
        before, is_provider = now, draw.random() < 0.6
        cells = {column: draw.choice(_CELLS) for column in _COLUMNS if draw.random() < 0.5}
        now = (merge if is_provider else correct)(before.sent, before.corrections, cells)
        losses += lost(before, cells, now, is_provider=is_provider)
    return losses


def lost(before: Merged, cells: Mapping[str, str], now: Merged, *, is_provider: bool) -> list[str]:
    """What one step has lost unseen: a correction, a change of the provider, or what staff just wrote."""
    losses = []
    for column in {*before.shown, *now.shown}:
        shown, sent = now.shown.get(column, ""), now.sent.get(column, "")
        correction, earlier = now.corrections.get(column), before.corrections.get(column)
        if shown != (correction.cell if correction else sent):
            losses.append(f"{column}: shown is neither what was sent nor a correction")
        if correction and sent != correction.base and not correction.in_conflict:
            losses.append(f"{column}: the provider's change is shown nowhere")
        if is_provider and earlier and shown != earlier.cell:
            losses.append(f"{column}: the correction is lost")
        elif earlier and not correction and cells.get(column) not in (earlier.cell, before.sent.get(column, "")):
            losses.append(f"{column}: the correction has ended for no reason")
        if is_provider and column in cells and sent != cells[column]:
            losses.append(f"{column}: what the provider sent was not kept")
        if not is_provider and column in cells and shown != cells[column]:
            losses.append(f"{column}: what staff wrote is not shown")
    return losses
