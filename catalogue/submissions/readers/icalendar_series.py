"""All dates of one event: its repetitions, what falls out, what was moved."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from itertools import islice

from catalogue.submissions.readers.feed import Meeting, listed, when
from catalogue.submissions.readers.icalendar_lines import Component, Property, UnreadableError
from catalogue.submissions.readers.icalendar_rules import Rule, days_of, foreseen_from, rule_of
from catalogue.submissions.readers.icalendar_times import (
    Stamp,
    Zones,
    between,
    day_of,
    duration,
    is_before,
    items_of,
    later,
    on,
)
from catalogue.submissions.readers.moments import local, meeting

# Nobody comes more often than this, and a file shall not make us count to a thousand million.
MOST_DATES = 1_000


@dataclass
class Series:
    """The dates of an event. `rule` is one without an end or with one far off; `until` is that end."""

    meetings: list[Meeting] = field(default_factory=list)
    rule: Rule | None = None
    until: date | None = None

    @property
    def goes_on(self) -> bool:
        return self.rule is not None and self.until is None

    def cells(self) -> dict[str, str]:
        cells = when(self.meetings)
        if self.rule:
            cells["ende"] = self.until.isoformat() if self.until else ""
        return cells

    def in_words(self) -> str:
        """The dates one by one; of those that go on how often they come."""
        return self.rule.in_words() if self.rule else listed(self.meetings)


def series_of(events: list[Component], zones: Zones, most: int) -> Series:
    """The dates of all events of one UID, of which there may be `most`. Raises UnreadableError."""
    if most < MOST_DATES and any(event.all("RRULE") or event.all("RDATE") for event in events):
        raise UnreadableError("RRULE", "Der Kalender hat insgesamt zu viele Termine.")
    series = Series()
    dates: dict[Stamp, Meeting] = {}
    moved = [event for event in events if event.first("RECURRENCE-ID")]
    whole = [event for event in events if not event.first("RECURRENCE-ID")]
    # Where all are cancelled, their dates still say what was.
    for event in list(filter(_takes_place, whole)) or whole:
        dates.update(_dates(event, zones, series))
    _remove(dates, [stamp for event in moved for stamp in zones.stamps(event.all("RECURRENCE-ID")[0])])
    for event in filter(_takes_place, moved):
        dates.update(_dates(event, zones, series))
    if not dates:
        raise UnreadableError("EXDATE", "Es bleibt kein Termin übrig.")
    series.meetings = sorted(set(dates.values()), key=lambda found: (found.first, str(found.starts)))
    return series


def _takes_place(event: Component) -> bool:
    return event.text("STATUS").upper() != "CANCELLED"


def _dates(event: Component, zones: Zones, series: Series) -> dict[Stamp, Meeting]:
    """The dates of one event by their starts."""
    start, length = _start_and_length(event, zones)
    dates = {_key(start): _meeting(start, length)}
    for stamp in _repeated(event, start, zones, series):
        dates[_key(stamp)] = _meeting(stamp, length)
    for extra in event.all("RDATE"):
        for stamp, own_length in _extra(extra, zones):
            dates[_key(stamp)] = _meeting(stamp, own_length or length)
    if len(dates) > MOST_DATES:
        raise UnreadableError("RDATE", f"Es sind mehr als {MOST_DATES} Termine.")
    _remove(dates, [stamp for without in event.all("EXDATE") for stamp in zones.stamps(without)])
    return dates


def _start_and_length(event: Component, zones: Zones) -> tuple[Stamp, timedelta | None]:
    starts = [stamp for found in event.all("DTSTART")[:1] for stamp in zones.stamps(found)]
    if not starts:
        raise UnreadableError("DTSTART", "Der Beginn fehlt.")
    for found in event.all("DTEND")[:1]:
        for end in zones.stamps(found):
            return starts[0], between(starts[0], end)
    text = event.text("DURATION")
    return starts[0], duration(text) if text else None


def _repeated(event: Component, start: Stamp, zones: Zones, series: Series) -> Iterator[Stamp]:
    """The starts of all repetitions, as far as they can be foreseen; what lies further ahead goes to `series`."""
    first = day_of(start)
    for text in (found.value for found in event.all("RRULE")):
        rule = rule_of(text)
        zone = event.all("DTSTART")[0].parameters.get("TZID", "")
        limit = zones.stamp(rule.until, "RRULE", zone) if rule.until else None
        days = list(islice(days_of(rule, first), MOST_DATES + 1))
        if rule.count is not None and rule.count > min(len(days), MOST_DATES):
            raise UnreadableError("RRULE", f"Die Wiederholung hat mehr als {MOST_DATES} Termine oder reicht zu weit.")
        stamps = [on(day, start) for day in days[:MOST_DATES]]
        yield from (stamp for stamp in stamps if limit is None or is_before(stamp, limit))
        is_cut = len(days) > MOST_DATES or (limit is not None and day_of(limit) > foreseen_from(first))
        if rule.is_endless:
            series.rule, series.until = rule, None
        elif limit is not None and is_cut and is_before(stamps[-1], limit) and not series.goes_on:
            series.rule, series.until = rule, day_of(limit)
    if event.all("EXRULE"):
        raise UnreadableError("EXRULE", "Ausnahmen als Regel können nicht gelesen werden.")


def _extra(found: Property, zones: Zones) -> Iterator[tuple[Stamp, timedelta | None]]:
    """Single further dates; a period has a length of its own."""
    zone = found.parameters.get("TZID", "")
    for item in items_of(found):
        begin, _, end = item.partition("/")
        start = zones.stamp(begin, "RDATE", zone)
        if not end:
            yield start, None
        elif end.startswith(("P", "+P")):
            yield start, duration(end)
        else:
            yield start, between(start, zones.stamp(end, "RDATE", zone))


def _key(stamp: Stamp) -> Stamp:
    return stamp.astimezone(timezone.utc) if isinstance(stamp, datetime) else stamp


def _remove(dates: dict[Stamp, Meeting], stamps: list[Stamp]) -> None:
    """Take out the dates that start then; a day takes out all that start on it."""
    moments = {_key(stamp) for stamp in stamps}
    for key in [key for key, found in dates.items() if key in moments or found.first in moments]:
        del dates[key]


def _meeting(start: Stamp, length: timedelta | None) -> Meeting:
    if isinstance(start, datetime):
        end = later(start, length) if length else None
        return meeting(local(start), local(end) if isinstance(end, datetime) else None)
    # The end of whole days is the day after the last.
    last = later(start, length - timedelta(days=1)) if length else start
    return Meeting(start, day_of(last) if last != start else None)
