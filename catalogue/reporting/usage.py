"""How much the assistant was used in a quarter, from the counters."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalogue.models import Provider, UsageCount
from catalogue.reporting.quarter import Quarter
from catalogue.statistics import (
    CLICK,
    CONVERSATION,
    HANDED_OVER,
    IN_SERVICE,
    LIST_SEARCH,
    OFFER_OPENED,
    SEARCH,
    THUMB,
    TURN,
)  # fmt: skip


@dataclass(frozen=True)
class Visited:
    """A provider's offers of an area: how often their pages were opened, and somebody went on to the provider's."""

    provider: str
    area: str
    opened: int
    clicks: int


@dataclass(frozen=True)
class Usage:
    """What was counted from `since` to `until`; on `days` days the assistant ran.

    By channel: conversations. By outcome: searches (also DECLINED), searches of the list. By kind of turn: turns. By
    form: note lists handed over. By YES and NO: whether an answer helped. `by_month` are conversations by
    month and channel.
    """

    since: date
    until: date
    days: int
    conversations: Mapping[str, int]
    by_month: Mapping[tuple[date, str], int]
    turns: Mapping[str, int]
    searches: Mapping[str, int]
    list_searches: Mapping[str, int]
    handed_over: Mapping[str, int]
    thumbs: Mapping[str, int]
    visited: tuple[Visited, ...]

    @property
    def clicks(self) -> int:
        return sum(item.clicks for item in self.visited)

    @property
    def opened(self) -> int:
        return sum(item.opened for item in self.visited)


def counted_since(session: Session) -> date | None:
    """The first day on which anything was counted; None where nothing ever was."""
    return session.scalar(select(func.min(UsageCount.day)))


def usage(session: Session, quarter: Quarter, until: date) -> Usage | None:
    """What was counted in a quarter up to a day; None where nobody counted yet."""
    since = counted_since(session)
    if since is None or since > until:
        return None
    rows = session.scalars(select(UsageCount).where(UsageCount.day.between(quarter.first, until))).all()
    return Usage(
        since=max(since, quarter.first),
        until=until,
        days=len({row.day for row in rows if row.event == IN_SERVICE}),
        conversations=_by_subject(rows, CONVERSATION),
        by_month=_by_month(rows),
        turns=_by_subject(rows, TURN),
        searches=_by_subject(rows, SEARCH),
        list_searches=_by_subject(rows, LIST_SEARCH),
        handed_over=_by_subject(rows, HANDED_OVER),
        thumbs=_by_subject(rows, THUMB),
        visited=_visited(rows, dict(session.execute(select(Provider.slug, Provider.name)).tuples().all())),
    )


def _by_subject(rows: Sequence[UsageCount], event: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for row in rows:
        if row.event == event:
            counts[row.subject] += row.count
    return counts


def _by_month(rows: Sequence[UsageCount]) -> Counter[tuple[date, str]]:
    counts: Counter[tuple[date, str]] = Counter()
    for row in rows:
        if row.event == CONVERSATION:
            counts[row.day.replace(day=1), row.subject] += row.count
    return counts


def _visited(rows: Sequence[UsageCount], names: Mapping[str, str]) -> tuple[Visited, ...]:
    """Most clicks first. A provider who is not in the catalogue any more is named as in the offers' ids."""
    counts: dict[str, Counter[tuple[str, str]]] = {OFFER_OPENED: Counter(), CLICK: Counter()}
    for row in rows:
        if row.event in counts:
            counts[row.event][row.subject, row.detail] += row.count
    pairs = counts[OFFER_OPENED].keys() | counts[CLICK].keys()
    found = (
        Visited(names.get(slug, slug), area, counts[OFFER_OPENED][slug, area], counts[CLICK][slug, area])
        for slug, area in pairs
    )
    return tuple(sorted(found, key=lambda item: (-item.clicks, -item.opened, item.provider, item.area)))
