"""What was decided on submissions: taken over, in part or not at all, by whom, and what was written to the provider.

What a file has changed stands in the catalogue's own history; here is what that does not know.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Engine, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.stored import Stored
from catalogue.errors import ChangeError
from catalogue.mails import Letter
from catalogue.submissions.record import Fault

TAKEN, IN_PART, REFUSED = "übernommen", "in Teilen übernommen", "abgelehnt"
# The reasons that are kept for a letter; a file with more faults is faulty throughout.
MOST_FAULTS = 500
_NOTHING_WRITTEN = Letter("", "", "")


class StoredDecision(Stored):
    """One line a submission. `submissions` are its ids in the catalogue's history, none where it was refused."""

    __tablename__ = "staff_decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan: Mapped[str] = mapped_column(index=True)
    files: Mapped[list[str]] = mapped_column(JSON)
    uploaded_by: Mapped[str | None]
    uploaded_at: Mapped[datetime]
    outcome: Mapped[str]
    decided_by: Mapped[str]
    decided_at: Mapped[datetime]
    counts: Mapped[dict[str, int]] = mapped_column(JSON)
    submissions: Mapped[list[int]] = mapped_column(JSON)
    faults: Mapped[list[list[Any]]] = mapped_column(JSON)
    email: Mapped[str]
    subject: Mapped[str]
    letter: Mapped[str] = mapped_column(Text)


@dataclass(frozen=True)
class Decision:
    """A submission that was decided on. `counts` are offers by kind of entry, and rows and offers left aside."""

    plan: str
    files: tuple[str, ...]
    uploaded_by: str | None
    uploaded_at: datetime
    outcome: str
    decided_by: str
    decided_at: datetime
    counts: dict[str, int]
    submissions: tuple[int, ...] = ()
    faults: tuple[Fault, ...] = ()
    letter: Letter = _NOTHING_WRITTEN
    id: int = 0


class Ledger:
    """The book of decisions."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, decision: Decision) -> int:
        """Keep a decision; its number."""
        with Session(self._engine) as session, session.begin():
            stored = StoredDecision(
                plan=decision.plan,
                files=list(decision.files),
                uploaded_by=decision.uploaded_by,
                uploaded_at=decision.uploaded_at,
                outcome=decision.outcome,
                decided_by=decision.decided_by,
                decided_at=decision.decided_at,
                counts=decision.counts,
                submissions=list(decision.submissions),
                faults=[list(fault) for fault in decision.faults[:MOST_FAULTS]],
                email=decision.letter.to,
                subject=decision.letter.subject,
                letter=decision.letter.text,
            )
            session.add(stored)
            session.flush()
            return stored.id

    def write(self, number: int, letter: Letter) -> None:
        """Keep what is written to the provider."""
        with Session(self._engine) as session, session.begin():
            stored = _stored(session, number)
            stored.email, stored.subject, stored.letter = letter.to, letter.subject, letter.text

    def get(self, number: int) -> Decision:
        """Raises ChangeError where there is no such decision."""
        with Session(self._engine) as session:
            return _decision(_stored(session, number))

    def of_plan(self, plan: str) -> Decision | None:
        """The last decision on a plan."""
        found = select(StoredDecision).where(StoredDecision.plan == plan).order_by(StoredDecision.id.desc()).limit(1)
        with Session(self._engine) as session:
            stored = session.scalar(found)
            return _decision(stored) if stored else None

    def latest(self, *, limit: int) -> Sequence[Decision]:
        """The latest first."""
        with Session(self._engine) as session:
            found = session.scalars(select(StoredDecision).order_by(StoredDecision.id.desc()).limit(limit))
            return [_decision(stored) for stored in found]


def _stored(session: Session, number: int) -> StoredDecision:
    stored = session.get(StoredDecision, number)
    if stored is None:
        raise ChangeError("Diese Meldung gibt es nicht.")
    return stored


def _decision(stored: StoredDecision) -> Decision:
    return Decision(
        stored.plan,
        tuple(stored.files),
        stored.uploaded_by,
        stored.uploaded_at,
        stored.outcome,
        stored.decided_by,
        stored.decided_at,
        dict(stored.counts),
        tuple(stored.submissions),
        tuple(Fault(*fault) for fault in stored.faults),
        Letter(stored.email, stored.subject, stored.letter),
        stored.id,
    )
