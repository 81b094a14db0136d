"""The inbox: which kept messages can teach something, alike ones together, and the most useful first.

A message scores for everything that speaks for looking at it: a thumb down 5, declined 4, nothing found 3, asked again
in other words right after 3, found only by giving something up 1, another kind of turn than guessed 1, and up to 2 for
an unsure guess. A group of messages that are alike scores as its best one, and 1 more each time it is twice as large.
What scores nothing is known well.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from itertools import zip_longest
from math import log2
from typing import Any, NamedTuple

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.review.claims import Claims
from bot.review.tables import DECLINED, FAILED, NOTHING, RELAXED, KeptMessage, LabelRow
from bot.stored import make_tables
from catalogue.german import frequency, key, keys, plain, tokens

THUMB, REWORDED, UNSURE, OTHER = "thumb", "reworded", "unsure", "other"
REASONS = {
    THUMB: "Hat nicht geholfen, sagt die Person",
    DECLINED: "Wurde abgewiesen",
    NOTHING: "Nichts gefunden",
    REWORDED: "Wurde gleich danach anders gefragt",
    RELAXED: "Nur mit weniger Bedingungen gefunden",
    OTHER: "Die erste Vermutung war eine andere Art von Nachricht",
    UNSURE: "Der Bildungslotse war sich nicht sicher",
}
_WEIGHTS = {THUMB: 5.0, DECLINED: 4.0, NOTHING: 3.0, REWORDED: 3.0, RELAXED: 1.0, OTHER: 1.0}
_MOST_UNSURE = 2.0
SURE = 0.6
# Words that are this common (Zipf scale) say nothing of what is asked for; nor do those with which people ask.
_COMMON = 5.9
_ASKING = frozenset(keys("suche möchte brauche wünsche bitte gern hallo guten tag danke interessiere"))
_DENYING = frozenset(keys("nicht kein ohne nie weder"))
_MUCH, _NEARLY = 0.5, 0.75


# What a text is about.
About = Callable[[str], frozenset[str]]


class Line(NamedTuple):
    """What of a kept message tells whether it can teach."""

    id: int
    conversation: str
    turn: int
    text: str
    intent: str
    guess: str
    confidence: float
    wish: dict[str, Any]
    outcome: str
    thumb: int | None
    label_id: int | None


_COLUMNS = tuple(getattr(KeptMessage, name) for name in Line._fields)


@dataclass(frozen=True)
class Group:
    """Messages that are alike: the one that is shown first, and why they are worth a look."""

    lines: tuple[Line, ...]
    reasons: tuple[str, ...]
    score: float

    @property
    def id(self) -> int:
        return self.lines[0].id

    @property
    def text(self) -> str:
        return self.lines[0].text

    @property
    def ids(self) -> frozenset[int]:
        return frozenset(line.id for line in self.lines)


@dataclass(frozen=True)
class Waiting:
    """Groups that can teach, the most useful first; those that are known well; how many messages are labelled."""

    groups: tuple[Group, ...]
    known: tuple[Group, ...]
    labelled: int

    def shown(self, everything: bool) -> tuple[Group, ...]:
        return (*self.groups, *self.known) if everything else self.groups


class Inbox:
    """The kept messages of one database, as those see them who label them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        make_tables(engine)

    def waiting(self) -> Waiting:
        """What can be labelled now. A label counts for all messages that are alike."""
        with Session(self._engine) as session:
            rows = session.execute(select(*_COLUMNS).order_by(KeptMessage.conversation, KeptMessage.turn))
            lines = [Line(*row) for row in rows]
            texts = set(session.scalars(select(LabelRow.text)))
        found = [group for group in _grouped(lines) if not _is_settled(group, texts)]
        teaching = sorted((group for group in found if group.reasons), key=lambda group: (-group.score, group.id))
        known = [group for group in found if not group.reasons and group.lines[0].outcome != FAILED]
        labelled = sum(line.label_id is not None or line.text in texts for line in lines if line.text)
        known.sort(key=lambda group: (-len(group.lines), group.id))
        return Waiting(tuple(teaching), tuple(known), labelled)

    def next_for(self, by: str, claims: Claims, groups: Sequence[Group], after: int | None = None) -> Group | None:
        """The next group that nobody else looks at; claims it. `after` is the message that somebody passed over."""
        places = {item: place for place, group in enumerate(groups) for item in group.ids}
        taken = claims.of_others(by)
        for group in groups[places[after] + 1 if after in places else 0 :]:
            if not group.ids & taken and claims.take(group.id, by):
                return group
        return None

    def message(self, message_id: int) -> KeptMessage | None:
        """A message with everything that is kept of it."""
        with Session(self._engine) as session:
            return session.get(KeptMessage, message_id)

    def conversation(self, conversation: str) -> list[KeptMessage]:
        """All that is kept of a conversation, in order; turns by button have no text."""
        statement = select(KeptMessage).where(KeptMessage.conversation == conversation).order_by(KeptMessage.turn)
        with Session(self._engine) as session:
            return list(session.scalars(statement))

    def alike(self, message: KeptMessage) -> tuple[Line, ...]:
        """The messages that a label of this one counts for, itself among them."""
        with Session(self._engine) as session:
            theirs = (KeptMessage.intent == message.intent) & (KeptMessage.text != "")
            lines = [Line(*row) for row in session.execute(select(*_COLUMNS).where(theirs))]
        here = content(message.text)
        return tuple(line for line in lines if content(line.text) == here)


