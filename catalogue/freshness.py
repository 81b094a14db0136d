"""How fresh entries are: for each area a term within which a provider confirms an entry again.

An entry older than its term is overdue: it is shown after the others, with the advice to call first. One older than
two terms is outdated: it is counted, and shown on request only.
"""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, case, false, not_, or_

from catalogue.conditions import is_current
from catalogue.models import Offer
from catalogue.region import Region

# After how many terms an entry is so.
OVERDUE, OUTDATED = 1, 2


def is_overdue(offer: Offer, region: Region, today: date) -> bool:
    """Whether an entry is older than its area's term."""
    return _is_older(offer, region, today, OVERDUE)


def is_outdated(offer: Offer, region: Region, today: date) -> bool:
    """Whether an entry is so old that it is shown on request only."""
    return _is_older(offer, region, today, OUTDATED)


def overdue(region: Region, today: date) -> ColumnElement[bool]:
    """Offers whose entries are older than their areas' terms."""
    return _older(region, today, OVERDUE)


def outdated(region: Region, today: date) -> ColumnElement[bool]:
    """Offers whose entries are so old that they are shown on request only."""
    return _older(region, today, OUTDATED)


def is_listed(today: date) -> ColumnElement[bool]:
    """Offers that somebody can still take up, full ones as well: neither over nor withdrawn."""
    return or_(Offer.last_day.is_(None), Offer.last_day >= today)


def shown(region: Region, today: date) -> ColumnElement[bool]:
    """Offers that are shown unasked: neither over nor cancelled, and confirmed lately."""
    return and_(is_current(today), not_(outdated(region, today)))


def limits(region: Region, today: date, terms: int) -> dict[str, date]:
    """For each area with a term the first day on which an entry that is not older was confirmed."""
    return {
        area.name: today - timedelta(days=terms * area.term_days) for area in region.areas if area.term_days is not None
    }


def _is_older(offer: Offer, region: Region, today: date, terms: int) -> bool:
    return offer.confirmed < limits(region, today, terms).get(offer.area, date.min)


def _older(region: Region, today: date, terms: int) -> ColumnElement[bool]:
    of_areas = limits(region, today, terms)
    if not of_areas:
        return false()
    # The latest limit by itself: most entries are younger than all, and an index can tell.
    return and_(
        Offer.confirmed < max(of_areas.values()), Offer.confirmed < case(of_areas, value=Offer.area, else_=date.min)
    )
