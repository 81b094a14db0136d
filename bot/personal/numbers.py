"""Numbers by which an office knows somebody, birth dates, links that open something, and names on networks."""

import re
from collections.abc import Iterator

from bot.personal.finding import Finder, Kind, Span

# What offices give numbers for. A "Kursnummer" is not among it: people search by these.
_GIVEN_FOR = (
    r"(?:BG|Bedarfsgemeinschaft(?:s)?|Kunden|Kd|Akten|Gesch(?:ä|ae)fts|Az|Fall|F(?:ä|ae)lle?|Versicherten|"
    r"Versicherungs|"
    r"Sozialversicherungs|Rentenversicherungs|Krankenversicherungs|Krankenkasse|SV|RV|KV|SVNR|RVNR|Steuer|"
    r"Steuer-?identifikations|Identifikations|Vorgangs|Mitglieds|Personalausweis|Ausweis|Reisepass|Pass|BAMF|AZR|"
    r"Ausl(?:ä|ae)nderzentralregister|Kenn|Gutschein|Bildungsgutschein|Matrikel|Personal|Patienten|Antrags|Rechnungs|"
    r"Vertrags|Teilnehmer|Bescheid|Antrag|"
    r"(?:Ihr|unser|mein|Ihre|unsere|meine)?[ ]?Zeichen|Jobcenter|Mitglied|Vorgang|Versicherung|Konto|Aufenthaltstitel)"
)
_CALLED = r"(?:[- ]?(?:nummern?|nr\.?|zeichen|id|ids|no\.?))?"
# "ist", "lautet", "bei der Agentur:" between the word and the number.
_BETWEEN = (
    r"(?:[ ]?[:#=*.][ ]?|[ ])(?:(?:ist|lautet|war|die|der|das|beim?|vom|von|f(?:ü|ue)r|meine?|agentur|jobcenter|"
    r"nr\.?|nummer|hat|unter|mit|:)(?:[ ]?:[ ]?|[ ])){0,6}"
)
# Groups of letters and digits, with whatever stands between; the first one short of letters, and digits somewhere.
_GIVEN = (
    r"(?=[^\W_]{0,6}[ ./-]{0,2}[^\W_]{0,4}\d)[A-Z]{0,4}\d*[A-Z]?\d*(?:[/.-]{1,2}[\w]+)*(?:[ ]"
    r"(?:[A-Z][ ]\d[\w/.-]*|[A-Z]?\d[\w/.-]*|(?:[A-Z](?=[ ]\d))))*"
)
_NAMED = re.compile(rf"\b{_GIVEN_FOR}{_CALLED}{_BETWEEN}((?:(?:I|V|X)+[/-])?{_GIVEN})", re.IGNORECASE)
_HAS_ENOUGH_DIGITS = re.compile(r"(?:\D*\d){4}")

# Numbers that show by their shape whose they are: customers of the Agentur, Bedarfsgemeinschaften, social insurance.
_SHAPED = re.compile(
    r"(?<!\w)(?:\d{3}[ ]?[A-Z][ ]?\d{6}|\d{3,5}[ ]?BG[ ]?\d{6,8}|\d{4,6}//\d{5,8}"
    r"|\d{2}[ ]?[0-3]\d[01]\d{3}[ ]?[A-Z][ ]?\d{3}|\d{1,3}[ ][A-Z]{1,3}[ ]\d{1,5}/\d{2}|(?!D-)[A-Z]-\d{5,8}"
    r"|(?:I|V|X)+/\d{2}-\d{3,5}|\d{2}-\d{4}/20\d{2}|\d{2}\.\d-\d{4,6}|(?=\w{0,12}[A-Z])(?=(?:\w*?\d){6})[A-Z\d]{9,20})(?!\w)",
    re.IGNORECASE,
)

_MONTH = (
    r"(?:Jan(?:uar)?|Feb(?:ruar)?|M(?:ä|ae)rz|Apr(?:il)?|Mai|Juni?|Juli?|Aug(?:ust)?|Sep(?:tember)?|Okt(?:ober)?|"
    r"Nov(?:ember)?|Dez(?:ember)?)\.?"
)
_DAY_OF = rf"(?:\d{{1,2}}[./-][ ]?\d{{1,2}}[./-][ ]?|\d{{1,2}}\.?[ ]?{_MONTH}[ ]?)"
_DAY = rf"(?:{_DAY_OF}(?:(?:19|20)\d{{2}}|\d{{2}})|(?:19|20)\d{{2}}-\d{{1,2}}-\d{{1,2}})(?!\d)"
_SPAN = r"[^\d\n]{0,16}?"
_BIRTH = re.compile(
    rf"(?:\b(?:geb\b|geb(?:oren|\.)|Geb\.?-?(?:tag|datum|Dat)|Geburts?-?(?:tag|datum))|\*){_SPAN}({_DAY})", re.I
)
_BIRTH_BEHIND = re.compile(rf"\b((?:{_DAY}|{_DAY_OF}))(?=[ ](?:(?:in|zu)[ ]\w+[ ])?(?:geboren|geb\.|Geburtstag))", re.I)
# No course lies so far back.
_LONG_AGO = re.compile(
    rf"(?<![\d.,/-])({_DAY_OF}(?:19\d{{2}}|20(?:[01]\d|2[0-4]))|"
    rf"(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.(?:[3-9]\d|[01]\d|2[0-4])|(?:19\d{{2}}|20(?:[01]\d|2[0-4]))-\d{{1,2}}-\d{{1,2}})(?![\d.]?\d)",
    re.I,
)

_LINK = re.compile(
    r"\b(?:https?://|www\.)[^\s<>\"]{3,300}|(?<![\w@.])[\w-]{1,60}(?:\.[\w-]{1,60}){1,5}/[^\s<>\"]{6,300}", re.I
)
# An address without anything behind the name of the site belongs to everybody.
_SITE = re.compile(r"(?:https?://)?[\w.-]+/?[.,;:!?)]*\Z", re.I)
_ENDING = ".,;:!?)"
_HANDLE = re.compile(r"(?<![\w@.])@[\w](?:[\w.]{0,38}\w)?")


def _named(text: str) -> Iterator[Span]:
    for found in _NAMED.finditer(text):
        if _HAS_ENOUGH_DIGITS.match(found[1]):
            yield found.span(1)


def _shaped(text: str) -> Iterator[Span]:
    return (found.span() for found in _SHAPED.finditer(text))


def _births(text: str) -> Iterator[Span]:
    return (found.span(1) for found in _BIRTH.finditer(text))


def _births_behind(text: str) -> Iterator[Span]:
    return (found.span(1) for found in _BIRTH_BEHIND.finditer(text))


def _long_ago(text: str) -> Iterator[Span]:
    return (found.span(1) for found in _LONG_AGO.finditer(text))


def _links(text: str) -> Iterator[Span]:
    for found in _LINK.finditer(text):
        if not _SITE.match(found[0]):
            yield found.start(), found.start() + len(found[0].rstrip(_ENDING))


def _handles(text: str) -> Iterator[Span]:
    return (found.span() for found in _HANDLE.finditer(text))


NUMBERS = (Finder(Kind.NUMBER, _named), Finder(Kind.NUMBER, _shaped))
TOLD_BIRTHS = (Finder(Kind.BIRTH, _births), Finder(Kind.BIRTH, _births_behind))
BIRTHS = (*TOLD_BIRTHS, Finder(Kind.BIRTH, _long_ago))
LINKS = (Finder(Kind.LINK, _links),)
HANDLES = (Finder(Kind.HANDLE, _handles),)
