"""The figures of a quarter: what was counted, what came in, and what did not exist yet."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from catalogue import notices
from catalogue.database import writing
from catalogue.demand import NOTHING, OFFERED, RELAXED, Cell
from catalogue.editing import edit
from catalogue.history import undo
from catalogue.models import Notice
from catalogue.region import Region
from catalogue.reporting.quarter import Quarter
from catalogue.reporting.report import quarters, report
from catalogue.reporting.sources import Sources, sources
from catalogue.reporting.usage import Visited
from catalogue.statistics import (
    CLICK,
    CONVERSATION,
    HANDED_OVER,
    IN_SERVICE,
    LIST_SEARCH,
    NO,
    OFFER_OPENED,
    SEARCH,
    THUMB,
    TURN,
    YES,
)
from catalogue.submissions.load import LoadReport
from tests.catalogue.offers import row
from tests.catalogue.reporting.conftest import Count

Load = Callable[..., LoadReport]
Q1 = Quarter(2027, 1)
TODAY = date(2027, 4, 10)


def test_a_quarter_counts_its_own_days_only(count: Count, session: Session, region: Region) -> None:
    for day, times in ((date(2026, 12, 31), 4), (date(2027, 1, 1), 2), (date(2027, 3, 31), 3), (date(2027, 4, 1), 9)):
        count(day, IN_SERVICE)
        count(day, CONVERSATION, "website", times=times)
        count(day, SEARCH, OFFERED, "website", times=times)
        count(day, TURN, "search", "telegram", times=times)
        count(day, LIST_SEARCH, NOTHING, times=times)
        count(day, HANDED_OVER, "pdf", "website", times=times)
        count(day, THUMB, YES, "website", times=times)
        count(day, THUMB, NO, "telegram")
    found = report(session, region, Q1, TODAY)
    assert found.is_over
    now, before = found.now.usage, found.before.usage
    assert now is not None
    assert before is not None
    assert (now.conversations, before.conversations) == ({"website": 5}, {"website": 4})
    assert now.by_month == {(date(2027, 1, 1), "website"): 2, (date(2027, 3, 1), "website"): 3}
    assert (now.searches, now.turns, now.list_searches, now.handed_over) == (
        {OFFERED: 5},
        {"search": 5},
        {NOTHING: 5},
        {"pdf": 5},
    )
    assert (now.thumbs, before.thumbs) == ({YES: 5, NO: 2}, {YES: 4, NO: 1})
    assert (now.days, now.since, before.since) == (2, date(2027, 1, 1), date(2026, 12, 31))


def test_what_was_not_counted_yet_is_unknown_and_what_did_not_happen_is_none(
    count: Count, session: Session, region: Region
) -> None:
    assert report(session, region, Q1, TODAY).now.usage is None
    count(date(2027, 2, 3), IN_SERVICE)
    found = report(session, region, Q1, TODAY)
    assert found.before.usage is None
    assert found.before.demand is None
    assert found.now.usage is not None
    assert found.now.usage.conversations == {}
    assert found.now.usage.since == date(2027, 2, 3)
    # Later on nobody came, but somebody counted.
    later = report(session, region, Quarter(2027, 2), date(2027, 5, 1)).now.usage
    assert later is not None
    assert (later.conversations, later.days) == ({}, 0)


def test_a_quarter_that_is_not_over_tells_until_today(count: Count, session: Session, region: Region) -> None:
    count(date(2027, 1, 5), CONVERSATION, "website")
    found = report(session, region, Q1, date(2027, 1, 11))
    assert (found.is_over, found.now.until) == (False, date(2027, 1, 11))


def test_clicks_are_told_by_provider_and_area(count: Count, load_rows: Load, session: Session, region: Region) -> None:
    load_rows([row("1", anbieter="Schule A")])
    count(date(2027, 1, 5), OFFER_OPENED, "schule-a", "Sprachbildung", times=3)
    count(date(2027, 1, 5), CLICK, "schule-a", "Sprachbildung", times=2)
    count(date(2027, 1, 6), CLICK, "nicht-mehr-da", "Kultur und Freizeit", times=5)
    used = report(session, region, Q1, TODAY).now.usage
    assert used is not None
    assert used.visited == (
        Visited("nicht-mehr-da", "Kultur und Freizeit", 0, 5),
        Visited("Schule A", "Sprachbildung", 3, 2),
    )
    assert (used.clicks, used.opened) == (7, 3)


def test_demand_is_told_by_outcome_with_small_cells_together(count: Count, session: Session, region: Region) -> None:
    day = date(2027, 2, 1)
    count(day, IN_SERVICE)
    count(day, Cell("deutsch", "Neuzugewanderte", "Aerzen"), NOTHING, times=6)
    count(day, Cell("deutsch", "Frauen", "Hameln"), NOTHING, times=2)
    count(day, Cell("deutsch", "", "Hameln"), NOTHING, times=4)
    count(day, Cell("yoga", "", "Hameln"), NOTHING, times=3)
    count(date(2027, 4, 1), Cell("yoga", "", "Hameln"), NOTHING, times=30)
    count(day, Cell("kochen", "", "Hameln"), RELAXED, times=7)
    told = report(session, region, Q1, TODAY).now.demand
    assert told is not None
    # Yoga alone would be the whole less Deutsch, so Deutsch is not told either.
    assert told[NOTHING].branches == {}
    assert told[NOTHING].rows() == [((), 15, True)]
    assert told[RELAXED].branches[("kochen", "", "Hameln")] == 7
    assert told[OFFERED].rows() == []


def test_where_entries_came_from(engine: Engine, load_rows: Load, session: Session, region: Region) -> None:
    load_rows([row("1"), row("2"), {**row("3"), "bereich": "Unsinn"}], on=date(2027, 1, 4))
    load_rows([row("1", titel="Anders"), row("4", anbieter="Schule A")], on=date(2027, 2, 4), file="zwei.csv")
    edit(engine, "kulturhaus-muster/2", {"telefon": "05151 1"}, region, datetime(2027, 2, 5, 9))
    load_rows([row("5")], on=date(2027, 3, 1), file="drei.csv")
    undo(engine, region, datetime(2027, 4, 2, 9))
    for day in (date(2027, 1, 9), date(2027, 2, 9), date(2027, 4, 1)):
        notices.report(
            engine, "kulturhaus-muster/1", notices.SUBJECTS[0], "", datetime(day.year, day.month, day.day, 12)
        )
    with writing(engine) as writer:
        writer.scalars(select(Notice)).first().done_at = datetime(2027, 3, 31, 23, 59)  # type: ignore[union-attr]
    # What was taken back in April had come in by the end of March.
    assert sources(session, Q1.first, Q1.last) == Sources(
        files=3, undone=0, providers=2, added=4, changed=1, unchanged=0, refused=1, by_hand=1,
        notices=2, notices_done=1, open_notices=1,
    )  # fmt: skip
    found = sources(session, Q1.first, date(2027, 4, 2))
    assert found is not None
    assert (found.files, found.undone, found.added, found.notices) == (2, 1, 3, 3)
    assert sources(session, date(2026, 10, 1), date(2026, 12, 31)) is None


def test_there_is_a_report_of_every_quarter_since_something_was_there(
    count: Count, load_rows: Load, session: Session
) -> None:
    assert quarters(session, TODAY) == [Quarter(2027, 2)]
    load_rows([row("1")], on=date(2026, 9, 30))
    count(date(2027, 1, 1), CONVERSATION, "website")
    assert [quarter.name for quarter in quarters(session, TODAY)] == ["2027Q2", "2027Q1", "2026Q4", "2026Q3"]


@pytest.mark.parametrize("today", [date(2027, 4, 1), date(2031, 12, 24)])
def test_a_report_of_what_is_over_is_the_same_whenever_it_is_made(
    count: Count, load_rows: Load, session: Session, region: Region, today: date
) -> None:
    load_rows([row("1"), row("2", bereich="Sprachbildung")], on=date(2026, 12, 1))
    count(date(2027, 1, 5), CONVERSATION, "website")
    count(date(2027, 1, 5), Cell("yoga", "", ""), OFFERED, times=5)
    assert report(session, region, Q1, today) == report(session, region, Q1, TODAY)
