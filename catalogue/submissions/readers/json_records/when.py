"""When an entry takes place: days and hours as they are written, or in milliseconds since 1970."""

import re
from dataclasses import dataclass, field
from datetime import datetime, time
from itertools import chain

from catalogue.submissions import fields
from catalogue.submissions.readers.feed import Meeting, when
from catalogue.submissions.readers.json_records.names import BEGIN, CLOCK_BEGIN, CLOCK_END, END, MEETINGS, fields_of
from catalogue.submissions.readers.json_records.tree import Record, Thing, Value
from catalogue.submissions.readers.moments import BERLIN, Moment, clock, local, meeting, moment
from catalogue.submissions.readers.plain_text import one_line
from catalogue.values import WEEKDAYS

# Seconds or milliseconds since 1970, of this century.
_EPOCH = re.compile(r"(\d{9,10})(\d{3})?(?:\.0+)?")
# "Mo, 01.02.2027", "Montag, den 1.2.2027"
_BEFORE_DAY = re.compile(r"^\s*[A-Za-z]{2,10}\.?,?\s+(?:den |dem )?(?=\d)")
_MONTHS = dict(
    zip(
        "jan feb mär apr mai jun jul aug sep okt nov dez mar may oct dec".split(),
        (*range(1, 13), 3, 5, 10, 12),
        strict=True,
    )
)
_MONTH_NAME = re.compile(
    r"\b(\d{1,2})\.?\s*(jan|feb|mär|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|dez|dec)[a-z]*\.?\s+(\d{4})\b",
    re.IGNORECASE,
)
_DAY = r"\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}|\d{4}-\d\d-\d\d"
_SPAN = re.compile(rf"({_DAY})\s*(?:-|–|bis)\s*({_DAY})")
_NUMBERS: dict[str, int] = dict(
    zip(("mo", "di", "mi", "do", "fr", "sa", "so", "tu", "we", "th", "su"), (*range(7), 1, 2, 3, 6), strict=True)
)
_NAME = (
    r"(mo|di|mi|do|fr|sa|so)(?:ntags?|enstags?|ttwochs?|nnerstags?|eitags?|mstags?|nntags?)?\b\.?"
    r"|(mon|tue|wed|thu|fri|sat|sun)(?:day|sday|nesday|rsday|urday)s?\b"
)
_WEEKDAY = re.compile(rf"\b(?:{_NAME})", re.IGNORECASE)
_TO = re.compile(r"\s*(?:-|–|bis)\s*")
_HOURS = re.compile(
    r"\b(\d{1,2}(?:[:.]\d\d)?)\s*(?:uhr\s*)?(?:-|–|bis)\s*(\d{1,2}[:.]\d\d|\d{1,2}(?=\s*uhr))\b", re.IGNORECASE
)
# "Start jeden Montag. Unterricht 9 bis 13 Uhr": each sentence for itself; but "Mo. 9 bis 13 Uhr" is one.
_SENTENCE_ENDS = re.compile(r"(?<=[a-zäöüß)]{3}[.;!?])\s+(?=[A-ZÄÖÜ])")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_LONGEST_TEXT = 1_000
_IN_WORDS = (
    "times zeitangabe öffnungszeiten sprechzeiten opening_hours unterrichtszeiten kurszeiten zeiten uhrzeiten zeit"
    " zeitraum uhrzeit form_und_dauer"
)


@dataclass
class Times:
    """The dates of an entry, the cells of what is said of all of them, and what is said in words."""

    meetings: list[Meeting] = field(default_factory=list)
    cells: dict[str, str] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    is_open: bool = False


def day_in(text: str) -> Moment | None:
    """A day with or without hours, as other systems write it; None where it is none. Midnight is no hour but a day."""
    found = _moment(text)
    return Moment(found.day) if found and found.at == time() else found


def _moment(text: str) -> Moment | None:
    text = _MONTH_NAME.sub(_with_number, _BEFORE_DAY.sub("", text[:_LONGEST_TEXT]))
    if found := moment(text):
        return found
    if epoch := _EPOCH.fullmatch(text):
        try:
            return local(datetime.fromtimestamp(int(epoch[1]), tz=BERLIN))
        except (ValueError, OverflowError, OSError):
            return None
    try:
        return Moment(fields.day(text)) if len(text) < _LONGEST_TEXT else None
    except fields.BadValueError:
        return None


def times_of(record: Record) -> Times:
    """All that an entry says about its times; what is no date goes into its cell, to be refused by name."""
    times = Times()
    for part in chain.from_iterable(thing.whole() for thing in record.things("dates")):
        _take_span(record, times, part)
    if not times.meetings:
        _take_lines(record, times)
    if times.meetings:
        # Where single dates stand there as well, the whole span says less.
        _agree(record, times)
    else:
        _take_span(record, times, record)
    times.meetings = list(dict.fromkeys(times.meetings))
    times.cells |= _weekly(record)
    return times


def cells_of(times: Times) -> dict[str, str]:
    """The cells of an entry's times, or of several entries' that are one."""
    cells = when(times.meetings)
    is_first_day = times.is_open and len(times.meetings) == 1
    if is_first_day or not all(one.starts and one.ends for one in times.meetings):
        # The first days of courses say nothing about their weekdays.
        cells.pop("wochentage", None)
    if is_first_day:
        cells.pop("ende", None)
    return {**cells, **times.cells}


@dataclass(frozen=True)
class _Said:
    """What the fields of an object say about one end of a span: its day, its hour, and what is neither."""

    day: Moment | None
    at: time | None
    wrong: str
    values: tuple[Value, ...]


