"""What the assistant confuses and misses, and what it has to learn from: a page of figures beside the questions."""

from flask import Blueprint, Response, abort, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from staff.desk import desk
from staff.insight.making import made, parts, preparing
from staff.jobs import jobs
from staff.report.plots import Plot, draw
from staff.submissions.plan_page import progress_page

room = Blueprint("insight", __name__, url_prefix="/fragen/einblick")


@room.get("/")
def index() -> ResponseReturnValue:
    job = preparing(jobs())
    if job is not None:
        return progress_page(job)
    found = made(desk())
    return render_template("insight/index.html", found=found, parts=parts(found), picture=_address, question=_question)


@room.get("/bild/<key>.svg")
def picture(key: str) -> Response:
    """A plot as a file: pages may not bring pictures along."""
    plot = next((part.plot for part in parts(made(desk())) if part.plot and part.plot.key == key), None)
    if plot is None:
        abort(404)
    return Response(draw(plot), mimetype="image/svg+xml")


def _address(plot: Plot) -> str:
    return url_for("insight.picture", key=plot.key)


def _question(message_id: int) -> str:
    """The address of a kept message in the room of questions; empty where these pages have no such room."""
    known = "questions.one" in current_app.view_functions
    return url_for("questions.one", message_id=message_id) if known else ""
