"""What a model made of the frozen sets, sentence by sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

REGRESSION, KNOWN, REVIEWED = "regression", "known", "reviewed"
OUT_OF_SCOPE, DANGER, CONVERSATIONS = "out_of_scope", "danger", "conversations"
# In the order in which they are told, as they are called on pages.
SETS = {
    REGRESSION: "Prüffragen",
    KNOWN: "Gelernte Sätze",
    REVIEWED: "Bestätigte Fragen",
    OUT_OF_SCOPE: "Was nicht hierher gehört",
    DANGER: "Menschen in Not",
    CONVERSATIONS: "Gespräche",
}


@dataclass(frozen=True)
class Item:
    """One sentence of a frozen set, or one conversation.

    `id` names it within its set: for reviewed sentences the label's, whose text is then left empty, so that whoever
    wants to be forgotten is in no card. `expected` and `got` say in short what was meant and what was understood.
    """

    id: str
    text: str
    right: bool
    expected: str
    got: str


# By the name of the set; only sets that were measured are there.
Measured = Mapping[str, Sequence[Item]]


def as_data(measured: Measured) -> dict[str, list[dict[str, Any]]]:
    """For a JSON file."""
    return {name: [asdict(item) for item in items] for name, items in measured.items()}


def from_data(data: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, list[Item]]:
    """Read back what `as_data` wrote."""
    return {name: [Item(**item) for item in items] for name, items in data.items()}
