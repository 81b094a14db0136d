"""Pages as PDF for paper and for screen readers (PDF/UA-1): what note list and report share."""

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from types import ModuleType

from catalogue.errors import BildungslotseError

# Where PDFs are made: each takes a processor for itself for some seconds, and who waits for one holds up nobody else.
ONE_AT_A_TIME = ThreadPoolExecutor(1, thread_name_prefix="pdf")


class PdfError(BildungslotseError):
    """This machine makes no PDF: the libraries that lay out text are missing."""

    code = "pdf"


def is_available() -> bool:
    """Whether a PDF can be made here. Takes a second when it is asked first."""
    return _library() is not None


def tagged_pdf(html: str, *, instead: str) -> bytes:
    """A page as a tagged PDF; the same page is the same bytes.

    Call it in ONE_AT_A_TIME where others are served meanwhile. Raises PdfError where this machine makes none; `instead`
    says, as a German sentence, what there is in its place.
    """
    weasyprint = _library()
    if weasyprint is None:
        raise PdfError(f"Ein PDF kann dieser Rechner gerade nicht erstellen. {instead}")
    # Nothing is fetched from anywhere: what providers write must not make this machine open an address or a file.
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols=("data",))
    document = weasyprint.HTML(string=html, url_fetcher=fetcher)
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
