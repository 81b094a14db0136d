"""Which updates came already, over restarts: each is taken once."""

import time
from collections.abc import Callable

from sqlalchemy import BigInteger, Engine, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.stored import Stored

# Telegram itself keeps updates for a day.
KEPT_SECONDS = 90 * 24 * 3600
# After a week without updates Telegram begins to count anew, anywhere.
_COUNTED_ON_SECONDS = 6 * 24 * 3600


class SeenUpdate(Stored):
    """The number of an update, which each bot counts for itself, and nothing of what it said or who sent it."""

    __tablename__ = "telegram_updates"

    bot: Mapped[str] = mapped_column(primary_key=True)
    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    seen_at: Mapped[float]


class SeenUpdates:
    """Remembers the updates of one bot by their numbers."""

    def __init__(self, engine: Engine, bot: str, clock: Callable[[], float] = time.time) -> None:
        self._engine, self._bot, self._clock = engine, bot, clock

    def claim(self, update_id: int) -> bool:
        """Whether this update comes for the first time; from now on it does not."""
        try:
            with Session(self._engine) as session, session.begin():
                session.add(SeenUpdate(bot=self._bot, update_id=update_id, seen_at=self._clock()))
        except IntegrityError:
            return False
        return True

    def offset(self) -> int | None:
        """From which update on Telegram is asked; None where it may have begun to count anew."""
        with Session(self._engine) as session:
            newest = select(SeenUpdate.update_id, SeenUpdate.seen_at).where(SeenUpdate.bot == self._bot)
            found = session.execute(newest.order_by(SeenUpdate.seen_at.desc(), SeenUpdate.update_id.desc())).first()
        return found[0] + 1 if found and found[1] > self._clock() - _COUNTED_ON_SECONDS else None

    def forget_idle(self) -> None:
        with Session(self._engine) as session, session.begin():
            session.execute(delete(SeenUpdate).where(SeenUpdate.seen_at < self._clock() - KEPT_SECONDS))
