"""Who was asked to confirm his offers, and who answered."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from catalogue.models import Inquiry


def note_answers(session: Session, providers: Collection[int], now: datetime) -> None:
    """Providers (by their ids) whose file has just come in have answered what they were asked."""
    open_ones = Inquiry.provider_id.in_(providers), Inquiry.answered_at.is_(None)
    session.execute(update(Inquiry).where(*open_ones).values(answered_at=now))


def latest_inquiries(session: Session) -> dict[int, Inquiry]:
    """The last time that each provider was asked, by the provider's id."""
    return {inquiry.provider_id: inquiry for inquiry in session.scalars(select(Inquiry).order_by(Inquiry.asked_at))}
