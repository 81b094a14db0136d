"""What all tests share: the region, a day to live on, an empty catalogue and a way to fill it."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import Engine

from catalogue.database import migrate, open_engine
from catalogue.region import Region, load_region
from catalogue.submissions.load import LoadReport, load

# The same examples on every machine and at every run: a red test says that the code changed.
settings.register_profile("bildungslotse", deadline=None, derandomize=True, database=None, max_examples=100)
settings.load_profile("bildungslotse")

Rows = Sequence[Mapping[str, str]]


@pytest.fixture(scope="session")
def region() -> Region:
    return load_region()


@pytest.fixture
def today() -> date:
    return date(2027, 1, 11)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A fresh catalogue in SQLite, migrated and empty."""
    engine = open_engine(f"sqlite:///{tmp_path / 'catalogue.sqlite'}")
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def load_rows(engine: Engine, region: Region, today: date, tmp_path: Path) -> Callable[..., LoadReport]:
    """Write rows to a CSV file, whose columns are the keys that occur, and load it."""

    def write_and_load(
        rows: Rows, *, file: str = "angebote.csv", on: date = today, dry_run: bool = False, complete: bool = False
    ) -> LoadReport:
        path = tmp_path / file
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with path.open("w", encoding="utf-8", newline="") as target:
            writer = csv.DictWriter(target, columns, delimiter=";", restval="")
            writer.writeheader()
            writer.writerows(rows)
        return load(engine, [path], region, datetime.combine(on, time(9)), dry_run=dry_run, complete=complete)

    return write_and_load
