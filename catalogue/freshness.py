"""How fresh entries are: for each area a term within which a provider confirms an entry again."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, false, or_

from catalogue.models import Offer
from catalogue.region import Region


def is_overdue(offer: Offer, region: Region, today: date) -> bool:
    """Whether an entry is older than its area's term."""
    term = next((area.term_days for area in region.areas if area.name == offer.area), None)
    return term is not None and offer.confirmed < today - timedelta(days=term)


def overdue(region: Region, today: date) -> ColumnElement[bool]:
    """Offers whose entries are older than their areas' terms."""
    return or_(
        false(),
        *(
            and_(Offer.area == area.name, Offer.confirmed < today - timedelta(days=area.term_days))
            for area in region.areas
            if area.term_days is not None
        ),
    )
