"""Days in a message: "ab Februar", "nächste Woche", "heute", "bis 15.3.", "in den Osterferien"."""

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from catalogue.german import usual_letters
from catalogue.terms import Holiday

_MONTHS = (
    r"jan(?:uar|\.)", r"feb(?:ruar|\.)", r"m(?:(?:ä|ae|a)rz|rz\.)", r"apr(?:il|\.)", "mai", r"jun(?:i|\.)",
    r"jul(?:i|\.)",
    r"aug(?:ust|\.)", r"sept?(?:ember|mber|\.)", r"okt(?:ober|\.)", r"nov(?:ember|\.)", r"dez(?:ember|\.)",
)  # fmt: skip
_MONTH = "|".join(_MONTHS)
_SINCE = r"(?:ab|von|nach|nicht vor|nich vor|erst ab|frühestens|fruehestens|ab dem|ab anfang|ab mitte|ab ende)"
_UNTIL = r"(?:bis|vor|spätestens|spaetestens|bis zum|bis ende)"
_DAY = re.compile(
    rf"(?:(?P<since>\b{_SINCE})|(?P<until>\b{_UNTIL}))?(?:\s+(?:dem|zum|am|den|der|anfang|mitte|ende))*\s*"
    rf"\b(?P<day>\d{{1,2}})\.\s*(?:(?P<month>\d{{1,2}})\.|(?P<name>{_MONTH}))\s*(?P<year>\d{{4}})?",
    re.IGNORECASE,
)
_IN_MONTH = re.compile(
    rf"(?:(?P<since>\b{_SINCE})|(?P<until>\b{_UNTIL}))?(?:\s+(?:dem|zum|den|im))*\s*(?P<part>\b(?:anfang|mitte|ende)\s+)?"
    rf"\b(?P<name>{_MONTH})(?!\w)\s*(?P<year>20\d\d)?",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?P<since>ab\s+)?(?P<what>heute|übermorgen|uebermorgen|morgen(?!\s+(?:früh|frueh)?\s*(?:zusammen|allerseits))|"
    r"sofort|(?:diese|dieser|diesem|dieses|nächste|naechste|nächsten|naechsten|nächstes|naechstes|kommende|kommenden|kommendes)"
    r"\s+(?:woche|monat|monats|wochenende|jahr|jahres))\b",
    re.IGNORECASE,
)
_COUNTS = {"einem": 1, "einer": 1, "ein": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6}
_AHEAD = re.compile(
    rf"\bin\s+(?P<count>\d{{1,2}}|{'|'.join(_COUNTS)})\s+(?P<unit>tag|woche|monat)\w*\b(?!\s+(?:alt|deutschland))",
    re.IGNORECASE,
)
_PAST = re.compile(r"\bseit\s+(?:\w+\s+)?$", re.IGNORECASE)
_HOLIDAYS = re.compile(
    r"\b(?:(?P<side>nach|vor|bis\s+zu|ab)\s+(?:den\s+)?)?(?:in\s+den|während\s+der|waehrend\s+der|über\s+die|für\s+die|der|den|die|in)?\s*"
    r"(?P<name>(?:herbst|weihnachts|winter|oster|sommer|pfingst|faschings)ferien)",
    re.IGNORECASE,
)
_SEASONS = {
    "frühling": (3, 5),
    "fruehling": (3, 5),
    "frühjahr": (3, 5),
    "fruehjahr": (3, 5),
    "sommer": (6, 8),
    "herbst": (9, 11),
}
_SEASON = re.compile(
    rf"\b(?:(?P<since>ab|nach)\s+(?:dem\s+)?|im\s+|zum\s+|nächsten\s+|naechsten\s+)(?P<name>{'|'.join(_SEASONS)})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Period:
    """Days from and until (either may be open), and which characters say so."""

    first: date | None
    last: date | None
    start: int
    end: int

    @property
    def is_bound(self) -> bool:
        """Whether the words themselves say from when or until when ("ab", "bis", "nach")."""
        return self.first is None or self.last is None


def find_periods(text: str, today: date, holidays: Sequence[Holiday]) -> list[Period]:
    """All days and periods named, without overlaps, in the order of the message."""
    text = usual_letters(text)
    found: list[Period] = []
    sources = (
        _ahead(text, today),
        _days(text, today),
        _holidays(text, today, holidays),
        _months(text, today),
        _relative(text, today),
        _seasons(text, today),
    )
    for source in sources:
        for period in source:
            if _PAST.search(text[: period.start]):
                continue
            if all(period.end <= other.start or period.start >= other.end for other in found):
                found.append(period)
    return sorted(found, key=lambda period: period.start)


def _days(text: str, today: date) -> Iterator[Period]:
    for match in _DAY.finditer(text):
        month = int(match["month"]) if match["month"] else _month_number(match["name"])
        day = _future(today, int(match["day"]), month, match["year"])
        if day:
            yield _bounded(match, day, day)


def _ahead(text: str, today: date) -> Iterator[Period]:
    """ "erst in zwei Wochen", "frühestens in einem Monat": from then on."""
    for match in _AHEAD.finditer(text):
        count = _COUNTS.get(match["count"].lower()) or int(match["count"])
        days = {"t": 1, "w": 7, "m": 30}[match["unit"][0].lower()] * count
        yield Period(today + timedelta(days), None, match.start(), match.end())


def _months(text: str, today: date) -> Iterator[Period]:
    for match in _IN_MONTH.finditer(text):
        month = _month_number(match["name"])
        year = int(match["year"]) if match["year"] else today.year + (month < today.month)
        length = calendar.monthrange(year, month)[1]
        part = (match["part"] or match.group(0)).lower()
        first, last = (1, length)
        if "anfang" in part:
            last = 10
        elif "mitte" in part:
            first, last = (15 if match["since"] else 10, 20)
        elif re.search(r"\bende\b", part):
            first = 20 if not match["until"] else 1
        yield _bounded(match, date(year, month, first), date(year, month, last))


def _bounded(match: re.Match[str], first: date, last: date) -> Period:
    """ "ab" leaves the end open, "bis" the beginning."""
    if match["since"]:
        after = match["since"].lower().startswith("nach")
        return Period(last + timedelta(1) if after else first, None, match.start(), match.end())
    if match["until"]:
        return Period(None, last, match.start(), match.end())
    return Period(first, last, match.start(), match.end())


def _relative(text: str, today: date) -> Iterator[Period]:
    for match in _RELATIVE.finditer(text):
        what = match["what"].lower()
        if what == "morgen" and re.search(r"(?:guten|am|jeden|den)\s+$", text[: match.start()], re.IGNORECASE):
            continue
        if what == "sofort" or (what == "heute" and re.search(r"\bman\s+$", text[: match.start()], re.IGNORECASE)):
            continue
        first, last = _relative_days(what, today)
        yield Period(first, None if match["since"] else last, match.start(), match.end())


def _relative_days(what: str, today: date) -> tuple[date, date]:
    if what == "heute":
        return today, today
    if what == "morgen":
        return today + timedelta(1), today + timedelta(1)
    if what in ("übermorgen", "uebermorgen"):
        return today + timedelta(2), today + timedelta(2)
    this = what.startswith("dies")
    monday = today - timedelta(today.weekday())
    if what.endswith("wochenende"):
        saturday = monday + timedelta(5 if this or (today.weekday() < 5 and what.startswith("komm")) else 12)
        return saturday, saturday + timedelta(1)
    if what.endswith("woche"):
        first = today if this else monday + timedelta(7)
        return first, monday + timedelta(6 if this else 13)
    if "monat" in what:
        year, month = (today.year, today.month) if this else (today.year + today.month // 12, today.month % 12 + 1)
        first = today if this else date(year, month, 1)
        return first, date(year, month, calendar.monthrange(year, month)[1])
    year = today.year + (0 if this else 1)
    return (today if this else date(year, 1, 1)), date(year, 12, 31)


def _holidays(text: str, today: date, holidays: Sequence[Holiday]) -> Iterator[Period]:
    for match in _HOLIDAYS.finditer(text):
        for holiday in holidays:
            if holiday.name.lower() == match["name"].lower() and holiday.last >= today:
                yield _beside(holiday, (match["side"] or "").split(" ")[0].lower(), match)
                break


def _beside(holiday: Holiday, side: str, match: re.Match[str]) -> Period:
    """ "nach den Osterferien" begins when they are over, "vor den Sommerferien" ends before them."""
    first, last = {
        "nach": (holiday.last + timedelta(1), None),
        "ab": (holiday.first, None),
        "vor": (None, holiday.first - timedelta(1)),
        "bis": (None, holiday.first - timedelta(1)),
    }.get(side, (holiday.first, holiday.last))
    return Period(first, last, match.start(), match.end())


def _seasons(text: str, today: date) -> Iterator[Period]:
    for match in _SEASON.finditer(text):
        first_month, last_month = _SEASONS[match["name"].lower()]
        year = today.year + (last_month < today.month)
        last = date(year, last_month, calendar.monthrange(year, last_month)[1])
        first = date(year, first_month, 1)
        if match["since"]:
            first = last + timedelta(1) if match["since"].lower() == "nach" else first
            yield Period(first, None, match.start(), match.end())
        else:
            yield Period(first, last, match.start(), match.end())


def _month_number(name: str) -> int:
    return next(number for number, pattern in enumerate(_MONTHS, 1) if re.fullmatch(pattern, name.lower()))


def _future(today: date, day: int, month: int, year: str | None) -> date | None:
    """The next such day from today on, unless the year is said; None where there is no such day."""
    try:
        found = date(int(year) if year else today.year, month, day)
        return found if year or found >= today else found.replace(year=today.year + 1)
    except ValueError:
        return None
