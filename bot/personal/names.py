"""Finders of names of people: those that are announced, and those that can be nothing else."""

import re
from collections.abc import Callable, Iterator
from functools import partial

from bot.personal.cues import Cue
from bot.personal.finding import Finder, Kind, Span
from bot.personal.name_lists import is_family, is_given, is_only_family, is_only_given
from bot.personal.people import NEVER, NEXT, WORD, People, apart, is_common, is_foreign
from catalogue.region import Region

# Houses are named after people, and are what people look for: "Haus Maria", "St. Elisabeth", "Paul-Gerhardt-Haus".
_HOUSE_BEFORE = re.compile(r"(?:\bSt\.|\bSankt|\bHaus|\bStift|\bKita|\bSchule|\bKlinik|\bMarke|-)[ ]?\Z", re.IGNORECASE)
_HOUSE_BEHIND = re.compile(
    r"[ -](?:[A-ZÄÖÜ]\w+[ -])?(?:\w*schule|\w*haus|\w*heim|\w*stift\w*|\w*kirche|\w*gemeinde|\w*werk|\w*klinik|"
    r"\w*gymnasium|\w*kolleg|\w*akademie|\w*institut|\w*gmbh|\w*verein|\w*stra(?:ß|ss)e|\w*weg|\w*platz)\b",
    re.IGNORECASE,
)
_LONGEST_HOUSE = 12
# Shorter ones are words of other languages.
_SHORTEST_IN_SMALL = 5
# "Grabowski hier", "Petersen, Birte", "Gesine mein Name".
_BEHIND = re.compile(
    rf"(?:(?<=[.,!] )|(?<=\n)|(?<=\A))({WORD})(?=[ ]hier\b(?![ ](?:in|im|gibt|bei|am|auf|ist|wohn)))"
    rf"|({WORD}),[ ]({WORD})(?=[,.;\n)]|\Z)"
    rf"|({WORD})(?=[ ](?:ist[ ])?mein[ ]name\b)",
    re.IGNORECASE,
)
# A name and nothing else at the end, or in a line of its own: "… frei wäre. Mia", "\nMark Weber\n".
_SIGNED = re.compile(rf"(?:[.,!?:;–-][ ]|\n|\A)({WORD})(?:[ ]({WORD}))?(?=[ ]?[.!]?[ ]?(?:\n|\Z))")
_BOTH = re.compile(rf"({WORD})[ ]({WORD})")
# Adjectives have a capital letter only where a sentence begins, or behind these.
_ADJECTIVES = frozenset("lange schwarz kurz stark stolz jung braun fröhlich schön scharf sauer wild reich".split())
_IN_SENTENCE = re.compile(r"[^\W\d_][^\W_]*,?[ ]\Z")
_AS_NOUN = re.compile(r"(?:^|\W)(?:in|auf|das|etwas|nichts|zu|am|ins|alles|ganz|im|viel)[ ]\Z", re.IGNORECASE)
_ONE_MORE = re.compile(rf"\[Name\](?:,? und|,? u\.|,|[ ]?&|[ ]?/)[ ]({WORD})")
# Beside what was found before, or an age, a word that is a name too is one: "Mia, [Telefon]", "Ben (7)".
_FOUND = r"\[(?:Telefon|Mail|Adresse|Geburtsdatum|Konto|Nummer)\]"
_BESIDE = re.compile(
    rf"({WORD})(?=,?[ \n]\(?(?:{_FOUND}|\d{{1,2}}(?:\)|,|[ ]Jahre|[ ]J\b)))|{_FOUND}[,:]?[ \n]({WORD})(?=[,.!)\n]|\Z)"
)


