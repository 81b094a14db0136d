"""Notices of visitors and counsellors ("Angabe stimmt nicht"): a list to work off."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from catalogue.database import reading
from catalogue.errors import ChangeError
from catalogue.working_off import LONGEST_HOW, done_notices, finish, open_notices, reopen
from staff.access import current_account, own_path
from staff.desk import desk
from staff.paging import asked_page

room = Blueprint("notices", __name__, url_prefix="/hinweise")
_PAGE = 50


@room.get("/")
def index() -> str:
    with reading(desk().engine) as session:
        found = open_notices(session)
        count = sum(len(item.notices) for item in found)
        return render_template("notices/index.html", found=found[:_PAGE], count=count, longest=LONGEST_HOW)


@room.get("/erledigt")
def done() -> str:
    page = asked_page()
    with reading(desk().engine) as session:
        found = done_notices(session, limit=_PAGE + 1, offset=(page - 1) * _PAGE)
        return render_template("notices/done.html", found=found[:_PAGE], page=page, has_more=len(found) > _PAGE)


@room.post("/erledigen")
def work_off() -> ResponseReturnValue:
    """One notice, or all about one offer."""
    numbers = [
        int(item) for item in request.form.getlist("nummer") if item.isascii() and item.isdigit() and len(item) < 10
    ]
    how = request.form.get("wie", "").strip()
    try:
        keys = finish(desk().engine, numbers, desk().now(), current_account().name, how)
    except ChangeError as error:
        flash(error.message, "fault")
    else:
        for key in keys:
            desk().audit.note(
                current_account().name, "Hinweis erledigt", key, {"Hinweis": "offen"}, {"Hinweis": how or "erledigt"}
            )
        flash("Ein Hinweis ist erledigt." if len(keys) == 1 else f"{len(keys)} Hinweise sind erledigt.", "done")
    return redirect(own_path(request.form.get("weiter", "")) or url_for("notices.index"))


@room.post("/<int(max=999999999):number>/offen")
def open_again(number: int) -> ResponseReturnValue:
    key = reopen(desk().engine, number)
    desk().audit.note(
        current_account().name, "Hinweis wieder offen", key, {"Hinweis": "erledigt"}, {"Hinweis": "offen"}
    )
    flash("Der Hinweis ist wieder offen.", "done")
    return redirect(url_for("notices.index"))
