"""When an entry takes place: days and hours as they are written, or in milliseconds since 1970."""

import re
from dataclasses import dataclass, field
from datetime import datetime, time
from itertools import chain

from catalogue.submissions import fields
from catalogue.submissions.readers.feed import Meeting, when
from catalogue.submissions.readers.json_records.names import BEGIN, CLOCK_BEGIN, CLOCK_END, END, fields_of
from catalogue.submissions.readers.json_records.tree import Record, Thing, Value
from catalogue.submissions.readers.moments import BERLIN, Moment, clock, local, meeting, moment
from catalogue.submissions.readers.plain_text import one_line
from catalogue.values import WEEKDAYS

# Seconds or milliseconds since 1970, of this century.
_EPOCH = re.compile(r"(\d{9,10})(\d{3})?(?:\.0+)?")
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
_LONGEST_TEXT = 1_000
_IN_WORDS = "unterrichtszeiten kurszeiten zeiten uhrzeiten zeit zeitraum uhrzeit form_und_dauer"


@dataclass
class Times:
    """The dates of an entry, the cells of what is said of all of them, and what is said in words."""

    meetings: list[Meeting] = field(default_factory=list)
    cells: dict[str, str] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    is_open: bool = False


def day_in(text: str) -> Moment | None:
    """A day with or without hours, as other systems write it; None where it is none."""
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
        _take_date(record, times, part)
    if not times.meetings:
        # Where single dates stand there as well, the whole span says less.
        _take_span(
            record, times, record.find(BEGIN), record.find(END), record.find(CLOCK_BEGIN), record.find(CLOCK_END)
        )
    else:
        _agree(record, times)
    times.meetings = list(dict.fromkeys(times.meetings))
    times.cells |= _weekly(record)
    return times


def cells_of(times: Times) -> dict[str, str]:
    """The cells of an entry's times, or of several entries' that are one."""
    cells = when(times.meetings)
    has_hours = any(one.starts for one in times.meetings)
    if not has_hours or times.is_open:
        # The first days of courses say nothing about their weekdays.
        cells.pop("wochentage", None)
    if times.is_open and len(times.meetings) == 1:
        cells.pop("ende", None)
    return {**cells, **times.cells}


def _take_date(record: Record, times: Times, part: Thing) -> None:
    _take_span(record, times, part.find(BEGIN), part.find(END), part.find(CLOCK_BEGIN), part.find(CLOCK_END))


def _take_span(
    record: Record, times: Times, first: list[Value], last: list[Value], opens: list[Value], closes: list[Value]
) -> None:
    start_text, end_text, opens_text, closes_text = (
        one_line(found[0].text) if found else "" for found in (first, last, opens, closes)
    )
    if not end_text and (span := _SPAN.search(start_text[:_LONGEST_TEXT])):
        start_text, end_text = span[1], span[2]
    start, end = day_in(start_text), day_in(end_text)
    starts, ends = clock(opens_text), clock(closes_text)
    if not ends and (hours := _HOURS.search(opens_text[:_LONGEST_TEXT])):
        starts, ends = _hour(hours[1]), _hour(hours[2])
        closes_text = opens_text
    if not start and not end and not ends and (start_clock := clock(start_text)):
        # "von" and "bis" may be hours.
        starts, ends = start_clock, clock(end_text)
        start_text = end_text = ""
        record.take([*first, *last])
    _wrong(times, "beginn", start_text, start)
    _wrong(times, "ende", end_text, end)
    if start_text or end_text:
        record.take([*first[:1], *last[:1]])
    if starts or ends:
        record.take([*(opens if starts else []), *(closes if ends else [])])
    if start:
        starts = starts or start.at
        whole = Moment(start.day, starts)
        until = Moment(end.day if end else start.day, ends or (end.at if end else None))
        times.meetings.append(meeting(whole, until))
        times.is_open = times.is_open or not end
    elif end and "ende" not in times.cells:
        times.cells["ende"] = end.day.isoformat()
    if not start:
        times.cells |= {column: f"{at:%H:%M}" for column, at in (("uhrzeit_von", starts), ("uhrzeit_bis", ends)) if at}


def _wrong(times: Times, column: str, text: str, found: Moment | None) -> None:
    """What should be a day and is none: with a number in it it is wrong, else it is said in words."""
    if not text or found:
        return
    if re.search(r"\d", text):
        times.cells[column] = text
    else:
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
        text = one_line(value.text)[:_LONGEST_TEXT]
        spans = {(_hour(found[1]), _hour(found[2])) for found in _HOURS.finditer(text)}
        (starts, ends), *others = spans or {(None, None)}
        if not starts or not ends or others:
            continue
        cells = {"uhrzeit_von": f"{starts:%H:%M}", "uhrzeit_bis": f"{ends:%H:%M}", **cells}
        if days := weekdays(text):
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
