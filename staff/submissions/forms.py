"""The forms about submissions."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, MultipleFileField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from catalogue.mails import is_address
from catalogue.submissions.readers import EXPORTS, TABLES

READABLE = (*TABLES, *EXPORTS)
_LONGEST_NAME, _LONGEST_NOTE = 200, 4000


class ReadingForm(FlaskForm):
    """How files are read."""

    complete = BooleanField("Die Datei enthält alle Angebote dieser Anbieter (was fehlt, wird nicht mehr gelistet)")
    provider = StringField(
        "Anbieter",
        [Length(max=_LONGEST_NAME, message=f"Höchstens {_LONGEST_NAME} Zeichen.")],
        filters=[lambda text: " ".join((text or "").split())],
        description="Nur nötig, wenn die Datei keinen Anbieter nennt.",
        render_kw={"autocomplete": "off"},
    )


class UploadForm(ReadingForm):
    files = MultipleFileField(
        "Dateien",
        description=(
            "Excel (.xlsx), CSV oder Exporte anderer Systeme: XML, JSON, HTML mit schema.org, iCal. "
            "Sie können mehrere auf einmal auswählen."
        ),
        render_kw={"accept": ",".join(READABLE)},
    )


class ApprovalForm(FlaskForm):
    fingerprint = HiddenField()


class LetterForm(FlaskForm):
    """What staff add to a mail that is written from the reasons."""

    email = StringField(
        "E-Mail des Anbieters",
        [Optional()],
        filters=[lambda text: (text or "").strip()],
        description="Wo bekannt, steht hier die Adresse aus seinen Angeboten.",
        render_kw={"autocomplete": "off", "inputmode": "email"},
    )
    note = TextAreaField(
        "Ihre Nachricht",
        [Length(max=_LONGEST_NOTE, message=f"Höchstens {_LONGEST_NOTE} Zeichen.")],
        description="Steht in der Mail über den abgelehnten Zeilen. Sie kann leer bleiben.",
    )

    def validate_email(self, field: StringField) -> None:
        if field.data and not is_address(field.data):
            raise ValidationError("Das ist keine Mailadresse.")


class PlainForm(FlaskForm):
    """A form with nothing but its token."""
