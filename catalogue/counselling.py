"""What the catalogue has for counsellors only: asked for by itself, so that nobody else's answer ever holds it."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.models import Offer, OfferText


@dataclass(frozen=True)
class Counselling:
    """The number for counsellors, and whom to ask for, as far as the provider named them."""

    phone: str | None
    person: str | None


def counselling_of(session: Session, offers: Iterable[Offer]) -> dict[int, Counselling]:
    """What counsellors are told of offers, by their ids."""
    columns = OfferText.offer_id, OfferText.counsellor_phone, OfferText.contact_person
    rows = session.execute(select(*columns).where(OfferText.offer_id.in_([offer.id for offer in offers])))
    return {offer: Counselling(phone or None, person or None) for offer, phone, person in rows}
