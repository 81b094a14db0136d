"""The database of conversations, for what belongs to people and not to the catalogue: ended conversations, note lists,
counsellors.
"""

from typing import Any

from sqlalchemy import Engine, event, text
from sqlalchemy.orm import DeclarativeBase

from catalogue.database import BUSY_SECONDS, open_engine


class Stored(DeclarativeBase):
    """Tables that stand beside Rasa's events."""


def open_stored(url: str) -> Engine:
    """An engine for these tables, which are made where they are missing. Raises SettingError for a URL of no use."""
    engine = open_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", forget_for_good)
    make_tables(engine)
    return engine


def make_tables(engine: Engine) -> None:
    Stored.metadata.create_all(engine)


def forget_for_good(connection: Any, _record: Any) -> None:
    """Overwrite what is deleted; and wait only shortly for a lock: Rasa writes while all visitors wait."""
    connection.execute("PRAGMA secure_delete=ON").close()
    connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000:.0f}").close()


def empty_log(engine: Engine) -> None:
    """What was deleted is not left behind in SQLite's write-ahead log."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
