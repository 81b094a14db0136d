"""What was understood of one message: facts, and cues about the turn."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

SAID, FOLLOWS, EXCLUDE, DROP, SECOND = "said", "follows", "exclude", "drop", "second"
ASSUMED, DESCRIBED, POSSIBLE = "assumed", "described", "possible"
# The cue of what has not been confirmed for so long that it is shown on request only.
OUTDATED = "outdated"
# Cues that what is shown does not suit, and the key of the wish that has to be asked for then.
UNSUITED = {"too_far": "place", "other_time": "time"}


@dataclass(frozen=True)
class Fact:
    """A value of one key of the wish, and which characters of the message say so.

    `role`: said; follows (from what was said); exclude ("nicht in Hameln"); drop ("egal wo", the value
    is then empty); second (a second subject, for a second wish); assumed (German, where only a level was named);
    described (a topic that nobody named, but the message tells of); possible (one of several that it may tell of).
    """

    key: str
    value: Any
    start: int
    end: int
    role: str = SAID


@dataclass(frozen=True)
class Understanding:
    """Everything found in one message.

    `elsewhere` names matters of the region's data that are no education offers; `cues` are words
    about the turn ("addition", "elliptical", "anew", "education", "crisis", OUTDATED); `ambiguous_places` are names
    that several places bear; `numbers` are positions of shown offers ("das zweite" → 2, last = -1); `spoken` is the
    language it is written in, where that is sure.
    """

    facts: tuple[Fact, ...] = ()
    elsewhere: tuple[str, ...] = ()
    cues: frozenset[str] = frozenset()
    ambiguous_places: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    spoken: str = ""
    words: int = field(default=0)
    vocabulary: Container[str] | None = field(default=None, repr=False, compare=False)

    def knows(self, topic: str) -> bool:
        """Whether a topic is one of the region's; all are where the region is not given."""
        return self.vocabulary is None or topic in self.vocabulary

    def of(self, key: str, *roles: str) -> list[Fact]:
        """Facts of one key, in the order of the message; said ones where no role is named."""
        wanted = roles or (SAID,)
        return [fact for fact in self.facts if fact.key == key and fact.role in wanted]

    def with_described(self) -> "Understanding":
        """The same with a topic that is only described as if it had been named."""
        facts = (replace(fact, role=SAID) if fact.role == DESCRIBED else fact for fact in self.facts)
        return replace(self, facts=tuple(facts))

    @property
    def said_keys(self) -> frozenset[str]:
        return frozenset(fact.key for fact in self.facts if fact.role in (SAID, EXCLUDE, DROP))

    def as_entities(self) -> list[dict[str, Any]]:
        """Everything found as Rasa entities: facts by their key and role, the rest by kind."""
        entities: list[dict[str, Any]] = [
            {"entity": fact.key, "value": fact.value, "start": fact.start, "end": fact.end, "role": fact.role}
            for fact in self.facts
        ]
        others = (
            ("elsewhere", self.elsewhere),
            ("cue", sorted(self.cues)),
            ("ambiguous_place", self.ambiguous_places),
            ("number", self.numbers),
            ("spoken", (self.spoken,) if self.spoken else ()),
        )
        entities += [
            {"entity": name, "value": value, "start": 0, "end": 0} for name, values in others for value in values
        ]
        return entities

    @classmethod
    def from_entities(cls, entities: Iterable[Mapping[str, Any]], words: int = 0) -> "Understanding":
        """Read back what `as_entities` wrote; entities of a button's payload count as said."""
        facts: list[Fact] = []
        others: dict[str, list[Any]] = {"elsewhere": [], "cue": [], "ambiguous_place": [], "number": [], "spoken": []}
        for entity in entities:
            name = str(entity["entity"])
            if name in others:
                others[name].append(entity["value"])
            else:
                role = str(entity.get("role") or SAID)
                facts.append(Fact(name, entity["value"], entity.get("start", 0), entity.get("end", 0), role))
        return cls(
            facts=tuple(facts),
            elsewhere=tuple(others["elsewhere"]),
            cues=frozenset(others["cue"]),
            ambiguous_places=tuple(others["ambiguous_place"]),
            numbers=tuple(others["number"]),
            spoken=next(iter(others["spoken"]), ""),
            words=words,
        )
