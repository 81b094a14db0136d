"""The service writes what it counts: now and then, and when it stops."""

import time
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot import serving
from catalogue.models import UsageCount
from catalogue.statistics import CLICK, IN_SERVICE, Tally
from tests.bot.in_process import new_app, served

DAY = date(2027, 1, 11)


def uses(engine: Engine) -> dict[tuple[date, str], int]:
    with Session(engine) as session:
        return {(row.day, row.event): row.count for row in session.scalars(select(UsageCount))}


def wait_for(engine: Engine, key: tuple[date, str], count: int) -> None:
    until = time.monotonic() + 20
    while uses(engine).get(key) != count:
        assert time.monotonic() < until, uses(engine)
        time.sleep(0.02)


def test_counts_are_written_while_the_service_runs(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "_WRITE_COUNTS_EVERY_SECONDS", 0.05)
    app, days = new_app(), [DAY]
    tally = Tally(lambda: days[0])
    serving.keep_counts(app, engine, tally)
    with served(app):
        wait_for(engine, (DAY, IN_SERVICE), 1)
        tally.use(CLICK)
        wait_for(engine, (DAY, CLICK), 1)
        days[0] = date(2027, 1, 12)
        wait_for(engine, (date(2027, 1, 12), IN_SERVICE), 1)
    assert uses(engine)[DAY, IN_SERVICE] == 1


async def test_what_waits_is_written_when_the_service_stops(engine: Engine) -> None:
    done: dict[str, Any] = {}
    # Stands where the application does, and keeps what is to be done when.
    app: Any = SimpleNamespace(add_task=id, register_listener=lambda work, event: done.update({event: work}))
    tally = Tally(lambda: DAY)
    serving.keep_counts(app, engine, tally)
    tally.use(CLICK)
    await done["after_server_stop"](app, None)
    assert uses(engine) == {(DAY, CLICK): 1}
