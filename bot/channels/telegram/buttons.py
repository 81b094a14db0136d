"""Telegram gives a button 64 bytes: each gets a short token, and what it means is kept here for a day."""

import secrets
import time
from collections.abc import Callable, Sequence

from sqlalchemy import Engine, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.stored import Stored

KEPT_SECONDS = 24 * 3600
_TOKEN_BYTES = 12

# What a button does, in front of its payload.
SAY, PAGE, KEEP, NOTES, NOTHING = "say:", "page:", "keep:", "notes:", "nothing:"
THUMB, REVIEW = "thumb:", "review:"


class TelegramButton(Stored):
    """A button under a message: whose conversation it belongs to, and what it stands for."""

    __tablename__ = "telegram_buttons"

    token: Mapped[str] = mapped_column(primary_key=True)
    sender: Mapped[str] = mapped_column(index=True)
    payload: Mapped[str]
    made_at: Mapped[float]


class Buttons:
    """Tokens and what they stand for, each valid in one conversation only."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.time) -> None:
        self._engine, self._clock = engine, clock

    def make(self, sender: str, payloads: Sequence[str]) -> list[str]:
        """Tokens for payloads, in their order."""
        tokens = [secrets.token_urlsafe(_TOKEN_BYTES) for _ in payloads]
        with Session(self._engine) as session, session.begin():
            session.add_all(
                TelegramButton(token=token, sender=sender, payload=payload, made_at=self._clock())
                for token, payload in zip(tokens, payloads, strict=True)
            )
        return tokens

    def payload(self, sender: str, token: str) -> str | None:
        """What a token stands for; None for one that is old, replaced, another's or nobody's."""
        with Session(self._engine) as session:
            found = session.get(TelegramButton, token)
            if found is None or found.sender != sender or found.made_at < self._clock() - KEPT_SECONDS:
                return None
            return found.payload

    def outdate(self, sender: str, *kinds: str) -> int:
        """Buttons of these kinds that were sent so far are old from now on; how many there were."""
        outdated = 0
        with Session(self._engine) as session, session.begin():
            for kind in kinds:
                theirs = TelegramButton.sender == sender
                gone = session.execute(delete(TelegramButton).where(theirs, TelegramButton.payload.startswith(kind)))
                outdated += int(gone.rowcount)  # type: ignore[attr-defined]
        return outdated

    def forget(self, sender: str) -> int:
        """Delete all of a conversation; how many there were."""
        with Session(self._engine) as session, session.begin():
            found = session.execute(delete(TelegramButton).where(TelegramButton.sender == sender))
            return int(found.rowcount)  # type: ignore[attr-defined]

    def forget_idle(self) -> None:
        with Session(self._engine) as session, session.begin():
            session.execute(delete(TelegramButton).where(TelegramButton.made_at < self._clock() - KEPT_SECONDS))
