"""All figures of a quarter, and those of the quarter before beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalogue.models import Submission
from catalogue.region import Region
from catalogue.reporting.entries import Entries, entries
from catalogue.reporting.quarter import Quarter, quarter_of
from catalogue.reporting.sources import Sources, sources
from catalogue.reporting.suppression import Told
from catalogue.reporting.usage import Usage, counted_since, usage
from catalogue.reporting.wanted import demand


@dataclass(frozen=True)
class Figures:
    """A quarter in numbers, up to a day. What did not exist yet is None, which is something else than 0."""

    quarter: Quarter
    until: date
    usage: Usage | None
    demand: Mapping[str, Told] | None
    entries: Entries | None
    sources: Sources | None


@dataclass(frozen=True)
class Report:
    """The report of a quarter; `is_over` says that nothing can come to it any more."""

    region: Region
    now: Figures
    before: Figures
    is_over: bool

    @property
    def quarter(self) -> Quarter:
        return self.now.quarter


def report(session: Session, region: Region, quarter: Quarter, today: date) -> Report:
    """The report of a quarter that has begun, as it is known today."""
    return Report(
        region,
        figures(session, region, quarter, today),
        figures(session, region, quarter.before, today),
        quarter.is_over(today),
    )


def figures(session: Session, region: Region, quarter: Quarter, today: date) -> Figures:
    until = quarter.until(today)
    used = usage(session, quarter, until)
    return Figures(
        quarter,
        until,
        used,
        demand(session, quarter) if used else None,
        entries(session, region, quarter.first, until),
        sources(session, quarter.first, until),
    )


def quarters(session: Session, today: date) -> list[Quarter]:
    """The quarters that there is something to tell about, the latest first; the present one always."""
    first = session.scalar(select(func.min(Submission.loaded_at)))
    known = [day for day in (counted_since(session), first.date() if first else None) if day and day <= today]
    quarter, found = quarter_of(today), []
    while quarter >= quarter_of(min(known, default=today)):
        found.append(quarter)
        quarter = quarter.before
    return found
