"""Forgetting a conversation everywhere: in every table that says whose a row is, and in what staff made of it.

Columns called `sender`, `sender_id` or `conversation` say whose a row is: by the sender's name, or by its digest.
Tables that somebody adds later are found by the same names.
"""

import json
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    MetaData,
    Table,
    delete,
    func,
    inspect,
    or_,
    select,
    update,
)

from bot.review.as_test import folder_of, forget_saved
from bot.review.kept import conversation_of
from bot.stored import empty_log
from catalogue.overlays.files import write_whole

EVENTS, KEPT, LABELS, CLAIMS = "events", "kept_messages", "labels", "review_claims"
NOTICES, SAVED_TESTS, EXPORTED = "notices", "saved_tests", "exported_labels"
# Says no more than that somebody's conversation was ended, by a digest; who goes on with it is sent away for that.
ENDED = "ended_conversations"
# A list of offers belongs to whoever has its number, and has an end of its own; only Telegram ties one to a chat.
NOTE_LISTS = ("note_lists", "note_list_users", "notes")
_SENDER = ("sender", "sender_id")
_CONVERSATION = "conversation"
_TRIAL_SECONDS = 600
_GONE = "(auf Wunsch gelöscht)"


@dataclass(frozen=True)
class Whose:
    """A conversation: its sender's name in the stores, and the digest under which its messages are kept."""

    sender: str
    conversation: str

    @classmethod
    def of(cls, sender: str) -> "Whose":
        return cls(sender, conversation_of(sender))


@dataclass(frozen=True)
class Texts:
    """What somebody wrote, as far as it is still there; `shared` of it is also kept of others."""

    own: tuple[str, ...]
    shared: frozenset[str]


@dataclass
class Forgotten:
    """How much was deleted, by table or kind of file."""

    counts: dict[str, int] = field(default_factory=dict)

    def add(self, store: str, count: int) -> None:
        self.counts[store] = self.counts.get(store, 0) + count


def texts_of(engine: Engine, whose: Whose) -> Texts:
    """The texts of a conversation in events, kept messages and labels."""
    with engine.connect() as connection:
        tables = _tables(connection)
        found: dict[str, None] = {}
        if (events := tables.get(EVENTS)) is not None:
            mine = select(events.c.data).where(events.c.sender_id == whose.sender, events.c.type_name == "user")
            found.update((text, None) for data in connection.scalars(mine) if (text := json.loads(data).get("text")))
        for name in (KEPT, LABELS):
            if (table := tables.get(name)) is not None:
                mine = select(table.c.text).where(table.c.conversation == whose.conversation)
                found.update((text, None) for text in connection.scalars(mine) if text)
        return Texts(tuple(found), frozenset(text for text in found if _others(connection, tables, whose, text)))


def forget_rows(engine: Engine, whose: Whose) -> Forgotten:
    """Delete every row of a conversation; other conversations stay whole, and so do labels of what they say as well.

    Note lists are no part of it, nor is the mark that the conversation was ended.
    """
    forgotten = Forgotten()
    with engine.begin() as connection:
        tables = _tables(connection)
        if KEPT in tables:
            _forget_labels(connection, tables, whose, forgotten)
            _forget_claims(connection, tables, whose, forgotten)
        for name, table in sorted(tables.items()):
            if name not in (ENDED, LABELS, CLAIMS, *NOTE_LISTS) and (theirs := _theirs(table, whose)):
                forgotten.add(name, connection.execute(delete(table).where(or_(*theirs))).rowcount)
    empty_log(engine)
    return forgotten


def forget_reviewed(engine: Engine, whose: Whose) -> Forgotten:
    """Delete what was kept of a conversation for staff, and what they made of it; the conversation itself goes on."""
    forgotten = Forgotten()
    with engine.begin() as connection:
        tables = _tables(connection)
        _forget_labels(connection, tables, whose, forgotten)
        _forget_claims(connection, tables, whose, forgotten)
        kept = tables[KEPT]
        forgotten.add(KEPT, connection.execute(delete(kept).where(or_(*_theirs(kept, whose)))).rowcount)
    empty_log(engine)
    return forgotten


def forget_words(catalogue: Engine, texts: Texts) -> int:
    """Take somebody's words out of what the office was told of wrong entries; that something is wrong stays."""
    with catalogue.begin() as connection:
        notices = _tables(connection).get(NOTICES)
        if notices is None:
            return 0
        gone = [text for text in texts.own if text not in texts.shared]
        theirs = update(notices).where(notices.c.message.in_(gone)).values(message=_GONE)
        count = connection.execute(theirs).rowcount
    empty_log(catalogue)
    return count


