"""JSON from outside: of a limited size and depth, numbers as they stand, and what stands twice kept and noted."""

import html
import json
from typing import Any

from catalogue.submissions.readers.json_ld_graph import node_of

# More than any catalogue has.
MOST_OFFERS = 20_000
_DEEPEST = 60
_MOST_PARTS = 600_000


class UnreadableJsonError(Exception):
    """A text that is no JSON; what is wrong with it, in German."""


def parsed(text: str) -> Any:
    """A document whose objects are `Node`s and whose numbers are text. Raises UnreadableJsonError."""
    try:
        document = _loads(text)
    except json.JSONDecodeError as error:
        try:
            document = _loads(html.unescape(text))
        except json.JSONDecodeError:
            raise UnreadableJsonError(f"Fehler in Zeile {error.lineno}, beschädigt oder abgeschnitten.") from error
    if _depth(document) > _DEEPEST:
        raise UnreadableJsonError("zu tief verschachtelt.")
    return document


def is_too_large(text: str) -> bool:
    return text.count("{") + text.count("[") > _MOST_PARTS


def _loads(text: str) -> Any:
    if is_too_large(text):
        raise UnreadableJsonError("zu groß.")
    try:
        # Numbers stay as they stand: "45.00" is a price, and one of a thousand digits is none.
        return json.loads(
            text, strict=False, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=node_of
        )
    except RecursionError as error:
        raise UnreadableJsonError("zu tief verschachtelt.") from error


def _depth(document: Any) -> int:
    """How deep lists and objects stand in each other, up to just beyond what is read."""
    depth, level = 0, [document]
    while level and depth <= _DEEPEST:
        inner = (
            value.values() if isinstance(value, dict) else value for value in level if isinstance(value, (dict, list))
        )
        level = [part for parts in inner for part in parts if isinstance(part, (dict, list))]
        depth += 1
    return depth
