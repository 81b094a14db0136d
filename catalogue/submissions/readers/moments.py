"""Days and times as other systems write them, as they stand on the clocks here."""

import re
from datetime import date, datetime, time, timedelta, timezone
from typing import NamedTuple
from zoneinfo import ZoneInfo

from catalogue.submissions.readers.feed import Meeting

BERLIN = ZoneInfo("Europe/Berlin")
_DAY = timedelta(days=1)
_MIDNIGHT = time()
# An end before this hour of the next day is the end of an evening.
_END_OF_NIGHT = time(6)
_ISO = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ]+(\d\d):?(\d\d)(?::?\d\d(?:[.,]\d+)?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?)?",
    re.IGNORECASE,
)
_GERMAN = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?:\D{1,6}(\d{1,2})[:.](\d\d)(?:\s*Uhr)?)?")
_CLOCK = re.compile(r"T?(\d{1,2})[:.]?(\d\d)(?:[:.]?\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?(?:\s*Uhr)?", re.IGNORECASE)


class Moment(NamedTuple):
    """A day, with the time of day where it is known."""

    day: date
    at: time | None = None


def moment(text: str) -> Moment | None:
    """ "2027-01-12", "2027-01-12T18:30:00+01:00", "12.01.2027, 18:30 Uhr"; None where it is no date."""
    text = text.strip()
    try:
        if found := _ISO.fullmatch(text):
            year, month, day, hour, minute, zone = found.groups()
            if hour is None:
                return Moment(date(int(year), int(month), int(day)))
            if int(hour) > 24 or int(minute) > 59:
                return None
            # "24:00" is midnight, the end of that day.
            midnight = datetime(int(year), int(month), int(day), tzinfo=_zone(zone))
            return local(midnight + timedelta(hours=int(hour), minutes=int(minute)))
        if found := _GERMAN.fullmatch(text):
            day, month, year, hour, minute = found.groups()
            at = None if hour is None else time(int(hour), int(minute))
            return Moment(date(int(year), int(month), int(day)), at)
    except (ValueError, OverflowError):
        pass
    return None


def clock(text: str) -> time | None:
    """ "18:30", "18:30:00", "T1830"; None where it is no time of day."""
    found = _CLOCK.fullmatch(text.strip())
    try:
        return time(int(found[1]), int(found[2])) if found else None
    except ValueError:
        return None


def local(when: datetime) -> Moment:
    """A point in time on the clocks here; without a zone it is meant so. Raises OverflowError at the ends of time."""
    here = when if when.tzinfo is None else when.astimezone(BERLIN)
    return Moment(here.date(), here.time().replace(second=0, microsecond=0))


def meeting(start: Moment, end: Moment | None) -> Meeting:
    """A date from its first and its last moment.

    From midnight to midnight is a whole day, and what ends at night belongs to the evening.
    """
    starts, ends = start.at, end.at if end else None
    last = end.day if end else None
    if starts == _MIDNIGHT and (ends is None or ends in (_MIDNIGHT, time(23, 59))):
        # All days; midnight is the end of the day before.
        if last and last > start.day and ends == _MIDNIGHT:
            last -= _DAY
        starts = ends = None
    elif starts and ends and last and last - start.day == _DAY and ends <= _END_OF_NIGHT and ends < starts:
        last = start.day
    if starts and ends and ends <= starts and last != start.day:
        # Friday evening to Sunday noon: these are not the hours of one day.
        ends = None
    return Meeting(start.day, last if last != start.day else None, starts, ends)


def _zone(name: str | None) -> timezone | None:
    if name is None or name in "zZ":
        return timezone.utc if name else None
    hours, minutes = int(name[1:3]), int(name[3:].lstrip(":") or 0)
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if name[0] == "-" else offset)
