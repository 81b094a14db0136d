"""Offers in the vocabulary of schema.org: JSON-LD as a file, or in the pages of a website (docs/formats/json-ld.md)."""

import re
from collections.abc import Iterator
from typing import Any

from catalogue.errors import SubmissionError
from catalogue.submissions.readers.entries import Entries
from catalogue.submissions.readers.json_ld_cells import cells_of
from catalogue.submissions.readers.json_ld_graph import OFFERS, Graph, Node, flat
from catalogue.submissions.readers.json_ld_things import Reading, Thing
from catalogue.submissions.readers.json_text import MOST_OFFERS, UnreadableJsonError, parsed
from catalogue.submissions.readers.plain_text import decoded
from catalogue.submissions.record import RawTable

_SCRIPT = re.compile(r"<!--|<script\b([^<>]*)>", re.IGNORECASE)
_IS_JSON_LD = re.compile(r"application/(?:[\w.-]+\+)?ld\+json", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script", re.IGNORECASE)
_CANONICAL = re.compile(
    r"<link\b(?=[^<>]*\brel=[\"']?canonical\b)[^<>]*\bhref=[\"']?(https?://[^\s\"'<>]+)", re.IGNORECASE
)
_WRAPPER = re.compile(r"^\s*(?:<!--|(?://\s*)?<!\[CDATA\[)|(?:-->|(?://\s*)?\]\]>)\s*$")


def read_json_ld(file: str, content: bytes) -> RawTable:
    """Read offers of schema.org from JSON or HTML. Raises SubmissionError where there are none to be read."""
    text = decoded(file, content)
    entries = Entries(file, content)
    documents = []
    for number, script in enumerate(_scripts(file, text), 1):
        try:
            documents.append(parsed(script.strip()))
        except UnreadableJsonError as reason:
            where = f"Das {number}. Skript mit JSON-LD" if text.lstrip()[:1] == "<" else "Die Datei"
            entries.fault(None, f"{where} ist nicht lesbar: {reason}")
    if not documents:
        raise SubmissionError(f"{file}: {entries.table().faults[0].reason}")
    reading = Reading(Graph(documents))
    offers = reading.graph.offers
    if not offers:
        raise SubmissionError(f"{file}: Die Datei enthält keine Angebote nach schema.org (Course, Event, Service).")
    if len(offers) > MOST_OFFERS:
        raise SubmissionError(f"{file}: Die Datei enthält mehr als {MOST_OFFERS} Angebote.")
    page = _page(text) if len(offers) == 1 else {}
    for node in offers:
        reading.twice.clear()
        cells = {**page, **cells_of(Thing(node, reading))}
        entries.add(cells, [(name, "Diese Angabe steht zweimal verschieden da.") for name in reading.twice])
    return entries.table(reading.dropped())


def is_schema_org(document: Any) -> bool:
    """Whether a document speaks the language of schema.org: it says so itself, or has things of its types."""
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, Node):
            named = any("schema.org" in str(name) for name in flat(value.get("@context")))
            if named or ("@type" in value and not OFFERS.isdisjoint(value.types)):
                return True
            waiting.extend(value.values())
    return False


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
