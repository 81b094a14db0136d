"""Weekdays and hours in a sentence: "Montag bis Freitag, 08:30 bis 13:00 Uhr"."""

import re
from collections.abc import Iterator

from catalogue.values import WEEKDAYS

_FULL = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_DAYS = {**dict(zip(_FULL, range(7), strict=True)), **dict(zip(WEEKDAYS, range(7), strict=True)), "Sonnabend": 5}
_DAY = re.compile(rf"\b(?:((?i:{'|'.join((*_FULL, 'Sonnabend'))}))s?|({'|'.join(WEEKDAYS)}))\b\.?")
_RANGE = re.compile(r"\s*(?:-|–|—|bis)\s*")
_JOINED = re.compile(r"\s*(?:-|–|—|bis|,|/|\+|&|und|sowie)\s*")
_CLOCK = r"([0-9]{1,2})(?:([:.])([0-9]{2}))?"
_HOURS = re.compile(
    rf"(?<![0-9])(?<![0-9][.:,]){_CLOCK}\s?(Uhr)?\s?(?:-|–|—|bis)\s?{_CLOCK}(?![0-9]|[.:,][0-9])\s?(Uhr)?",
    re.IGNORECASE,
)
_FILLERS = re.compile(r"\b(?:und|sowie|bis|von|jeweils|immer|uhr)\b", re.IGNORECASE)
# What holds only for some, or only perhaps, is no weekday and no hour of the course.
_NO_DAYS = re.compile(r"\b(?:nicht|außer|kein\w*|wahlweise|oder)\b|nach (?:absprache|vereinbarung)", re.IGNORECASE)
_NO_HOURS = re.compile(r"gleitzeit|kernzeit|individuell|flexib", re.IGNORECASE)
_LONGEST = 2_000


def days_and_hours(text: str) -> dict[str, str]:
    """The cells that a remark fills; hours only where it names them once."""
    text = text[:_LONGEST]
    if _NO_DAYS.search(text):
        return {}
    days = set(_days(text))
    cells = {"wochentage": "|".join(name for number, name in enumerate(WEEKDAYS) if number in days)} if days else {}
    hours = set() if _NO_HOURS.search(text) else {found for match in _HOURS.finditer(text) if (found := _hours(match))}
    if len(hours) == 1:
        cells["uhrzeit_von"], cells["uhrzeit_bis"] = hours.pop()
    return cells


def says_more(text: str) -> bool:
    """Whether a remark says anything that the cells do not."""
    cells = days_and_hours(text)
    understood = _HOURS.sub("", text) if "uhrzeit_von" in cells else text
    rest = _FILLERS.sub("", _DAY.sub("", understood)) if cells else text
    return any(char.isalnum() for char in rest)


def _days(text: str) -> Iterator[int]:
    before, end = None, 0
    for match in _DAY.finditer(text):
        full, short = match.groups()
        day = _DAYS[(full or short).capitalize()]
        gap = text[end : match.start()]
        # "So" begins many a sentence; only beside other days it is a Sunday.
        if short == "So" and (before is None or not _JOINED.fullmatch(gap)):
            continue
        if before is not None and _RANGE.fullmatch(gap):
            yield from (number % 7 for number in range(before, day + 7 if day < before else day))
        yield day
        before, end = day, match.end()


def _hours(match: re.Match[str]) -> tuple[str, str] | None:
    hour, sign, minute, clock, until_hour, until_sign, until_minute, until_clock = match.groups()
    # "5-6" may be people and "01.02-05.03" days: hours have a colon or are called so.
    is_time = clock or until_clock or (sign == until_sign == ":")
    valid = int(hour) < 24 and int(until_hour) < 24 and int(minute or 0) < 60 and int(until_minute or 0) < 60
    if not is_time or not valid:
        return None
    return f"{int(hour):02}:{minute or '00'}", f"{int(until_hour):02}:{until_minute or '00'}"
