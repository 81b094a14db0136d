"""The dates of a course, and what can be said of many at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from catalogue.amounts import german_date
from catalogue.submissions.readers.feed import Meeting, listed, when


class Venue(NamedTuple):
    """Where a date is held: `house` is the name that stands above the address. Online there is no place to go to."""

    place: str = ""
    street: str = ""
    postcode: str = ""
    format: str = ""
    house: str = ""


@dataclass(frozen=True)
class Date:
    """One date of a course; it may be a span of days.

    `has_end`: whether it is known when it is over. `unread`: cells that it should fill but cannot.
    `said`: cells that its remarks fill, `lessons` these remarks. `is_more`: whether they say more than the cells.
    `notes`: what else people should read about it.
    """

    venue: Venue
    meetings: tuple[Meeting, ...] = ()
    has_end: bool = True
    unread: dict[str, str] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    lessons: str = ""
    is_more: bool = False
    notes: tuple[str, ...] = ()

    @property
    def first(self) -> date:
        return min((meeting.first for meeting in self.meetings), default=date.max)


def timing(dates: Sequence[Date]) -> dict[str, str]:
    """The cells of many dates of one course."""
    found = when(_meetings(dates))
    if not all(one.has_end for one in dates):
        # It goes on after its first day, nobody says until when.
        found = {name: text for name, text in found.items() if name not in ("ende", "wochentage")}
    for name in dict.fromkeys(name for one in dates for name in one.said):
        said = {one.said.get(name, "") for one in dates}
        if len(said) == 1:
            found.setdefault(name, said.pop())
    for one in dates:
        found.update(one.unread)
    return found


def paragraphs(dates: Sequence[Date]) -> list[str]:
    """What the cells do not say of many dates of one course, for the description."""
    lessons = {one.lessons: one for one in reversed(dates) if one.lessons}
    found = [_lessons(one, is_one_of_many=len(lessons) > 1) for one in reversed(lessons.values())]
    notes = [note for one in dates for note in one.notes]
    return list(dict.fromkeys(filter(None, [*found, *notes, listed(_meetings(dates))])))


def _lessons(one: Date, *, is_one_of_many: bool) -> str:
    if not is_one_of_many:
        return f"Unterricht: {one.lessons}" if one.is_more else ""
    # The cells say only what all dates have in common.
    since = f" ab {german_date(one.first)}" if one.meetings else ""
    return f"Unterricht{since}: {one.lessons}"


def _meetings(dates: Sequence[Date]) -> list[Meeting]:
    """The meetings of many dates, each once, in an order that is not that of the file."""
    found = {meeting for one in dates for meeting in one.meetings}
    return sorted(found, key=lambda meeting: (meeting.first, meeting.last or meeting.first, str(meeting.starts)))
