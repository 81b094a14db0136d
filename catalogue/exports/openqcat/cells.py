"""An offer as the cells of a submission, and the municipality that its place belongs to."""

from datetime import date, time
from typing import Any

from catalogue.models import Offer
from catalogue.submissions.readers.plain_text import tidy
from catalogue.submissions.record import COLUMNS

# What does not come back, and why, as people read it when they export.
DROPPED = {"telefon_beratung": "nur für Beratungskräfte, wird nie weitergegeben"}
MUNICIPALITY = "gemeinde"


def cells(offer: Offer) -> dict[str, str]:
    """Every column that the export carries, as text; empty where nothing is known."""
    found = {column: _text(column, _value(offer, where)) for column, where in COLUMNS.items() if column not in DROPPED}
    return {**found, MUNICIPALITY: tidy(offer.municipality or "")}


def _value(offer: Offer, where: str) -> Any:
    if where == "provider":
        return offer.provider.name
    table, attribute = where.split(".")
    return getattr(offer if table == "o" else offer.text, attribute)


def _text(column: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return "|".join(filter(None, map(tidy, value)))
    return f"{value:.2f}" if column == "kosten" else tidy(str(value))
