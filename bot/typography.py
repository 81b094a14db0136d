"""German as it is printed."""

import re

_NO_BREAK = "\u00a0"
_UNIT = re.compile(r"(?<=\d) (?=(?:Uhr|€|km|%|Jahren?)(?!\w))|(?<=Tel\.) (?=\d)")


def unbroken(text: str) -> str:
    """A number and its unit stay on one line ("18 Uhr", "45 €")."""
    return _UNIT.sub(_NO_BREAK, text)
