"""Everything in a message that the vocabulary, the gazetteer or a pattern knows, before it is judged."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc
from spacy.tokens import Token as SpacyToken

from bot.understanding.lexicon import Lexicon
from bot.understanding.numbers import Number, find_ages, is_bare
from bot.understanding.numerals import NUMERALS
from bot.understanding.places import PlaceMention, find_places
from bot.understanding.words import CorrectedText
from catalogue.german import Token as Word
from catalogue.german import key, lemma, plain
from catalogue.vocabulary import Meaning, Mention

_SONS_AND_DAUGHTERS = frozenset(
    key(word) for word in "Sohn Tochter Zwilling Sohnemann Töchterchen Jüngster Ältester".split()
)
_OLDEST = 99


@dataclass(frozen=True)
class AgeMention:
    """An age and the tokens [start, end) that say it, the person's word included; `number` counts typed characters.

    `is_plain` where its words say that it is one ("14 Jahre alt"); else a mere number that may be one.
    """

    number: Number
    start: int
    end: int
    is_plain: bool = True

    def as_mention(self) -> Mention:
        return Mention(self.start, self.end, Meaning("age" if self.is_plain else "number", str(self.number.value)))


@dataclass(frozen=True)
class Found:
    """What was found in a message: places, ages, a family's children, and words of the vocabulary beside them."""

    places: Sequence[PlaceMention]
    ages: Sequence[AgeMention]
    children: Sequence[Mention]
    mentions: Sequence[Mention]

    @property
    def everything(self) -> list[Mention]:
        places, ages = ([item.as_mention() for item in items] for items in (self.places, self.ages))
        return [*self.mentions, *self.children, *places, *ages]

    @property
    def place_tokens(self) -> set[int]:
        return _tokens_of(self.places)

    def of(self, field: str) -> list[Mention]:
        return [mention for mention in self.mentions if mention.meaning.field == field]


class MentionFinder:
    """Finds what is mentioned; the kind at the end of a topic's name counts as mentioned, too."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def __call__(self, doc: Doc, meant: CorrectedText) -> Found:
        places = find_places(doc, self._lexicon)
        hidden = _tokens_of(places) | {token.i for token in doc if _is_nearness(token)}
        sentence = [Word("·" if token.i in hidden else token._.spelling, token.idx) for token in doc]
        mentions = self._lexicon.vocabulary.find(sentence)
        mentions += self._kinds_at_ends(doc, mentions)
        mentions += self._people_in_clauses(doc, meant, mentions)
        known = {mention.start for mention in mentions if mention.meaning.field == "audience"}
        return Found(
            places, _ages(doc, meant), [child for child in _children(doc) if child.start not in known], mentions
        )

    def _people_in_clauses(self, doc: Doc, meant: CorrectedText, mentions: list[Mention]) -> list[Mention]:
        """Audiences that no word names: "seit drei Monaten hier", "8b", "seine Firma hat zugemacht"."""
        found = []
        for name, pattern in self._lexicon.people:
            match = pattern.search(meant.text)
            span = match and doc.char_span(*meant.span(*match.span()), alignment_mode="expand")
            meaning = Meaning("audience", name)
            if span and not any(item.meaning == meaning for item in mentions):
                found.append(Mention(span.start, span.end, meaning))
        return found

    def _kinds_at_ends(self, doc: Doc, mentions: list[Mention]) -> list[Mention]:
        """The kind that a topic's own name ends in: who says "Integrationskurs" says Kurs."""
        found = []
        for mention in mentions:
            word = plain(lemma(doc[mention.end - 1]._.spelling))
            if mention.meaning.field != "topic" or mention.part is not None:
                continue
            for head, kind in self._lexicon.kind_heads:
                if word.endswith(head) and (len(word) >= len(head) + 3 or mention.end - mention.start > 1):
                    found.append(Mention(mention.end - 1, mention.end, Meaning("kind", kind), part=head))
                    break
        return found


def _tokens_of(places: Sequence[PlaceMention]) -> set[int]:
    return {index for place in places for index in range(place.start, place.end)}


def _ages(doc: Doc, meant: CorrectedText) -> list[AgeMention]:
    ages = []
    for number in find_ages(meant.text):
        start, end = meant.span(number.start, number.end)
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None:
            ages.append(AgeMention(number._replace(start=start, end=end), span.start, span.end))
    taken = {index for age in ages for index in range(age.start, age.end)}
    return ages + [age for token in doc if token.i not in taken for age in _number(doc, token)]


def _number(doc: Doc, token: SpacyToken) -> Iterator[AgeMention]:
    """A number that may be an age; one of months is that of a baby."""
    text = token._.spelling
    value = NUMERALS.get(token._.plain, 0) if text.isalpha() else int(text) if text.isdecimal() else 0
    if not ((1 if text.isdecimal() else 2) <= value <= _OLDEST and is_bare(doc.text, token.idx)):
        return
    months = token.i + 1 < len(doc) and doc[token.i + 1]._.plain.startswith("monat")
    number = Number(0 if months else value, token.idx, token.idx + len(token.text))
    yield AgeMention(number, token.i, token.i + 1, is_plain=False)


def _children(doc: Doc) -> list[Mention]:
    """Sons and daughters, of whom the word alone says neither age nor group."""
    return [
        Mention(token.i, token.i + 1, Meaning("audience", "Kinder"))
        for token in doc
        if token._.key in _SONS_AND_DAUGHTERS
    ]


def _is_nearness(token: SpacyToken) -> bool:
    """ "Nähe" is nearness and not sewing, though both have one key."""
    return token._.plain == "nahe" and token._.spelling.lower() != "nähen"
