"""How fresh each provider's entries are, and how it stands with him: asked, answered, silent; in one query each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from catalogue.asking import ANSWER_DAYS
from catalogue.errors import ChangeError
from catalogue.freshness import is_listed, outdated, overdue
from catalogue.inquiries import latest_inquiries
from catalogue.models import Offer, Provider
from catalogue.region import Region


@dataclass(frozen=True)
class Standing:
    """A provider with the numbers of his listed offers.

    `overdue` of them are older than agreed, `outdated` of those so old that they are shown on request only; `oldest`
    is the day on which the oldest was confirmed.
    """

    id: int
    slug: str
    name: str
    offers: int
    overdue: int
    outdated: int
    oldest: date
    asked_at: datetime | None
    answered_at: datetime | None
    today: date

    @property
    def is_silent(self) -> bool:
        """Asked, and no answer within the time that he had."""
        return self.is_waiting and self.asked_at is not None and self.asked_at.date() <= self._last_day_to_wait

    @property
    def is_waiting(self) -> bool:
        """Asked, and no answer yet."""
        return self.asked_at is not None and self.answered_at is None

    @property
    def is_to_ask(self) -> bool:
        """Overdue, and nobody waits for his answer."""
        return self.overdue > 0 and (not self.is_waiting or self.is_silent)

    @property
    def _last_day_to_wait(self) -> date:
        return self.today - timedelta(days=ANSWER_DAYS)


def standings(session: Session, region: Region, today: date) -> list[Standing]:
    """All providers with listed offers, those with the most overdue entries first."""
    inquiries = latest_inquiries(session)
    found = []
    for provider_id, slug, name, offers, late, old, oldest in session.execute(_counted(region, today)):
        asked = inquiries.get(provider_id)
        asked_at, answered_at = (asked.asked_at, asked.answered_at) if asked else (None, None)
        found.append(Standing(provider_id, slug, name, offers, late, old, oldest, asked_at, answered_at, today))
    return sorted(found, key=lambda item: (-item.overdue, item.name))


def provider_names(session: Session) -> dict[str, str]:
    """The names of all providers by their slugs."""
    return dict(session.execute(select(Provider.slug, Provider.name)).tuples().all())


def offers_to_confirm(
    session: Session, provider_id: int, today: date, *, limit: int, offset: int = 0
) -> Sequence[Offer]:
    """A page of a provider's listed offers, those confirmed longest ago first."""
    listed = select(Offer).where(Offer.provider_id == provider_id, is_listed(today))
    return session.scalars(listed.order_by(Offer.confirmed, Offer.key).limit(limit).offset(offset)).all()


def find_standing(session: Session, provider_id: int, region: Region, today: date) -> Standing:
    """One provider. Raises ChangeError where there is none with listed offers."""
    for item in standings(session, region, today):
        if item.id == provider_id:
            return item
    raise ChangeError("Diesen Anbieter gibt es nicht, oder er hat zurzeit keine Angebote im Verzeichnis.")


def _counted(region: Region, today: date) -> Select[Any]:
    return (
        select(
            Provider.id,
            Provider.slug,
            Provider.name,
            func.count(Offer.id),
            _number(overdue(region, today)),
            _number(outdated(region, today)),
            func.min(Offer.confirmed),
        )
        .join(Offer)
        .where(is_listed(today))
        .group_by(Provider.id)
    )


def _number(clause: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((clause, 1), else_=0))
