"""Where in a document the entries stand: in a list at its top, or in one that is wrapped in others."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from catalogue.errors import SubmissionError
from catalogue.submissions.readers.json_ld_graph import Node
from catalogue.submissions.readers.json_records.names import BEGIN, ROLES, TELLING, fields_of, key
from catalogue.submissions.readers.json_records.tree import Record, Thing, paths, shown

# A list of entries stands near the top.
_DEEPEST = 8
_MOST_PLACES = 300
_MOST_NAMED = 10
_LOOKED_AT = 5
# A single field may be anything.
_LEAST_FIELDS = 2
# Objects by their keys instead of a list of them.
_LEAST_KEYED = 2
_PARTS_OF_ENTRIES = ("place", "provider", "contact", "registration", "price", "ages", "seats", "links")


@dataclass(frozen=True)
class Found:
    """An entry as it stands in the file, with the objects around it, from the outermost, under their names.

    `name` is the one that it has itself, where entries stand under names.
    """

    value: Any
    around: tuple[tuple[str, Node], ...]
    name: str = ""


@dataclass
class _Place:
    entries: list[Found] = field(default_factory=list)
    is_list: bool = False


def entries_of(file: str, document: Any) -> list[Found]:
    """The entries of a document in their order. Raises SubmissionError where it has none."""
    places = _places(document)
    best, most = None, (0, False)
    for path, place in places.items():
        quality = (_quality(path, place), place.is_list)
        # An object with nothing but an offer in it is a wrapper.
        is_inner = quality == most and not place.is_list and bool(path) and ROLES.get(key(path[-1])) == "offer"
        if quality[0] and (quality > most or is_inner):
            best, most = place, quality
    if best is None:
        raise SubmissionError(
            f"{file}: In der Datei ist keine Liste von Angeboten zu erkennen (Objekte mit Titel, Kennung, Anbieter …)."
        )
    return best.entries


def said_around(found: Found, names: str, in_provider: str) -> tuple[str, tuple[int, str]]:
    """What the objects around an entry say for all entries in them, the nearest first; and which field says it.

    `in_provider` are names of the same in an object that is the provider.
    """
    for outer, node in reversed(found.around):
        is_provider = ROLES.get(key(outer)) == "provider"
        own = Thing("", "", node).find(in_provider if is_provider else names)
        if own:
            return own[0].text, (id(node), own[0].path.partition(".")[0])
    return "", (0, "")


def left_around(entries: list[Found], taken: set[tuple[int, str]]) -> Iterator[str]:
    """Dotted names of what stands beside the entries, and beside what is around them, and was not taken."""
    leading = {id(found.value) for found in entries} | {id(node) for found in entries for _, node in found.around}
    looked_at = set()
    for found in entries:
        path: tuple[str, ...] = ()
        for outer, node in found.around:
            path = (*path, outer) if outer else path
            if id(node) in looked_at:
                continue
            looked_at.add(id(node))
            for name, value in node.items():
                if (id(node), name) not in taken and not _leads(value, leading):
                    yield from _shown_paths(value, ".".join((*path, name)))


def _leads(value: Any, leading: set[int]) -> bool:
    """Whether entries stand in a value."""
    if id(value) in leading and isinstance(value, (dict, list)):
        return True
    inner = value if isinstance(value, list) else value.values() if isinstance(value, dict) else ()
    return any(_leads(part, leading) for part in inner if isinstance(part, (dict, list)))


def _shown_paths(value: Any, path: str) -> Iterator[str]:
    """The fields of a value; of a large one only its own name."""
    found = list(islice(dict.fromkeys(paths(value, path)), _MOST_NAMED + 1))
    yield from map(shown, found if len(found) <= _MOST_NAMED else [path])


def _places(document: Any) -> dict[tuple[str, ...], _Place]:
    """All places where entries may stand, by the names that lead there; the nearest to the top first."""
    found: dict[tuple[str, ...], _Place] = {}
    level: list[tuple[tuple[str, ...], Any, tuple[tuple[str, Node], ...], str]] = [((), document, (), "")]
    for _ in range(_DEEPEST):
        inner: list[tuple[tuple[str, ...], Any, tuple[tuple[str, Node], ...], str]] = []
        for path, value, outer, own in level:
            if path not in found and len(found) >= _MOST_PLACES:
                continue
            place = found.setdefault(path, _Place())
            for item, name in _items(value, own):
                place.entries.append(Found(item, outer, name))
                place.is_list = place.is_list or item is not value
                if isinstance(item, Node):
                    chain = (*outer, (path[-1] if path else "", item))
                    inner += [((*path, name), part, chain, "") for name, part in item.items() if _holds(part)]
        level = inner
    return found


def _items(value: Any, own: str) -> Iterator[tuple[Any, str]]:
    """The entries that a value may be: itself, those of a list, or those of an object with entries under names."""
    if isinstance(value, list):
        for item in value:
            yield from _items(item, own) if isinstance(item, list) else ((item, own),)
    elif isinstance(value, Node) and _is_keyed(value):
        yield from ((item, name) for name, item in value.items())
    else:
        yield value, own


def _is_keyed(node: Node) -> bool:
    """Whether the values of an object are alike, so that its names are keys."""
    values = list(node.values())
    if len(values) < _LEAST_KEYED or not all(isinstance(value, Node) for value in values):
        return False
    names = [frozenset(map(key, value)) for value in values[:_LOOKED_AT]]
    shared = frozenset.intersection(*names)
    return len(shared) >= _LEAST_FIELDS and not any(key(name) in ROLES for name in node)


def _holds(value: Any) -> bool:
    return isinstance(value, Node) or (
        isinstance(value, list) and any(isinstance(item, (Node, list)) for item in value)
    )


def _quality(path: tuple[str, ...], place: _Place) -> int:
    """How much like entries the objects at a place are: how many kinds of fields they have."""
    role = ROLES.get(key(path[-1])) if path else None
    if role in _PARTS_OF_ENTRIES or (role == "dates" and not place.is_list):
        return 0
    most = 0
    for found in [found for found in place.entries if isinstance(found.value, Node)][:_LOOKED_AT]:
        record = Record(found.value)
        kinds = [*(fields_of(column) for column in TELLING), BEGIN, "beschreibung inhalt description", "ort plz"]
        count = sum(bool(record.find(names)) for names in kinds) + bool(
            record.things("place") or record.things("dates")
        )
        titled = bool(record.find(fields_of("titel")))
        most = max(most, count + 2 * titled if count >= _LEAST_FIELDS else 0)
    return most
