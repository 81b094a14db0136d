"""Who changed what and when, with what stood there before and after: for the Leitung."""

from flask import Blueprint, render_template

from staff.access import only
from staff.audit.trail import trail
from staff.desk import desk
from staff.identity.accounts import LEAD
from staff.paging import asked_page

room = Blueprint("audit", __name__, url_prefix="/protokoll")


@room.get("/")
@only(LEAD)
def index() -> str:
    page = asked_page()
    return render_template("audit/index.html", found=trail(desk(), page), page=page)
