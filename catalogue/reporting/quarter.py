"""Quarters of a year, and the names under which people ask for them."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from catalogue.errors import ReportError

_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.]?\s*[qQ]\s*([1-4])", re.ASCII)
_NUMBER_FIRST = re.compile(r"[qQ]?\s*([1-4])\.?\s*(?:[qQ]uartal)?\s*[-/]?\s*(\d{4})", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 2000, 2999


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months of a year; `number` is 1 to 4."""

    year: int
    number: int

    @property
    def name(self) -> str:
        """ "2027Q1", for commands, addresses and names of files."""
        return f"{self.year}Q{self.number}"

    @property
    def title(self) -> str:
        return f"{self.number}. Quartal {self.year}"

    @property
    def months(self) -> tuple[date, date, date]:
        """The first days of its months."""
        first, second, third = (date(self.year, 3 * self.number - 2 + further, 1) for further in range(3))
        return first, second, third

    @property
    def first(self) -> date:
        return self.months[0]

    @property
    def last(self) -> date:
        return self.after.first - timedelta(days=1)

    @property
    def before(self) -> "Quarter":
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)

    @property
    def after(self) -> "Quarter":
        return Quarter(self.year, self.number + 1) if self.number < 4 else Quarter(self.year + 1, 1)

    def until(self, today: date) -> date:
        """The last day of it that can be told about."""
        return min(self.last, today)

    def is_over(self, today: date) -> bool:
        return self.last < today


def quarter_of(day: date) -> Quarter:
    return Quarter(day.year, (day.month + 2) // 3)


def quarter_named(text: str) -> Quarter:
    """The quarter that is meant: "2027Q1", "2027 q1", "Q1/2027", "1. Quartal 2027". Raises ReportError."""
    wanted = text.strip()
    if found := _YEAR_FIRST.fullmatch(wanted):
        year, number = int(found[1]), int(found[2])
    elif found := _NUMBER_FIRST.fullmatch(wanted):
        year, number = int(found[2]), int(found[1])
    else:
        raise ReportError(f"„{wanted}“ ist kein Quartal. Bitte schreiben Sie es so: 2027Q1 (Jahr, Q, 1 bis 4).")
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ReportError(f"Für das Jahr {year} gibt es keinen Bericht.")
    return Quarter(year, number)


def begun_quarter(text: str, today: date) -> Quarter:
    """The quarter that is meant, if it has begun. Raises ReportError."""
    quarter = quarter_named(text)
    if quarter.first > today:
        raise ReportError(f"Das {quarter.title} hat noch nicht begonnen.")
    return quarter
