"""What the readers of other systems' exports have in common: entries instead of rows, and many dates of one course."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time

from catalogue.amounts import clock, german_date
from catalogue.submissions.record import COLUMNS, RawRow, RawTable
from catalogue.values import WEEKDAYS

_MOST_LISTED = 20


@dataclass(frozen=True)
class Meeting:
    """One date of a course: a day or a span of days, with hours where they are known."""

    first: date
    last: date | None = None
    starts: time | None = None
    ends: time | None = None


def feed_table(
    file: str,
    content: bytes,
    entries: Sequence[dict[str, str]],
    *,
    dropped: Iterable[str] = (),
    withdrawn: Sequence[tuple[str, str]] = (),
) -> RawTable:
    """A table of entries, numbered from 1 as they stand in the file; an entry's keys are columns of a submission.

    `dropped` names fields of the file that have no home in our record. `withdrawn` are offers that the file takes
    back, by provider and key.
    """
    columns = {name for entry in entries for name in entry}
    return RawTable(
        file=file,
        sha256=hashlib.sha256(content).hexdigest(),
        columns=tuple(name for name in COLUMNS if name in columns),
        unknown_columns=tuple(dict.fromkeys(dropped)),
        rows=tuple(
            RawRow(number, {name: entry.get(name, "") for name in columns}) for number, entry in enumerate(entries, 1)
        ),
        withdrawn=tuple(withdrawn),
    )


def when(meetings: Sequence[Meeting]) -> dict[str, str]:
    """Many dates of one course as the cells of one offer: the span, its weekdays, and the hours that all share.

    Weekdays are known only from dates of single days.
    """
    if not meetings:
        return {}
    first = min(meeting.first for meeting in meetings)
    last = max(meeting.last or meeting.first for meeting in meetings)
    cells = {"beginn": first.isoformat(), "ende": last.isoformat()}
    if all(meeting.last in (None, meeting.first) for meeting in meetings):
        days = {meeting.first.weekday() for meeting in meetings}
        cells["wochentage"] = "|".join(name for number, name in enumerate(WEEKDAYS) if number in days)
    for column, hours in (
        ("uhrzeit_von", {meeting.starts for meeting in meetings}),
        ("uhrzeit_bis", {meeting.ends for meeting in meetings}),
    ):
        (same,) = hours if len(hours) == 1 else (None,)
        if same is not None:
            cells[column] = f"{same:%H:%M}"
    return cells


def listed(meetings: Sequence[Meeting]) -> str:
    """The dates in words, for the description: our record has no list of dates."""
    ordered = sorted(meetings, key=lambda meeting: (meeting.first, meeting.starts or time()))
    words = [_in_words(meeting) for meeting in ordered[:_MOST_LISTED]]
    more = f" und {len(ordered) - _MOST_LISTED} weitere" if len(ordered) > _MOST_LISTED else ""
    return f"Termine: {'; '.join(words)}{more}." if len(words) > 1 else ""


def _in_words(meeting: Meeting) -> str:
    day = german_date(meeting.first)
    if meeting.last and meeting.last != meeting.first:
        day += f" bis {german_date(meeting.last)}"
    if meeting.starts and meeting.ends:
        return f"{day}, {clock(meeting.starts)} bis {clock(meeting.ends)} Uhr"
    return f"{day}, {clock(meeting.starts)} Uhr" if meeting.starts else day
