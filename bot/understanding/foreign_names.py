"""Place names in other scripts: "Гамельн", "باد بيرمونت".

A name is compared by its consonants, since scripts and ears disagree about the rest: anyascii writes it in Latin
letters, and consonants that are easily taken for each other (b and p, g and h) count as one. The method is that of
phonetic keys such as Kölner Phonetik, coarser.
"""

import re
from collections.abc import Sequence

from anyascii import anyascii
from rapidfuzz import fuzz

from bot.understanding.glossary import Token
from catalogue.geography import Gazetteer

_MOST_WORDS = 4
_SHORTEST = 3
# By how many consonants agree; fewer than four prove little.
_LIKE_ENOUGH = {3: 66, 4: 50}
_PROOF = 5
# Arabic "in" and "to" stand before a name without a space.
_WRITTEN_TOGETHER = "بلو"
_SOUNDS = dict(
    pair.split(":")
    for pair in "ca:ka co:ko cu:ku cl:kl cr:kr sch:s shch:s kh:h ch:h sh:s ts:s tz:s th:d ph:v ck:k qu:k x:ks"
    " g:h p:b t:d f:v z:s c:s q:k".split()
)
# The longest spelling wins, and each letter is heard once.
_SPELLING = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))
_NO_CONSONANT = re.compile(r"[^bcdfghklmnpqrstvxz]")


def consonants(name: str, *, is_latin: bool) -> str:
    """The consonants by which a name is compared: "Bad Pyrmont" and "Бад Пірмонт" → "bdbrmnd"."""
    sounds = anyascii(name).lower()
    # In other scripts "w" stands for the vowel o or u, and "zh" for one sound.
    sounds = sounds.replace("w", "v") if is_latin else sounds.replace("w", "").replace("zh", "s")
    sounds = _SPELLING.sub(lambda written: _SOUNDS[written[0]], sounds)
    sounds = _NO_CONSONANT.sub("", sounds)
    return re.sub(r"(.)\1+", r"\1", sounds)


class ForeignNames:
    """Finds places of a region by names in other scripts."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._names: dict[str, list[tuple[str, str]]] = {}
        for name, places in gazetteer.names.items():
            key = consonants(name, is_latin=True)
            if len(key) >= _SHORTEST:
                self._names.setdefault(key, []).extend((name, place.name) for place in places)

    def longest(self, words: Sequence[Token]) -> tuple[str, int] | None:
        """The place that the first words name, and how many words that takes; None where they name none."""
        for count in range(min(_MOST_WORDS, len(words)), 0, -1):
            text = " ".join(word.form for word in words[:count])
            for heard in (text, text.lstrip(_WRITTEN_TOGETHER)):
                for name, place in self._names.get(consonants(heard, is_latin=False), ()):
                    if _sounds_alike(heard, name):
                        return place, count
        return None


def _sounds_alike(text: str, name: str) -> bool:
    """Whether vowels and length agree as well; many consonants in the same order need no more proof."""
    count = len(consonants(name, is_latin=True))
    if count >= _PROOF:
        return True
    return fuzz.ratio(anyascii(text).lower().replace("w", "o"), anyascii(name).lower()) >= _LIKE_ENOUGH[count]
