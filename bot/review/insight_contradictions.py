"""Sentences labelled against each other: alike, but as different kinds of turn, or with other conditions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.review.alike import AlikeSentences, Pair
from bot.review.sentences import Sentence
from catalogue.german import key, tokens

# What differs: the kind of turn; the topic described; the kind of a condition; what it is to the wish.
INTENT, TOPIC, CONDITION, ROLE = "intent", "topic", "condition", "role"
# Who describes a topic wants it, and says so in whatever turn.
_ASKING = ("search", "refine")


@dataclass(frozen=True)
class Contradiction:
    """Two sentences, how alike they are (up to 1), and what differs between them.

    `one` and `other` are what each is taught as: intents, topics, kinds of condition, or roles (None: wanted). `words`
    are those that are read differently; empty where it is the whole sentence.
    """

    first: Sentence
    second: Sentence
    likeness: float
    what: str
    one: str | None
    other: str | None
    words: str = ""

    @property
    def is_harmless(self) -> bool:
        """Whether both lead to the same answer, mostly: a wish, and what adds to one."""
        return self.what == INTENT and {self.one, self.other} == set(_ASKING)

    @property
    def is_about_labels(self) -> bool:
        """Whether staff can set it right by themselves: one of the two is theirs."""
        return self.first.label is not None or self.second.label is not None


class Taught:
    """The sentences that are there from the beginning, compared once."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._sentences = sentences
        self._alike = AlikeSentences([item.text for item in sentences])
        self._own = list(_differing(self._alike.pairs(), sentences, sentences))

    def contradictions(self, labelled: Sequence[Sentence] = ()) -> list[Contradiction]:
        """All of them, also those with and among what staff labelled: these first, what is harmless last."""
        theirs = AlikeSentences([item.text for item in labelled], beside=self._alike)
        found = [
            *_differing(theirs.pairs(), labelled, labelled),
            *_differing(self._alike.pairs_with(theirs), self._sentences, labelled),
            *self._own,
        ]
        return sorted(found, key=_order)


def _order(item: Contradiction) -> tuple[bool, bool, float, str]:
    return not item.is_about_labels, item.is_harmless, -item.likeness, item.first.text


def _differing(pairs: list[Pair], firsts: Sequence[Sentence], seconds: Sequence[Sentence]) -> Iterator[Contradiction]:
    for pair in pairs:
        first, second = firsts[pair.first], seconds[pair.second]
        told = _differs(first, second)
        if told is not None:
            what, one, other, words = told
            yield Contradiction(first, second, pair.likeness, what, one, other, words)


def _differs(first: Sentence, second: Sentence) -> tuple[str, str | None, str | None, str] | None:
    """What is taught differently of two alike sentences; None where nothing is."""
    if first.topic and second.topic:
        return (TOPIC, first.topic, second.topic, "") if first.topic != second.topic else None
    if not first.intent or not second.intent:
        # A description and a kind of turn: it speaks against everything but asking for offers.
        said = first.intent or second.intent
        return (INTENT, first.intent, second.intent, "") if said not in _ASKING else None
    if first.intent != second.intent:
        return INTENT, first.intent, second.intent, ""
    theirs = _marked(second)
    for word, (name, role, words) in _marked(first).items():
        if word in theirs and theirs[word][0] != name:
            return CONDITION, name, theirs[word][0], words
        if word in theirs and theirs[word][1] != role:
            return ROLE, role, theirs[word][1], words
    return None


def _marked(sentence: Sentence) -> dict[str, tuple[str, str | None, str]]:
    """Each word that is marked once in a sentence, by its key: as what, in which role, and as it stands there."""
    found: dict[str, list[tuple[str, str | None, str]]] = {}
    for item in sentence.entities:
        words = sentence.text[item.start : item.end]
        name = " ".join(key(token.text) for token in tokens(words) if token.is_word)
        found.setdefault(name, []).append((item.entity, item.role, words))
    return {name: marks[0] for name, marks in found.items() if len(marks) == 1}
