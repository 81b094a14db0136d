"""Texts for fields in which others may write HTML."""

import html
from collections.abc import Callable


def readable_as(text: str, read: Callable[[str], str]) -> str:
    """A text for a field that may hold HTML: as it is, unless signs in it would be taken for markup."""
    return text if read(text) == text else html.escape(text, quote=False)
