"""Points in time of calendars, with the zones that they name, and what lies between two of them."""

import re
from datetime import date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from catalogue.submissions.readers.icalendar_lines import Component, Property, UnreadableError
from catalogue.submissions.readers.moments import BERLIN, local

_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(?:\d\d)?(Z)?)?")
_DURATION = re.compile(r"\+?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:\d{1,6}S)?)?")
_LONGEST_NAME = 100
_MOST_ITEMS = 5_000
# At the ends of time there is no other zone to convert to.
_YEARS = range(1900, 3000)

Stamp = date | datetime


def items_of(found: Property) -> list[str]:
    """The points in time of a property as they stand. Raises UnreadableError where they are too many."""
    items = found.value.split(",", _MOST_ITEMS)
    if len(items) > _MOST_ITEMS:
        raise UnreadableError(found.name, f"Es sind mehr als {_MOST_ITEMS} Zeitpunkte.")
    return [item.strip() for item in items if item.strip()]


class Zones:
    """The zones of a calendar: those that everybody knows, and those that the file explains."""

    def __init__(self, calendar: Component) -> None:
        self._explained = {part.text("TZID"): part for part in calendar.children("VTIMEZONE")}
        self._known: dict[str, tzinfo] = {}

    def named(self, name: str) -> tzinfo:
        """A zone by its name. Raises UnreadableError."""
        if name not in self._known:
            self._known[name] = self._find(name)
        return self._known[name]

    def stamps(self, found: Property) -> list[Stamp]:
        """The points in time of a property, in their own zone. Raises UnreadableError."""
        zone = found.parameters.get("TZID", "")
        return [self.stamp(item, found.name, zone) for item in items_of(found)]

    def stamp(self, text: str, field: str, zone_name: str = "") -> Stamp:
        """A point in time; without a zone it is meant on the clocks here. Raises UnreadableError."""
        match = _STAMP.fullmatch(text.upper())
        try:
            if match is None:
                raise ValueError
            year, month, day, hour, minute, is_utc = match.groups()
            if int(year) not in _YEARS:
                raise ValueError
            if hour is None:
                return date(int(year), int(month), int(day))
            zone = timezone.utc if is_utc else self.named(zone_name) if zone_name else BERLIN
            return datetime(int(year), int(month), int(day), int(hour), int(minute), tzinfo=zone)
        except ValueError as error:
            raise UnreadableError(field, f"„{text[:40]}“ ist kein Zeitpunkt.") from error

    def _find(self, name: str) -> tzinfo:
        explained = self._explained.get(name)
        names = [name, WINDOWS_TO_OLSON.get(name, ""), "/".join(name.split("/")[-2:])]
        if explained:
            names.append(explained.text("X-LIC-LOCATION"))
        for candidate in filter(None, names):
            try:
                return ZoneInfo(candidate[:_LONGEST_NAME])
            except (ValueError, OSError, KeyError):
                continue
        # A zone of somebody's own that has our time in winter is ours.
        winters = explained.children("STANDARD") if explained else []
        if any(winter.text("TZOFFSETTO") == "+0100" for winter in winters):
            return BERLIN
        raise UnreadableError("TZID", f"Die Zeitzone „{name[:40]}“ ist nicht bekannt.")


def duration(text: str) -> timedelta:
    """ "PT1H30M", "P1D", "P2W". Raises UnreadableError."""
    found = _DURATION.fullmatch(text.strip().upper())
    if found is None:
        raise UnreadableError("DURATION", f"„{text[:40]}“ ist keine Dauer.")
    weeks, days, hours, minutes = (int(number or 0) for number in found.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)


def on(day: date, like: Stamp) -> Stamp:
    """Another day at the same time of day, on the clocks of the same zone."""
    return datetime.combine(day, like.timetz()) if isinstance(like, datetime) else day


def day_of(stamp: Stamp) -> date:
    return stamp.date() if isinstance(stamp, datetime) else stamp


def later(stamp: Stamp, by: timedelta) -> Stamp:
    """A point in time after another one; hours are real ones, also in the night of the change to summer time."""
    if isinstance(stamp, datetime):
        return (stamp.astimezone(timezone.utc) + by).astimezone(stamp.tzinfo)
    return stamp + timedelta(days=by.days)


def between(start: Stamp, end: Stamp) -> timedelta:
    """The time between two points; days where one of them has no hours."""
    if isinstance(start, datetime) and isinstance(end, datetime):
        return (
            end - start if start.tzinfo != end.tzinfo else end.astimezone(timezone.utc) - start.astimezone(timezone.utc)
        )
    return day_of(end) - day_of(start)


def is_before(stamp: Stamp, limit: Stamp) -> bool:
    """Whether a point lies at or before a limit, which may be a day."""
    if isinstance(stamp, datetime) and isinstance(limit, datetime):
        return stamp <= limit
    return day_of(stamp) <= day_of(limit)


def here(stamp: Stamp) -> date:
    """The day of a point in time on the calendars here."""
    return local(stamp).day if isinstance(stamp, datetime) else stamp
