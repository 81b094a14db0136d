"""The same catalogue on a real PostgreSQL: the same searches find the same offers."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from catalogue.database import is_current, migrate, open_engine
from catalogue.demand import NOTHING, Cell
from catalogue.example import write_shifted
from catalogue.models import Base, DemandCount, UsageCount
from catalogue.region import Region
from catalogue.reporting.quarter import quarter_named
from catalogue.reporting.report import report
from catalogue.search import search
from catalogue.statistics import CLICK, Tally, write
from catalogue.submissions.load import load
from catalogue.wish import Wish

TODAY = date(2027, 1, 11)
# pytest-socket, where it forbids the network, lets these tests reach the loopback.
pytestmark = pytest.mark.enable_socket

WISHES = {
    "everything": Wish(),
    "topic": Wish(topic="deutsch"),
    "topic and place": Wish(topic="deutsch", place=("Hameln",)),
    "free words": Wish(topic="kräuterwanderung"),
    "Ortsteil": Wish(place=("Afferde",)),
    "circle": Wish(place=("Bad Pyrmont",), radius_km=15.0, kind="Beratung"),
    "two places": Wish(place=("Aerzen", "Emmerthal"), free=True),
    "postcode": Wish(place=("31785",), time="abends"),
    "district": Wish(place=("Landkreis Hameln-Pyrmont",), format="Präsenz", weekdays=("Sa", "So")),
    "audience": Wish(audience=("Frauen", "Neuzugewanderte"), childcare=True),
    "what follows": Wish(topic="computer").follow(area="Weiterbildung", kind="Kurs", audience=("Erwachsene",)),
    "further words": Wish(topic="nachhilfe", words=("mathe",), age=12),
    "dates": Wish(from_day="2027-02-01", until_day="2027-03-31", level=("A1", "A2"), languages=("Deutsch",)),
    "flags": Wish(accessible=True, women_only=True),
    "provider": Wish(provider="Volkshochschule", format="Online"),
    "exclusions": Wish(
        exclude={
            "place": ("Hameln",),
            "kind": ("Kurs",),
            "topic": ("deutsch",),
            "audience": ("Kinder",),
            "time": ("abends",),
        }
    ),
    "given up": Wish(topic="deutsch", place=("Salzhemmendorf",), weekdays=("So",), time="morgens", level=("C2",)),
    "place given up": Wish(topic="schwimmen", place=("Coppenbrügge",), format="Präsenz"),
    "nothing": Wish(topic="raketentechnik"),
}


def binaries() -> Path | None:
    """The folder of the newest server that Debian installed."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(found, key=lambda folder: float(folder.parent.name), default=None)


def unprivileged_user() -> str | None:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A PostgreSQL of its own on the loopback; its URL."""
    folder = binaries()
    if folder is None:
        if os.environ.get("CI") == "true":
            pytest.fail("PostgreSQL is not installed")
        pytest.skip("PostgreSQL is not installed")
    user = unprivileged_user()
    home = Path(tempfile.mkdtemp(prefix="bildungslotse-postgresql-"))
    if user:
        shutil.chown(home, user)

    def run(program: str, *arguments: str) -> None:
        command = [str(folder / program), "-D", str(home / "data"), *arguments]
        if user:
            command = ["setpriv", f"--reuid={user}", f"--regid={pwd.getpwnam(user).pw_gid}", "--clear-groups", *command]
        # The server inherits no pipe: otherwise this would wait for its end.
        with (home / "log").open("a") as log:
            environment = {**os.environ, "HOME": str(home), "LC_ALL": "C.UTF-8"}
            subprocess.run(command, check=True, stdout=log, stderr=log, cwd=home, env=environment)

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    try:
        run("initdb", "--username=lotse", "--auth=trust", "--encoding=UTF8", "--no-sync")
        run("pg_ctl", "start", "-w", "-o", f"-h 127.0.0.1 -p {port} -k {home} -F")
        try:
            yield f"postgresql+psycopg2://lotse@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "stop", "-w", "-m", "immediate")
    finally:
        shutil.rmtree(home)


def with_example(url: str, region: Region, folder: Path) -> Engine:
    engine = open_engine(url)
    migrate(engine)
    files = write_shifted(region, TODAY, folder)
    assert load(engine, files, region, datetime.combine(TODAY, time(9))).exit_code == 0
    return engine


@pytest.fixture(scope="module")
def postgresql(server: str, region: Region, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = with_example(server, region, tmp_path_factory.mktemp("postgresql"))
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def sqlite(region: Region, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("sqlite")
    engine = with_example(f"sqlite:///{folder / 'catalogue.sqlite'}", region, folder / "example")
    yield engine
    engine.dispose()


def test_the_migrations_lead_to_the_models(postgresql: Engine) -> None:
    assert is_current(postgresql)
    with postgresql.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


@pytest.mark.parametrize("wish", WISHES.values(), ids=WISHES.keys())
def test_a_search_finds_the_same_offers_in_the_same_order(
    postgresql: Engine, sqlite: Engine, region: Region, wish: Wish
) -> None:
    found = []
    for engine in (sqlite, postgresql):
        with Session(engine) as session:
            result = search(session, wish, region, TODAY, limit=10)
        hits = [(hit.offer.key, hit.distance_km) for hit in result.hits]
        found.append((result.total, result.relaxed, hits, result.nearby))
    assert found[0] == found[1]


def test_loading_the_example_again_changes_nothing(postgresql: Engine, region: Region, tmp_path: Path) -> None:
    files = write_shifted(region, TODAY, tmp_path)
    report = load(postgresql, files, region, datetime.combine(TODAY, time(10))).as_dict()
    assert (report["added"], report["changed"], report["refused"]) == (0, 0, [])


def test_counts_are_added_up_in_the_same_way(postgresql: Engine, sqlite: Engine) -> None:
    written = []
    for engine in (sqlite, postgresql):
        for times in (2, 3):
            tally = Tally(lambda: TODAY)
            for _ in range(times):
                tally.use(CLICK, "vhs", "Sprachbildung")
                tally.demand(Cell("deutsch", "Neuzugewanderte", "Aerzen"), NOTHING)
            assert write(engine, tally)
        with Session(engine) as session:
            uses = [(row.day, row.subject, row.count) for row in session.scalars(select(UsageCount))]
            demand = [(row.month, row.topic, row.count) for row in session.scalars(select(DemandCount))]
        written.append((uses, demand))
    assert written[0] == written[1] == ([(TODAY, "vhs", 5)], [(date(2027, 1, 1), "deutsch", 5)])


def test_a_report_tells_the_same(postgresql: Engine, sqlite: Engine, region: Region) -> None:
    told = []
    for engine in (sqlite, postgresql):
        with Session(engine) as session:
            told.append(report(session, region, quarter_named("2027Q1"), date(2027, 3, 1)))
    one, other = (found.now for found in told)
    assert one.entries is not None
    assert (one.entries, one.usage, one.demand) == (other.entries, other.usage, other.demand)
