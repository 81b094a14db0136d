"""German words: tokens, lemmas, keys and the parts of compounds.

The same functions analyse an offer when it is loaded and a question when it is asked, so
that both meet at the same keys and the database only has to compare strings.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, Protocol

import simplemma
from wordfreq import zipf_frequency

# A level (A1), a word with an optional gender ending (Schüler*innen), a number, or one sign.
_TOKEN = re.compile(r"[A-Za-z]\d(?![^\W_])|[^\W\d_]+(?:[*:_/](?:innen|in)\b)?|\d+|[^\s\w]|_")
_GENDER_ENDING = re.compile(r"(?:[*:_/](?:innen|in)|(?<=[a-zäöüß])In(?:nen)?)$")
_FEMININE = re.compile(r"in$")
# "Geflüchteter", "Jugendlicher", "Arbeitsloser": nouns made of adjectives and participles.
_NOMINALISED = re.compile(r"(?<=tet|ert|end|ich|los|sch|sen|ndt)er$")
_ENDING = re.compile(r"(?:en|n|e)$")
_DIGRAPHS = (("ae", "ä"), ("oe", "ö"), ("ue", "ü"))
# "ue" is no umlaut in "neue", "Frauen" and "Quelle".
_UE = re.compile(r"(?<![aeq])ue")
_LINKS = ("", "s", "es", "n", "en", "er", "e")

MINIMUM_PART = 3
# A run of more letters is no word of German, and to take it apart would take minutes.
LONGEST_WORD = 80


# Letters of other alphabets that count as i, s or k when case is ignored, and then stand in no table.
_LOOKALIKES = str.maketrans("İıſ\u212a", "IisK")


def usual_letters(text: str) -> str:
    """The text with a plain I, i, s, K for their look-alikes; as long as before."""
    return text.translate(_LOOKALIKES)


class Token(NamedTuple):
    """A word, number or sign of a text, and where it begins (in characters)."""

    text: str
    start: int

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum() and len(self.text) <= LONGEST_WORD


class Words(Protocol):
    """Anything that can say whether it contains the key of a word."""

    def __contains__(self, key: object) -> bool: ...


def tokens(text: str) -> Iterator[Token]:
    """Split a text into words, numbers and signs; hyphens and digits split ("10km", "Mo-Fr")."""
    for match in _TOKEN.finditer(text):
        yield Token(match.group(), match.start())


def plain(word: str) -> str:
    """Lower case without umlauts and accents: "Ärzen", "Aerzen" and "aerzen" become "arzen"."""
    word = word.casefold().replace("ß", "ss")
    word = unicodedata.normalize("NFKD", word)
    word = "".join(char for char in word if not unicodedata.combining(char))
    return _UE.sub("u", word.replace("ae", "a").replace("oe", "o"))


def lemma(word: str) -> str:
    """The dictionary form of a word in whatever case and umlaut spelling it was typed."""
    return _lemma(word[:LONGEST_WORD])


@lru_cache(maxsize=65536)
def _lemma(word: str) -> str:
    # Of a compound's rest nothing but the ending may be left: "_innen".
    word = _GENDER_ENDING.sub("", word) or word
    if len(word) > 4 and word.isupper():
        word = word.lower()
    for spelling in _spellings(word):
        if simplemma.is_known(spelling, lang="de"):
            guess = simplemma.lemmatize(spelling, lang="de")
            # "arbeit" in small letters would be a form of "abarbeiten".
            if guess[:2].lower() == spelling[:2].lower() or spelling[0].isupper():
                break
    else:
        guess = simplemma.lemmatize(word, lang="de", greedy=True)
    # An inflection is at most three letters long, and "Deutschtest" is no past tense.
    is_far = len(word) - len(guess) > 3 or (word.endswith("test") and not guess.endswith("test"))
    return word if is_far else guess


def _spellings(word: str) -> Iterator[str]:
    """The word as typed, as a noun, and with ae, oe, ue read as umlauts."""
    yield word
    capitalised = word[:1].upper() + word[1:]
    if capitalised != word:
        yield capitalised
    with_umlauts = word
    for digraph, umlaut in _DIGRAPHS:
        with_umlauts = with_umlauts.replace(digraph, umlaut)
    if with_umlauts != word:
        yield with_umlauts
        yield with_umlauts[:1].upper() + with_umlauts[1:]


def key(word: str) -> str:
    """What two forms of one word have in common ("Kursen", "kurs"; "nähen", "Näh-").

    The lemma without umlauts, without the feminine ending ("Rentnerin" and "Rentner" are
    looked for together) and without the ending by which verbs and compound parts differ.
    """
    return _key(word[:LONGEST_WORD])


@lru_cache(maxsize=65536)
def _key(word: str) -> str:
    base = lemma(word)
    if len(base) > 6 and base.endswith("in") and simplemma.is_known(base[:-2], lang="de"):
        base = _FEMININE.sub("", base)
    base = _NOMINALISED.sub("", base)
    shape = plain(base)
    return _ENDING.sub("", shape) if len(shape) > 4 else shape


def keys(text: str) -> tuple[str, ...]:
    """The keys of all words and numbers of a text, signs left out."""
    return tuple(key(token.text) for token in tokens(text) if token.is_word)


def frequency(word: str) -> float:
    """How common a word is in German: Zipf scale, 0 (not in the list) to about 7 ("und")."""
    return float(zipf_frequency(word, "de", wordlist="small"))


def parts(word: str, known: Words) -> tuple[str, ...]:
    """Split a compound into words whose keys are `known`, or which are common German words.

    "Seniorencomputerkurs" → ("senioren", "computer", "kurs"). The split with the fewest and
    then the best known parts wins; () where the word does not fall apart without a rest.
    """
    word = _GENDER_ENDING.sub("", word).lower()
    return _parts(word, known, depth=3) if 2 * MINIMUM_PART < len(word) <= LONGEST_WORD else ()


def _parts(word: str, known: Words, depth: int) -> tuple[str, ...]:
    best: tuple[float, tuple[str, ...]] | None = None
    for cut in range(MINIMUM_PART, len(word) - MINIMUM_PART + 1):
        head = word[cut:]
        first = _first_part(word[:cut], known)
        if first is None:
            continue
        if _weight(head, known) > 0:
            rest: tuple[str, ...] = (head,)
        elif depth > 1:
            rest = _parts(head, known, depth - 1)
            if not rest:
                continue
        else:
            continue
        candidate = (first, *rest)
        score = min(_weight(part, known) for part in candidate) - 2.0 * len(candidate)
        if best is None or score > best[0]:
            best = (score, candidate)
    return best[1] if best else ()


def _first_part(text: str, known: Words) -> str | None:
    """The word in front of a head, its linking letters taken off where that helps."""
    best: tuple[float, str] | None = None
    for link in _LINKS:
        stem = text[: len(text) - len(link)] if link and text.endswith(link) else text
        if (link and stem == text) or len(stem) < MINIMUM_PART:
            continue
        weight = _weight(stem, known)
        if weight > 0 and (best is None or weight > best[0]):
            best = (weight, stem)
    return best[1] if best else None


@lru_cache(maxsize=65536)
def _common(word: str) -> float:
    if len(word) < 4:
        return 0.0
    # The stem of a verb stands in front of a head without its ending: "Schießkurs".
    zipf = max(frequency(word), frequency(word + "en"))
    return zipf if zipf >= 3.4 else 0.0


def _weight(word: str, known: Words) -> float:
    """How good a part is: known words beat common ones, long ones beat short ones; 0 = no word."""
    if key(word) in known:
        return 8.0 + min(len(word), 10) / 10
    return _common(word)
