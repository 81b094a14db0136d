"""spaCy tokeniser and word analysis: the same tokens and keys as the catalogue's index has."""

from collections.abc import Mapping
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA
from simplemma import is_known
from spacy.tokens import Doc, Token
from spacy.vocab import Vocab
from wordfreq import top_n_list

from bot.understanding.lexicon import Lexicon
from bot.understanding.numerals import digits
from catalogue.german import frequency, key, parts, plain, tokens
from catalogue.words import WordsFollower

for name in ("spelling", "key", "plain"):
    if not Token.has_extension(name):
        Token.set_extension(name, default="")

COMMON_WORDS = 30_000
# From this Zipf frequency on a word is German as it stands and no typing error.
_FREQUENT = 3.0


class GermanTokenizer:
    """A spaCy tokeniser that cuts where `catalogue.german.tokens` does."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        found = list(tokens(text))
        words: list[str] = []
        spaces: list[bool] = []
        position = 0
        for token in found:
            gap = text[position : token.start]
            if gap and words:
                spaces[-1] = gap.startswith(" ")
                gap = gap[1:] if spaces[-1] else gap
            if gap:
                words.append(gap)
                spaces.append(False)
            words.append(token.text)
            spaces.append(False)
            position = token.start + len(token.text)
        if position < len(text):
            words.append(text[position:])
            spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)


# So long, a name is told from a compound that differs in one letter.
_LONG_NAME = 7
# "Nachbar in" is no Nachbarin.
_SHORTEST_HALF = 4
# On the Zipf scale: three times as often.
_FAR_MORE_COMMON = 0.5


class SpellingCorrector:
    """Finds the known word that was meant by a mistyped one.

    Optimal string alignment, distance 1, from eight letters on 2. A word that is German as it
    stands is left alone, so that "finden" does not become Minden.
    """

    def __init__(self, lexicon: Lexicon, words: WordsFollower) -> None:
        self._lexicon = lexicon
        self._words = words
        self._common = {plain(word): word for word in top_n_list("de", COMMON_WORDS) if len(word) >= 4}
        self._extra: tuple[tuple[str, ...], dict[str, str]] = ((), {})
        self._cache: dict[str, str] = {}

    def joined(self, first: str, second: str) -> str | None:
        """The one word that two were meant for, as dictation cuts them: "lauen stein", "kirch osen"."""
        whole, shapes = first + second.lower(), (plain(first), plain(second))
        if len(whole) < _LONG_NAME or len(second) < _SHORTEST_HALF or not whole.isalpha():
            return None
        shape = plain(whole)
        if shape in self._lexicon.places or shape in self._lexicon.spellings:
            return self._lexicon.spellings.get(shape, whole)
        if all(self._is_word(word, form) for word, form in zip((first, second), shapes, strict=True)):
            return None
        meant = self._nearest(shape, self._lexicon.spellings, 1)
        return meant if meant and plain(meant) in self._lexicon.places else None

    def __call__(self, word: str) -> str:
        """The spelling meant, or the word itself."""
        extra = self._words.latest.spellings
        if extra is not self._extra[0]:
            self._extra = (extra, {plain(word): word for word in extra})
            self._cache.clear()
        if word not in self._cache:
            if len(self._cache) > 20_000:
                self._cache.clear()
            self._cache[word] = self._correct(word)
        return self._cache[word]

    def _correct(self, word: str) -> str:
        shape = plain(word)
        if len(shape) < 4 or not shape.isalpha() or self._is_word(word, shape):
            return word
        if len(shape) == 4:
            swapped = [shape[:cut] + shape[cut + 1] + shape[cut] + shape[cut + 2 :] for cut in range(3)]
            known = (self._lexicon.spellings.get(form) or self._lexicon.short_spellings.get(form) for form in swapped)
            return next(filter(None, known), word)
        limit = 2 if len(shape) >= 8 else 1
        # In a mistyped word "oe" need not be an umlaut: "hannvoer".
        for form in dict.fromkeys((shape, word.casefold())):
            ours = self._nearest(form, self._lexicon.spellings, limit) or self._nearest(form, self._extra[1], limit)
            if meant := self._likelier(form, ours, self._nearest(form, self._common, limit)):
                return meant
        return self._compound(shape) or word

    def _likelier(self, form: str, known: str | None, common: str | None) -> str | None:
        """A place or word of the vocabulary rather than any other, unless that one is as near and far more common."""
        if not known or not common or plain(known) in self._lexicon.places:
            return known or common
        nearer = OSA.distance(form, plain(common)) <= OSA.distance(form, plain(known))
        return common if nearer and frequency(common) - frequency(known.lower()) > _FAR_MORE_COMMON else known

    def _compound(self, shape: str) -> str | None:
        """A compound of which one half is mistyped: "schlagzeugunterrciht", "nahchilfelehrer"."""
        if len(shape) < 8:
            return None
        for head, _ in self._lexicon.kind_heads:
            for length in (len(head) - 1, len(head), len(head) + 1):
                front, tail = shape[:-length], shape[-length:]
                if (
                    len(head) >= 4
                    and len(front) >= 4
                    and front in self._lexicon.spellings
                    and OSA.distance(tail, head) == 1
                ):
                    return front + head
            front = shape[: -len(head)]
            if shape.endswith(head) and len(front) >= 4:
                for stem in (front, front.removesuffix("s")):
                    meant = self._nearest(stem, self._lexicon.spellings, 1)
                    if meant:
                        return plain(meant) + head
        return None

    def _is_word(self, word: str, shape: str) -> bool:
        known = self._lexicon.vocabulary.words
        return (
            shape in self._lexicon.spellings
            or shape in self._extra[1]
            or shape in self._lexicon.places
            or key(word) in known
            or key(word) in self._words.latest.all
            or is_known(word, lang="de")
            or is_known(word.capitalize(), lang="de")
            or frequency(word.lower()) >= _FREQUENT
            or (bool(parts(word, known)) and not self._misspelt_place(shape))
        )

    def _misspelt_place(self, shape: str) -> bool:
        """Whether a compound nobody ever wrote is a long place name with a typing error: "Holtenseen"."""
        if len(shape) < _LONG_NAME:
            return False
        near = self._nearest(shape, self._lexicon.spellings, 1)
        return near is not None and plain(near) in self._lexicon.places

    @staticmethod
    def _nearest(shape: str, candidates: dict[str, str], limit: int) -> str | None:
        near = process.extract(shape, candidates.keys(), scorer=OSA.distance, score_cutoff=limit, limit=5)
        # Of equally near words the one with the same beginning and length is the likelier.
        near.sort(key=lambda item: (item[1], item[0][:1] != shape[:1], abs(len(item[0]) - len(shape))))
        return candidates[near[0][0]] if near else None


class WordAnalysis:
    """Pipeline component: sets on every token the spelling meant, its key and its plain form."""

    def __init__(
        self,
        corrector: SpellingCorrector,
        abbreviations: Mapping[str, str],
        shorthand: Mapping[str, str],
        words: WordsFollower,
    ) -> None:
        self.corrector, self.abbreviations, self.shorthand, self._words = corrector, abbreviations, shorthand, words

    def __call__(self, doc: Doc) -> Doc:
        self._words.refresh()
        whole = self._join(doc)
        for token in doc:
            text = token.text
            if text[0].isalpha():
                text = whole.get(token.idx) or digits(text) or self._long_form(doc, token) or self.corrector(text)
                token._.key = key(text)
            elif text[0].isdigit():
                token._.key = text
            token._.spelling = text
            token._.plain = plain(text)
        return doc

    def _join(self, doc: Doc) -> dict[int, str]:
        """Make one token of two that are one word; what they mean together, by where they begin."""
        found: dict[int, str] = {}
        last = -1
        with doc.retokenize() as retokenizer:
            for first, second in pairwise(doc):
                if first.i > last and first.whitespace_ and (whole := self.corrector.joined(first.text, second.text)):
                    retokenizer.merge(doc[first.i : second.i + 1])
                    found[first.idx], last = whole, second.i
        return found

    def _long_form(self, doc: Doc, token: Token) -> str | None:
        """ "Beratg." is Beratung with its dot only; "WB" is Weiterbildung in these capitals only."""
        if long := self.shorthand.get(token.text):
            return long
        dotted = token.i + 1 < len(doc) and doc[token.i + 1].text == "." and not token.whitespace_
        return self.abbreviations.get(plain(token.text)) if dotted else None


class CorrectedText:
    """A document's text in the spelling meant, with a way back to the characters that were typed."""

    def __init__(self, doc: Doc) -> None:
        self.text = ""
        self._starts: list[tuple[int, Token]] = []
        for token in doc:
            self._starts.append((len(self.text), token))
            self.text += (token._.spelling or token.text) + token.whitespace_

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The typed characters of the words that [start, end) of the corrected text touches."""
        touched = [token for begin, token in self._starts if begin < end and begin + len(token._.spelling) > start]
        return (touched[0].idx, touched[-1].idx + len(touched[-1].text)) if touched else (0, 0)
