"""What only counsellors are told of an offer, in German: they work in offices of the region.

It hangs on `Hit.counselling`, which nobody else's answer has.
"""

from typing import Any

from catalogue.counselling import Counselling
from catalogue.search import Hit

REPORT = "Angabe stimmt nicht"
ABOUT = "Was stimmt an „{title}“ nicht?"
IN_WORDS = (
    "Bitte schreiben Sie in einer Nachricht, was an „{title}“ nicht stimmt. Sie geht mit Ihrem Namen an das "
    "Bildungsbüro; bitte nennen Sie keine Ratsuchenden."
)
REPORTED = "Danke. Der Hinweis zu „{title}“ ist beim Bildungsbüro, mit Ihrem Namen: {about}."
ANSWERED_IN_WORDS = "in Ihren Worten"


def counselling_lines(hit: Hit) -> list[str]:
    """What stands below an offer for counsellors; nothing for everybody else."""
    return [_line(hit.counselling)] if hit.counselling else []


def _line(known: Counselling) -> str:
    phone = known.phone or "keine Nummer hinterlegt"
    return f"Nur für die Beratung: {phone}; Ansprechperson: {known.person or 'nicht angegeben'}"


def with_counselling(text: str, hit: Hit, indent: str = "") -> str:
    """A text about an offer with what only counsellors are told below it."""
    return "\n".join([text, *(indent + line for line in counselling_lines(hit))])


def counselling_data(hit: Hit) -> dict[str, Any]:
    """What an offer in the `custom` payload has besides, for counsellors; nothing for everybody else."""
    if hit.counselling is None:
        return {}
    return {"counselling": {"phone": hit.counselling.phone, "person": hit.counselling.person}}
