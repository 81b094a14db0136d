"""Conditions that are missed, found where there are none, or taken the wrong way: what staff marked tells."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.retraining.comparing import Share
from bot.review.insight_confusions import Example
from bot.review.labels import Label, Marked
from bot.review.understood import BACKGROUND, marks_of

# A topic that is described and not named has no place in the text, and is counted by itself.
DESCRIBED = "described"
# Words like "Rentnerin" or "unsere Siebenjährige" say both; whoever marks them chooses one.
_EITHER = frozenset(("age", "audience"))
_MOST_EXAMPLES = 5


@dataclass(frozen=True)
class Misread:
    """A condition in a message, with its words; empty for a topic that is only described."""

    words: str
    example: Example


@dataclass(frozen=True)
class ConditionFigures:
    """One kind of condition: how many of those marked as wanted or not wanted were missed; how many of those found
    are none; how many of those found were taken the wrong way. Each share counts what went wrong, `right` of `total`.
    """

    entity: str
    missed: Share
    wrong: Share
    wrong_role: Share
    examples: tuple[Misread, ...] = ()


@dataclass
class _Counts:
    marked: int = 0
    found: int = 0
    both: int = 0
    wrong_role: int = 0
    wrong: int = 0
    missed: list[Misread] = field(default_factory=list)


@dataclass(frozen=True)
class Conditions:
    """By kind, the one missed most often first. `compared` messages count; `others` are only alike to their label."""

    by_kind: tuple[ConditionFigures, ...]
    compared: int
    others: int


def conditions(messages: Iterable[tuple[Example, Sequence[Mapping[str, Any]], Label]]) -> Conditions:
    """Compare messages, each with the facts found in it, with their labels."""
    counts: dict[str, _Counts] = {}
    compared = others = 0
    for example, facts, label in messages:
        if example.text != label.text:
            others += 1
            continue
        compared += 1
        understood = marks_of(facts)
        _count_marked(counts, example, label.entities, understood)
        _count_found(counts, label.entities, understood)
        _count_described(counts, example, label.topic, _described(facts))
    figures = (_figures(entity, found) for entity, found in counts.items())
    ordered = sorted(figures, key=lambda item: (-item.missed.right, -item.wrong.right, item.entity))
    return Conditions(tuple(ordered), compared, others)


def _count_marked(
    counts: dict[str, _Counts], example: Example, marked: Sequence[Marked], understood: Sequence[Marked]
) -> None:
    for item in marked:
        here = counts.setdefault(item.entity, _Counts())
        theirs = next((other for other in _on(item, understood) if _same_kind(item, other)), None)
        if theirs is not None:
            here.both += 1
            here.wrong_role += theirs.role != item.role
        # What only belongs to the story need not be found.
        if item.role != BACKGROUND:
            here.marked += 1
            if theirs is None:
                here.missed.append(Misread(example.text[item.start : item.end], example))


def _count_found(counts: dict[str, _Counts], marked: Sequence[Marked], understood: Sequence[Marked]) -> None:
    for item in understood:
        here = counts.setdefault(item.entity, _Counts())
        here.found += 1
        # Of another kind it is counted as missed, in the wrong role as that.
        here.wrong += not any(other.role != BACKGROUND or _same_kind(item, other) for other in _on(item, marked))


def _count_described(counts: dict[str, _Counts], example: Example, meant: str | None, found: str | None) -> None:
    if not meant and not found:
        return
    here = counts.setdefault(DESCRIBED, _Counts())
    here.marked += bool(meant)
    here.found += bool(found)
    if meant and found != meant:
        here.missed.append(Misread(meant, example))
    here.wrong += bool(found) and found != meant


def _on(item: Marked, others: Sequence[Marked]) -> list[Marked]:
    """The conditions on the same words, or on some of them."""
    return [other for other in others if other.start < item.end and item.start < other.end]


def _same_kind(one: Marked, other: Marked) -> bool:
    return one.entity == other.entity or {one.entity, other.entity} == _EITHER


def _described(facts: Iterable[Mapping[str, Any]]) -> str | None:
    told = (fact for fact in facts if fact["key"] == "topic" and fact["role"] == DESCRIBED)
    return next((str(fact["value"]) for fact in told), None)


def _figures(entity: str, found: _Counts) -> ConditionFigures:
    return ConditionFigures(
        entity,
        missed=Share(len(found.missed), found.marked),
        wrong=Share(found.wrong, found.found),
        wrong_role=Share(found.wrong_role, found.both),
        examples=tuple(found.missed[:_MOST_EXAMPLES]),
    )
