"""When things of schema.org take place: single dates, schedules, opening hours."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from catalogue.submissions.readers.feed import Meeting, listed, when
from catalogue.submissions.readers.json_ld_graph import COURSES
from catalogue.submissions.readers.json_ld_things import Thing
from catalogue.submissions.readers.moments import Moment, clock, meeting, moment
from catalogue.values import WEEKDAYS

_DAYS = dict(
    zip(("mo", "tu", "we", "th", "fr", "sa", "su", "di", "mi", "do", "so"), (*range(7), 1, 2, 3, 6), strict=True)
)
_DURATION = re.compile(r"PT(?:(\d{1,3})H)?(?:(\d{1,4})M)?", re.IGNORECASE)


@dataclass(frozen=True)
class _Schedule:
    """Weekdays with their hours, as a schedule or opening hours say them."""

    days: tuple[str, ...]
    starts: time | None
    ends: time | None
    begins: str
    until: str

    def in_words(self) -> str:
        hours = f"{self.starts:%H:%M} bis {self.ends:%H:%M} Uhr" if self.starts and self.ends else ""
        return f"{', '.join(self.days)} {hours}".strip()


def time_cells(offer: Thing, dates: list[Thing]) -> tuple[dict[str, str], list[str]]:
    """The cells of an offer's times, and what has to be said about them in words.

    `dates` are those of its parts that take place. What is no date goes into its cell as it stands, so that `check`
    refuses it by name.
    """
    sources = [offer, *dates]
    schedules = [schedule for source in sources for schedule in _schedules(source)]
    meetings: dict[Meeting, None] = {}
    cells: dict[str, str] = {}
    for source in sources:
        found, wrong = _meeting(source)
        cells |= wrong
        if found and not (source is offer and any(date.text("startDate") for date in dates)):
            meetings[found] = None
    found_meetings = list(meetings)
    span = when(found_meetings)
    if _is_open_ended(offer, dates, found_meetings, schedules):
        span = {name: cell for name, cell in span.items() if name not in ("ende", "wochentage")}
    cells = {**span, **_schedule_cells(schedules), **cells}
    words = [listed(found_meetings)]
    if len({(schedule.starts, schedule.ends) for schedule in schedules}) > 1:
        words.append(f"Zeiten: {'; '.join(filter(None, (schedule.in_words() for schedule in schedules[:20])))}.")
    return cells, [text for text in words if text]


def weekday(text: str) -> str:
    """A weekday by any of its names: "https://schema.org/Monday", "Mo", "Montag"; nothing for holidays."""
    name = re.split(r"[/#:]", text.strip())[-1].casefold().lstrip("+-0123456789")
    number = _DAYS.get(name[:2])
    return "" if number is None or name.startswith("pub") else WEEKDAYS[number]


def _meeting(source: Thing) -> tuple[Meeting | None, dict[str, str]]:
    """The date of a thing, and its cells where they are none."""
    start_text, end_text = source.text("startDate", "validFrom"), source.text("endDate", "validThrough")
    start, end = moment(start_text), moment(end_text)
    wrong = {}
    if start_text and not start:
        wrong["beginn"] = start_text
    if end_text and not end:
        wrong["ende"] = end_text
    if not start:
        return None, {**wrong, **({"ende": end.day.isoformat()} if end else {})}
    return meeting(start, end or _after(start, source.text("duration"))), wrong


def _after(start: Moment, duration: str) -> Moment | None:
    found = _DURATION.fullmatch(duration)
    if not found or start.at is None:
        return None
    try:
        end = datetime.combine(start.day, start.at) + timedelta(hours=int(found[1] or 0), minutes=int(found[2] or 0))
    except OverflowError:
        return None
    return Moment(end.date(), end.time())


def _schedules(source: Thing) -> list[_Schedule]:
    found = []
    for part in source.things("eventSchedule", "courseSchedule", "hoursAvailable"):
        schedule = _Schedule(
            days=tuple(dict.fromkeys(filter(None, map(weekday, part.texts("byDay", "dayOfWeek"))))),
            starts=clock(part.text("startTime", "opens")),
            ends=clock(part.text("endTime", "closes")),
            begins=part.text("startDate", "validFrom"),
            until=part.text("endDate", "validThrough"),
        )
        part.texts("repeatFrequency", "scheduleTimezone")
        if schedule != _Schedule((), None, None, "", ""):
            found.append(schedule)
    return found


def _schedule_cells(schedules: list[_Schedule]) -> dict[str, str]:
    cells = {}
    days = {day for schedule in schedules for day in schedule.days}
    cells["wochentage"] = "|".join(day for day in WEEKDAYS if day in days)
    for column, hours in (
        ("uhrzeit_von", {schedule.starts for schedule in schedules}),
        ("uhrzeit_bis", {schedule.ends for schedule in schedules}),
    ):
        (same,) = hours if len(hours) == 1 else (None,)
        cells[column] = f"{same:%H:%M}" if same else ""
    begins = [found.day for schedule in schedules if (found := moment(schedule.begins))]
    until = [found.day for schedule in schedules if (found := moment(schedule.until))]
    cells["beginn"] = min(begins).isoformat() if begins else ""
    cells["ende"] = max(until).isoformat() if until and len(until) == len(schedules) else ""
    return {column: cell for column, cell in cells.items() if cell}


def _is_open_ended(offer: Thing, dates: list[Thing], meetings: list[Meeting], schedules: list[_Schedule]) -> bool:
    """Whether only the first day is known of something that goes on: a course, or what has a schedule."""
    goes_on = bool(schedules) or not COURSES.isdisjoint(offer.types)
    is_one_day = len(meetings) == 1 and meetings[0].last is None and meetings[0].starts is None
    is_said = any(source.text("endDate", "validThrough") for source in (offer, *dates))
    return goes_on and is_one_day and not is_said and not any(schedule.until for schedule in schedules)