def _take_span(record: Record, times: Times, source: Record | Thing) -> None:
    """Take the span that an object tells of, or only its hours."""
    starts, ends = source.all(BEGIN), source.all(END)
    spans = [(found, value.path) for value in starts if (found := _SPAN.search(value.text[:_LONGEST_TEXT]))]
    if spans and not ends:
        span, path = spans[0]
        starts, ends = [Value(span[1], path)], [Value(span[2], path)]
    first, last = _said(starts, source.all(CLOCK_BEGIN)), _said(ends, source.all(CLOCK_END))
    opens, closes = first.at, last.at
    hours = next((hit for value in source.all(CLOCK_BEGIN) if (hit := _HOURS.search(value.text[:_LONGEST_TEXT]))), None)
    if hours and not closes:
        opens, closes = _hour(hours[1]), _hour(hours[2])
        record.take(source.all(CLOCK_BEGIN)[:1])
    record.take([*first.values, *last.values])
    _wrong(times, "beginn", first.wrong)
    _wrong(times, "ende", last.wrong)
    if first.day:
        until = last.day or Moment(first.day.day)
        start = Moment(first.day.day, opens or first.day.at)
        times.meetings.append(meeting(start, Moment(until.day, closes or until.at)))
        times.is_open = times.is_open or not last.day
        return
    if last.day:
        times.cells["ende"] = last.day.day.isoformat()
    times.cells |= {column: f"{at:%H:%M}" for column, at in (("uhrzeit_von", opens), ("uhrzeit_bis", closes)) if at}


def _said(days: list[Value], clocks: list[Value]) -> _Said:
    """The first day and the first hour; "von" and "bis" may be either."""
    day = next((value for value in days if day_in(one_line(value.text))), None)
    at = next((value for value in (*clocks, *days) if value is not day and clock(one_line(value.text))), None)
    wrong = next((value for value in days if value is not at), None) if day is None else None
    return _Said(
        day_in(one_line(day.text)) if day else None,
        clock(one_line(at.text)) if at else None,
        one_line(wrong.text) if wrong else "",
        tuple(value for value in (day, at, wrong) if value),
    )


def _take_lines(record: Record, times: Times) -> None:
    """Dates that are texts in a list: "01.02.2027, 18:00-20:00 Uhr"."""
    said = record.all(MEETINGS)
    found = []
    for value in said:
        text = _MONTH_NAME.sub(_with_number, one_line(value.text)[:_LONGEST_TEXT])
        hours, day = _HOURS.search(text), re.search(_DAY, text)
        start = day_in(text) or (day_in(day[0]) if day else None)
        if start is None:
            return
        starts, ends = (_hour(hours[1]), _hour(hours[2])) if hours else (start.at, None)
        found.append(meeting(Moment(start.day, starts), Moment(start.day, ends)))
    record.take(said)
    times.meetings += found
    times.is_open = len(found) == 1


def _with_number(match: re.Match[str]) -> str:
    return f"{match[1]}.{_MONTHS[match[2][:3].casefold()]}.{match[3]}"


def _wrong(times: Times, column: str, text: str) -> None:
    """What should be a day and is none: with a number in it it is wrong, else it is said in words."""
    if re.search(r"\d", text):
        times.cells[column] = text
    elif text:
        times.words.append(f"{column.title()}: {text}.")


def _agree(record: Record, times: Times) -> None:
    """The span of the entry itself is told by its single dates, and goes on until its own end."""
    first, last = record.find(BEGIN), record.find(END)
    for found in (first, last):
        if found and day_in(found[0].text):
            record.take(found[:1])
    end = day_in(last[0].text) if last else None
    if end and end.day > max(one.last or one.first for one in times.meetings):
        times.cells["ende"] = end.day.isoformat()


def _weekly(record: Record) -> dict[str, str]:
    """Weekdays and hours that are written, in fields of their own or in a sentence with one span of hours."""
    cells: dict[str, str] = {}
    said = record.all(fields_of("wochentage"))
    if days := weekdays(" ".join(value.text for value in said)):
        record.take(said)
        cells["wochentage"] = days
    for value in record.all(_IN_WORDS):
        text = _IN_BRACKETS.sub("", one_line(value.text)[:_LONGEST_TEXT])
        spans = {(_hour(found[1]), _hour(found[2])) for found in _HOURS.finditer(text)}
        (starts, ends), *others = spans or {(None, None)}
        if not starts or not ends or others:
            continue
        cells = {"uhrzeit_von": f"{starts:%H:%M}", "uhrzeit_bis": f"{ends:%H:%M}", **cells}
        sentence = next(part for part in _SENTENCE_ENDS.split(text) if _HOURS.search(part))
        if days := weekdays(sentence):
            cells.setdefault("wochentage", days)
        record.take([value])
        break
    return cells


def weekdays(text: str) -> str:
    """The weekdays of a text as a cell: "Mo.-Fr.", "montags und mittwochs", "MONDAY"."""
    found = list(_WEEKDAY.finditer(text[:_LONGEST_TEXT]))
    numbers: set[int] = set()
    for index, match in enumerate(found):
        number = _number(match)
        numbers.add(number)
        if index and _TO.fullmatch(text[found[index - 1].end() : match.start()]):
            numbers.update(range(_number(found[index - 1]), number + 1))
    return "|".join(name for number, name in enumerate(WEEKDAYS) if number in numbers)


def _number(match: re.Match[str]) -> int:
    return _NUMBERS[match[0][:2].casefold()]


def _hour(text: str) -> time | None:
    return clock(text if ":" in text or "." in text else f"{text}:00")
