"""Pages as PDF for paper and for screen readers (PDF/UA-1): what note list and report share."""

from functools import cache
from threading import Lock
from types import ModuleType

from catalogue.errors import BildungslotseError

_ONE_AT_A_TIME = Lock()


class PdfError(BildungslotseError):
    """This machine makes no PDF: the libraries that lay out text are missing."""

    code = "pdf"


def is_available() -> bool:
    """Whether a PDF can be made here. Takes a second when it is asked first."""
    return _library() is not None


def tagged_pdf(html: str, *, instead: str) -> bytes:
    """A page as a tagged PDF; the same page is the same bytes.

    Raises PdfError where this machine makes none; `instead` says, as a German sentence, what there is in its place.
    """
    weasyprint = _library()
    if weasyprint is None:
        raise PdfError(f"Ein PDF kann dieser Rechner gerade nicht erstellen. {instead}")
    # Nothing is fetched from anywhere: what providers write must not make this machine open an address or a file.
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols=("data",))
    document = weasyprint.HTML(string=html, url_fetcher=fetcher)
    # One at a time, whoever asks: each takes a processor for itself.
    with _ONE_AT_A_TIME:
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
