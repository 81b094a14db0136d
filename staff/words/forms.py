"""The forms about words and texts."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from catalogue.overlays.check import LONGEST_ANSWER, LONGEST_FACT

_short = Length(max=LONGEST_FACT, message=f"Höchstens {LONGEST_FACT} Zeichen.")


class DraftForm(FlaskForm):
    """Every form on the draft knows what it was made from."""

    stand = HiddenField()

    def refuse(self, field: str, reasons: tuple[str, ...]) -> None:
        getattr(self, field).errors = list(reasons)


class WordsForm(DraftForm):
    added = TextAreaField(
        "Eigene Wörter",
        [Length(max=5000, message="Das sind zu viele Wörter auf einmal.")],
        description="Ein Wort oder eine kurze Wendung je Zeile, in der Grundform. Beugung, Groß- und Kleinschreibung, "
        "Umlaute, Tippfehler und Zusammensetzungen erkennt der Bildungslotse selbst.",
    )


class TopicForm(WordsForm):
    name = StringField("Name des Themas", [_short], description="In Kleinbuchstaben, zum Beispiel: seifenkistenbau.")
    broader = StringField(
        "Gehört zu",
        [Optional(), _short],
        description="Ein Thema, das weiter ist: Wer danach fragt, findet auch dieses. Kann leer bleiben.",
        render_kw={"list": "themen", "autocomplete": "off"},
    )
    area = SelectField("Bereich", [Optional()])


class AnswerForm(DraftForm):
    text = TextAreaField("Ihr Text", [Length(max=2 * LONGEST_ANSWER, message="Das ist viel zu lang.")])


class OfficeForm(DraftForm):
    name = StringField("Name", [_short])
    phone = StringField("Telefon", [_short], render_kw={"inputmode": "tel", "autocomplete": "off"})
    email = StringField("E-Mail", [_short], render_kw={"inputmode": "email", "autocomplete": "off"})
    address = StringField("Anschrift", [_short])
    hours = StringField("Erreichbar", [_short])
    url = StringField("Internet", [_short], render_kw={"inputmode": "url", "autocomplete": "off"})


class ResponsibleForm(DraftForm):
    responsible = StringField(
        "Zuständig ist …", [_short], description="Passt hinter „Zuständig ist“: „die Familienkasse“."
    )
    phone = StringField("Telefon", [_short], render_kw={"inputmode": "tel", "autocomplete": "off"})
    url = StringField("Internet", [_short], render_kw={"inputmode": "url", "autocomplete": "off"})


class NewResponsibleForm(ResponsibleForm):
    name = StringField("Worum geht es?", [_short], description="Das Wort, mit dem danach gefragt wird: „Wohngeld“.")


class QuestionForm(FlaskForm):
    question = StringField(
        "Frage",
        [Length(min=1, max=500, message="Bitte schreiben Sie eine Frage von höchstens 500 Zeichen.")],
        description="So, wie jemand sie dem Bildungslotsen schreiben würde.",
        render_kw={"autocomplete": "off"},
    )
