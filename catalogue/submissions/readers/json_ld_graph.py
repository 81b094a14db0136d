"""JSON-LD as a graph: which things of a file are offers, and which belong to another one."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

_PREFIX = re.compile(r"(?:https?://schema\.org/|schema:|sdo:)", re.IGNORECASE)
# A thing that has no more than these only refers to another one.
_REFERENCE = {"@id", "@type", "id", "type"}
# Dates of an offer, which may stand in it or beside it.
PARTS = ("hasCourseInstance", "subEvent", "subEvents")

EVENTS = frozenset(
    "Event EducationEvent BusinessEvent ChildrensEvent ComedyEvent DanceEvent EventSeries ExhibitionEvent Festival"
    " FoodEvent Hackathon LiteraryEvent MusicEvent ScreeningEvent SocialEvent SportsEvent TheaterEvent"
    " VisualArtsEvent".split()
)
COURSES = frozenset({"Course", "CourseInstance", "EducationalOccupationalProgram", "WorkBasedProgram"})
SERVICES = frozenset({"Service", "GovernmentService"})
OFFERS = EVENTS | COURSES | SERVICES
# Titles of other kinds, which nobody will take for an offer that was forgotten.
_OTHER_WORKS = frozenset("Article BlogPosting Book JobPosting NewsArticle Product Recipe VideoObject".split())


class Node(dict[str, Any]):
    """An object as it stands in the file; `twice` are the names that it has with different values."""

    twice: tuple[str, ...] = ()

    @property
    def types(self) -> tuple[str, ...]:
        named = flat(self.get("@type", self.get("type")))
        return tuple(_PREFIX.sub("", name, count=1) for name in named if isinstance(name, str))

    @property
    def id(self) -> str:
        name = self.get("@id", self.get("id"))
        return name if isinstance(name, str) else ""

    @property
    def is_reference(self) -> bool:
        return self.keys() <= _REFERENCE

    @property
    def is_offer(self) -> bool:
        return not self.is_reference and not OFFERS.isdisjoint(self.types)


def node_of(pairs: Sequence[tuple[str, Any]]) -> Node:
    """An object of the file, with plain names; what stands there twice is kept, and noted."""
    node = Node()
    twice = []
    for name, value in pairs:
        name = _PREFIX.sub("", name, count=1)
        if name in node and node[name] != value:
            twice.append(name)
            value = [node[name], value]
        node[name] = value
    node.twice = tuple(dict.fromkeys(twice))
    return node


def flat(value: Any) -> Iterator[Any]:
    """The values of a property: one, or those of (nested) lists; nothing is none."""
    if isinstance(value, list):
        for item in value:
            yield from flat(item)
    elif isinstance(value, Node) and ("@list" in value or "@set" in value):
        yield from flat(value.get("@list", value.get("@set")))
    elif value is not None:
        yield value


class Graph:
    """All things of a file by their ids. `other_works` are types of things with a title that are no offers."""

    def __init__(self, documents: Sequence[Any]) -> None:
        self.other_works: dict[str, None] = {}
        self._by_id: dict[str, Node] = {}
        self._offers = [node for document in documents for node in self._offers_in(document)]
        self._parts: dict[int, list[Node]] = {}
        self._inside: set[int] = set()
        self._join_parts()

    @property
    def offers(self) -> list[Node]:
        """The offers in the order of the file; dates that stand apart belong to the offer that they are dates of."""
        return [node for node in self._offers if id(node) not in self._inside]

    def resolved(self, value: Any) -> Node | None:
        """The thing that is meant by a thing, a reference to it, or its id."""
        if isinstance(value, Node):
            return self._by_id.get(value.id, value) if value.is_reference else value
        return self._by_id.get(value) if isinstance(value, str) else None

    def parts(self, node: Node) -> list[Node]:
        """The dates of an offer that stand apart from it."""
        return self._parts.get(id(node), [])

    def _offers_in(self, document: Any) -> Iterator[Node]:
        """Offers anywhere in a document, but not inside of others; everything with an id is remembered."""
        waiting: list[tuple[Any, bool]] = [(document, False)]
        while waiting:
            value, is_inside = waiting.pop()
            if isinstance(value, list):
                waiting.extend((item, is_inside) for item in reversed(value))
            elif isinstance(value, Node):
                is_new = self._remember(value)
                if value.is_offer and is_new and not is_inside:
                    yield value
                self.other_works.update(dict.fromkeys(name for name in value.types if name in _OTHER_WORKS))
                waiting.extend(
                    (item, (is_inside or value.is_offer) and name != "@graph") for name, item in reversed(value.items())
                )

    def _remember(self, node: Node) -> bool:
        """Whether it is a new thing; one that is told of in two places becomes one."""
        if not node.id or node.is_reference:
            return True
        known = self._by_id.setdefault(node.id, node)
        if known is node or any(known[name] != value for name, value in node.items() if name in known):
            return True
        known.update(node)
        return False

    def _join_parts(self) -> None:
        ours = {id(node) for node in self._offers}
        for node in self._offers:
            for name in PARTS:
                for part in map(self.resolved, flat(node.get(name))):
                    if part is not None and id(part) in ours:
                        self._join(node, part)
            for series in map(self.resolved, flat(node.get("superEvent"))):
                if series is not None and id(series) in ours:
                    self._join(series, node)

    def _join(self, whole: Node, part: Node) -> None:
        # One level only: what has parts of its own is none, so nobody is a part of himself.
        is_taken = id(part) in self._inside or id(part) in self._parts
        if part is not whole and id(whole) not in self._inside and not is_taken:
            self._parts.setdefault(id(whole), []).append(part)
            self._inside.add(id(part))
