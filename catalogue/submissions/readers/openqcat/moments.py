"""Days and times as XML writes them."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timezone
from zoneinfo import ZoneInfo

from catalogue.submissions.readers.feed import Meeting
from catalogue.submissions.readers.openqcat.xml_tree import Source

_BERLIN = ZoneInfo("Europe/Berlin")
_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ]([0-9]{2}:[0-9]{2})(?::[0-9]{2}(?:[.,][0-9]+)?)?)?"
    r"\s*(Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_UTC = ("Z", "+00:00", "+0000")
_LONGEST_SHOWN = 40


@dataclass(frozen=True)
class Span:
    """A period of a file. `unread` are the cells that it should fill but cannot: the check names the fault."""

    meeting: Meeting | None
    has_end: bool = True
    unread: dict[str, str] = field(default_factory=dict)


def span(period: Source) -> Span:
    """From START_DATE to END_DATE; where only one of them is said, the other is not known."""
    texts = {"beginn": period.text("START_DATE"), "ende": period.text("END_DATE")}
    first, last = map(_moment, texts.values())
    unread = {name: texts[name][:_LONGEST_SHOWN] for name, read in zip(texts, (first, last), strict=True) if not read}
    unread = {name: text for name, text in unread.items() if text}
    if first is None:
        return Span(None, unread={"ende": last[0].isoformat(), **unread} if last else unread)
    if last is None:
        return Span(Meeting(first[0], starts=first[1]), has_end=False, unread=unread)
    return Span(Meeting(first[0], last[0], first[1], last[1]))


def day_of(text: str) -> date | None:
    moment = _moment(text)
    return moment[0] if moment else None


def _moment(text: str) -> tuple[date, time | None] | None:
    """A day and its time. Midnight is how exporters write a day without a time."""
    match = _MOMENT.fullmatch(text)
    if not match:
        return None
    day, clock, zone = match.groups()
    try:
        found = datetime.fromisoformat(f"{day} {clock or '00:00'}")
        # An offset is that of the region's clocks, whatever the season says; only UTC is another clock.
        if zone in _UTC and found.time() != time():
            found = found.replace(tzinfo=timezone.utc).astimezone(_BERLIN)
    except (ValueError, OverflowError):
        return None
    return found.date(), found.time() if found.time() != time() else None
