"""The description of an entry: texts, lists and objects of texts, with what has no column but matters."""

from collections.abc import Iterator
from typing import Any

from catalogue.submissions.readers.json_records.names import MEETINGS_COUNT, PROSE, ROLES, key
from catalogue.submissions.readers.json_records.tree import Record, name_of, texts
from catalogue.submissions.readers.plain_text import one_line, plain_text
from catalogue.submissions.readers.prices import amount

_MOST_PARTS = 500
# Names of the heading of a text in an object that has both.
_HEADINGS = ("eigenschaft", "ueberschrift", "heading")
_DESCRIPTION = ("beschreibung", "text", "description")


def description(record: Record) -> list[str]:
    """The paragraphs of the description."""
    found: dict[str, None] = {}
    for heading, names in PROSE:
        for path, raw in record.raw(names):
            if ROLES.get(key(path.rpartition(".")[2])) == "dates" and not isinstance(raw, str):
                # Dates, which are read as such.
                continue
            text = "\n\n".join(part for part, _ in zip(_paragraphs(raw), range(_MOST_PARTS), strict=False) if part)
            if not text:
                continue
            record.take_path(path)
            found[f"{heading}: {text}" if heading else text] = None
    return list(found)


def meetings_in_words(record: Record, known: int) -> str:
    """How many dates there are, where they do not stand there one by one."""
    number = record.line(MEETINGS_COUNT)
    return f"Umfang: {number} Termine." if known < 2 and (amount(number) or 0) > 1 else ""


def _paragraphs(raw: Any) -> Iterator[str]:
    """A text, a list of texts as a list, an object of texts under their names."""
    if isinstance(raw, str):
        yield from (plain_text(value.text) for value in texts("", raw))
    elif isinstance(raw, list):
        lines = [one_line(item) for item in raw if isinstance(item, str)]
        yield "\n".join(f"– {line}" for line in lines if line) if len(lines) > 1 else "".join(lines)
        for item in raw:
            if isinstance(item, (dict, list)):
                yield from _paragraphs(item)
    elif isinstance(raw, dict):
        yield from _of_object(raw)


def _of_object(raw: dict[str, Any]) -> Iterator[str]:
    names = {key(name): name for name in raw}
    heading = next((str(raw[names[key(name)]]) for name in _HEADINGS if key(name) in names), "")
    if said := name_of(raw):
        inner = plain_text(said[1])
        yield inner if not heading or key(heading) in _DESCRIPTION else f"{one_line(heading)}: {inner}"
        return
    for name, value in raw.items():
        inner = "\n".join(part for part in _paragraphs(value) if part)
        if inner:
            yield f"{one_line(name)}:{chr(10) if inner.startswith('–') else ' '}{inner}"
