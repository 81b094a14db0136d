"""What a saved test expects, in German."""

from typing import Any

from bot.review.kinds import ENTITIES

_EXCLUDE = "exclude"


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


def _told(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return {True: "ja", False: "nein"}[value] if isinstance(value, bool) else str(value)
