"""The forms about accounts."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from staff.identity.accounts import ROLES
from staff.identity.passwords import LONGEST, SHORTEST

_needed = InputRequired("Bitte ausfüllen.")
_not_too_long = Length(max=LONGEST, message="Das ist zu lang.")


class LogInForm(FlaskForm):
    name = StringField("Name", [_needed, _not_too_long], render_kw={"autocomplete": "username"})
    password = PasswordField("Passwort", [_needed, _not_too_long], render_kw={"autocomplete": "current-password"})
    code = StringField(
        "Code aus der App",
        [_not_too_long],
        description="Nur nötig, wenn Sie die Anmeldung mit Code eingerichtet haben.",
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


class PasswordForm(FlaskForm):
    old = PasswordField("Bisheriges Passwort", [_needed, _not_too_long], render_kw={"autocomplete": "current-password"})
    new = PasswordField(
        "Neues Passwort",
        [_needed, _not_too_long],
        description=f"Mindestens {SHORTEST} Zeichen. Vier Wörter, die nicht zusammengehören, sind gut zu merken.",
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField("Neues Passwort noch einmal", [_needed], render_kw={"autocomplete": "new-password"})


class SecondFactorForm(FlaskForm):
    code = StringField(
        "Code, den die App zeigt", [_needed, _not_too_long],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )  # fmt: skip


class ConfirmedForm(FlaskForm):
    password = PasswordField("Ihr Passwort", [_needed, _not_too_long], render_kw={"autocomplete": "current-password"})


class NewAccountForm(FlaskForm):
    name = StringField("Name", [_needed, Length(max=60, message="Höchstens 60 Zeichen.")])
    role = SelectField("Rolle", choices=[(role, role) for role in ROLES])


class RoleForm(FlaskForm):
    role = SelectField("Rolle", choices=[(role, role) for role in ROLES])


class ClosingForm(FlaskForm):
    closed = BooleanField("Gesperrt")
