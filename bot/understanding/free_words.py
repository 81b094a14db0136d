"""Subjects that no vocabulary knows: "Bogenschießkurs", "Kurs über Bienen", a word of the catalogue's own."""

from collections.abc import Sequence

import simplemma
from spacy.lang.de.stop_words import STOP_WORDS
from spacy.tokens import Doc, Token

from bot.understanding.facts import EXCLUDE, SAID, Fact
from bot.understanding.lexicon import Lexicon
from bot.understanding.roles import is_negated
from catalogue.german import frequency, key, lemma, parts, plain
from catalogue.vocabulary import Mention
from catalogue.words import CatalogueWords

_ABOUT = frozenset(
    "fur in zu zum zur uber mit im als um an rund thema bereich richtung was suche sucht suchen gibt gibts".split()
)
_STOP = frozenset(plain(word) for word in STOP_WORDS)
_MOST_FREE_WORDS = 2
# From this Zipf frequency on a word says too little to be a subject ("jedes", "Zeit").
_EVERYDAY = 5.3


class FreeWordFinder:
    """Finds a topic, or further words of one, among the words that mean nothing else."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def topic(self, doc: Doc, kinds: Sequence[Mention], taken: set[int], words: CatalogueWords) -> list[Fact]:
        """A subject that the vocabulary does not know: "Bogenschießkurs", "Kurs über Bienen"."""
        for mention in kinds:
            if mention.part is not None:
                rest = _front(doc[mention.start], mention.part)
                if rest and key(rest) not in self.lexicon.generic and mention.start not in taken:
                    return [_word_fact(doc[mention.start], rest)]
        candidates = [token for token in doc if token.i not in taken and self._is_content(token)]
        candidates = [token for token in candidates if not is_verb(token)]
        known = [token for token in candidates if is_noun(token) and self._in_catalogue(token, words.strong)]
        cued = [token for token in candidates if _is_cued(doc, token, {m.end for m in kinds}) and is_noun(token)]
        chosen = (
            known
            or [token for token in cued if self._in_catalogue(token, words.all)]
            or (cued if kinds or _wants_to_learn(doc) else [])
        )
        return _phrase_facts(doc, chosen[:_MOST_FREE_WORDS])

    def further_words(self, doc: Doc, taken: set[int], words: CatalogueWords) -> list[Fact]:
        found = [
            token for token in doc
            if token.i not in taken and self._is_content(token) and token._.key in words.strong and is_noun(token)
        ]  # fmt: skip
        return [
            Fact("words", plain_topic(token), token.idx, token.idx + len(token.text))
            for token in found[:_MOST_FREE_WORDS]
        ]

    def _is_content(self, token: Token) -> bool:
        return (
            len(token.text) >= 3
            and token.text[0].isalpha()
            and token._.plain not in _STOP
            and frequency(token.text.lower()) < _EVERYDAY
            and token._.key not in self.lexicon.generic
            and token._.plain not in self.lexicon.generic_forms
            and token._.key not in self.lexicon.vocabulary.words
        )

    def _in_catalogue(self, token: Token, known: frozenset[str]) -> bool:
        if token._.key in known:
            return True
        pieces = parts(token._.spelling, self.lexicon.vocabulary.words)
        return bool(pieces) and all(key(piece) in known for piece in pieces)


def plain_topic(token: Token) -> str:
    """A free word as a topic: its dictionary form, lower case."""
    return lemma(token._.spelling).lower()


def _front(token: Token, head: str) -> str:
    """What stands before a kind at the end of a compound, without the linking letter."""
    word = token._.spelling.lower()
    if not word.endswith(head):
        return ""
    front = word[: -len(head)].rstrip("-")
    if front.endswith("s") and len(front) > 4 and not simplemma.is_known(front.capitalize(), lang="de"):
        front = front[:-1]
    return front if len(front) >= 3 else ""


def _word_fact(token: Token, text: str) -> Fact:
    return Fact("topic", text, token.idx, token.idx + len(token.text))


def is_noun(token: Token) -> bool:
    """Nouns are what people look for; in lower-case messages the dictionary decides."""
    text = token._.spelling
    if token.text[0].isupper() and token.i > 0 and token.doc[token.i - 1].text not in ".!?":
        return True
    noun = simplemma.is_known(text.capitalize(), lang="de")
    return noun or (frequency(text.lower()) < 2.5 and len(text) >= 5)


def _is_cued(doc: Doc, token: Token, kind_ends: set[int]) -> bool:
    before = [item._.plain for item in doc[max(0, token.i - 3) : token.i]]
    after = [item._.plain for item in doc[token.i + 1 : token.i + 3]]
    return (
        token.i in kind_ends
        or bool(set(before) & _ABOUT)
        or bool(set(after) & {"lernen", "kurs", "machen", "uben", "spielen"})
        or len(doc) <= 3
    )


def _wants_to_learn(doc: Doc) -> bool:
    return any(token._.key in ("lern", "beibring", "kurs", "workshop") for token in doc)


def _phrase_facts(doc: Doc, tokens: Sequence[Token]) -> list[Fact]:
    """One topic of neighbouring words ("freies sprechen"); a word further off is left out."""
    if not tokens:
        return []
    chosen = [tokens[0]]
    for token in tokens[1:]:
        if token.i - chosen[-1].i <= 2:
            chosen.append(token)
    topic = " ".join(plain_topic(token) for token in chosen)
    role = EXCLUDE if is_negated(doc, chosen[0].i, chosen[-1].i + 1) else SAID
    return [Fact("topic", topic, chosen[0].idx, chosen[-1].idx + len(chosen[-1].text), role)]


def is_verb(token: Token) -> bool:
    """Whether a token is a verb in lower case: "durfte nicht studieren" excludes no subject."""
    return token.text[0].islower() and lemma(token._.spelling).endswith("en") and not is_noun(token)
