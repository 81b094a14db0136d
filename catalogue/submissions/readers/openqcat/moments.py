"""Periods of openQ-Cat, whose exporters know neither summer time nor days without hours."""

import re
from dataclasses import dataclass, field
from datetime import date, time

from catalogue.submissions.readers.feed import Meeting
from catalogue.submissions.readers.moments import Moment, moment
from catalogue.submissions.readers.xml_tree import Source

_UTC = ("Z", "+00:00", "+0000")
_OFFSET = re.compile(r"\s*(?:Z|[+-][0-9]{2}:?[0-9]{2})$")
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
        return Span(None, unread={"ende": last.day.isoformat(), **unread} if last else unread)
    if last is None:
        return Span(Meeting(first.day, starts=first.at), has_end=False, unread=unread)
    return Span(Meeting(first.day, last.day, first.at, last.at))


def day_of(text: str) -> date | None:
    found = _moment(text)
    return found.day if found else None


def _moment(text: str) -> Moment | None:
    """A day and its time. Midnight is how exporters write a day without a time."""
    # An offset is that of the region's clocks, whatever the season says; only UTC is another clock.
    as_written = moment(_OFFSET.sub("", text))
    if as_written and as_written.at not in (None, time()) and text.endswith(_UTC):
        as_written = moment(text)
    return as_written and as_written._replace(at=as_written.at if as_written.at != time() else None)
