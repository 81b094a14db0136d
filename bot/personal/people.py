"""Names of people after words that announce one: "ich heiße", "Frau", "mein Sohn", "Viele Grüße".

A name may also be a word ("Koch", "Lange"), a place or a course. So it depends on what announces it how much a word
has to look like a name: lists of given and family names, capital letters, and whether German knows it as a word.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from simplemma import is_known, lemmatize
from wordfreq import zipf_frequency

from bot.personal.cues import CUES, Cue
from bot.personal.finding import Span
from bot.personal.name_lists import is_family, is_given, is_only_family, is_only_given
from catalogue.german import plain
from catalogue.region import Region
from catalogue.vocabulary import split

WORD = r"[^\W\d_](?:[^\W\d_]|['’](?=[^\W\d_]))*(?:-[^\W\d_]+)*"
# "K. Meier" as well: an initial counts with the name behind it.
NEXT = re.compile(rf"({WORD})")
_INITIAL = re.compile(r"(?:[^\W\d_]\.[ -]?){1,3}(?=[^\W\d_]{2})")
_BETWEEN = re.compile(r"[ ]{1,2}")
_MOST_WORDS = 5
_PARTS = frozenset(("von", "van", "de", "del", "di", "da", "el", "al"))
_ARTICLES = frozenset(("der", "den", "dem", "la"))
# So common a word (per billion, logarithm) is one also where it is on a list of names and in small letters.
_COMMON = 4.9
_USUAL = 4.4
_RATHER_RARE = 4.2
_RARE = 3.0
# Compounds that German has no list of: "Heilerziehungspflegerin".
_A_TRADE = re.compile(r"\w{6}(?:er|in|ist|ent|kraft|mann|frau|loge|ung|heit|keit|kurs)\Z")
# What tells that the word before did or is something.
_DOES = re.compile(
    r"[ ,]{1,2}(?:braucht|sucht|m(?:ö|oe)chte|will|ist|hat|kann|geht|lernt|soll|wird|kommt|und|and|spricht|"
    r"macht|benötigt|lebt|wohnt|fragt|meint|geb|hei(?:ß|ss)t|\d)\b",
    re.IGNORECASE,
)
# Words that begin with a capital letter where a name could stand, and that no list of words has as such.
NEVER = frozenset(
    "ich wir sie er es du ihr man und oder aber der die das dem den des ein eine einen einem einer kein keine "
    "nicht auch nur noch schon"
    " ist sind war hat habe haben wird will möchte sucht suche braucht brauche kann kannst können soll sollte "
    "gibt gib geht macht lernt"
    " hier dort da so wie was wo wer wann warum welche welcher welches zu zum zur im am in an auf aus bei beim "
    "mit nach seit von vom"
    " für ohne bis ab um bitte danke hallo guten tag morgen abend moin sehr geehrte geehrter damen herren frau "
    "herr familie mein meine"
    " anfang mitte ende ihr ihre ihren jemand niemand alle beide einer eines alt jahre jahren ansprechpartner"
    " dein deine unser unsere beruf chef chefin doktor mama papa oma opa beste viele liebe schöne grüße gruß".split()
)


@lru_cache(maxsize=8192)
def is_german(word: str) -> bool:
    """Whether German knows a word, as it is or in another case."""
    return is_known(word.lower(), lang="de") or is_known(word.capitalize(), lang="de")


class People:
    """Finds names in a text; words that people in this region search by are none."""

    def __init__(self, region: Region) -> None:
        self._region = region

    def announced(self, text: str, least: Cue = Cue.ROLE) -> Iterator[Span]:
        """Names after a cue, from left to right."""
        in_small = text == text.lower()
        found = []
        for pattern, cue in CUES:
            if cue >= least:
                for match in pattern.finditer(text):
                    span = self.after(text, match.end(), cue, in_small=in_small)
                    if span:
                        found.append(span)
        yield from apart(found)

    def after(self, text: str, start: int, cue: Cue, *, in_small: bool) -> Span | None:
        """The name that begins at a place, of a few words."""
        initial = _INITIAL.match(text, start) if cue > Cue.KIN else None
        at, end, words, behind_part = initial.end() if initial else start, start, 0, False
        while words < _MOST_WORDS and (match := NEXT.match(text, at)):
            word = match[1]
            if words and word.casefold() == "und" and (also := self._also(text, match.end())):
                end = also
                break
            is_part = word.casefold() in _PARTS or (behind_part and word.casefold() in _ARTICLES)
            if is_part and (words or cue > Cue.KIN):
                pass  # It counts where a name follows.
            elif behind_part and end == start and cue < Cue.CLIENT:
                # "Teilnehmerin von der Heide", but not "von der Schule".
                if not is_family(word) or not word[0].isupper():
                    break
                end = match.end()
            elif self._is_name(word, cue, words, in_small=in_small or word.islower(), behind_part=behind_part):
                end = match.end()
            else:
                break
            words, behind_part = words + 1, is_part
            gap = _BETWEEN.match(text, match.end())
            if not gap:
                break
            at = gap.end()
        if end == start and cue >= Cue.KIN and (alone := NEXT.match(text, start)) and self._acts(text, alone):
            end = alone.end()
        return (start, end) if end > start else None

    def _also(self, text: str, start: int) -> int | None:
        """Where a second name ends that begins behind "und"; None where there is none."""
        match = NEXT.match(text, start + 1)
        if not match or not match[1][0].isupper() or self.is_searched(match[1]):
            return None
        return match.end() if is_given(match[1]) or is_foreign(match[1], in_small=False) else None

    def _acts(self, text: str, match: re.Match[str]) -> bool:
        """Whether a word that no list and no German knows does something: "mein bruder emirhan braucht …"."""
        word = match[1]
        return bool(
            _DOES.match(text, match.end())
            and len(word) > 2
            and word.casefold() not in NEVER
            and not is_german(word)
            and zipf_frequency(word, "de") < _RARE
            and not self.is_searched(word)
        )

    def _is_name(self, word: str, cue: Cue, position: int, *, in_small: bool, behind_part: bool) -> bool:
        if word.casefold() in NEVER or len(word) < 2 or (word.isupper() and len(word) < 4):
            return False
        given, family = is_given(word), is_family(word)
        listed = (given or family) and not (in_small and is_common(word))
        if cue is Cue.TITLE and not position:
            return family or listed or not (self.is_searched(word) or _is_ordinary(word, in_small=in_small))
        if cue > Cue.ROLE and is_only_given(word):
            return True
        if cue is Cue.NAMED and family and not is_common(word):
            return True
        if self.is_searched(word) and not (position and family):
            return False
        if position:
            return family or listed or behind_part or not _is_further_word(word, in_small=in_small)
        if cue is Cue.NAMED:
            return listed or not _is_ordinary(word, in_small=in_small)
        if cue is Cue.CLIENT:
            return listed or not (is_german(word) if in_small else _is_ordinary(word, in_small=False))
        if cue is Cue.PERSON:
            return (listed and not (in_small and is_word_too(word))) or is_foreign(word, in_small=in_small)
        if cue is Cue.KIN:
            return (listed and (given or not in_small)) or is_foreign(word, in_small=in_small)
        return (given or (not in_small and is_only_family(word))) and not is_word_too(word)

    def is_searched(self, word: str) -> bool:
        return bool(self._region.vocabulary.find(split(word))) or bool(self._region.gazetteer.named(word))


def is_common(word: str) -> bool:
    return zipf_frequency(word.lower(), "de") >= _COMMON


def _is_ordinary(word: str, *, in_small: bool) -> bool:
    """Whether a word is so usual that it is no name behind a title or "heiße"."""
    if in_small:
        return zipf_frequency(word, "de") >= _USUAL or is_word_too(word)
    return is_known(word.lower(), lang="de") and is_common(word)


def _is_further_word(word: str, *, in_small: bool) -> bool:
    """Whether what stands behind a name is a word, and no further name."""
    return zipf_frequency(word.lower(), "de") >= _RATHER_RARE or (in_small and is_german(word))


def is_foreign(word: str, *, in_small: bool) -> bool:
    """Whether a word is none that German knows, nor likely a compound or a slip of the pen."""
    if is_german(word) or zipf_frequency(word.lower(), "de") >= _RARE or _A_TRADE.search(word):
        return False
    return not in_small or plain(word) != word.lower()


@lru_cache(maxsize=8192)
def is_word_too(word: str) -> bool:
    small = word.lower()
    return is_known(small, lang="de") and lemmatize(small, lang="de").casefold() != small


def apart(spans: list[Span]) -> Iterator[Span]:
    """Spans in order, joined where they overlap."""
    last: Span | None = None
    for start, end in sorted(spans):
        if last and start <= last[1]:
            last = (last[0], max(last[1], end))
        else:
            if last:
                yield last
            last = (start, end)
    if last:
        yield last
