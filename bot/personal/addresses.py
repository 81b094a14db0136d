"""Streets with a number. A street alone, a place and a postcode stay: people search by them."""

import re
from collections.abc import Iterator
from functools import partial

from bot.personal.finding import Finder, Kind, Span
from catalogue.region import Region
from catalogue.vocabulary import split

_NUMBER = r"\d{1,3}(?:[ ]?[a-h](?![^\W\d_]))?(?:[ ]?[-–/+][ ]?\d{1,3}[a-h]?)?"
# What makes a number something else than a house's: "Am Markt 5 Euro", "Im Winkel 10 Uhr".
_NO_HOUSE = (
    r"(?![\d.,:]*\d|[.:]?[ ]?(?:Uhr|h\b|km|kilometer|Euro|€|%|Prozent|J\b|Jahre|j(?:ä|ae)hrig|Monat|Woche|Stunde|"
    r"Std|Tage|Minute|Min|"
    r"Personen|Leute|Pl(?:ä|ae)tze|Teilnehme|Kinder|x\b|mal\b|bis\b[ ]\d|und\b[ ]\d))"
)
_WORD = r"[^\W\d_][\w'’.-]*"
_KIND = (
    r"(?:straße|strasse|str\.?|weg|allee|gasse|platz|ring|ufer|damm|wall|markt|chaussee|promenade|graben|anger|"
    r"steig|stieg|pfad|"
    r"brink|kamp|winkel|twete|zeile|siedlung|terrasse)"
)
# "Lindenstraße", "Bgm.-Schulte-Str.", "Ostertorwall".
_COMPOUND = rf"(?:[^\W\d_][\w'’]*\.?-){{0,4}}[^\W\d_]*(?:[^\W\d_]|-){_KIND}"
# "Kurze Straße", "Breiter Weg", "Berliner Platz", "Pyrmonter Str.".
_TWO_WORDS = (
    rf"(?!(?:ein|kein|mein|dein|sein|ihr|unser|der|die|das|jeder|freier|letzter|weiter|einen?|noch|"
    rf"auf)\w{{0,2}}[ ])[^\W\d_]{{2,}}(?:er|en|em|es|e)[ ]{_KIND}"
)
_STREET = re.compile(rf"\b(?:{_COMPOUND}|{_TWO_WORDS})(?![^\W\d_]),?[ ]*{_NUMBER}\b{_NO_HOUSE}", re.IGNORECASE)
# "Am Markt 5", "Hinter den Höfen 7", "An der Alten Mühle 3".
_BY = (
    r"(?:Am|An[ ](?:der|den)|Im|In[ ](?:der|den)|Zum|Zur|Hinter[ ](?:der|dem|den)|Auf[ ](?:der|dem|den)|"
    r"Unter[ ](?:der|dem|den)|Vor[ ](?:der|dem)|Bei[ ](?:der|dem))"
)
_AT = re.compile(rf"\b({_BY})[ ]((?:{_WORD}[ ]){{0,1}}{_WORD})[ ]({_NUMBER})\b{_NO_HOUSE}", re.IGNORECASE)
_NO_STREET = re.compile(
    r"(?:Mo|Di|Mi|Do|Fr|Sa|So|montags?|dienstags?|mittwochs?|donnerstags?|freitags?|samstags?|sonntags?|jan\w*|"
    r"feb\w*|m(?:ä|ae)rz|apr\w*|"
    r"mai|juni?|juli?|aug\w*|sep\w*|okt\w*|nov\w*|dez\w*|klasse|stufe|alter|jahr\w*|kurs\w*|raum|semester|"
    r"monat\w*|umkreis|"
    r"niveau|level|zimmer|seite|lehrjahr|schuljahr|schnitt|moment|von|bis|um|ab|ca\.?|etwa|unter|(?:ü|ue)ber|nur|"
    r"mit|ersten?|"
    r"zeit|woche|tag\w*|abend|morgen|nachmittag|vormittag|wochenende|punkt|nr\.?|nummer|note|gruppe|haus|altersgruppe|"
    r"uhrzeit|sommer|winter|herbst|fr(?:ü|ue)hjahr|n(?:ä|ae)he|die|der|das|den|f(?:ü|ue)r|als|seit|vor|nach)",
    re.IGNORECASE,
)
# Whoever says where he lives: whatever word then has a number is the street.
_LIVING = re.compile(
    rf"\b(?:wohn(?:e|en|t|haft)|Adresse|Anschrift|Wohnort|gemeldet)[:,]?[ ](?:(?:ist|lautet|ich|wir|jetzt|"
    rf"zur(?:zeit)?|in|im|am|an|der|dem|den)[:]?[ ]){{0,4}}"
    rf"((?:{_WORD}[ ]){{1,3}}{_NUMBER})\b{_NO_HOUSE}",
    re.IGNORECASE,
)


def _streets(text: str) -> Iterator[Span]:
    return (found.span() for found in _STREET.finditer(text))


def _at(text: str, region: Region) -> Iterator[Span]:
    for found in _AT.finditer(text):
        words = found[2].split()
        if any(_NO_STREET.fullmatch(word) for word in words) or _is_searched(words[-1], region):
            continue
        yield found.span()


def _living(text: str, region: Region) -> Iterator[Span]:
    for found in _LIVING.finditer(text):
        words = re.findall(_WORD, found[1])
        if any(_NO_STREET.fullmatch(word) for word in words) or _is_searched(words[-1], region):
            continue
        yield found.span(1)


def _is_searched(word: str, region: Region) -> bool:
    """Whether a word is of the kind that people search by: courses, places. What only others know about is none."""
    found = (mention.meaning.field for mention in region.vocabulary.find(split(word)))
    return any(field != "elsewhere" for field in found) or bool(region.gazetteer.named(word))


def addresses(region: Region) -> tuple[Finder, ...]:
    """Finders of addresses in a region, whose places and courses are none."""
    return (
        Finder(Kind.ADDRESS, _streets),
        Finder(Kind.ADDRESS, partial(_at, region=region)),
        Finder(Kind.ADDRESS, partial(_living, region=region)),
    )
