"""The quarterly report: as a page, a file, a PDF and a table."""

from flask import Blueprint, Response, abort, render_template, request, url_for

from catalogue.reporting.quarter import Quarter, begun_quarter
from staff.desk import desk
from staff.downloads import download
from staff.report.document import FILTERS, sections, span
from staff.report.forms import FORMS
from staff.report.making import known_quarters, made
from staff.report.plots import Plot, draw

room = Blueprint("report", __name__, url_prefix="/bericht")
_CHOSEN = "quartal"


for name, work in FILTERS.items():
    room.add_app_template_filter(work, name)


@room.get("/")
def index() -> str:
    choices = known_quarters(desk())
    # What is over is what somebody hands on; before any quarter is, the present one.
    usual = next((quarter for quarter in choices if quarter.is_over(desk().today())), choices[0])
    wanted = request.args.get(_CHOSEN)
    quarter = begun_quarter(wanted, desk().today()) if wanted else usual
    found = made(desk(), quarter)

    def picture(plot: Plot) -> str:
        return url_for("report.picture", name=quarter.name, key=plot.key)

    return render_template(
        "report/index.html",
        report=found,
        sections=sections(found),
        span=span(found),
        picture=picture,
        choices=choices,
        endings=FORMS,
    )


@room.get("/<name>/bild/<key>.svg")
def picture(name: str, key: str) -> Response:
    """A plot as a file: pages may not bring pictures along."""
    found = made(desk(), _quarter(name))
    plot = next((item.plot for item in sections(found) if item.plot and item.plot.key == key), None)
    if plot is None:
        abort(404)
    return Response(draw(plot), mimetype="image/svg+xml")


@room.get("/<name>/bericht-<again>.<ending>")
def file(name: str, again: str, ending: str) -> Response:
    """The report to save: a page, a PDF or a table."""
    if again != name or ending not in FORMS:
        abort(404)
    form = FORMS[ending]
    content = form.write(made(desk(), _quarter(name)))
    return download(content, f"bericht-{name}.{ending}", form.type)


def _quarter(name: str) -> Quarter:
    return begun_quarter(name, desk().today())
