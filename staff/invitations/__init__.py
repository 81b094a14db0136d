"""Counsellors' invitations: who has one, a new code (shown once), taking one back."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from bot.counsellors import LONGEST_NAME, VALID_SECONDS, Counsellors
from bot.person_names import one_line
from staff.access import current_account
from staff.desk import desk

room = Blueprint("invitations", __name__, url_prefix="/einladungen")
_DAYS = VALID_SECONDS // (24 * 3600)


class InvitationForm(FlaskForm):
    name = StringField(
        "Name",
        [InputRequired("Bitte ausfüllen."), Length(max=LONGEST_NAME, message=f"Höchstens {LONGEST_NAME} Zeichen.")],
        description="Wie er bei Hinweisen dieser Person stehen soll, zum Beispiel „Frau Muster, Jobcenter“.",
    )


@room.route("/", methods=["GET", "POST"])
def index() -> ResponseReturnValue:
    form = InvitationForm()
    if form.validate_on_submit():
        name = one_line(form.name.data or "", LONGEST_NAME)
        if name:
            code = _counsellors().invite(name)
            desk().audit.note(current_account().name, "Beratungskraft eingeladen", name)
            return render_template("invitations/code.html", name=name, code=code, days=_DAYS)
        form.name.errors = ["Dieser Name hat Zeichen, die sich nicht lesen lassen."]
    now = desk().clock().timestamp()
    invited = [(item, _state(item.used_at, item.revoked_at, item.invited_at + VALID_SECONDS < now))
               for item in reversed(_counsellors().invitations())]  # fmt: skip
    return render_template(
        "invitations/index.html", form=form, invited=invited, days=_DAYS
    ), 422 if form.errors else 200


@room.post("/<int(max=999999999):number>/zuruecknehmen")
def revoke(number: int) -> ResponseReturnValue:
    names = {item.id: item.name for item in _counsellors().invitations()}
    if _counsellors().revoke(number):
        desk().audit.note(current_account().name, "Einladung zurückgenommen", names[number])
        flash(f"Die Einladung von {names[number]} ist zurückgenommen.", "done")
    else:
        flash("Diese Einladung gilt schon nicht mehr.", "fault")
    return redirect(url_for("invitations.index"))


def _counsellors() -> Counsellors:
    return Counsellors(desk().stored, lambda: desk().clock().timestamp())


def _state(used_at: float | None, revoked_at: float | None, is_over: bool) -> str:
    if revoked_at is not None:
        return "zurückgenommen"
    if used_at is not None:
        return "benutzt"
    return "abgelaufen" if is_over else "noch nicht benutzt"
