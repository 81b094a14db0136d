"""Opening and migrating the catalogue's database."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, inspect, select, text
from sqlalchemy.orm import Session

from catalogue.database import MIGRATIONS, is_current, migrate, open_engine, reading, writing
from catalogue.errors import CatalogueError, SettingError
from catalogue.models import Base, Offer, Provider, ValueList
from catalogue.submissions.load import LoadReport
from tests.catalogue.offers import row

Load = Callable[..., LoadReport]


def test_an_empty_database_gets_all_tables(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'new.sqlite'}")
    assert not is_current(engine)
    migrate(engine)
    assert is_current(engine)
    assert set(inspect(engine).get_table_names()) == {*Base.metadata.tables, "alembic_version"}
    engine.dispose()


def test_migrating_twice_is_migrating_once(engine: Engine) -> None:
    migrate(engine)
    assert is_current(engine)


def test_the_migrations_lead_to_the_models(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, Base.metadata) == []


def test_an_old_revision_is_not_current(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    assert not is_current(engine)


def test_an_older_catalogue_keeps_its_offers_and_learns_their_last_days(engine: Engine, load_rows: Load) -> None:
    load_rows([
        row("event", art="Veranstaltung", beginn="2027-02-01"),
        row("course", art="Kurs", beginn="2027-02-01", ende="2027-03-01"),
        row("treff", art="Treff", beginn="2027-02-01"),
    ])  # fmt: skip
    with engine.begin() as connection:
        to_revision(connection, "0001")
    assert "last_day" not in {column["name"] for column in inspect(engine).get_columns("offers")}
    migrate(engine)
    with Session(engine) as session:
        found = {offer.reference: (offer.last_day, offer.text.row) for offer in session.scalars(select(Offer))}
    assert found == {"event": (date(2027, 2, 1), 2), "course": (date(2027, 3, 1), 3), "treff": (None, 4)}


def to_revision(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.downgrade(config, revision)


def test_sqlite_writes_ahead_so_that_loading_blocks_no_reader(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
    with engine.begin() as writer, engine.connect() as reader:
        writer.execute(text("INSERT INTO providers (slug, name) VALUES ('a', 'A')"))
        assert reader.scalar(text("SELECT count(*) FROM providers")) == 0


def test_the_folder_of_the_database_is_made(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'a' / 'b' / 'new.sqlite'}")
    migrate(engine)
    assert (tmp_path / "a" / "b" / "new.sqlite").exists()
    engine.dispose()


@pytest.mark.parametrize("url", ["", "kein url", "unbekannt://x/y"])
def test_a_url_that_cannot_be_used_is_a_fault_of_the_setting(url: str) -> None:
    with pytest.raises(SettingError, match="BILDUNGSLOTSE_DATABASE_URL"):
        open_engine(url)


def test_a_file_that_is_no_database_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "kein.sqlite"
    path.write_text("Guten Tag, das ist ein Brief und keine Datenbank." * 50, encoding="utf-8")
    engine = open_engine(f"sqlite:///{path}")
    with pytest.raises(CatalogueError, match="Katalog"):
        migrate(engine)
    engine.dispose()


def test_a_reader_is_told_that_the_catalogue_does_not_answer(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'leer.sqlite'}")
    with pytest.raises(CatalogueError, match="antwortet"), reading(engine) as session:
        session.scalars(select(Offer)).all()
    engine.dispose()


def test_a_writer_is_told_that_the_catalogue_was_not_written(engine: Engine) -> None:
    with pytest.raises(CatalogueError, match="geschrieben"), writing(engine) as session:
        session.add_all([Provider(slug="a", name="A"), Provider(slug="a", name="B")])
    with reading(engine) as session:
        assert session.scalars(select(Provider)).all() == []


def test_a_change_that_fails_half_way_leaves_nothing_behind(engine: Engine) -> None:
    def fail() -> None:
        with writing(engine) as session:
            session.add(Provider(slug="a", name="A"))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with reading(engine) as session:
        assert session.scalars(select(Provider)).all() == []


@pytest.mark.parametrize("values", [(), ("A1",), ("A1", "B2"), ("Lehr- und Fachkräfte",)])
def test_a_list_of_values_survives_the_database(engine: Engine, values: tuple[str, ...]) -> None:
    kind = ValueList()
    written = kind.process_bind_param(values, engine.dialect)
    assert kind.process_result_value(written, engine.dialect) == values
    assert kind.process_result_value(None, engine.dialect) == ()
