"""Offers in the vocabulary of schema.org: JSON-LD as a file, or in the pages of a website (docs/formats/json-ld.md)."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from catalogue.errors import SubmissionError
from catalogue.submissions.readers.entries import Entries
from catalogue.submissions.readers.json_ld_cells import cells_of
from catalogue.submissions.readers.json_ld_graph import Graph, node_of
from catalogue.submissions.readers.json_ld_things import Reading, Thing
from catalogue.submissions.readers.plain_text import decoded
from catalogue.submissions.record import RawTable

_DEEPEST = 60
_MOST_PARTS = 600_000
_MOST_OFFERS = 20_000
_SCRIPT = re.compile(r"<!--|<script\b([^<>]*)>", re.IGNORECASE)
_IS_JSON_LD = re.compile(r"application/(?:[\w.-]+\+)?ld\+json", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script", re.IGNORECASE)
_CANONICAL = re.compile(
    r"<link\b(?=[^<>]*\brel=[\"']?canonical\b)[^<>]*\bhref=[\"']?(https?://[^\s\"'<>]+)", re.IGNORECASE
)
_WRAPPER = re.compile(r"^\s*(?:<!--|(?://\s*)?<!\[CDATA\[)|(?:-->|(?://\s*)?\]\]>)\s*$")


class _UnreadableError(Exception):
    """A text that is no JSON; what is wrong with it, in German."""


def read_json_ld(file: str, content: bytes) -> RawTable:
    """Read offers of schema.org from JSON or HTML. Raises SubmissionError where there are none to be read."""
    text = decoded(file, content)
    entries = Entries(file, content)
    documents = []
    for number, script in enumerate(_scripts(file, text), 1):
        try:
            documents.append(_parsed(script.strip()))
        except _UnreadableError as reason:
            where = f"Das {number}. Skript mit JSON-LD" if text.lstrip()[:1] == "<" else "Die Datei"
            entries.fault(None, f"{where} ist nicht lesbar: {reason}")
    if not documents:
        raise SubmissionError(f"{file}: {entries.table().faults[0].reason}")
    reading = Reading(Graph(documents))
    offers = reading.graph.offers
    if not offers:
        raise SubmissionError(f"{file}: Die Datei enthält keine Angebote nach schema.org (Course, Event, Service).")
    if len(offers) > _MOST_OFFERS:
        raise SubmissionError(f"{file}: Die Datei enthält mehr als {_MOST_OFFERS} Angebote.")
    page = _page(text) if len(offers) == 1 else {}
    for node in offers:
        reading.twice.clear()
        cells = {**page, **cells_of(Thing(node, reading))}
        entries.add(cells, [(name, "Diese Angabe steht zweimal verschieden da.") for name in reading.twice])
    return entries.table(reading.dropped())


def _scripts(file: str, text: str) -> Iterator[str]:
    """The file itself, or where it is a page the JSON-LD in it."""
    if text.lstrip()[:1] != "<":
        yield text
        return
    found = position = 0
    last_comment_ends = text.rfind("-->")
    while start := _SCRIPT.search(text, position):
        if start[1] is None:
            # Without an end a comment is none: better a script too many than a page that says nothing.
            is_comment = start.end() <= last_comment_ends
            position = text.index("-->", start.end()) + 3 if is_comment else start.end()
            continue
        close = _SCRIPT_END.search(text, start.end())
        position = close.end() if close else len(text)
        if _IS_JSON_LD.search(start[1]):
            found += 1
            yield _WRAPPER.sub("", text[start.end() : close.start() if close else len(text)])
    if not found:
        raise SubmissionError(f"{file}: Die Seite enthält keine Angaben als JSON-LD.")


def _page(text: str) -> dict[str, str]:
    """The address that a page has for good, for the only offer on it."""
    found = _CANONICAL.search(text[:100_000]) if text.lstrip()[:1] == "<" else None
    return {"kennung": found[1], "url": found[1]} if found else {}


def _parsed(text: str) -> Any:
    try:
        document = _loads(text)
    except json.JSONDecodeError as error:
        try:
            document = _loads(html.unescape(text))
        except json.JSONDecodeError:
            raise _UnreadableError(f"Fehler in Zeile {error.lineno}, beschädigt oder abgeschnitten.") from error
    if _depth(document) > _DEEPEST:
        raise _UnreadableError("zu tief verschachtelt.")
    return document


def _loads(text: str) -> Any:
    if text.count("{") + text.count("[") > _MOST_PARTS:
        raise _UnreadableError("zu groß.")
    try:
        # Numbers stay as they stand: "45.00" is a price, and one of a thousand digits is none.
        return json.loads(
            text, strict=False, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=node_of
        )
    except RecursionError as error:
        raise _UnreadableError("zu tief verschachtelt.") from error


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
