"""The first page: what waits to be done, and how much there is."""

from flask import Blueprint, render_template

from staff.desk import desk
from staff.overview.waiting import waiting

room = Blueprint("overview", __name__)


@room.get("/")
def index() -> str:
    return render_template("overview/index.html", tasks=waiting(desk()))
