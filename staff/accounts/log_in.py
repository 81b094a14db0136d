"""Logging in and out."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from catalogue.errors import ChangeError
from staff.access import begin_session, current_account, own_path
from staff.accounts import room
from staff.accounts.forms import LogInForm
from staff.desk import desk
from staff.identity.attempts import TooManyTriesError


@room.route("/anmelden", methods=["GET", "POST"])
def log_in() -> ResponseReturnValue:
    form = LogInForm()
    fault, status = None, 200
    if form.validate_on_submit():
        name = form.name.data or ""
        try:
            account = desk().accounts.log_in(name, form.password.data or "", form.code.data or "")
        except TooManyTriesError as error:
            fault, status = error.message, 429
        except ChangeError as error:
            desk().audit.note(name[:60], "Anmeldung abgelehnt", name[:60])
            fault, status = error.message, 401
        else:
            begin_session(account)
            desk().audit.note(account.name, "Angemeldet", account.name)
            return redirect(own_path(request.args.get("weiter", "")) or url_for("overview.index"))
    return render_template("accounts/log_in.html", form=form, problem=fault), status


@room.post("/abmelden")
def log_out() -> ResponseReturnValue:
    name = current_account().name
    session.clear()
    desk().audit.note(name, "Abgemeldet", name)
    flash("Sie sind abgemeldet.", "done")
    answer = redirect(url_for("accounts.log_in"))
    # Nobody who comes after at the same computer goes back to what was seen.
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer
