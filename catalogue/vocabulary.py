"""A region's vocabulary: which words and phrases mean which value, and finding them in a text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from simplemma import is_known

from catalogue.german import Token, key, keys, lemma, parts, plain, tokens


class Meaning(NamedTuple):
    """A value of one field of the wish ("audience", "Kinder"); `exact` where only this spelling has it."""

    field: str
    value: str
    exact: str | None = None


class Mention(NamedTuple):
    """Where in a list of tokens a meaning was found: [start, end), and whether inside a compound."""

    start: int
    end: int
    meaning: Meaning
    part: str | None = None


@dataclass(frozen=True)
class Phrase:
    """A phrase as its words' keys, and as it was written."""

    keys: tuple[str, ...]
    meaning: Meaning
    text: str

    def is_cased_like(self, word: str) -> bool:
        """Whether a word in well-written text can be this one: "still" is no "Stillen", "Nähe" no "nähen"."""
        if self.text[0].isupper():
            return word[0].isupper()
        return plain(word) == plain(self.text) or (word[0].islower() and lemma(word) == self.text)


class Vocabulary:
    """Phrases by the keys of their words. Matching is by longest phrase, then by compound parts.

    `cased` vocabularies are for well-written text (offers), where nouns have capitals; questions have not.
    """

    def __init__(self, phrases: Iterable[tuple[str, Meaning]] = (), *, cased: bool = False) -> None:
        self._cased = cased
        self._by_first: dict[str, list[Phrase]] = {}
        self._single: set[str] = set()
        self._entries: dict[tuple[str, Meaning], None] = {}
        for text, meaning in phrases:
            self.add(text, meaning)

    def add(self, text: str, meaning: Meaning) -> None:
        """Let a word or phrase have a meaning (it may have several)."""
        phrase = Phrase(keys(text), meaning, text)
        if not phrase.keys:
            return
        self._entries[text, meaning] = None
        known = self._by_first.setdefault(phrase.keys[0], [])
        if all(phrase.keys != other.keys or phrase.meaning != other.meaning for other in known):
            known.append(phrase)
            known.sort(key=lambda other: -len(other.keys))
        if len(phrase.keys) == 1:
            self._single.add(phrase.keys[0])

    def entries(self) -> Iterable[tuple[str, Meaning]]:
        """All phrases as they were added."""
        return self._entries.keys()

    @cached_property
    def words(self) -> frozenset[str]:
        """Keys of all words that stand alone for something: what compounds may be made of."""
        return frozenset(self._single)

    def find(self, sentence: Sequence[Token]) -> list[Mention]:
        """Every mention in a sentence, the longest phrases first, compounds taken apart last."""
        word_keys = [key(token.text) if token.is_word else None for token in sentence]
        mentions: list[Mention] = []
        position = 0
        while position < len(sentence):
            found = self._at(sentence, word_keys, position)
            if not found or found[0].end == position + 1:
                found = self._joined_pair(sentence, position) or found
            if found:
                mentions.extend(found)
                position = found[0].end
                continue
            mentions.extend(self._inside(sentence[position], position))
            position += 1
        return mentions

    def _at(self, sentence: Sequence[Token], word_keys: Sequence[str | None], position: int) -> list[Mention]:
        """The mentions of the longest phrase that begins at a position."""
        first = word_keys[position]
        best: list[Mention] = []
        length = 0
        for phrase in self._by_first.get(first, ()) if first else ():
            if length and len(phrase.keys) < length:
                break
            end = self._end(sentence, word_keys, position, phrase.keys)
            exact = phrase.meaning.exact
            if end is None or (exact is not None and exact != sentence[position].text):
                continue
            if self._cased and len(phrase.keys) == 1 and not phrase.is_cased_like(sentence[position].text):
                continue
            length = len(phrase.keys)
            best.append(Mention(position, end, phrase.meaning))
        # "Skat" in just this spelling is the game and not a form of "skaten".
        return [mention for mention in best if mention.meaning.exact] or best

    @staticmethod
    def _end(
        sentence: Sequence[Token], word_keys: Sequence[str | None], position: int, phrase: tuple[str, ...]
    ) -> int | None:
        """Where a phrase that begins here ends; hyphens and dots of abbreviations may stand between."""
        for index, wanted in enumerate(phrase):
            while index and position < len(sentence) and sentence[position].text in "-–/.'’":
                position += 1
            if position >= len(sentence) or word_keys[position] != wanted:
                return None
            position += 1
        return position

    def _joined_pair(self, sentence: Sequence[Token], position: int) -> list[Mention]:
        """A compound written as two words: "integration kurs", "Ferien-Betreuung"."""
        first, rest = sentence[position], sentence[position + 1 : position + 3]
        offset = 2 if len(rest) == 2 and rest[0].text in "-–" else 1
        if len(rest) < offset or not first.text.isalpha() or not rest[offset - 1].text.isalpha() or len(first.text) < 4:
            return []
        second = rest[offset - 1]
        for link in ("", "s"):
            meanings = self.meanings(first.text + link + second.text.lower())
            if meanings and len(second.text) >= 4:
                return [Mention(position, position + offset + 1, meaning) for meaning in meanings]
        return []

    def _inside(self, token: Token, position: int) -> list[Mention]:
        """What the parts of a compound mean: "Seniorencomputerkurs" names three things."""
        if not token.is_word or len(token.text) < 7:
            return []
        pieces = parts(token.text, self.words)
        if not pieces:
            # A dictionary form may fall apart where the inflected one does not ("Computerkursen").
            pieces = parts(lemma(token.text), self.words)
        pieces = self._joined(pieces) or self._head(token.text)
        if self._cased and token.text[0].islower() and len(pieces) == 1:
            return []
        return [
            Mention(position, position + 1, meaning, part=piece) for piece in pieces for meaning in self.meanings(piece)
        ]

    def _head(self, word: str) -> tuple[str, ...]:
        """The known word in which a compound ends whose front nobody knows: "Acrylmalerei"."""
        shape = word.lower()
        if is_known(word, lang="de") or is_known(word.capitalize(), lang="de"):
            return ()
        for cut in range(3, len(shape) - 4):
            if key(shape[cut:]) in self.words and len(shape) - cut >= 5:
                return (shape[cut:],)
        return ()

    def _joined(self, pieces: tuple[str, ...]) -> tuple[str, ...]:
        """Neighbouring parts that mean something together stay together ("Alten" + "pflege")."""
        joined: list[str] = []
        for piece in pieces:
            if joined and key(joined[-1] + piece) in self.words:
                joined[-1] += piece
            else:
                joined.append(piece)
        return tuple(joined)

    def meanings(self, word: str) -> list[Meaning]:
        """What one word means, standing alone."""
        wanted = (key(word),)
        return [
            phrase.meaning
            for phrase in self._by_first.get(wanted[0], ())
            if phrase.keys == wanted and phrase.meaning.exact in (None, word)
        ]


def split(text: str) -> list[Token]:
    """The tokens of a text, for `Vocabulary.find`."""
    return list(tokens(text))


def index_terms(text: str, known: frozenset[str]) -> set[str]:
    """The keys by which free words find a text: whole words, and parts of compounds."""
    terms: set[str] = set()
    for token in tokens(text):
        if not token.is_word or len(token.text) < 2:
            continue
        terms.add(key(token.text))
        if len(token.text) >= 7:
            terms.update(key(piece) for piece in parts(token.text, known))
    return {term for term in terms if term and not plain(term).isdigit()}
