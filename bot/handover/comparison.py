"""Two or three offers of a note list side by side: the same facts wherever they are compared."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.handover.notes import HEADINGS, Handover, rows, warnings
from catalogue.search import Hit

MOST_COMPARED = 3
_PROVIDER, _NOTE = "Anbieter", "Bitte beachten"


@dataclass(frozen=True)
class Comparison:
    """Some offers, and of each fact what every one of them says about it; "" where one says nothing."""

    hits: Sequence[Hit]
    rows: Sequence[tuple[str, Sequence[str]]]


def compared(handover: Handover, chosen: Sequence[str]) -> Comparison | None:
    """The first of the chosen offers; None where fewer than two of them are in the catalogue."""
    by_key = {note.key: note.hit for note in handover.notes if note.hit}
    hits = [by_key[key] for key in chosen if key in by_key][:MOST_COMPARED]
    if len(hits) < 2:
        return None
    told = [dict(rows(hit, handover.texts)) for hit in hits]
    for facts, hit in zip(told, hits, strict=True):
        facts[_PROVIDER] = hit.offer.provider.name
        facts[_NOTE] = " ".join(warnings(hit, handover.region, handover.today))
    headings = [name for name in (_PROVIDER, _NOTE, *HEADINGS) if any(facts.get(name) for facts in told)]
    return Comparison(hits, [(name, [facts.get(name, "") for facts in told]) for name in headings])
