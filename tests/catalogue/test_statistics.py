"""Counts wait in memory and get into the database, whatever is in the way; nothing in them is about a person."""

import logging
import sqlite3
import threading
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session

from catalogue.database import open_engine
from catalogue.demand import NOTHING, OFFERED, Cell
from catalogue.models import DemandCount, UsageCount
from catalogue.statistics import CLICK, CONVERSATION, SEARCH, Tally, write

DAY = date(2027, 2, 14)
CELL = Cell("deutsch", "Neuzugewanderte", "Aerzen")


def tally(**options: int) -> Tally:
    return Tally(lambda: DAY, **options)


def uses(engine: Engine) -> dict[tuple[date, str, str, str], int]:
    with Session(engine) as session:
        rows = session.scalars(select(UsageCount))
        return {(row.day, row.event, row.subject, row.detail): row.count for row in rows}


def demand(engine: Engine) -> dict[tuple[date, str, str, str, str], int]:
    with Session(engine) as session:
        rows = session.scalars(select(DemandCount))
        return {(row.month, row.topic, row.audience, row.place, row.outcome): row.count for row in rows}


def test_what_is_counted_is_added_to_what_was_counted_before(engine: Engine) -> None:
    counting = tally()
    for times in (3, 2):
        for _ in range(times):
            counting.use(CLICK, "vhs", "Sprachbildung")
        assert write(engine, counting)
    assert uses(engine) == {(DAY, CLICK, "vhs", "Sprachbildung"): 5}


def test_uses_are_kept_by_day_and_demand_only_by_month(engine: Engine) -> None:
    days = iter([DAY, DAY, date(2027, 2, 15), date(2027, 2, 15)])
    counting = Tally(lambda: next(days))
    for _ in range(2):
        counting.use(SEARCH, OFFERED, "website")
        counting.demand(CELL, OFFERED)
    assert write(engine, counting)
    assert uses(engine) == {
        (DAY, SEARCH, OFFERED, "website"): 1,
        (date(2027, 2, 15), SEARCH, OFFERED, "website"): 1,
    }
    assert demand(engine) == {(date(2027, 2, 1), "deutsch", "Neuzugewanderte", "Aerzen", OFFERED): 2}


def test_the_same_cell_with_another_outcome_is_another_count(engine: Engine) -> None:
    counting = tally()
    counting.demand(CELL, OFFERED)
    counting.demand(CELL, NOTHING)
    assert write(engine, counting)
    assert sorted(key[-1] for key in demand(engine)) == [NOTHING, OFFERED]


def test_nothing_is_lost_where_many_count_while_others_write(engine: Engine) -> None:
    counting, begin = tally(), threading.Barrier(9)

    def count() -> None:
        begin.wait()
        for number in range(400):
            counting.use(CLICK, f"provider-{number % 7}")
            counting.demand(CELL, OFFERED)

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    begin.wait()
    while any(thread.is_alive() for thread in threads):
        assert write(engine, counting)
    for thread in threads:
        thread.join()
    assert write(engine, counting)
    assert sum(uses(engine).values()) == 8 * 400
    assert sum(demand(engine).values()) == 8 * 400


def test_two_services_on_one_database_add_up(engine: Engine) -> None:
    """A restart, or two processes: each has a tally of its own."""
    for _ in range(2):
        counting = tally()
        counting.use(CONVERSATION, "website")
        assert write(engine, counting)
    assert uses(engine) == {(DAY, CONVERSATION, "website", ""): 2}


def test_a_locked_database_keeps_the_counts_waiting(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    counting = tally()
    counting.use(CONVERSATION, "website")
    counting.demand(CELL, NOTHING)
    lock = sqlite3.connect(str(engine.url.database), isolation_level=None)
    try:
        lock.execute("BEGIN IMMEDIATE")
        assert not write(engine, counting)
        # Whoever comes meanwhile is counted as well, and waits for nobody.
        counting.use(CONVERSATION, "website")
        lock.execute("ROLLBACK")
    finally:
        lock.close()
    assert "not written" in caplog.text
    assert uses(engine) == {}
    assert write(engine, counting)
    assert uses(engine) == {(DAY, CONVERSATION, "website", ""): 2}
    assert sum(demand(engine).values()) == 1


def test_a_database_that_is_not_there_keeps_the_counts_waiting(tmp_path: Path, engine: Engine) -> None:
    counting = tally()
    counting.use(CONVERSATION, "website")
    nowhere = create_engine(f"sqlite:///{tmp_path / 'no' / 'such' / 'folder.sqlite'}")
    assert not write(nowhere, counting)
    empty = open_engine(f"sqlite:///{tmp_path / 'without-tables.sqlite'}")
    assert not write(empty, counting)
    empty.dispose()
    assert write(engine, counting)
    assert uses(engine) == {(DAY, CONVERSATION, "website", ""): 1}


def test_all_of_it_is_written_or_nothing(engine: Engine) -> None:
    counting = tally()
    counting.use(CONVERSATION, "website")
    counting.demand(CELL, NOTHING)
    with engine.begin() as connection:
        DemandCount.__table__.drop(connection)
    assert not write(engine, counting)
    assert uses(engine) == {}


def test_memory_is_bounded_and_what_is_known_goes_on_counting(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    counting = tally(most=10)
    for number in range(50):
        counting.use(CLICK, f"provider-{number}")
    for _ in range(4):
        counting.use(CLICK, "provider-0")
    with caplog.at_level(logging.ERROR):
        assert write(engine, counting)
    assert "40 counts lost" in caplog.text
    assert len(uses(engine)) == 10
    assert uses(engine)[DAY, CLICK, "provider-0", ""] == 5


def test_what_could_not_be_written_does_not_outgrow_memory_either(tmp_path: Path) -> None:
    counting = tally(most=10)
    nowhere = create_engine(f"sqlite:///{tmp_path / 'no' / 'folder.sqlite'}")
    for number in range(50):
        counting.use(CLICK, f"provider-{number}")
        assert not write(nowhere, counting)
    assert len(counting.take()) == 10


def test_nothing_to_write_opens_no_database(tmp_path: Path) -> None:
    assert write(create_engine(f"sqlite:///{tmp_path / 'no' / 'folder.sqlite'}"), tally())