def forget_files(data_dir: Path, whose: Whose, texts: Texts) -> Forgotten:
    """Delete tests that were saved of a conversation, and its lines in exported labels, below the data directory."""
    forgotten = Forgotten()
    forgotten.add(SAVED_TESTS, forget_saved(folder_of(data_dir), whose.conversation))
    gone = set(texts.own) - texts.shared
    for path in sorted(data_dir.rglob("*.jsonl")) if gone else ():
        lines = path.read_text(encoding="utf-8", errors="surrogateescape").splitlines(keepends=True)
        kept = [line for line in lines if _text_in(line) not in gone]
        if len(kept) < len(lines):
            write_whole(path, "".join(kept))
            forgotten.add(EXPORTED, len(lines) - len(kept))
    return forgotten


def forget_trials(data_dir: Path) -> int:
    """Delete copies of the catalogue in which a draft was tried out, and that nobody tidied up; how many."""
    # One that goes on is gone within seconds by itself.
    before = time.time() - _TRIAL_SECONDS
    found = [path for path in data_dir.glob("trial-*") if path.is_dir() and path.stat().st_mtime < before]
    for path in found:
        shutil.rmtree(path, ignore_errors=True)
    return len(found)


def _tables(connection: Connection) -> dict[str, Table]:
    """The tables that there are, with their columns; all that a reflection looks up besides takes too long here."""
    columns = inspect(connection).get_multi_columns()
    return {
        name: Table(name, MetaData(), *(Column(about["name"], about["type"]) for about in found))
        for (_, name), found in columns.items()
    }


def _theirs(table: Table, whose: Whose) -> list[ColumnElement[bool]]:
    """The conditions by which rows of a table are a conversation's; none where it does not say whose they are."""
    found = [table.c[name] == whose.sender for name in _SENDER if name in table.c]
    return [*found, table.c[_CONVERSATION] == whose.conversation] if _CONVERSATION in table.c else found


def _others(connection: Connection, tables: dict[str, Table], whose: Whose, text: str) -> str | None:
    """A conversation of somebody else in which the same text is kept; None where there is none."""
    kept = tables.get(KEPT)
    if kept is None:
        return None
    same = select(kept.c.conversation).where(kept.c.text == text, kept.c.conversation != whose.conversation)
    other: str | None = connection.scalar(same.order_by(kept.c.id).limit(1))
    return other


def _forget_labels(connection: Connection, tables: dict[str, Table], whose: Whose, forgotten: Forgotten) -> None:
    """A label of what others said as well stays, as theirs; messages that are alike wait again without theirs."""
    kept, labels = tables[KEPT], tables[LABELS]
    mine = select(labels.c.id, labels.c.text).where(labels.c.conversation == whose.conversation)
    gone: list[int] = []
    for number, text in connection.execute(mine).all():
        other = _others(connection, tables, whose, text)
        if other:
            connection.execute(update(labels).where(labels.c.id == number).values(conversation=other))
        else:
            gone.append(number)
    # Labels that were read from a file say no longer whose they were.
    own = select(kept.c.text).where(kept.c.conversation == whose.conversation, kept.c.text != "")
    nobodys = (labels.c.conversation.is_(None), labels.c.is_real)
    loose = select(labels.c.id, labels.c.text).where(*nobodys, labels.c.text.in_(own))
    gone += [number for number, text in connection.execute(loose).all() if not _others(connection, tables, whose, text)]
    connection.execute(update(kept).where(kept.c.label_id.in_(gone)).values(label_id=None))
    forgotten.add(LABELS, connection.execute(delete(labels).where(labels.c.id.in_(gone))).rowcount)


def _forget_claims(connection: Connection, tables: dict[str, Table], whose: Whose, forgotten: Forgotten) -> None:
    if (claims := tables.get(CLAIMS)) is not None:
        own = select(tables[KEPT].c.id).where(tables[KEPT].c.conversation == whose.conversation)
        forgotten.add(CLAIMS, connection.execute(delete(claims).where(claims.c.message_id.in_(own))).rowcount)


def _text_in(line: str) -> str | None:
    try:
        said = json.loads(line)
    except ValueError:
        return None
    text = said.get("text") if isinstance(said, dict) else None
    return text if isinstance(text, str) else None


def count_rows(engine: Engine, whose: Whose) -> int:
    """How many rows of any table are still a conversation's."""
    with engine.connect() as connection:
        tables: Sequence[Table] = [table for name, table in _tables(connection).items() if name != ENDED]
        return sum(
            connection.scalar(select(func.count()).select_from(table).where(or_(*theirs))) or 0
            for table in tables
            if (theirs := _theirs(table, whose))
        )
