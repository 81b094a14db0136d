"""How long a large submission takes: 10,000 offers checked, planned and applied."""

import random
import time
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from benchmarks.generated import fill
from catalogue.database import migrate, open_engine
from catalogue.exports.tables import csv_table
from catalogue.region import load_region
from catalogue.search import whole_offers
from catalogue.submissions.load import load

_DAY = date(2027, 1, 11)
_NOW = datetime(2027, 1, 11, 9)


def load_seconds(folder: Path, offers: int, seed: int) -> dict[str, float]:
    """Seconds to load so many new offers on SQLite, and to load them again."""
    region = load_region()
    source = open_engine(f"sqlite:///{folder / 'source.db'}")
    migrate(source)
    fill(source, region, offers, _DAY, random.Random(seed))
    file = folder / "large.csv"
    with Session(source) as session:
        file.write_bytes(csv_table(session.scalars(whole_offers())))
    source.dispose()
    target = open_engine(f"sqlite:///{folder / 'target.db'}")
    migrate(target)
    seconds = {}
    for name in ("new", "again"):
        start = time.perf_counter()
        load(target, [file], region, _NOW)
        seconds[name] = time.perf_counter() - start
    target.dispose()
    return seconds
