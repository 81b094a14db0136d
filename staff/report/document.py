"""The report as one file: a page that needs nothing else, and a PDF for paper and for screen readers."""

from base64 import b64encode
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from bot.paper import ONE_AT_A_TIME, tagged_pdf
from bot.typography import unbroken
from catalogue.amounts import german_date
from catalogue.reporting.report import Report
from staff.report.catalogue_sections import freshness_section, sources_section
from staff.report.demand_section import demand_section
from staff.report.plots import Plot, draw
from staff.report.search_sections import onward, searches
from staff.report.sections import Section
from staff.report.tables import is_number, shown
from staff.report.use_sections import at_a_glance, conversations

_TEMPLATES = Path(__file__).parent.parent / "templates"
_INSTEAD = "Den Bericht gibt es weiterhin als Seite und als Tabelle (CSV)."


def sections(report: Report) -> tuple[Section, ...]:
    """The whole report, in the order in which it is read."""
    makers = (at_a_glance, conversations, searches, demand_section, onward, freshness_section, sources_section)
    return tuple(make(report) for make in makers)


def span(report: Report) -> str:
    """What time the report tells about, in words."""
    first, last = german_date(report.quarter.first), german_date(report.now.until)
    return f"{first} bis {last}"


def as_html(report: Report) -> str:
    """The report as a page with everything in it, plots included."""
    return _document(report, for_paper=False)


def as_pdf(report: Report) -> bytes:
    """The report as a tagged PDF (PDF/UA-1). Raises PdfError where this machine makes none."""
    html = _document(report, for_paper=True)
    return ONE_AT_A_TIME.submit(tagged_pdf, html, instead=_INSTEAD).result()


def _document(report: Report, *, for_paper: bool) -> str:
    return _templates().get_template("report/document.html").render(
        report=report, sections=sections(report), span=span(report), picture=_inside, for_paper=for_paper
    )  # fmt: skip


def _inside(plot: Plot) -> str:
    """A plot as an address with the picture in it."""
    return f"data:image/svg+xml;base64,{b64encode(draw(plot).encode()).decode()}"


@cache
def _templates() -> Environment:
    found = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(FILTERS)
    return found


# What the templates of the report need, here and on the staff pages.
FILTERS: dict[str, Callable[..., Any]] = {
    "unbroken": unbroken,
    "german_date": german_date,
    "figure": shown,
    "is_number": is_number,
}
