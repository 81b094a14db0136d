"""Elements as the format wants them: none that are empty, none that are too long."""

from xml.etree.ElementTree import Element, SubElement


def add(parent: Element, name: str, text: str, longest: int | None = None, /, **attributes: str) -> None:
    """An element with a text; none where there is no text, or more than the format has room for."""
    if text and (longest is None or len(text) <= longest):
        SubElement(parent, name, attributes).text = text


def shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