class Unannounced:
    """Finds names that nothing announces."""

    def __init__(self, people: People) -> None:
        self._people = people

    def given(self, text: str) -> Iterator[Span]:
        """Given names that are no words, and what is behind them of the name."""
        yield from apart(list(self._beginning(text, is_only_given)))

    def family(self, text: str) -> Iterator[Span]:
        """Family names that are no words."""
        yield from apart(list(self._beginning(text, self._is_family)))

    def signed(self, text: str) -> Iterator[Span]:
        """Names at the end, and in lines of their own, also those that are words as well."""
        for match in _SIGNED.finditer(text):
            first, second = match[1], match[2]
            if self._may_be(first) and (is_family(second) if second else is_given(first) or first[0].isupper()):
                yield match.start(1), match.end(2) if second else match.end(1)

    def both(self, text: str) -> Iterator[Span]:
        """A given and a family name of which one or the other may be a word: "Rose Müller", "Amira Koch"."""
        yield from apart(
            [
                match.span()
                for at in NEXT.finditer(text)
                if (match := _BOTH.match(text, at.start()))
                and at.start() == match.start()
                and (at.start() == 0 or not text[at.start() - 1].isalnum())
                and is_given(match[1])
                and (is_only_family(match[2]) if match[2].islower() else is_family(match[2]))
                and match[1].islower() == match[2].islower()
                and match[1].casefold() not in NEVER
            ]
        )

    def adjective(self, text: str) -> Iterator[Span]:
        """Family names that are adjectives, where those have no capital letter: "der Lange", "bei Schwarz"."""
        for match in NEXT.finditer(text):
            before = text[max(0, match.start() - _LONGEST_HOUSE) : match.start()]
            is_adjective = match[1][0].isupper() and match[1].casefold() in _ADJECTIVES
            if is_adjective and _IN_SENTENCE.search(before) and not _AS_NOUN.search(before):
                yield match.span()

    def one_more(self, text: str) -> Iterator[Span]:
        """A name beside one that was found: "[Name] und Malte"."""
        for match in _ONE_MORE.finditer(text):
            if is_given(match[1]) and match[1].casefold() not in NEVER and not is_common(match[1]):
                yield match.span(1)

    def beside(self, text: str) -> Iterator[Span]:
        """Names beside other things that tell who somebody is, and in front of an age."""
        for match in _BESIDE.finditer(text):
            word = match[1] or match[2]
            if self._may_be(word) and (is_given(word) or word[0].isupper()):
                yield match.span(1) if match[1] else match.span(2)

    def _may_be(self, word: str) -> bool:
        return (
            (is_given(word) or is_family(word))
            and word.casefold() not in NEVER
            and not self._people.is_searched(word)
            and not is_common(word)
        )

    def turned_round(self, text: str) -> Iterator[Span]:
        """Names whose cue stands behind them ("Grabowski hier"), and family names before given ones."""
        for match in _BEHIND.finditer(text):
            word = match[1] or match[2] or match[4]
            if word.casefold() in NEVER or self._people.is_searched(word):
                continue
            if match[4]:
                if is_given(word) or is_family(word) or is_foreign(word, in_small=word.islower()):
                    yield match.span(4)
            elif not word[0].isupper():
                continue
            elif match[1] and (is_family(word) or is_given(word) or not is_common(word)):
                yield match.span(1)
            elif match[3] and match[3][0].isupper() and is_given(match[3]) and is_family(word):
                yield match.span()

    def _beginning(self, text: str, begins: Callable[[str], bool]) -> Iterator[Span]:
        last = 0
        for match in NEXT.finditer(text):
            if match.start() < last or not begins(match[1]) or _is_house(text, match):
                continue
            span = self._people.after(text, match.start(), Cue.NAMED, in_small=match[1].islower()) or match.span()
            last = span[1]
            yield span

    def _is_family(self, word: str) -> bool:
        if not is_only_family(word) or word.isupper():
            return False
        if word.islower():
            return len(word) >= _SHORTEST_IN_SMALL and is_foreign(word, in_small=False)
        return not self._people.is_searched(word)


def _is_house(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - _LONGEST_HOUSE) : match.start()]
    return bool(_HOUSE_BEFORE.search(before) or _HOUSE_BEHIND.match(text, match.end()))


def names(region: Region) -> tuple[Finder, ...]:
    """Finders of all names that can be told, in a region."""
    people = People(region)
    alone = Unannounced(people)
    finds = (
        *(people.announced, alone.turned_round, alone.both, alone.given, alone.family),
        *(alone.signed, alone.adjective, alone.beside, alone.one_more),
    )
    return tuple(Finder(Kind.NAME, find) for find in finds)


def introduced_names(region: Region) -> tuple[Finder, ...]:
    """Finders of names that are introduced as such ("Frau Müller", "heißt Amira Demir")."""
    return (Finder(Kind.NAME, partial(People(region).announced, least=Cue.CLIENT)),)
