"""Counts of days, written as the service writes them."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from catalogue.demand import Cell
from catalogue.statistics import Tally, write

Count = Callable[..., None]


@pytest.fixture
def count(engine: Engine) -> Count:
    """Count an event, or a cell of demand with its outcome, so many times on a day."""

    def counted(day: date, what: str | Cell, *said: str, times: int = 1) -> None:
        tally = Tally(lambda: day)
        for _ in range(times):
            if isinstance(what, Cell):
                tally.demand(what, *said)
            else:
                tally.use(what, *said)
        assert write(engine, tally)

    return counted


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as session:
        yield session
