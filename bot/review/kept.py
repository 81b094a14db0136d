"""Messages that may be kept, and when they go: on request at once, and after the region's term."""

import hashlib
from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import Engine, delete, func, select
from sqlalchemy.orm import Session

from bot.review.tables import FOUND, RELAXED, Consent, KeptMessage, LabelRow

_DIGEST = 32


def conversation_of(sender: str) -> str:
    """What a conversation is called where messages are kept: senders are random, nobody finds one by trying."""
    return hashlib.sha256(f"kept:{sender}".encode()).hexdigest()[:_DIGEST]


def week_of(day: date) -> str:
    """ "2027-W02": all that is kept of the moment."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


class KeptMessages:
    """The messages kept in one database."""

    def __init__(self, engine: Engine, today: Callable[[], date] = date.today) -> None:
        self._engine, self._today = engine, today

    def keep(self, sender: str, message: KeptMessage) -> bool:
        """Keep a message as the next of its conversation; which week it is, and its place, are filled in.

        Whether its writer agrees still: somebody may have taken it back while his message was answered.
        """
        with Session(self._engine) as session, session.begin():
            if session.get(Consent, sender, with_for_update=True) is None:
                return False
            message.conversation, message.week = conversation_of(sender), week_of(self._today())
            theirs = KeptMessage.conversation == message.conversation
            message.turn = (session.scalar(select(func.max(KeptMessage.turn)).where(theirs)) or 0) + 1
            session.add(message)
            return True

    def thumb(self, sender: str, *, helpful: bool) -> bool:
        """Note whether the last answer with offers helped; whether there is one that was kept."""
        shown = KeptMessage.outcome.in_((FOUND, RELAXED))
        with Session(self._engine) as session, session.begin():
            statement = select(KeptMessage).where(KeptMessage.conversation == conversation_of(sender), shown)
            last = session.scalars(statement.order_by(KeptMessage.turn.desc()).limit(1)).one_or_none()
            if last is not None:
                last.thumb = 1 if helpful else -1
            return last is not None

    def forget_old(self, term_days: int) -> int:
        """Delete messages of weeks that began longer ago than the term; how many.

        What staff said of them stays: it teaches. Where it teaches nothing, it goes as well.
        """
        # Weeks sort like their names; the first whose Monday lies within the term is this one.
        first = week_of(self._today() - timedelta(days=term_days - 6))
        with Session(self._engine) as session, session.begin():
            gone = session.execute(delete(KeptMessage).where(KeptMessage.week < first))
            still = select(KeptMessage.label_id).where(KeptMessage.label_id.is_not(None))
            session.execute(delete(LabelRow).where(LabelRow.intent.is_(None), LabelRow.id.not_in(still)))
            return int(gone.rowcount)  # type: ignore[attr-defined]


def forget_kept(session: Session, sender: str) -> int:
    """Delete what was kept of a conversation as part of a larger change; how many messages."""
    theirs = KeptMessage.conversation == conversation_of(sender)
    return int(session.execute(delete(KeptMessage).where(theirs)).rowcount)  # type: ignore[attr-defined]
