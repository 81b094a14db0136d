"""Counsellors: who was invited by the office, and which conversations are theirs."""

import hashlib
import logging
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, and_, delete, func, or_, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.stored import Stored

logger = logging.getLogger(__name__)

# The senders of chats that go on for months; all others are those of conversations that end after a day.
LASTING = "telegram-"
# Letters and digits that nobody takes for one another when a code is read out.
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_GROUPS, _GROUP = 4, 4
# So many groups of a code, at least, have letters and digits: no German words do.
MIXED_GROUPS = 2
# An invitation that nobody has used by then is of no use any more.
LONGEST_NAME = 100
VALID_SECONDS = 14 * 24 * 3600
# A chat in counsellor mode that nobody writes in goes on as long; then it is like everybody else's.
KEPT_SECONDS = 90 * 24 * 3600
_DAY_SECONDS = 24 * 3600
# How exactly it is known when a conversation was used last: not every message is worth writing down.
_USED_SECONDS = 3600


class Invitation(Stored):
    """An invitation of the office. The code itself is not kept, only its digest; revoked ones stay in the list."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    code: Mapped[str] = mapped_column(unique=True)
    invited_at: Mapped[float]
    used_at: Mapped[float | None]
    revoked_at: Mapped[float | None]


class CounsellorConversation(Stored):
    """A conversation in counsellor mode, and the invitation that it owes this to."""

    __tablename__ = "counsellor_conversations"

    sender_id: Mapped[str] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(index=True)
    used_at: Mapped[float]


@dataclass(frozen=True)
class Invited:
    """An invitation as the office sees it. Moments in seconds since 1970; `conversations` are those open under it."""

    id: int
    name: str
    invited_at: float
    used_at: float | None
    revoked_at: float | None
    conversations: int


class Counsellors:
    """Invitations by one-time codes, and the conversations that were opened by them."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.time) -> None:
        self._engine, self._clock = engine, clock

    def invite(self, name: str) -> str:
        """A new code for somebody ("K7QF-…"), to be handed over once: it cannot be read again."""
        code = _drawn()
        with Session(self._engine) as session, session.begin():
            session.add(Invitation(name=name.strip(), code=_digest(code), invited_at=self._clock()))
        return code

    def invitations(self) -> Sequence[Invited]:
        """All invitations, the oldest first."""
        with Session(self._engine) as session:
            counted = select(CounsellorConversation.invitation_id, func.count()).group_by(
                CounsellorConversation.invitation_id
            )
            conversations = dict(session.execute(counted).tuples().all())
            return [
                Invited(
                    item.id, item.name, item.invited_at, item.used_at, item.revoked_at, conversations.get(item.id, 0)
                )
                for item in session.scalars(select(Invitation).order_by(Invitation.id))
            ]

    def revoke(self, invitation_id: int) -> bool:
        """End an invitation, and the counsellor mode of all conversations under it; whether there was one to end."""
        with Session(self._engine) as session, session.begin():
            found = session.get(Invitation, invitation_id)
            if found is None or found.revoked_at is not None:
                return False
            found.revoked_at = self._clock()
            theirs = CounsellorConversation.invitation_id == invitation_id
            session.execute(delete(CounsellorConversation).where(theirs))
            return True

    def redeem(self, code: str, sender: str) -> str | None:
        """Open counsellor mode for a conversation; whose it is, None for a code that is wrong, used, old or revoked."""
        with Session(self._engine) as session, session.begin():
            now = self._clock()
            of_use = (
                Invitation.code == _digest(code),
                Invitation.used_at.is_(None),
                Invitation.revoked_at.is_(None),
                Invitation.invited_at >= now - VALID_SECONDS,
            )
            # Looked up and used up in one statement: of two who try at the same moment one is too late.
            used = session.execute(update(Invitation).where(*of_use).values(used_at=now))
            if not used.rowcount:  # type: ignore[attr-defined]
                return None
            found = session.scalars(select(Invitation).where(Invitation.code == _digest(code))).one()
            session.merge(CounsellorConversation(sender_id=sender, invitation_id=found.id, used_at=now))
            return found.name

    def name_of(self, sender: str) -> str | None:
        """Who the counsellor of a conversation is; None in everybody else's."""
        with Session(self._engine) as session:
            statement = select(Invitation.name, CounsellorConversation.used_at).join(
                CounsellorConversation, CounsellorConversation.invitation_id == Invitation.id
            )
            theirs = CounsellorConversation.sender_id == sender, Invitation.revoked_at.is_(None)
            found = session.execute(statement.where(*theirs)).one_or_none()
        if found is None:
            return None
        name, used_at = found
        if used_at < self._clock() - _USED_SECONDS:
            self._note_use(sender)
        return str(name)

    def _note_use(self, sender: str) -> None:
        """Write down that a conversation goes on; the next message will do where the database is busy."""
        try:
            with Session(self._engine) as session, session.begin():
                theirs = CounsellorConversation.sender_id == sender
                session.execute(update(CounsellorConversation).where(theirs).values(used_at=self._clock()))
        except OperationalError as error:
            logger.warning("use of counsellor mode not noted: %s", type(error).__name__)

    def forget(self, sender: str) -> bool:
        """End the counsellor mode of one conversation; whether it was in it."""
        with Session(self._engine) as session, session.begin():
            return forget_counsellor(session, sender)

    def forget_idle(self) -> None:
        """End the mode of conversations that are over: after a day, and of chats after KEPT_SECONDS without a word."""
        now, used_at = self._clock(), CounsellorConversation.used_at
        lasting = CounsellorConversation.sender_id.startswith(LASTING, autoescape=True)
        over = or_(used_at < now - KEPT_SECONDS, and_(~lasting, used_at < now - _DAY_SECONDS - _USED_SECONDS))
        with Session(self._engine) as session, session.begin():
            session.execute(delete(CounsellorConversation).where(over))


def forget_counsellor(session: Session, sender: str) -> bool:
    """End the counsellor mode of a conversation as part of a larger change; whether it was in it."""
    statement = delete(CounsellorConversation).where(CounsellorConversation.sender_id == sender)
    return bool(session.execute(statement).rowcount)  # type: ignore[attr-defined]


def _drawn() -> str:
    """A new code. One that could be four German words is drawn again: it has to be told from a question."""
    while True:
        groups = ["".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS)]
        if sum(map(is_mixed, groups)) >= MIXED_GROUPS:
            return "-".join(groups)


def is_mixed(group: str) -> bool:
    """Whether there are letters as well as digits in it."""
    return any(map(str.isdigit, group)) and any(map(str.isalpha, group))


def _digest(code: str) -> str:
    """What is kept of a code. Codes are drawn from 80 bits, so that nobody finds one by trying digests."""
    plain = "".join(char for char in code.upper() if char in _ALPHABET)
    return hashlib.sha256(plain.encode()).hexdigest()
