"""One's own account: password and second factor."""

import io

import pyotp
import segno
from flask import Response, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from catalogue.errors import ChangeError
from staff.access import current_account, renew_session
from staff.accounts import room
from staff.accounts.forms import ConfirmedForm, PasswordForm, SecondFactorForm
from staff.desk import desk

_PENDING = "second_factor"


@room.get("/mein-konto")
def own() -> str:
    return render_template("accounts/own.html", form=ConfirmedForm())


@room.route("/mein-konto/passwort", methods=["GET", "POST"])
def password() -> ResponseReturnValue:
    form = PasswordForm()
    if form.validate_on_submit():
        account = current_account()
        try:
            if form.new.data != form.again.data:
                raise ChangeError("Die beiden neuen Passwörter sind nicht gleich.")
            changed = desk().accounts.choose_password(account.id, form.old.data or "", form.new.data or "")
        except ChangeError as error:
            return render_template("accounts/password.html", form=form, problem=error.message), 422
        renew_session(changed)
        desk().audit.note(account.name, "Passwort geändert", account.name)
        flash("Ihr neues Passwort gilt ab jetzt. Andere offene Sitzungen sind beendet.", "done")
        return redirect(url_for("overview.index"))
    return render_template("accounts/password.html", form=form, problem=None)


@room.route("/mein-konto/code", methods=["GET", "POST"])
def second_factor() -> ResponseReturnValue:
    """Set codes of an app up. The secret waits in the session until the app has shown a right code."""
    form, fault = SecondFactorForm(), None
    secret = session.setdefault(_PENDING, pyotp.random_base32())
    if form.validate_on_submit():
        account = current_account()
        try:
            desk().accounts.use_second_factor(account.id, secret, form.code.data or "")
        except ChangeError as error:
            fault = error.message
        else:
            session.pop(_PENDING)
            desk().audit.note(account.name, "Anmeldung mit Code eingerichtet", account.name)
            flash("Ab jetzt fragt die Anmeldung auch nach einem Code aus der App.", "done")
            return redirect(url_for("accounts.own"))
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return render_template(
        "accounts/second_factor.html", form=form, problem=fault, secret=groups
    ), 422 if fault else 200


@room.get("/mein-konto/code.svg")
def second_factor_picture() -> Response:
    """The secret as a code to scan."""
    name = f"Bildungslotse {desk().region.name}"
    address = pyotp.TOTP(session.get(_PENDING, "")).provisioning_uri(name=current_account().name, issuer_name=name)
    picture = io.BytesIO()
    segno.make(address, micro=False).save(picture, kind="svg", scale=5)
    return Response(picture.getvalue(), mimetype="image/svg+xml", headers={"Cache-Control": "no-store"})


@room.post("/mein-konto/ohne-code")
def drop_second_factor() -> ResponseReturnValue:
    form, account = ConfirmedForm(), current_account()
    if form.validate_on_submit():
        try:
            desk().accounts.drop_second_factor(account.id, form.password.data or "")
        except ChangeError as error:
            form.password.errors = [error.message]
        else:
            desk().audit.note(account.name, "Anmeldung mit Code abgeschaltet", account.name)
            flash("Die Anmeldung fragt nicht mehr nach einem Code.", "done")
            return redirect(url_for("accounts.own"))
    return render_template("accounts/own.html", form=form), 422
