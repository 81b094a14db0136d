"""What was understood of one message: facts, and cues about the turn."""

from dataclasses import dataclass, field
from typing import Any

SAID, FOLLOWS, EXCLUDE, DROP, SECOND = "said", "follows", "exclude", "drop", "second"


@dataclass(frozen=True)
class Fact:
    """A value of one key of the wish, and which characters of the message say so.

    `role`: said; follows (from what was said); exclude ("nicht in Hameln"); drop ("egal wo", the value
    is then empty); second (a second subject, for a second wish).
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
    about the turn ("addition", "elliptical", "anew", "education", "crisis"); `ambiguous_places` are names
    that several places bear; `numbers` are positions of shown offers ("das zweite" → 2, last = -1).
    """

    facts: tuple[Fact, ...] = ()
    elsewhere: tuple[str, ...] = ()
    cues: frozenset[str] = frozenset()
    ambiguous_places: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    words: int = field(default=0)

    def of(self, key: str, *roles: str) -> list[Fact]:
        """Facts of one key, in the order of the message; said ones where no role is named."""
        wanted = roles or (SAID,)
        return [fact for fact in self.facts if fact.key == key and fact.role in wanted]

    @property
    def said_keys(self) -> frozenset[str]:
        return frozenset(fact.key for fact in self.facts if fact.role in (SAID, EXCLUDE, DROP))
