"""A note list as a PDF for paper and for screen readers (PDF/UA-1, A4)."""

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from types import ModuleType

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from bot.handover.notes import GONE, Handover, Note, rows, warnings
from bot.typography import unbroken
from catalogue.amounts import german_date
from catalogue.errors import BildungslotseError

# Where PDFs are made: each takes a processor for itself for some seconds, and who waits for one holds up nobody else.
ONE_AT_A_TIME = ThreadPoolExecutor(1, thread_name_prefix="pdf")
_FOLDER = Path(__file__).parent / "templates"
# The last of the rows has a place of its own below the others.
_CONFIRMED = "Zuletzt bestätigt"


class PdfError(BildungslotseError):
    """This machine makes no PDF: the libraries that lay out text are missing."""

    code = "pdf"


def is_available() -> bool:
    """Whether a PDF can be made here. Takes a second when it is asked first."""
    return _library() is not None


def as_pdf(handover: Handover, *, large: bool = False) -> bytes:
    """The list as a PDF, some tenths of a second an offer; `large` prints letters of 18 points. Raises PdfError.

    Call it in ONE_AT_A_TIME where others are served meanwhile.
    """
    weasyprint = _library()
    if weasyprint is None:
        raise PdfError(
            "Ein PDF kann dieser Rechner gerade nicht erstellen. Die Liste gibt es weiterhin als Text, "
            "zum Drucken und für den Kalender."
        )
    # Nothing is fetched from anywhere: what providers write must not make this machine open an address or a file.
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols=("data",))
    document = weasyprint.HTML(string=_html(handover, large=large), url_fetcher=fetcher)
    content: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
    return content


@cache
def _library() -> ModuleType | None:
    """WeasyPrint; it cannot be imported where Debian's Pango is not installed."""
    try:
        import weasyprint
    except (ImportError, OSError):
        return None
    return weasyprint


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
