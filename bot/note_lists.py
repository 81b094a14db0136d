"""Note lists ("Merklisten"): offers that somebody has set aside, in an order of his own; nothing about people."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.stored import Stored

MOST_OFFERS = 30
# A list that nobody has looked at or changed for so long is forgotten.
KEPT_SECONDS = 90 * 24 * 3600
# Looking at a list is noted once a day, so that not every page that is read writes to the database.
_NOTED_SECONDS = 24 * 3600
_ID_BYTES = 16


class StoredNoteList(Stored):
    """A list; whoever knows its id may read and change it."""

    __tablename__ = "note_lists"

    id: Mapped[str] = mapped_column(primary_key=True)
    used_at: Mapped[float] = mapped_column(index=True)


class NoteListUser(Stored):
    """Which list a conversation writes to. Several may write to one: lists are handed on by their link."""

    __tablename__ = "note_list_users"

    sender_id: Mapped[str] = mapped_column(primary_key=True)
    list_id: Mapped[str] = mapped_column(index=True)


class StoredNote(Stored):
    """An offer on a list, by its key: it may be gone from the catalogue since."""

    __tablename__ = "notes"

    list_id: Mapped[str] = mapped_column(primary_key=True)
    offer_key: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]


@dataclass(frozen=True)
class NoteList:
    """A list as it is now: its unguessable id, and the keys of its offers in their order."""

    id: str
    keys: tuple[str, ...]


class NoteLists:
    """All note lists. Every method that names a list which is not there, or not any more, returns None."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.time) -> None:
        self._engine, self._clock = engine, clock

    def begin(self, sender: str | None = None) -> NoteList:
        """A new, empty list; `sender` is the conversation that writes to it."""
        with Session(self._engine) as session, session.begin():
            stored = StoredNoteList(id=secrets.token_urlsafe(_ID_BYTES), used_at=self._clock())
            session.add(stored)
            if sender is not None:
                session.merge(NoteListUser(sender_id=sender, list_id=stored.id))
            return NoteList(stored.id, ())

    def of(self, sender: str) -> NoteList | None:
        """The list that a conversation writes to."""
        with Session(self._engine) as session, session.begin():
            return self._read(session, _list_of(session, sender))

    def get(self, list_id: str) -> NoteList | None:
        with Session(self._engine) as session, session.begin():
            return self._read(session, session.get(StoredNoteList, list_id))

    def adopt(self, list_id: str, sender: str) -> NoteList | None:
        """Let a conversation go on with a list that was begun elsewhere; the one it had is left to its link.

        Whoever writes to the list already goes on as well.
        """
        with Session(self._engine) as session, session.begin():
            stored = session.get(StoredNoteList, list_id)
            if stored is not None:
                session.merge(NoteListUser(sender_id=sender, list_id=list_id))
            return self._read(session, stored)

    def keep(self, list_id: str, offer_key: str) -> NoteList | None:
        """Put an offer at the end, if it is not on the list and there is room."""
        return self._change(list_id, lambda keys: keys if offer_key in keys else [*keys, offer_key][:MOST_OFFERS])

    def drop(self, list_id: str, offer_key: str) -> NoteList | None:
        return self._change(list_id, lambda keys: [key for key in keys if key != offer_key])

    def move(self, list_id: str, offer_key: str, places: int) -> NoteList | None:
        """Move an offer so many places down, or up where it is negative."""

        def moved(keys: list[str]) -> list[str]:
            if offer_key not in keys:
                return keys
            at = keys.index(offer_key)
            others = [key for key in keys if key != offer_key]
            others.insert(max(0, min(len(others), at + places)), offer_key)
            return others

        return self._change(list_id, moved)

    def forget(self, sender: str) -> int:
        """Delete the list of a conversation, unless another one writes to it; how many offers stood on it."""
        with Session(self._engine) as session, session.begin():
            found = self._read(session, _list_of(session, sender))
            session.execute(delete(NoteListUser).where(NoteListUser.sender_id == sender))
            if found is None:
                return 0
            if session.scalar(select(NoteListUser).where(NoteListUser.list_id == found.id).limit(1)) is None:
                _delete(session, [found.id])
            return len(found.keys)

    def delete(self, list_id: str) -> None:
        with Session(self._engine) as session, session.begin():
            _delete(session, [list_id])

    def forget_idle(self) -> int:
        """Delete lists that nobody has used for KEPT_SECONDS; how many."""
        with Session(self._engine) as session, session.begin():
            idle = StoredNoteList.used_at < self._clock() - KEPT_SECONDS
            ids = list(session.scalars(select(StoredNoteList.id).where(idle)))
            _delete(session, ids)
            return len(ids)

    def _change(self, list_id: str, change: Callable[[list[str]], list[str]]) -> NoteList | None:
        with Session(self._engine) as session, session.begin():
            # Written first: of two changes at the same moment the second waits, and reads what the first has left.
            mine = update(StoredNoteList).where(StoredNoteList.id == list_id)
            session.execute(mine.values(used_at=self._clock()))
            found = self._read(session, session.get(StoredNoteList, list_id))
            if found is None:
                return None
            keys = change(list(found.keys))
            session.execute(delete(StoredNote).where(StoredNote.list_id == list_id))
            session.add_all(
                StoredNote(list_id=list_id, offer_key=key, position=position) for position, key in enumerate(keys)
            )
            return NoteList(list_id, tuple(keys))

    def _read(self, session: Session, stored: StoredNoteList | None) -> NoteList | None:
        if stored is None:
            return None
        now = self._clock()
        if stored.used_at < now - _NOTED_SECONDS:
            stored.used_at = now
        notes = select(StoredNote.offer_key).where(StoredNote.list_id == stored.id).order_by(StoredNote.position)
        return NoteList(stored.id, tuple(session.scalars(notes)))


def _list_of(session: Session, sender: str) -> StoredNoteList | None:
    user = session.get(NoteListUser, sender)
    return session.get(StoredNoteList, user.list_id) if user else None


def _delete(session: Session, ids: list[str]) -> None:
    for table, column in ((StoredNote, StoredNote.list_id), (NoteListUser, NoteListUser.list_id)):
        session.execute(delete(table).where(column.in_(ids)))
    session.execute(delete(StoredNoteList).where(StoredNoteList.id.in_(ids)))
