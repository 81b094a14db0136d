"""Numbers in a message that are ages, levels, clock times or positions in the shown list."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from catalogue.german import usual_letters
from catalogue.values import GER_LEVELS, WEEKDAYS

_COUNTS = {
    "ein": 1, "eins": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "fuenf": 5, "sechs": 6, "sieben": 7, "acht": 8,
    "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12, "zwoelf": 12, "dreizehn": 13, "vierzehn": 14, "fünfzehn": 15,
    "sechzehn": 16, "siebzehn": 17, "achtzehn": 18,
}  # fmt: skip
_NUMBER = rf"(?P<age>\d{{1,2}}|{'|'.join(_COUNTS)})"
_CHILD = (
    r"(?:sohn\w*|tochter\w*|töchter|toechter|kind(?:es|er|ern)?|junge\w*|mädchen|maedchen|enkel\w*|neffe\w*|nichte\w*|baby|kleine[rnm]?|bub\w*|"
    r"zwillinge\w*|sohnemann|kids?|säugling|großer?|große|mittlere[rn]?)"
)
_PERSON = (
    rf"(?:{_CHILD}|klient\w*|kund\w*|mann|frau|bruder|schwester|schüler\w*|schueler\w*|mutter|vater|mama|papa|oma|opa|teilnehmer\w*|tn|azubi|"
    r"ratsuchende\w*|jugendliche\w*|freund\w*|partner\w*|nachbar\w*|kollege|kollegin|cousin\w*|studentin|student|ehemann|ehefrau|fsjler\w*|kumpel|\w*schüler\w*|\w*tochter)"
)
_OTHER_UNITS = (
    r"(?!\s*(?:km|kilo|uhr|h\b|euro|€|%|mal\b|x\b|stunden|std|minuten|woche\w*|tage?n?\b|kinder|kids|monat\w*|personen|leute|plätze|klasse|\.\s*klasse|"
    r"\.\s*(?:lehrjahr|stock|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)|:\d|\d|jahre\s+(?:erfahrung|arbeit|beruf|deutschland|hier|lang)|sprachen|schüler|kurse|er\b|en\b|angebote|lehrjahr))"
)
_MONTH = r"(?:januar|februar|märz|maerz|april|mai|juni|juli|august|september|oktober|november|dezember)"
# "Mein Großer wird im Mai sechs": still a year younger.
_TURNING = re.compile(
    rf"(?:{_PERSON}\s+)?\b(?:wird|werde|werden)\s+"
    r"(?:(?:im|in|am|ende|anfang|mitte|bald|demnächst|nächsten?|dieses|\d+\.)\s+)*"
    rf"(?:{_MONTH}|monat|sommer|jahr|herbst|winter|frühjahr|woche|bald|\d+\.)\s*"
    rf"(?P<turning>\d{{1,2}}|{'|'.join(_COUNTS)})(?=\s*(?:jahre?\b|und|,|\.|$|\?))",
    re.IGNORECASE,
)
_AGES = [
    re.compile(rf"\b{_PERSON}\s*,?\s*\(\s*{_NUMBER}\s*(?:j\.?|jahre?)?\s*(?:alt)?\s*[,)]", re.IGNORECASE),
    re.compile(rf"\b{_NUMBER}\s*-?\s*jährig\w*|\b{_NUMBER.replace('age', 'age2')}\s*-?\s*jaehrig\w*", re.IGNORECASE),
    re.compile(rf"\b{_NUMBER}\s*(?:jahre?|j\.?)\s*(?:und\s+\w+\s+monate\s+)?(?:jung|alt)\b", re.IGNORECASE),
    re.compile(
        rf"\b{_PERSON}(?:\s+(?!klasse|kl\b)\w+)?\s*(?:,|ist|:|wird|grad|gerade|is|fast)*"
        rf"\s*(?:ist|wird|grad|gerade|jetzt|schon|erst)?\s*\b{_NUMBER}\b\s*(?:jahre?n?|j\.?|j\b)?{_OTHER_UNITS}",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:bin|werde|ist|wird|sei)\s+"
        r"(?:(?:jetzt|schon|erst|grad|gerade|fast|m|w|inzwischen|mittlerweile|nun|auch|ja)\s+)*"
        rf"{_NUMBER}\b(?:\s+(?:jahre?|j\.?)(?=\s*(?:alt|jung|[,.;?!]|$)))?{_OTHER_UNITS}(?!\s+jahre?)",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:mit|im alter von|alter:?|grad|gerade)\s+{_NUMBER}\s*(?:jahren|jahre|j\.)", re.IGNORECASE),
    re.compile(r"(?:^|[,;(.])\s*(?P<age>\d{2})\s*(?:j\.?|jahre?)?\s*(?=[,;)]|$)", re.IGNORECASE),
    re.compile(rf"\b{_NUMBER}\s*j\b\.?", re.IGNORECASE),
    # "ü50"; from 60 on it names an audience.
    re.compile(r"\bü ?(?P<age>[1-5]\d)\b", re.IGNORECASE),
    re.compile(
        r"\bmit\s+(?P<age>\d{1,2})\b"
        r"(?=\s*(?:noch|schon|,|\.|\?|$|kann|ist|darf|will|möchte|moechte|würde|wuerde|lohnt|fang|suche))",
        re.IGNORECASE,
    ),
]  # fmt: skip
_GRADE = re.compile(r"\b(?:kl|jg|klasse|nr|jahrgang)\.?\s*$", re.IGNORECASE)
_MONTHS_OLD = re.compile(
    rf"\b(?:{_CHILD}\b[^.?!]{{0,25}}?)?\b(?:\d{{1,2}}|{'|'.join(_COUNTS)})\s*monate?n?\b(?P<old>\s*alt)?", re.IGNORECASE
)
_LEVEL = re.compile(r"(?<![\w])(?P<level>[ABCabc][12])(?:\.\d)?(?![\w])")
_LEVEL_RANGE = re.compile(r"(?<!\w)(?P<first>[ABCabc][12])\s*(?:-|–|bis)\s*(?P<last>[ABCabc][12])(?!\w)")
_HOURS = {
    "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12,
    "fünfzehn": 15, "sechzehn": 16, "siebzehn": 17, "achtzehn": 18,
    "neunzehn": 19, "zwanzig": 20,
}  # fmt: skip
_CLOCK = re.compile(
    r"(?P<word>ab|nach|um|gegen|vor|bis|von|so gegen|so um)?\s*\b(?P<hour>\d{1,2})(?:[:.]\d{2})?\s*(?:uhr|h)\b",
    re.IGNORECASE,
)
_SPOKEN_CLOCK = re.compile(
    rf"(?P<word>ab|nach|um|gegen|vor|bis|von)\s+(?P<hour>{'|'.join(_HOURS)})\s*uhr\b", re.IGNORECASE
)
_ORDINALS = {
    "erst": 1,
    "zweit": 2,
    "dritt": 3,
    "viert": 4,
    "fünft": 5,
    "fuenft": 5,
    "letzt": -1,
    "mittler": 3,
    "ober": 1,
    "unter": -1,
}
_POSITION = re.compile(
    r"\b(?P<word>erst|zweit|dritt|viert|fünft|fuenft|letzt|mittler|ober|unter)(?:st)?e(?:n|s|r|m)?\b"
    r"|\b(?:nummer|numer|nr\.?|nr|angebot|punkt|kurs)\s*(?P<number>[1-9]\d?)\b|(?<![\d.])(?P<dot>[1-5])\.(?=\s|$|\?)(?!\s*(?:klasse|lehrjahr|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember))",
    re.IGNORECASE,
)
# "A1 hab ich schon", "hat B1": what somebody has is not what he looks for.
_HAS_BEFORE = re.compile(
    r"\b(?:hat|habe?|sprachstand|nach|bisher|aktuell|derzeit)\s+(?:schon |bereits |jetzt |deutsch )?$", re.IGNORECASE
)
_HAS_AFTER = re.compile(
    r"^\s*(?:hab|hat|habe)\s+(?:ich|sie|er)\b|^\s*ich habe schon|"
    r"^\s*(?:ich\s+)?(?:habe?\s+)?(?:schon\s+)?(?:geschafft|fertig|bestanden|abgeschlossen|vorhanden)",
    re.IGNORECASE,
)
_DAY_NAME = r"(mo|di|mi|do|fr|sa|so)(?:ntag|enstag|ttwoch|nnerstag|eitag|mstag)?s?"
_DAY_RANGE = re.compile(rf"\b{_DAY_NAME}\s*(?:-|–|bis)\s*{_DAY_NAME}\b", re.IGNORECASE)


class Number(NamedTuple):
    """A value and which characters of the message say so."""

    value: int
    start: int
    end: int
    of_child: bool = False


def find_ages(text: str) -> list[Number]:
    """Ages of persons in years, 0 for babies; the one most plainly put comes first."""
    found: list[Number] = []
    for age in _ages(usual_letters(text)):
        if not any(age.start < other.end and other.start < age.end for other in found):
            found.append(age)
    return found


def _ages(text: str) -> Iterator[Number]:
    for match in _MONTHS_OLD.finditer(text):
        if match["old"] or re.match(_CHILD, match.group(0), re.IGNORECASE):
            yield Number(0, match.start(), match.end(), True)
    for match in _TURNING.finditer(text):
        age = _count(match["turning"])
        if age:
            yield Number(age - 1, match.start(), match.end(), bool(re.search(_CHILD, match.group(0), re.IGNORECASE)))
    for pattern in _AGES:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            age = _count(groups.get("age") or groups.get("age2"))
            if _GRADE.search(text[: match.start() + 1]):
                continue
            number = match.start("age") if groups.get("age") else match.start()
            if age is None or age > 110 or _is_article(match, groups.get("age") or "") or _is_duration(text, number):
                continue
            yield Number(age, match.start(), match.end(), bool(re.search(_CHILD, match.group(0), re.IGNORECASE)))


_BARE = re.compile(rf"(?<![\d.,:/–-])\b(?:\d+|[^\W\d]+)(?![\d\w/:–-]){_OTHER_UNITS}", re.IGNORECASE)


def is_bare(text: str, start: int) -> bool:
    """Whether the number at a position counts nothing that is named: no part of a day, a range, "20 km" or "Kl. 9"."""
    return bool(_BARE.match(usual_letters(text), start)) and not _GRADE.search(text[:start])


def _count(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if text.isdigit() else _COUNTS.get(text.lower())


def _is_article(match: re.Match[str], text: str) -> bool:
    """ "Was ist ein Landkreis": "ein" counts only before years."""
    return text.lower() in ("ein", "eins") and "jahr" not in match.group(0).lower()


def _is_duration(text: str, start: int) -> bool:
    return bool(
        re.search(
            r"\b(?:seit|vor|in|nach|über|ueber|dauert|ab|bis|unter|um)\s+(?:\w+\s+)?$", text[:start], re.IGNORECASE
        )
    )


def find_levels(text: str) -> Iterator[tuple[str, int, int]]:
    """GER levels looked for: "A1", "a2.1", and what lies between "B1-B2"; not those that somebody has."""
    text = usual_letters(text)
    found = list(_levels(text))
    wanted = [item for item in found if not (_HAS_BEFORE.search(text[: item[1]]) or _HAS_AFTER.search(text[item[2] :]))]
    yield from wanted if wanted or len(found) > 1 else found


def _levels(text: str) -> Iterator[tuple[str, int, int]]:
    covered: list[tuple[int, int]] = []
    for match in _LEVEL_RANGE.finditer(text):
        first, last = GER_LEVELS.index(match["first"].upper()), GER_LEVELS.index(match["last"].upper())
        for level in GER_LEVELS[first : last + 1]:
            yield level, match.start(), match.end()
        covered.append(match.span())
    for match in _LEVEL.finditer(text):
        if not any(start <= match.start() < end for start, end in covered):
            yield match["level"].upper(), match.start(), match.end()


def find_weekdays(text: str) -> tuple[str, int, int] | None:
    """A range of weekdays, "Mo bis Do", written "Mo Di Mi Do"."""
    match = _DAY_RANGE.search(usual_letters(text))
    if not match:
        return None
    first, last = (WEEKDAYS.index(name.capitalize()) for name in match.groups())
    return " ".join(WEEKDAYS[first : last + 1]), match.start(), match.end()


def find_time(text: str) -> tuple[str, int, int] | None:
    """A clock time as a time of day: "ab 18 Uhr" → abends."""
    text = usual_letters(text)
    match = _CLOCK.search(text) or _SPOKEN_CLOCK.search(text)
    if not match:
        return None
    spoken = match["hour"].lower()
    hour, word = _HOURS.get(spoken) or int(spoken), (match["word"] or "").lower()
    if hour > 24:
        return None
    if word in ("bis", "vor"):
        hour -= 1
    name = "abends" if hour >= 17 else "nachmittags" if hour >= 12 else "vormittags" if hour >= 8 else "morgens"
    return name, match.start(), match.end()


def find_positions(text: str) -> tuple[int, ...]:
    """Which of the shown offers are meant, counted from 1; -1 is the last."""
    found = []
    for match in _POSITION.finditer(usual_letters(text)):
        if match["word"]:
            found.append(_ORDINALS[match["word"].lower()])
        else:
            found.append(int(match["number"] or match["dot"]))
    return tuple(dict.fromkeys(found))
