"""The example catalogue as a stage for measuring: of a fixed day, and gone afterwards."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from bot.settings import Settings, environment
from catalogue.database import migrate, open_engine
from catalogue.example import write_shifted
from catalogue.region import Region
from catalogue.submissions.load import load

# The Monday of the question files and of the conversations.
DAY = date(2027, 1, 11)


@dataclass(frozen=True)
class Stage:
    """Settings that lead to a catalogue, and the submissions that it was loaded from."""

    settings: Settings
    files: Sequence[Path]


@contextmanager
def example_catalogue(
    settings: Settings, region: Region, day: date = DAY, offer_files: Sequence[Path] = ()
) -> Iterator[Stage]:
    """The region's example catalogue, or other submissions, as of a day.

    What reads the environment finds it as well, for as long as it is there.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        urls = {kind: f"sqlite:///{folder / kind}.db" for kind in ("catalogue", "conversations")}
        staged = replace(
            settings, fixed_day=day, database_url=urls["catalogue"], conversations_url=urls["conversations"]
        )
        with environment(TODAY=day.isoformat(), DATABASE_URL=staged.database_url):
            engine = open_engine(staged.database_url)
            try:
                migrate(engine)
                files = list(offer_files) or write_shifted(region, day, folder / "example")
                load(engine, files, region, datetime.combine(day, datetime.min.time()))
            finally:
                engine.dispose()
            yield Stage(staged, files)
