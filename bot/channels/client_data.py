"""Names, birthdays and addresses of people somebody speaks for: taken out before a message is kept anywhere.

Only what is introduced as such ("Frau Müller", "geb. 3.4.1985", "heißt Amira Demir"): a name alone may be a place, a
course or a provider, and searching by these is what messages are for.
"""

import re
from collections.abc import Iterator

from bot.channels.personal_data import GAP
from catalogue.region import Region
from catalogue.vocabulary import split

_NAME = r"[A-ZÄÖÜ][a-zäöüßçğşı]+(?:-[A-ZÄÖÜ][a-zäöüßçğşı]+)?"
# "K. Meier", "von Berg", "el Hassan".
_NAMES = rf"(?:[A-ZÄÖÜ]\.[ ]?|(?:von|van|de|el|al|ben|bin)[ ])?{_NAME}(?:[ ]{_NAME})?"
# "meine Frau" is somebody's wife, and what follows is no name; "Frau und Beruf" and "Frau Doktor" are none either.
_NOT_A_TITLE = r"(?<!\bmeine )(?<!\bseine )(?<!\bdeine )(?<!\bihre )(?<!\beine )(?<!\bMeine )(?<!\bEine )(?<!\bals )"
_INTRODUCED = (
    re.compile(rf"{_NOT_A_TITLE}\b(?:Frau|Herrn?|Fr\.|Hr\.|Familie|Fam\.)[ ](?:Dr\.[ ])?({_NAMES})"),
    re.compile(
        r"\b(?:(?<!\b[Ww]ie )(?:heißt|heisst)|namens|Name ist|Name:|(?:Klient|Kund|Patient)(?:in|e)?:?)[ ]"
        rf"({_NAMES})"
    ),
)
# "Mitte 40".
_AGES = frozenset(("Anfang", "Mitte", "Ende"))
_DAY = r"\d{1,2}[./-][ ]?\d{1,2}[./-][ ]?(?:19|20)?\d{2}"
_PLAIN = (
    re.compile(rf"(?:\bgeb(?:oren)?\.?|\bGeburts(?:tag|datum)|\*)[ ]?(?:ist |am |:)?[ ]?({_DAY})", re.I),
    re.compile(
        rf"\b((?:{_NAME}|{_NAME}[ -])(?:straße|strasse|str\.|weg|allee|gasse|Straße|Str\.|Weg|Allee)[ ]\d+[a-z]?)\b"
    ),
    re.compile(r"\b(?:Kunden-?nummer|BG-?Nummer|Aktenzeichen|Az\.)[ ]?:?[ ]?([\w/.-]*\d[\w/.-]*)", re.I),
)


def without_client_data(text: str, region: Region) -> tuple[str, bool]:
    """The text with gaps where somebody else was described so that he could be found, and whether there was any."""
    spans = sorted(_spans(text, region))
    pieces, last = [], 0
    for start, end in spans:
        if start >= last:
            pieces += [text[last:start], GAP]
            last = end
    return "".join([*pieces, text[last:]]), bool(spans)


def _spans(text: str, region: Region) -> Iterator[tuple[int, int]]:
    for pattern in _PLAIN:
        yield from (found.span(1) for found in pattern.finditer(text))
    for pattern in _INTRODUCED:
        for found in pattern.finditer(text):
            names = _names(found[1], region)
            if names:
                yield found.start(1), found.start(1) + len(names)


def _names(words: str, region: Region) -> str:
    """As many of the words as are no words of the catalogue: "Frau Deutschkurs" names nobody, "Klientin Ende 50"
    neither.
    """
    kept: list[str] = []
    for word in words.split(" "):
        if word in _AGES or region.vocabulary.find(split(word)) or region.gazetteer.named(word):
            break
        kept.append(word)
    return " ".join(kept) if any(word[:1].isupper() for word in kept) else ""
