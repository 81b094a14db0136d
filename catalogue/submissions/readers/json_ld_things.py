"""Things of JSON-LD with their properties, however these were written: lists, references, strings for objects."""

from collections.abc import Iterator
from typing import Any

from catalogue.submissions.readers.json_ld_graph import PARTS, Graph, Node, flat, node_of

_ENVELOPE = {"@context", "@type", "@id", "type", "id", "@graph", "@included"}
# Where a thing says in one word what it is.
_NAMES = ("@value", "de", "value", "name", "termCode", "url", "@id")


class Reading:
    """What was read of a file, and what is left: properties as dotted names."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.twice: dict[str, None] = {}
        self._read: set[str] = set()
        self._seen: dict[str, None] = {}

    def see(self, node: Node, path: str) -> None:
        self._seen.update((f"{path}{name}", None) for name in node if name not in _ENVELOPE)
        self.twice.update((f"{path}{name}", None) for name in node.twice)

    def read(self, path: str) -> None:
        self._read.add(path)

    def dropped(self) -> list[str]:
        """Properties that have no home in our record, and types of things that are no offers."""
        return [*(path for path in self._seen if path not in self._read), *self.graph.other_works]


class Thing:
    """A thing whose properties are looked up by name; `path` says where it stands."""

    def __init__(self, node: Node, reading: Reading, path: str = "") -> None:
        self.id, self.types = node.id, frozenset(node.types)
        self._node, self._reading, self._path = node, reading, path
        reading.see(node, path)

    def texts(self, *names: str) -> list[str]:
        """Values as text, of things their names; German ones only, where it is said which are German."""
        values = [value for name in names for value in self._values(name)]
        german = [value for value in values if isinstance(value, Node) and str(value.get("@language"))[:2] == "de"]
        return [text for value in german or values if (text := self._as_text(value).strip())]

    def text(self, *names: str) -> str:
        return next(iter(self.texts(*names)), "")

    def things(self, *names: str) -> list["Thing"]:
        """Values as things; a string is the id, the address or the name of one."""
        return [thing for name in names for thing in self._things(name)]

    def thing(self, *names: str) -> "Thing":
        """The first of these things; one without properties where there is none."""
        return next(iter(self.things(*names)), Thing(Node(), self._reading))

    def parts(self) -> list["Thing"]:
        """The dates of an offer, wherever in the file they stand."""
        found = self.things(*PARTS)
        known = {id(part._node) for part in found}
        apart = [node for node in self._reading.graph.parts(self._node) if id(node) not in known]
        return found + [Thing(node, self._reading, f"{self._path}subEvent.") for node in apart]

    def is_text(self, name: str) -> bool:
        """Whether a property is one text: then it may be several in a row, "Yoga, Entspannung"."""
        return isinstance(self._node.get(name), str)

    def _values(self, name: str) -> Iterator[Any]:
        self._reading.read(f"{self._path}{name}")
        return flat(self._node.get(name))

    def _things(self, name: str) -> Iterator["Thing"]:
        for value in self._values(name):
            node = self._reading.graph.resolved(value)
            if node is None and isinstance(value, str):
                is_address = value.startswith(("http://", "https://"))
                node = node_of([("url" if is_address else "name", value)])
            if node is not None:
                yield Thing(node, self._reading, f"{self._path}{name}.")

    def _as_text(self, value: Any) -> str:
        if isinstance(value, bool):
            return "true" if value else "false"
        node = self._reading.graph.resolved(value) if isinstance(value, Node) else None
        if node is None:
            return str(value)
        inner = (part for name in _NAMES for part in flat(node.get(name)))
        return next((part for part in inner if isinstance(part, str)), "")
