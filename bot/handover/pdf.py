"""A note list as a PDF for paper and for screen readers (PDF/UA-1, A4)."""

from functools import cache
from pathlib import Path

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from bot.handover.notes import GONE, Handover, Note, rows, warnings
from bot.paper import tagged_pdf
from bot.typography import unbroken
from catalogue.amounts import german_date

_FOLDER = Path(__file__).parent / "templates"
# The last of the rows has a place of its own below the others.
_CONFIRMED = "Zuletzt bestätigt"
_INSTEAD = "Die Liste gibt es weiterhin als Text, zum Drucken und für den Kalender."


def as_pdf(handover: Handover, *, large: bool = False) -> bytes:
    """The list as a PDF, some tenths of a second an offer; `large` prints letters of 18 points. Raises PdfError."""
    return tagged_pdf(_html(handover, large=large), instead=_INSTEAD)


def _html(handover: Handover, *, large: bool) -> str:
    template = _templates().get_template("handover.html")
    return template.render(
        region=handover.region,
        office=handover.region.office,
        day=german_date(handover.today),
        offers=[_offer(note, handover) for note in handover.notes],
        large=large,
        gone=GONE,
    )


def _offer(note: Note, handover: Handover) -> dict[str, object]:
    if note.hit is None:
        return {"key": note.key, "title": "", "warnings": [GONE]}
    facts = dict(rows(note.hit, handover.texts))
    url = handover.link(note.key)
    return {
        "title": note.hit.offer.title,
        "provider": note.hit.offer.provider.name,
        "warnings": warnings(note.hit, handover.region, handover.today),
        "confirmed": facts.pop(_CONFIRMED),
        "rows": list(facts.items()),
        "url": url,
        "code": _code(url) if url else None,
    }


def _code(url: str) -> str | None:
    """A code to scan that leads there, as an address with the picture in it; None where it is too long for any."""
    try:
        # Medium error correction, for folded paper.
        code = segno.make(url, error="m", micro=False)
    except segno.DataOverflowError:
        return None
    # Four modules of white around it, as the standard wants.
    return str(code.svg_data_uri(border=4))


@cache
def _templates() -> Environment:
    found = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["unbroken"] = unbroken
    return found
