"""Searching a small catalogue."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from catalogue.region import Region
from catalogue.search import Result, search
from catalogue.wish import Wish


@pytest.fixture
def find(engine: Engine, region: Region, today: date) -> Callable[..., Result]:
    """Search the catalogue; keywords are keys of the wish, or `limit`, `offset` and `on` (the day)."""

    def run(wish: Wish | None = None, *, on: date = today, limit: int = 5, offset: int = 0, **keys: Any) -> Result:
        with Session(engine) as session:
            return search(session, wish or Wish(**keys), region, on, limit=limit, offset=offset)

    return run
