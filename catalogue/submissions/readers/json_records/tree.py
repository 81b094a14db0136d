"""An entry of a JSON file as objects with roles, looked into by names; what was not read is known at the end."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from catalogue.submissions.readers.json_ld_graph import Node
from catalogue.submissions.readers.json_records.names import COMMON, KNOWN, NAMES, NESTED, ROLES, key
from catalogue.submissions.readers.plain_text import one_line, tidy

# What systems write where they know nothing.
_NOTHING = frozenset(
    ("", "-", "–", "none", "null", "nan", "undefined", "n/a", "k.a.", "k. a.", "keine angabe", "keine angaben", "n. n.")
)
_ENTRY = ("", "offer")
_RANKS = {"": 0, "offer": 1, "?": 2}
# An object that nobody knows, right in the entry; deeper ones are not looked into.
_UNKNOWN, _DEEPER = "?", "??"
# More than an entry with a date for every day of some years.
MOST_OBJECTS = 3_000
_LONGEST_PATH = 120
_TAGS = re.compile(r"<[^<>]{0,20}>")
_PARTS = re.compile(r"[._/:\s-]+|(?<=[a-zäöüß])(?=[A-ZÄÖÜ])")


class Value(NamedTuple):
    """A text with the place where it stands."""

    text: str
    path: str


class Thing:
    """An object of the entry: what it is, its fields by their compared names, and the objects in it."""

    def __init__(self, role: str, path: str, node: Node, names: dict[str, list[str]] | None = None) -> None:
        """`names` are the fields that belong to it, where these are not all of the object."""
        self.role, self.path, self.node = role, path, node
        self.inner: list[Thing] = []
        self._names = names or {}
        if names is None:
            for name in node:
                self._names.setdefault(key(name), []).append(name)

    @property
    def own_name(self) -> str:
        """The compared name under which it stands."""
        return key(self.path.rstrip(".").rpartition(".")[2])

    def fields(self) -> Iterator[tuple[str, str, Any]]:
        """Compared names with their paths and values."""
        for name, owns in self._names.items():
            for own in owns:
                yield name, f"{self.path}{own}", self.node[own]

    def find(self, names: str) -> list[Value]:
        """What the first of these fields says that says something."""
        return next(self._found(names), [])

    def all(self, names: str) -> list[Value]:
        """What all of these fields say."""
        return [value for found in self._found(names) for value in found]

    def _found(self, names: str) -> Iterator[list[Value]]:
        for _, name in _split(names):
            for own in self._names.get(name, ()):
                if found := list(texts(f"{self.path}{own}", self.node[own])):
                    yield found

    def whole(self) -> Iterator["Thing"]:
        """It, and the objects of the same kind in it."""
        yield self
        for inner in self.inner:
            if inner.role == self.role:
                yield from inner.whole()


class Record:
    """An entry. Reading a value takes it: what is left over in the end has no home."""

    def __init__(self, node: Node, role: str = "") -> None:
        self.node = node
        self._things = list(islice(_things(node, role), MOST_OBJECTS + 1))
        self.is_too_large = len(self._things) > MOST_OBJECTS
        self._taken: set[str] = set()
        self._fields: dict[tuple[str, str], list[tuple[str, Any]]] = {}
        for thing in sorted(self._things, key=lambda thing: _RANKS.get(thing.role, 0)):
            for name, path, raw in thing.fields():
                for field in _found_as(thing.role, name):
                    self._fields.setdefault(field, []).append((path, raw))

    def things(self, role: str) -> list[Thing]:
        """The outermost objects of a role."""
        found = [thing for thing in self._things if thing.role == role]
        inside = {id(inner) for thing in found for inner in thing.inner}
        return [thing for thing in found if id(thing) not in inside]

    def line(self, names: str) -> str:
        return one_line(next(iter(self.take(self.find(names)[:1])), ""))

    def some(self, names: str) -> list[str]:
        """The texts of the first of these fields that says something."""
        return self.take(self.find(names))

    def find(self, names: str) -> list[Value]:
        """What the first of these fields says that says something, in all objects; it is not taken yet."""
        for field in _split(names):
            if field in self._fields and (found := [value for pair in self._fields[field] for value in texts(*pair)]):
                return found
        return []

    def all(self, names: str) -> list[Value]:
        """What all of these fields say; it is not taken yet."""
        return [value for pair in self.raw(names) for value in texts(*pair)]

    def raw(self, names: str) -> Iterator[tuple[str, Any]]:
        """All values under these names as they stand, with their paths."""
        for field in _split(names):
            yield from self._fields.get(field, ())

    def take(self, values: list[Value]) -> list[str]:
        self._taken.update(value.path for value in values)
        return [value.text for value in values]

    def take_path(self, path: str) -> None:
        """Take a value with all that is in it."""
        self._taken.add(path)

    def twice(self) -> list[str]:
        """Fields that were read and stand there twice with different values."""
        doubled = (f"{thing.path}{name}" for thing in self._things for name in thing.node.twice)
        return [shown(path) for path in doubled if self._is_taken(path) or any(p.startswith(path) for p in self._taken)]

    def left(self) -> Iterator[str]:
        """Fields that say something and were not taken, as dotted names."""
        for path in dict.fromkeys(paths(self.node, "")):
            if not self._is_taken(path):
                yield shown(path)

    def _is_taken(self, path: str) -> bool:
        parts = path.split(".")
        return any(".".join(parts[:count]) in self._taken for count in range(1, len(parts) + 1))


def shown(path: str) -> str:
    return tidy(path)[:_LONGEST_PATH]


def texts(path: str, raw: Any) -> Iterator[Value]:
    """What a value says in one word, or a list in several; of an object its name."""
    if isinstance(raw, bool):
        yield Value("ja" if raw else "nein", path)
    elif isinstance(raw, str):
        if not is_nothing(raw):
            yield Value(raw.strip(), path)
    elif isinstance(raw, list):
        for item in raw:
            yield from texts(path, item)
    elif isinstance(raw, dict) and (found := name_of(raw)):
        yield Value(found[1], f"{path}.{found[0]}")


def is_nothing(text: str) -> bool:
    """Whether a text only says that nothing is known."""
    return len(text) < _LONGEST_PATH and _TAGS.sub("", text).strip().casefold() in _NOTHING


def _found_as(role: str, name: str) -> Iterator[tuple[str, str]]:
    """The roles and names by which a field is looked up: what stands in the entry itself needs no role."""
    if role in _ENTRY or (role == _UNKNOWN and name not in COMMON):
        yield "", name
    if role:
        yield role, name


def name_of(node: dict[str, Any]) -> tuple[str, str] | None:
    """The field in which an object says in one word, or one text, what it is; and what it says."""
    names = {key(name): name for name in node}
    for name in NAMES:
        value = node[names[name]] if name in names else None
        if isinstance(value, str) and not is_nothing(value):
            return names[name], value.strip()
    return None


@lru_cache(maxsize=1024)
def _split(names: str) -> tuple[tuple[str, str], ...]:
    pairs = (name.rpartition("/") for name in names.split())
    return tuple(dict.fromkeys((role, key(name)) for role, _, name in pairs))


def _things(root: Node, role: str) -> Iterator[Thing]:
    """The objects of an entry, the outer ones first."""
    waiting = [Thing(role, "", root)]
    while waiting:
        inner: list[Thing] = []
        for thing in waiting:
            yield thing
            for name, value in thing.node.items():
                for item in value if isinstance(value, list) else (value,):
                    if isinstance(item, Node):
                        is_list = isinstance(value, list)
                        thing.inner.append(Thing(_role(thing.role, name, is_list), f"{thing.path}{name}.", item))
            inner += thing.inner
            yield from _flat(thing)
        waiting = inner


def _flat(thing: Thing) -> Iterator[Thing]:
    """Objects of which only the fields stand here: "adresse_plz", "kontakt.telefon", "venueCity"."""
    found: dict[str, dict[str, list[str]]] = {}
    for name in thing.node:
        *objects, field = _PARTS.split(name[:_LONGEST_PATH])
        if not objects or key(name) in KNOWN or any(key(part) not in ROLES for part in objects):
            continue
        role = thing.role
        for part in objects:
            role = _role(role, part, False)
        if role not in ("", _DEEPER):
            found.setdefault(role, {}).setdefault(key(field), []).append(name)
    for role, names in found.items():
        yield Thing(role, thing.path, thing.node, names)


def _role(outer: str, name: str, is_list: bool) -> str:
    role = ROLES.get(key(name), _UNKNOWN)
    if role == "offer" and is_list:
        # Many offers in an offer are entries of their own.
        role = _DEEPER
    if role == _UNKNOWN:
        return _UNKNOWN if outer in _ENTRY and not is_list else _DEEPER
    if outer in (*_ENTRY, _UNKNOWN):
        return role
    return _DEEPER if outer == _DEEPER else NESTED.get((outer, role), role) or _DEEPER


def paths(value: Any, path: str) -> Iterator[str]:
    """The paths of all fields that say something."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from paths(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for inner in value:
            yield from paths(inner, path)
    elif value is not None and path and not is_nothing(str(value)):
        yield path
