"""Conditions as the understanding finds them (facts) and as Rasa's examples mark them: one and the same thing."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.review.labels import Label, Marked
from bot.understanding.facts import DESCRIBED, DROP, EXCLUDE, SAID, SECOND

BACKGROUND = "background"
# What examples call the same otherwise than facts do.
_ENTITY_OF = {"from_day": "date", "until_day": "date", "beginner": "level", "words": "topic"}
_WANTED = frozenset((SAID, SECOND))
_UNWANTED = frozenset((EXCLUDE, DROP))
# One word may say both ("Rentner", "meine Tochter (7)"); examples mark it as either.
_ALIKE = {"age": "audience"}

# A fact as entities and kept messages have it: key or entity, value, start, end, role.
Found = Mapping[str, Any]


def marks_of(facts: Iterable[Found]) -> tuple[Marked, ...]:
    """Facts as marks, each place once; without those that stand nowhere in the text, or only follow."""
    marks: dict[tuple[int, int, str], Marked] = {}
    for fact in facts:
        start, end, entity = int(fact["start"]), int(fact["end"]), _entity(fact)
        role = _role(fact)
        if end > start and role != "":
            marks.setdefault((start, end, entity), Marked(start, end, entity, role))
    return tuple(sorted(marks.values(), key=lambda mark: (mark.start, mark.end)))


def _entity(fact: Found) -> str:
    name = str(fact.get("key") or fact.get("entity"))
    return _ENTITY_OF.get(name, name)


def _role(fact: Found) -> str | None:
    """A mark's role; empty for facts that nobody would mark."""
    role = str(fact.get("role") or SAID)
    if role in _WANTED:
        return None
    return EXCLUDE if role in _UNWANTED else ""


def missed(label: Label, facts: Sequence[Found]) -> list[Marked]:
    """The conditions of a label that were not understood, or otherwise; what only belongs to the story is none."""
    found = marks_of(facts)
    return [mark for mark in label.entities if mark.role != BACKGROUND and not any(_is(mark, item) for item in found)]


def wrongly_found(label: Label, facts: Sequence[Found]) -> list[Marked]:
    """What was understood as a condition where the label has none, or only a part of the story."""
    real = [mark for mark in label.entities if mark.role != BACKGROUND]
    return [item for item in marks_of(facts) if not any(_overlap(item, mark) for mark in real)]


def is_understood(label: Label, facts: Sequence[Found]) -> bool:
    """Whether all conditions of a message were understood as labelled, and nothing else was taken for one."""
    if label.topic and not _topics(facts) & {label.topic} and not _named(label):
        return False
    return not missed(label, facts) and not wrongly_found(label, facts)


def _named(label: Label) -> bool:
    return any(mark.entity == "topic" and mark.role is None for mark in label.entities)


def _topics(facts: Iterable[Found]) -> set[str]:
    roles = {*_WANTED, DESCRIBED}
    return {str(fact["value"]) for fact in facts if _entity(fact) == "topic" and fact.get("role", SAID) in roles}


def _is(mark: Marked, other: Marked) -> bool:
    same = _ALIKE.get(mark.entity, mark.entity) == _ALIKE.get(other.entity, other.entity)
    return same and mark.role == other.role and _overlap(mark, other)


def _overlap(one: Marked, other: Marked) -> bool:
    return one.start < other.end and other.start < one.end
