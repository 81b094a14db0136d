"""What a saved test expects, in German."""

from collections.abc import Iterable
from typing import Any

from bot.review.kinds import ENTITIES

_EXCLUDE = "exclude"
# What the folders of tests/conversations are about; one that is not listed is called by its name.
BEHAVIOURS = {
    "search": "Suchen",
    "refinement": "Einen Wunsch ändern oder ergänzen",
    "correction": "Sich berichtigen",
    "two_wishes": "Zwei Wünsche auf einmal",
    "relaxation": "Es gibt nicht genau das Gewünschte",
    "more": "Mehr Angebote sehen",
    "about_offers": "Fragen zu gezeigten Angeboten",
    "wrong_entry": "Eine Angabe stimmt nicht",
    "ambiguous_place": "Ein Ortsname, den es mehrmals gibt",
    "out_of_scope": "Was nicht hierher gehört",
    "complaint": "Unzufrieden sein",
    "smalltalk": "Grüßen, danken, plaudern",
    "privacy": "Datenschutz",
    "crisis": "In Not sein",
}


def told_line(kind: str, key: str, value: Any) -> str:
    """A line of a test as staff read it: "Ort: Hameln", "kein Ort mehr", "sagt: …"."""
    if kind == "bot":
        return f"sagt: „{value}“"
    name = ENTITIES.get(key, key)
    if kind == "empty":
        return f"nicht mehr: {name}"
    if key == _EXCLUDE:
        return "nicht gewünscht: " + "; ".join(f"{ENTITIES.get(of, of)} {_told(items)}" for of, items in value.items())
    return f"{name}: {_told(value)}"


def told_behaviours(names: Iterable[str]) -> list[tuple[str, str]]:
    """Folders with what they are about, in the order in which they are offered."""
    order = list(BEHAVIOURS)
    known = sorted(names, key=lambda name: (order.index(name) if name in order else len(order), name))
    return [(name, BEHAVIOURS.get(name, name)) for name in known]


def _told(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return {True: "ja", False: "nein"}[value] if isinstance(value, bool) else str(value)