def content(text: str) -> frozenset[str]:
    """The keys of the words that say what a text is about; of all its words, where none does."""
    said = {token.text for token in tokens(text) if token.is_word}
    about = {key(word) for word in said if _says_something(word)}
    return frozenset(about or map(key, said)) or frozenset((plain(text),))


@lru_cache(maxsize=65536)
def _says_something(word: str) -> bool:
    name = key(word)
    return name in _DENYING or (frequency(word) < _COMMON and name not in _ASKING)


def is_reworded(line: Line, following: Line, about: About) -> bool:
    """Whether the next message asks much the same again, after an answer that was none, or as a search of its own."""
    if not following.text or following.text == line.text:
        return False
    is_anew = following.intent == "search" and _topic(line) is not None and _topic(following) == _topic(line)
    if line.outcome not in (DECLINED, NOTHING) and not is_anew:
        return False
    here, there = about(line.text), about(following.text)
    if len(here & there) >= _MUCH * min(len(here), len(there)):
        return True
    matcher = SequenceMatcher(None, plain(line.text), plain(following.text))
    # The bounds are cheap, and nearly always enough.
    return matcher.real_quick_ratio() >= _NEARLY and matcher.quick_ratio() >= _NEARLY and matcher.ratio() >= _NEARLY


def _topic(line: Line) -> str | None:
    return line.wish.get("topic")


def _is_settled(group: Group, texts: set[str]) -> bool:
    return any(line.label_id is not None or line.text in texts for line in group.lines)


def _grouped(lines: Sequence[Line]) -> Iterable[Group]:
    """Messages with the same words that were understood as the same kind of turn."""
    groups: dict[tuple[str, frozenset[str]], list[tuple[float, Line, set[str]]]] = defaultdict(list)
    # Only as long as this takes: what somebody wrote is kept nowhere beside.
    about = cache(content)
    for line, following in zip_longest(lines, lines[1:]):
        if line.text:
            is_next = following is not None and following.conversation == line.conversation
            reasons = _reasons(line, following if is_next else None, about)
            groups[line.intent, about(line.text)].append((_score(line, reasons), line, reasons))
    for members in groups.values():
        members.sort(key=lambda member: (-member[0], member[1].id))
        told = set().union(*(reasons for _, _, reasons in members))
        score = members[0][0] + (log2(len(members)) if told else 0)
        yield Group(tuple(line for _, line, _ in members), tuple(name for name in REASONS if name in told), score)


def _reasons(line: Line, following: Line | None, about: About) -> set[str]:
    speaks = {
        THUMB: line.thumb == -1,
        REWORDED: following is not None and is_reworded(line, following, about),
        UNSURE: line.confidence < SURE,
        OTHER: line.guess != line.intent,
        line.outcome: line.outcome in _WEIGHTS,
    }
    return {name for name, holds in speaks.items() if holds}


def _score(line: Line, reasons: set[str]) -> float:
    unsure = _MOST_UNSURE * (1 - line.confidence) if UNSURE in reasons else 0.0
    return sum(_WEIGHTS.get(name, 0.0) for name in reasons) + unsure
