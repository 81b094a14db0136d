"""Opening the catalogue's database, and bringing it to the current structure."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session

from catalogue.errors import CatalogueError, SettingError

MIGRATIONS = Path(__file__).parent / "migrations"
# How long a reader waits for a lock: well below the two seconds in which a visitor gets an answer.
BUSY_SECONDS = 0.8
_NOT_WRITTEN = "Der Katalog konnte nicht geschrieben werden"


def open_engine(url: str) -> Engine:
    """An engine for the catalogue; SQLite gets write-ahead logging, so that loading blocks no reader.

    Raises SettingError where the URL cannot be understood or its driver is missing.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() != "sqlite":
            return create_engine(parsed, pool_pre_ping=True)
        if parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed, connect_args={"timeout": BUSY_SECONDS})
    except (ArgumentError, ImportError, OSError) as error:
        raise SettingError(f"BILDUNGSLOTSE_DATABASE_URL kann nicht verwendet werden: {error}") from error
    event.listen(engine, "connect", tune_sqlite)
    return engine


def tune_sqlite(connection: Any, _record: Any) -> None:
    """Pragmas for a small server: readers and one writer side by side, safe against a crash."""
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "cache_size=-65536"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def is_current(engine: Engine) -> bool:
    """Whether the database has the structure that this version expects."""
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    return found == ScriptDirectory.from_config(_config()).get_current_head()


def migrate(engine: Engine) -> None:
    """Create or update the tables. Raises CatalogueError where the database refuses."""
    with _told_as("Der Katalog lässt sich nicht öffnen"):
        if is_current(engine):
            return
        config = _config()
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session for questions. Raises CatalogueError where the database does not answer."""
    with _told_as("Der Katalog antwortet gerade nicht"), Session(engine) as session:
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session for one change, all of it or nothing. Raises CatalogueError where the database does not take it."""
    with _told_as(_NOT_WRITTEN), Session(engine) as session, session.begin():
        yield session


def clear_free_pages(engine: Engine) -> None:
    """Let nothing that was overwritten stay behind in free pages of SQLite's file. Raises CatalogueError."""
    if engine.dialect.name == "sqlite":
        with _told_as(_NOT_WRITTEN), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM"))
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))


@contextmanager
def _told_as(sentence: str) -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        raise CatalogueError(f"{sentence}: {error}") from error
