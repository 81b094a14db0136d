"""The days of a repeated event (RRULE of RFC 5545), as far as courses and meetings repeat."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from catalogue.submissions.readers.icalendar_lines import UnreadableError

_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BY_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_NUMBERS = re.compile(r"[+-]?\d{1,3}(?:,[+-]?\d{1,3})*")
_KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"}
_FREQUENCIES = {"DAILY": "Tage", "WEEKLY": "Wochen", "MONTHLY": "Monate", "YEARLY": "Jahre"}
_EVERY = {"DAILY": "täglich", "WEEKLY": "wöchentlich", "MONTHLY": "monatlich", "YEARLY": "jährlich"}
_ORDINALS = {1: "ersten", 2: "zweiten", 3: "dritten", 4: "vierten", 5: "fünften", -1: "letzten"}
_GERMAN_DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
# No offer is planned further ahead, and no rule has to be followed further to know its weekdays.
_YEARS_AHEAD = 5


@dataclass(frozen=True)
class Rule:
    """Every `interval` days, weeks, months or years, on these days of it; `until` as it stands in the file."""

    frequency: str
    interval: int = 1
    count: int | None = None
    until: str = ""
    weekdays: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0

    @property
    def is_endless(self) -> bool:
        return self.count is None and not self.until

    def in_words(self) -> str:
        """How often it repeats; nothing where its weekdays say it all."""
        if self.frequency == "WEEKLY" and self.interval == 1:
            return ""
        every = _EVERY[self.frequency] if self.interval == 1 else f"alle {self.interval} {_FREQUENCIES[self.frequency]}"
        named = [(_ORDINALS.get(number), _GERMAN_DAYS[day]) for number, day in self.weekdays]
        days = [f"am {ordinal} {name}" for ordinal, name in named if ordinal]
        return f"Wiederholung: {every}{', ' if days else ''}{' und '.join(days)}."


def rule_of(text: str) -> Rule:
    """A rule from its text. Raises UnreadableError."""
    parts = dict(part.split("=", 1) for part in text.upper().replace(" ", "").strip(";").split(";") if "=" in part)
    frequency = parts.get("FREQ", "")
    if frequency not in _FREQUENCIES:
        raise UnreadableError("RRULE", f"Eine Wiederholung „{frequency[:20]}“ gibt es bei Angeboten nicht.")
    unknown = sorted(parts.keys() - _KNOWN)
    if unknown:
        raise UnreadableError("RRULE", f"Die Wiederholung mit {', '.join(unknown)[:60]} kann nicht gelesen werden.")
    by_day = [_BY_DAY.fullmatch(item) for item in parts.get("BYDAY", "").split(",") if item]
    week_start = parts.get("WKST", "MO")
    if None in by_day or week_start not in _CODES:
        raise UnreadableError("RRULE", "Die Wochentage der Wiederholung können nicht gelesen werden.")
    interval, count = _number(parts.get("INTERVAL", "1")), parts.get("COUNT")
    return Rule(
        frequency=frequency,
        interval=interval,
        count=_number(count) if count else None,
        # "31.12.9999" stands for "for good".
        until="" if parts.get("UNTIL", "").startswith("9999") else parts.get("UNTIL", ""),
        weekdays=tuple((int(found[1] or 0), _CODES.index(found[2])) for found in by_day if found),
        month_days=_numbers(parts, "BYMONTHDAY"),
        months=_numbers(parts, "BYMONTH"),
        positions=_numbers(parts, "BYSETPOS"),
        week_start=_CODES.index(week_start),
    )


def foreseen_from(first: date) -> date:
    """The last day to which a rule is followed."""
    return date(min(first.year + _YEARS_AHEAD, date.max.year - 1), 12, 24)


def days_of(rule: Rule, first: date) -> Iterator[date]:
    """The days on which a rule falls from the first on, which is always one, for some years; COUNT is observed."""
    yield first
    left = rule.count
    for start, end in _periods(rule, first):
        found = [day for day in _within(start, end) if _fits(rule, day, first)]
        if rule.positions:
            found = sorted({found[at] for at in map(_index, rule.positions) if -len(found) <= at < len(found)})
        for day in found:
            if left is not None and left <= 1:
                return
            if day > first:
                left = left and left - 1
                yield day


def _periods(rule: Rule, first: date) -> Iterator[tuple[date, date]]:
    """The days, weeks, months or years of a rule: first and last day of each."""
    last = foreseen_from(first)
    if rule.frequency in ("DAILY", "WEEKLY"):
        length = 1 if rule.frequency == "DAILY" else 7
        back = 0 if length == 1 else (first.weekday() - rule.week_start) % 7
        number = first.toordinal() - back
        while 0 < number <= last.toordinal():
            yield date.fromordinal(number), date.fromordinal(number + length - 1)
            number += length * rule.interval
        return
    step = rule.interval * (1 if rule.frequency == "MONTHLY" else 12)
    month = first.year * 12 + (first.month - 1 if rule.frequency == "MONTHLY" else 0)
    while month // 12 <= last.year:
        start = date(month // 12, month % 12 + 1, 1)
        yield start, _end_of_month(start) if rule.frequency == "MONTHLY" else date(start.year, 12, 31)
        month += step


def _fits(rule: Rule, day: date, first: date) -> bool:
    """Whether a day of a period is one of the rule's; what the rule leaves open is as on the first day."""
    if rule.months and day.month not in rule.months:
        return False
    if rule.month_days and not {day.day, day.day - _end_of_month(day).day - 1} & set(rule.month_days):
        return False
    if rule.weekdays:
        return any(day.weekday() == weekday and _is_nth(rule, day, number) for number, weekday in rule.weekdays)
    if rule.frequency == "WEEKLY":
        return day.weekday() == first.weekday()
    if rule.frequency == "DAILY" or rule.month_days:
        return True
    return day.day == first.day and (rule.frequency == "MONTHLY" or bool(rule.months) or day.month == first.month)


def _is_nth(rule: Rule, day: date, number: int) -> bool:
    """Whether a day is the n-th of its weekday: in its month, or in a rule of years without months in its year."""
    if not number:
        return True
    if rule.frequency == "YEARLY" and not rule.months:
        start, end = date(day.year, 1, 1), date(day.year, 12, 31)
    else:
        start, end = day.replace(day=1), _end_of_month(day)
    return number == (day - start).days // 7 + 1 or number == -((end - day).days // 7 + 1)


def _within(start: date, end: date) -> Iterator[date]:
    return map(date.fromordinal, range(start.toordinal(), end.toordinal() + 1))


def _end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _index(position: int) -> int:
    return position - 1 if position > 0 else position


def _number(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text) or not int(text):
        raise UnreadableError("RRULE", f"„{text[:20]}“ ist keine Zahl von Wiederholungen.")
    return int(text)


def _numbers(parts: dict[str, str], name: str) -> tuple[int, ...]:
    text = parts.get(name, "")
    if text and not _NUMBERS.fullmatch(text):
        raise UnreadableError("RRULE", f"Die Angabe {name} der Wiederholung kann nicht gelesen werden.")
    return tuple(int(number) for number in text.split(",") if number)
