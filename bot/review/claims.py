"""Who looks at which message just now, so that two people at once see different ones."""

import time
from collections.abc import Callable

from sqlalchemy import Engine, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.stored import Stored, make_tables

LAPSES_AFTER = 600.0


class ClaimRow(Stored):
    """Somebody looks at a message since a moment (`at`, seconds)."""

    __tablename__ = "review_claims"

    message_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    by: Mapped[str]
    at: Mapped[float]


class Claims:
    """The claims of one database; each person has one at most, and it lapses after ten minutes."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.time) -> None:
        self._engine, self._clock = engine, clock
        make_tables(engine)

    def take(self, message_id: int, by: str) -> bool:
        """Claim a message in place of what one looked at before; False where somebody else looks at it."""
        now = self._clock()
        try:
            with Session(self._engine) as session, session.begin():
                session.execute(delete(ClaimRow).where((ClaimRow.by == by) & (ClaimRow.message_id != message_id)))
                session.execute(delete(ClaimRow).where(ClaimRow.at <= now - LAPSES_AFTER))
                mine = update(ClaimRow).where(ClaimRow.message_id == message_id, ClaimRow.by == by).values(at=now)
                if not session.execute(mine).rowcount:  # type: ignore[attr-defined]
                    session.add(ClaimRow(message_id=message_id, by=by, at=now))
        except IntegrityError:  # somebody was faster
            return False
        return True

    def holder(self, message_id: int) -> str | None:
        """Who looks at a message now."""
        with Session(self._engine) as session:
            row = session.get(ClaimRow, message_id)
            return row.by if row and row.at > self._clock() - LAPSES_AFTER else None

    def of_others(self, by: str) -> frozenset[int]:
        """The messages that others look at now."""
        statement = select(ClaimRow.message_id).where(ClaimRow.by != by, ClaimRow.at > self._clock() - LAPSES_AFTER)
        with Session(self._engine) as session:
            return frozenset(session.scalars(statement))

    def release(self, by: str) -> None:
        with Session(self._engine) as session, session.begin():
            session.execute(delete(ClaimRow).where(ClaimRow.by == by))
