"""Counsellors: who was invited by the office, and which conversations are theirs."""

import hashlib
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.stored import Stored

# Letters and digits that nobody takes for one another when a code is read out.
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_GROUPS, _GROUP = 4, 4
# An invitation that nobody has used by then is of no use any more.
VALID_SECONDS = 14 * 24 * 3600


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
        groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
        code = "-".join(groups)
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
            found = session.scalar(select(Invitation).where(Invitation.code == _digest(code)))
            now = self._clock()
            if found is None or found.used_at or found.revoked_at or found.invited_at < now - VALID_SECONDS:
                return None
            found.used_at = now
            session.merge(CounsellorConversation(sender_id=sender, invitation_id=found.id))
            return found.name

    def name_of(self, sender: str) -> str | None:
        """Who the counsellor of a conversation is; None in everybody else's."""
        with Session(self._engine) as session:
            statement = select(Invitation.name).join(
                CounsellorConversation, CounsellorConversation.invitation_id == Invitation.id
            )
            return session.scalar(statement.where(CounsellorConversation.sender_id == sender))

    def forget(self, sender: str) -> None:
        """End the counsellor mode of one conversation."""
        with Session(self._engine) as session, session.begin():
            session.execute(delete(CounsellorConversation).where(CounsellorConversation.sender_id == sender))


def _digest(code: str) -> str:
    """What is kept of a code. Codes are drawn from 80 bits, so that nobody finds one by trying digests."""
    plain = "".join(char for char in code.upper() if char in _ALPHABET)
    return hashlib.sha256(plain.encode()).hexdigest()
