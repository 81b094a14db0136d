"""In which language a message is written, and what it says in German words."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import Any

from anyascii import anyascii
from lingua import IsoCode639_1, LanguageDetectorBuilder
from rapidfuzz import fuzz, process
from simplemma import is_known
from wordfreq import zipf_frequency

from bot.understanding.foreign_names import ForeignNames
from bot.understanding.glossary import Glossary, Piece, Token, glossaries, join, tokens
from bot.understanding.lexicon import Lexicon
from catalogue.german import frequency, plain

GERMAN = "de"
# From this Zipf frequency on a word is German as it stands, and from the second one so common that it tells nothing
# about another language ("in", "was", "die").
_GERMAN_WORD, _EVERYWHERE = 3.0, 6.0
_FEW = 2
# How alike, of 100, and how long a word in other letters has to be to count as a German one.
_LIKE_ENOUGH, _LONG = 85, 7
_SCRIPTS = {"cyrillic": re.compile(r"[\u0400-\u04ff]"), "arabic": re.compile(r"[\u0600-\u06ff]")}
# Levels typed with Cyrillic letters that look the same.
_LEVEL = re.compile(r"\b[АВСавс][12]\b")
_LATIN = str.maketrans("АВС", "ABC")
# Marks that Arabic leaves out as well.
_VOWEL_SIGNS = re.compile("[\u064b-\u065f\u0670]")
# One word in so many in another script makes the message one in that script.
_SHARE = 2
_WRITTEN_IN = {"uk": "cyrillic", "ru": "cyrillic", "ar": "arabic", "fa": "arabic"}
_OWN_LETTERS = {"uk": re.compile("[іїєґ]"), "ru": re.compile("[ыэъё]"), "fa": re.compile("[پچژگ]")}


@dataclass(frozen=True)
class Reading:
    """A message in German words; `is_sure` where it may be answered in its language."""

    language: str
    german: str
    is_sure: bool


class LanguageReader:
    """Reads messages in all languages that there is a glossary for."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    @cached_property
    def _names(self) -> ForeignNames:
        return ForeignNames(self._lexicon.region.gazetteer)

    @cached_property
    def _detector(self) -> Any:
        codes = [getattr(IsoCode639_1, code.upper()) for code in (GERMAN, *(item.code for item in glossaries()))]
        # Words of few letters decide here, and the glossary has its say: the small models (22 MB) do.
        return LanguageDetectorBuilder.from_iso_codes_639_1(*codes).with_low_accuracy_mode().build()

    def read(self, text: str) -> Reading:
        """The language of a message and its German; a message that tells nothing is taken for German, unsure."""
        text = _VOWEL_SIGNS.sub("", unicodedata.normalize("NFC", text))
        text = _LEVEL.sub(lambda level: level[0].upper().translate(_LATIN), text)
        words = tokens(text)
        for script, letters in _SCRIPTS.items():
            if _SHARE * sum(bool(letters.match(word.text)) for word in words) >= max(1, len(words)):
                glossary, pieces = self._of_script(script, text, words)
                if glossary is None:
                    return Reading(GERMAN, text, is_sure=False)
                return Reading(glossary.code, join(text, self._named(pieces)), is_sure=True)
        return self._in_latin_letters(text, words)

    def _of_script(self, script: str, text: str, words: list[Token]) -> tuple[Glossary | None, list[Piece]]:
        """Of the languages in a script the one with letters of its own, else with the most known words."""
        likely = self._likelihoods(" ".join(word.text for word in words if _SCRIPTS[script].match(word.text)))
        best: tuple[tuple[int, float, int], Glossary, list[Piece]] | None = None
        for glossary in glossaries():
            if _WRITTEN_IN.get(glossary.code) != script:
                continue
            pieces = glossary.pieces(words)
            own = _OWN_LETTERS.get(glossary.code)
            marks = (len(own.findall(text.lower())) if own else 0, likely.get(glossary.code, 0.0), _count_known(pieces))
            if best is None or marks > best[0]:
                best = (marks, glossary, pieces)
        return (best[1], best[2]) if best else (None, [])

    def _in_latin_letters(self, text: str, words: list[Token]) -> Reading:
        found = {item: item.pieces(words) for item in glossaries() if item.code not in _WRITTEN_IN}
        foreign = {item: self._foreign_words(pieces) for item, pieces in found.items()}
        best = max(found, key=lambda item: foreign[item], default=None)
        if best is None or not foreign[best]:
            return Reading(GERMAN, text, is_sure=self._german_words(words, ()) >= _FEW)
        german = self._german_words(words, found[best])
        likely = self._likelihoods(text)
        alike = max(likely, key=lambda code: likely[code]) if likely else ""
        if foreign[best] >= _FEW and foreign[best] > german:
            nearest = max(found, key=lambda item: (foreign[item], likely.get(item.code, 0.0)))
            if foreign[nearest] >= 2 * german or alike == nearest.code:
                return Reading(nearest.code, join(text, self._known(found[nearest], nearest.code)), is_sure=True)
        # A word or two of another language in German: understood, but no reason to answer in that language.
        return Reading(GERMAN, join(text, map(self._if_foreign, found[best])), is_sure=german >= _FEW)

    def _if_foreign(self, piece: Piece) -> Piece:
        """A piece whose words no German would write, else its words as they are."""
        foreign = (
            piece.german
            and piece.is_exact
            and not any(self._is_ours(token) or _is_german(token) for token in piece.tokens)
        )
        return piece if foreign else Piece(piece.tokens, None)

    def _foreign_words(self, pieces: list[Piece]) -> int:
        """How many different words the glossary has that are no German ones."""
        return len(
            {
                token.form
                for piece in pieces
                if piece.german is not None
                for token in piece.tokens
                if not self._is_ours(token) and (piece.is_exact or not _is_german(token))
            }
        )

    def _german_words(self, words: list[Token], pieces: list[Piece] | tuple[()]) -> int:
        """How many different words are German and not in the glossary as well; places tell nothing."""
        covered = {token.form for piece in pieces if piece.german is not None for token in piece.tokens}
        return len(
            {
                word.form
                for word in words
                if word.form not in covered and plain(word.text) not in self._lexicon.places
                if _is_german(word) or plain(word.text) in self._lexicon.spellings
            }
        )

    def _is_ours(self, token: Token) -> bool:
        """Whether a word of another language is a German one, too: "Kurs", "Computer", "in"."""
        shape = plain(token.text)
        return (
            not token.text[0].isalpha()
            or shape in self._lexicon.spellings
            or shape in self._lexicon.short_spellings
            or shape in self._lexicon.places
            or frequency(token.text.lower()) >= _EVERYWHERE
        )

    def _likelihoods(self, text: str) -> dict[str, float]:
        values = self._detector.compute_language_confidence_values(text)
        return {item.language.iso_code_639_1.name.lower(): item.value for item in values}

    def _known(self, pieces: list[Piece], code: str) -> list[Piece]:
        """Without words of that language that the glossary does not have: nobody here would understand them."""
        return [
            Piece(piece.tokens, "") if piece.german is None and self._belongs_to(piece.tokens[0], code) else piece
            for piece in pieces
        ]

    def _belongs_to(self, token: Token, code: str) -> bool:
        word = token.text.lower()
        if self._is_ours(token) or not word.isalpha():
            return False
        return float(zipf_frequency(word, code, wordlist="small")) > frequency(word)

    def _named(self, pieces: list[Piece]) -> list[Piece]:
        """Unknown words in another script: places by their names, German ones by their letters; others are dropped."""
        named: list[Piece] = []
        position = 0
        while position < len(pieces):
            count = 0
            piece = pieces[position]
            if piece.german is None:
                name, count = self._names.longest(_unknown_from(pieces, position)) or (self._in_german(piece), 1)
                piece = Piece(
                    tuple(token for item in pieces[position : position + count] for token in item.tokens), name
                )
            named.append(piece)
            position += max(1, count)
        return named

    def _in_german(self, piece: Piece) -> str:
        """A German word in other letters: "интеграционскурс"; words in Latin letters stay as they are."""
        (token,) = piece.tokens
        if token.text.isascii() or not token.text[0].isalpha():
            return token.text
        written = plain(anyascii(token.text))
        near = process.extractOne(written, self._lexicon.spellings.keys(), scorer=fuzz.ratio, score_cutoff=_LIKE_ENOUGH)
        return self._lexicon.spellings[near[0]] if near and len(written) >= _LONG else ""


def _unknown_from(pieces: list[Piece], position: int) -> list[Token]:
    """The unknown words in a row from a position on, which may be a name together."""
    row = takewhile(lambda piece: piece.german is None, pieces[position:])
    return [token for piece in row for token in piece.tokens]


def _count_known(pieces: list[Piece]) -> int:
    return sum(len(piece.tokens) for piece in pieces if piece.german is not None)


def _is_german(token: Token) -> bool:
    return frequency(token.text.lower()) >= _GERMAN_WORD or is_known(token.text, lang="de")


def as_german(text: str) -> Reading:
    """A message that is known to be German."""
    return Reading(GERMAN, text, is_sure=True)
