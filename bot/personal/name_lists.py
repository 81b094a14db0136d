"""Lists of given and family names, and which of them are words as well."""

import unicodedata
from functools import lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent
# "Wiśniewski" is often written "Wisniewski"; umlauts tell words apart, and stay.
_UMLAUTS = frozenset("äöüß")
_OTHERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d"})
_IN_TWO = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
# Shorter ones are words in one language or another.
_MOST_OF_A_WORD = 3


def is_given(word: str) -> bool:
    """Whether a word, or a part of a double name, is a given name."""
    return _is_listed(word, "given_names.txt")


def is_family(word: str) -> bool:
    """Whether a word, or a part of a double name, is a family name."""
    return _is_listed(word, "family_names.txt")


def is_only_given(word: str) -> bool:
    """Whether a word is a given name and hardly ever anything else; of a double name, whether both parts are names."""
    parts = [part for part in word.split("-") if part]
    if len(parts) > 1:
        names = all(is_given(part) or is_family(part) for part in parts)
        return all(map(is_given, parts)) or (names and any(map(is_only_given, parts)))
    return is_given(word) and not _is_word_too(word)


def is_only_family(word: str) -> bool:
    """Whether a word is a family name and no word of German as well; in small letters only where it looks foreign."""
    nouns, words = _words_too()
    return is_family(word) and _folded(word) not in nouns and not (word.islower() and _folded(word) in words)


def _is_word_too(word: str) -> bool:
    # What stands in capital letters as a whole may be an abbreviation: "KIM".
    in_small = word.islower() or word.isupper()
    if in_small and len(word) <= _MOST_OF_A_WORD:
        return True
    nouns, words = _words_too()
    return _folded(word) in nouns or (in_small and _folded(word) in words)


def _is_listed(word: str, file: str) -> bool:
    names = _names(file)
    folded = _folded(word)
    return folded in names or ("-" in folded and any(part in names for part in folded.split("-")))


@lru_cache(maxsize=2)
def _names(file: str) -> frozenset[str]:
    folded = {_folded(line) for line in _lines(file)}
    return frozenset(folded | {name.translate(_IN_TWO) for name in folded})


@lru_cache(maxsize=1)
def _words_too() -> tuple[frozenset[str], frozenset[str]]:
    """Those that are words in whatever letters, and those that are words in small ones."""
    lines = _lines("words_too.txt")
    nouns = {_folded(line) for line in lines if not line.islower()}
    words = {_folded(line) for line in lines if line.islower()}
    return frozenset(nouns | {noun.translate(_IN_TWO) for noun in nouns}), frozenset(words)


def _lines(file: str) -> list[str]:
    lines = (_FOLDER / file).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@lru_cache(maxsize=16384)
def _folded(word: str) -> str:
    """Small letters without signs that German does not have."""
    return "".join(
        letter
        if letter in _UMLAUTS
        else "".join(filter(str.isalpha, unicodedata.normalize("NFKD", letter)))
        if letter.isalpha()
        else letter
        for letter in word.casefold().translate(_OTHERS).replace("i̇", "i")
    )
