"""Everybody's accounts, for the Leitung: new ones, roles, passwords that were forgotten, closing."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from catalogue.errors import ChangeError
from staff.access import current_account, only
from staff.accounts import room
from staff.accounts.forms import ClosingForm, NewAccountForm, RoleForm
from staff.desk import desk
from staff.identity import passwords
from staff.identity.accounts import LEAD


@room.route("/konten", methods=["GET", "POST"])
@only(LEAD)
def index() -> ResponseReturnValue:
    form = NewAccountForm()
    if form.validate_on_submit():
        password = passwords.drawn()
        try:
            made = desk().accounts.add(form.name.data or "", form.role.data, password, must_change=True)
        except ChangeError as error:
            form.name.errors = [error.message]
        else:
            desk().audit.note(current_account().name, "Konto angelegt", made.name, after={"Rolle": made.role})
            return render_template("accounts/start_password.html", owner=made, password=password)
    status = 422 if form.errors else 200
    return render_template("accounts/index.html", form=form, accounts=desk().accounts.all()), status


@room.route("/konten/<int:account_id>", methods=["GET"])
@only(LEAD)
def one(account_id: int) -> str:
    owner = desk().accounts.get(account_id)
    return render_template("accounts/one.html", owner=owner, form=RoleForm(role=owner.role), closing=ClosingForm())


@room.post("/konten/<int:account_id>/rolle")
@only(LEAD)
def set_role(account_id: int) -> ResponseReturnValue:
    owner, form = desk().accounts.get(account_id), RoleForm()
    if form.validate_on_submit() and form.role.data != owner.role:
        desk().accounts.set_role(account_id, form.role.data)
        _note("Rolle geändert", owner.name, {"Rolle": owner.role}, {"Rolle": form.role.data})
        flash(f"{owner.name} hat jetzt die Rolle {form.role.data}.", "done")
    return redirect(url_for("accounts.one", account_id=account_id))


@room.post("/konten/<int:account_id>/passwort")
@only(LEAD)
def reset(account_id: int) -> str:
    """A start password, shown this once."""
    owner = desk().accounts.get(account_id)
    password = desk().accounts.reset(account_id)
    _note("Passwort zurückgesetzt", owner.name)
    return render_template("accounts/start_password.html", owner=owner, password=password)


@room.post("/konten/<int:account_id>/sperre")
@only(LEAD)
def close(account_id: int) -> ResponseReturnValue:
    owner, closed = desk().accounts.get(account_id), bool(ClosingForm().closed.data)
    if closed:
        desk().accounts.close(account_id)
    else:
        desk().accounts.reopen(account_id)
    _note("Konto gesperrt" if closed else "Konto wieder geöffnet", owner.name)
    flash(f"Das Konto von {owner.name} ist {'gesperrt' if closed else 'wieder offen'}.", "done")
    return redirect(url_for("accounts.index"))


def _note(action: str, subject: str, before: dict[str, str] | None = None, after: dict[str, str] | None = None) -> None:
    desk().audit.note(current_account().name, action, subject, before, after)
