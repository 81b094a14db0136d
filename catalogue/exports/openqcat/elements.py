"""Elements as the format wants them: none that are empty, none that are too long."""

import html
from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement


def add(parent: Element, name: str, text: str, longest: int | None = None, /, **attributes: str) -> None:
    """An element with a text; none where there is no text, or more than the format has room for."""
    if text and (longest is None or len(text) <= longest):
        SubElement(parent, name, attributes).text = text


def shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def readable_as(text: str, read: Callable[[str], str]) -> str:
    """A text for an element that may hold HTML: as it is, unless signs in it would be taken for markup."""
    return text if read(text) == text else html.escape(text, quote=False)
