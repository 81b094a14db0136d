"""Who agreed that the office may learn from what he writes. Nobody has, until he says so."""

import time
from collections.abc import Callable

from sqlalchemy import Engine, delete, update
from sqlalchemy.orm import Session

from bot.counsellors import LASTING
from bot.review.forgetting import Whose, forget_reviewed
from bot.review.tables import Consent

# As long as a conversation on the homepage may rest; a chat's consent lasts until it is taken back.
_KEPT_SECONDS = 24 * 3600


class Consents:
    """Consents of one database, by the sender of a conversation."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.time) -> None:
        self._engine, self._clock = engine, clock

    def agree(self, sender: str) -> None:
        with Session(self._engine) as session, session.begin():
            session.merge(Consent(sender_id=sender, used_at=self._clock()))

    def revoke(self, sender: str) -> int:
        """Take a consent back: what was kept because of it goes at once; how many messages and labels that were."""
        with Session(self._engine) as session, session.begin():
            forget_consent(session, sender)
        return sum(forget_reviewed(self._engine, Whose.of(sender)).counts.values())

    def use(self, sender: str) -> bool:
        """Whether somebody agreed; then his conversation goes on."""
        with Session(self._engine) as session, session.begin():
            theirs = update(Consent).where(Consent.sender_id == sender)
            return bool(session.execute(theirs.values(used_at=self._clock())).rowcount)  # type: ignore[attr-defined]

    def has_agreed(self, sender: str) -> bool:
        with Session(self._engine) as session:
            return session.get(Consent, sender) is not None

    def forget_idle(self) -> None:
        """Forget the consents of conversations that are over; what was kept stays for its term."""
        lasting = Consent.sender_id.startswith(LASTING, autoescape=True)
        with Session(self._engine) as session, session.begin():
            session.execute(delete(Consent).where(~lasting, Consent.used_at < self._clock() - _KEPT_SECONDS))


def forget_consent(session: Session, sender: str) -> bool:
    """Forget a consent as part of a larger change; whether there was one."""
    return bool(session.execute(delete(Consent).where(Consent.sender_id == sender)).rowcount)  # type: ignore[attr-defined]
