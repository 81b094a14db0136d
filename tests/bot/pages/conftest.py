"""The pages over HTTP, in the tests' own process, on the example catalogue and some offers that nobody should send."""

import csv
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.channels.origins import Origins
from bot.note_lists import NoteLists
from bot.pages import add_pages
from bot.pages.site import Site
from bot.region_now import RegionNow
from bot.settings import Settings
from bot.stored import open_stored
from catalogue.database import migrate, open_engine
from catalogue.example import write_shifted
from catalogue.models import Notice, Offer
from catalogue.region import Region
from catalogue.statistics import Tally
from catalogue.submissions.load import load
from tests.bot.in_process import new_app, served

TODAY = date(2027, 1, 11)
TOWN = "https://www.stadt.example"


@dataclass
class Pages:
    """The running pages: a browser without scripts, and what stands behind them."""

    client: httpx.Client
    engine: Engine
    region: Region
    data_dir: Path
    note_lists: NoteLists
    # The name of the bot on Telegram, as soon as there is one.
    bots: list[str]
    visitors: Iterator[int] = field(default_factory=itertools.count)
    tally: Tally = field(default_factory=Tally)

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.client.get(path, **options)

    def report(self, visitor: str | None = None, **form: str) -> httpx.Response:
        """Send the form "Angabe stimmt nicht", each time from another address if none is given."""
        address = visitor or f"2001:db8::{next(self.visitors):x}"
        return self.client.post("/hinweis", data=form, headers={"X-Forwarded-For": address})

    def notices(self) -> list[Notice]:
        with Session(self.engine) as session:
            return list(session.scalars(select(Notice).order_by(Notice.id)))

    def offers(self) -> list[Offer]:
        with Session(self.engine) as session:
            return list(session.scalars(select(Offer).order_by(Offer.key)))

    def add(self, *rows: Mapping[str, str]) -> None:
        """Load further offers, each a row of a submission."""
        path = self.data_dir / "probe.csv"
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, delimiter=";", restval="")
            writer.writeheader()
            writer.writerows(rows)
        report = load(self.engine, [path], self.region, datetime.combine(TODAY, time(9)))
        assert report.exit_code == 0, report.as_dict()


def row(reference: str, **cells: str) -> dict[str, str]:
    """An offer in Hameln of which little is known; `cells` replace or add columns."""
    return {
        "kennung": reference,
        "titel": "Offener Nachmittag",
        "bereich": "Kultur und Freizeit",
        "art": "Kurs",
        "anbieter": "Werkstatt Probe",
        "ort": "Hameln",
        **cells,
    }


@pytest.fixture(scope="package")
def example(region: Region, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example catalogue as a database; to be copied."""
    folder = tmp_path_factory.mktemp("example")
    engine = open_engine(f"sqlite:///{folder / 'catalogue.db'}")
    migrate(engine)
    load(engine, write_shifted(region, TODAY, folder / "files"), region, datetime.combine(TODAY, time(9)))
    engine.dispose()
    return folder / "catalogue.db"


@pytest.fixture(scope="module")
def pages(example: Path, region: Region, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    folder = tmp_path_factory.mktemp("pages")
    (folder / "catalogue.db").write_bytes(example.read_bytes())
    settings = replace(
        Settings.from_environment({"BILDUNGSLOTSE_DATA_DIR": str(folder)}), fixed_day=TODAY, region_dir=region.folder
    )
    engine = open_engine(settings.database_url)
    app = new_app()
    app.config.REQUEST_MAX_SIZE = 1_000_000
    app.ctx.agent = None
    stored = open_stored(settings.conversations_url)
    note_lists, bots = NoteLists(stored), list[str]()
    origins = Origins(allowed=[TOWN], proxies=["127.0.0.1"])
    tally = Tally(lambda: TODAY)
    now = RegionNow(region)
    add_pages(app, Site(settings, now, engine, origins, note_lists, lambda: bots[0] if bots else None, tally))
    with served(app) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield Pages(client, engine, region, folder, note_lists, bots, tally=tally)
    stored.dispose()
    engine.dispose()
