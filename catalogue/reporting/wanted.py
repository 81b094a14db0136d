"""What was asked for in a quarter and how that ended, with small numbers kept back."""

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.demand import OUTCOMES
from catalogue.models import DemandCount
from catalogue.reporting.quarter import Quarter
from catalogue.reporting.suppression import Path, Told, told


def demand(session: Session, quarter: Quarter) -> Mapping[str, Told]:
    """For each outcome what may be told of topic × audience × place.

    Each is a table of its own: no cell of one is a sum or a difference of cells of the others.
    """
    cells: dict[str, Counter[Path]] = {outcome: Counter() for outcome in OUTCOMES}
    rows = select(DemandCount).where(DemandCount.month.in_(quarter.months))
    for row in session.scalars(rows):
        if row.outcome in cells:
            cells[row.outcome][row.topic, row.audience, row.place] += row.count
    return {outcome: told(found) for outcome, found in cells.items()}
