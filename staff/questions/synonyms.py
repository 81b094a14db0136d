"""A new word or a new topic from a message: into the draft of the words, and the message labelled with it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from bot.review.kinds import KINDS, SEARCHING
from bot.review.labelling import stand
from bot.review.labels import Label, Marked
from bot.review.marks import fault_of, in_order, marked_of, words_of
from bot.review.synonyms import with_word
from bot.review.tables import KeptMessage
from catalogue.errors import ChangeError, WordsError
from catalogue.overlays.check import LONGEST_FACT
from catalogue.overlays.overlay import AUDIENCE, KIND, TOPIC, with_topic, words_by_name
from catalogue.terms import Topic
from staff.questions import room
from staff.questions.deciding import say
from staff.questions.queue import labelling, message_or_404, place
from staff.words.book import Book, Item, book
from staff.words.book import stand as stand_of_item

_OF = {TOPIC: "ein Thema", AUDIENCE: "eine Zielgruppe", KIND: "eine Angebotsart"}
_short = Length(max=LONGEST_FACT, message=f"Höchstens {LONGEST_FACT} Zeichen.")
_needed = InputRequired("Bitte füllen Sie dieses Feld aus.")
_INTENTS = [(name, kind.name) for name, kind in KINDS.items() if name in SEARCHING]


class SynonymForm(FlaskForm):
    word = StringField(
        "Neues Wort",
        [_needed, _short],
        description="Das Wort aus der Nachricht, in der Grundform.",
        render_kw={"list": "woerter", "autocomplete": "off", "autofocus": True},
    )
    of = SelectField("Bedeutet", choices=list(_OF.items()))
    name = StringField(
        "Nämlich",
        [_needed, _short],
        description="Name des Themas, der Zielgruppe oder der Angebotsart, zum Beispiel: yoga.",
        render_kw={"list": "namen", "autocomplete": "off"},
    )
    intent = SelectField("Art der Nachricht", choices=_INTENTS)


class NewTopicForm(FlaskForm):
    name = StringField(
        "Name des Themas",
        [_needed, _short],
        description="In Kleinbuchstaben, zum Beispiel: seifenkistenbau.",
        render_kw={"autocomplete": "off", "autofocus": True},
    )
    broader = StringField(
        "Gehört zu", [Optional(), _short], description="Ein weiteres Thema. Kann leer bleiben.",
        render_kw={"list": "namen", "autocomplete": "off"},
    )  # fmt: skip
    area = SelectField("Bereich", [Optional()])
    intent = SelectField("Art der Nachricht", choices=_INTENTS)


@room.route("/<int(max=2147483647):message_id>/synonym", methods=["GET", "POST"])
def synonym(message_id: int) -> ResponseReturnValue:
    message, here = message_or_404(message_id), book()
    form = SynonymForm(intent=_intent(message))
    drafted = here.drafted()
    if form.validate_on_submit():
        word, of, name = (" ".join((item.data or "").split()) for item in (form.word, form.of, form.name))
        item = Item("words", (of, name))
        try:
            here.save(
                item,
                stand_of_item(item.of(here.draft().overlay)),
                lambda overlay: with_word(overlay, here.region, word, of, name),
                f"„{word}“ bei {name}, aus einer Frage",
            )
            say(message, _with_mark(message, word, of, form.intent.data), with_word=True)
            flash(f"Gespeichert im Entwurf: „{word}“ bei „{name}“. Es gilt, sobald Sie den Entwurf übernehmen.", "done")
            return redirect(url_for("questions.index", **place().arguments))
        except WordsError as error:
            form.word.errors = list(error.reasons)
        except ChangeError as error:
            flash(f"{error.message} Das Wort steht im Entwurf.", "fault")
            return redirect(url_for("questions.one", message_id=message.id, **place().arguments))
    names = sorted({name for of in _OF for name in words_by_name(drafted, of)})
    return _form_page("questions/synonym.html", message, form, names=names, words=_unknown(message))


@room.route("/<int(max=2147483647):message_id>/thema", methods=["GET", "POST"])
def new_topic(message_id: int) -> ResponseReturnValue:
    message, here = message_or_404(message_id), book()
    form = NewTopicForm(intent=_intent(message))
    form.area.choices = [("", "keiner"), *((area.name, area.name) for area in here.region.areas)]
    if form.validate_on_submit():
        name, broader = (" ".join((item.data or "").lower().split()) for item in (form.name, form.broader))
        try:
            _add_topic(here, Topic(name, (), broader=broader or None, area=form.area.data or None))
            marks = marked_of(message.facts, message.text)
            label = Label(message.text, form.intent.data, marks, name, message.conversation)
            say(message, label, with_word=True)
            flash(f"Gespeichert im Entwurf: Neues Thema „{name}“. Diese Nachricht beschreibt es.", "done")
            return redirect(url_for("questions.index", **place().arguments))
        except WordsError as error:
            form.name.errors = list(error.reasons)
        except ChangeError as error:
            flash(f"{error.message} Das Thema steht im Entwurf.", "fault")
            return redirect(url_for("questions.one", message_id=message.id, **place().arguments))
    return _form_page("questions/new_topic.html", message, form, names=sorted(here.drafted().topics))


def _add_topic(here: Book, topic: Topic) -> None:
    item = Item("topics", topic.name)
    shown = stand_of_item(None)
    here.save(item, shown, lambda overlay: with_topic(overlay, topic.name, topic), f"Neues Thema „{topic.name}“")


def _form_page(template: str, message: KeptMessage, form: FlaskForm, **more: list[str]) -> ResponseReturnValue:
    seen = request.form.get("stand") or stand(labelling().of_text(message.text))
    page = render_template(template, message=message, form=form, stand=seen, place=place(), **more)
    return page, 422 if form.errors else 200


def _intent(message: KeptMessage) -> str:
    return message.intent if message.intent in SEARCHING else SEARCHING[0]


def _with_mark(message: KeptMessage, word: str, of: str, intent: str) -> Label:
    """The label with the new word marked, where it stands in the text as it is."""
    marks = marked_of(message.facts, message.text)
    start = message.text.lower().find(word.lower())
    if start >= 0:
        mark = Marked(start, start + len(word), of)
        others = [item for item in marks if fault_of(message.text, [item, mark]) is None]
        if fault_of(message.text, [mark]) is None:
            marks = in_order((*others, mark))
    return Label(message.text, intent, marks, None, message.conversation)


def _unknown(message: KeptMessage) -> list[str]:
    """The words of a message in which no condition was recognised."""
    known = marked_of(message.facts, message.text)
    words = [(start, end) for start, end in words_of(message.text)]
    free = [w for w in words if not any(item.start < w[1] and w[0] < item.end for item in known)]
    return list(dict.fromkeys(message.text[start:end] for start, end in free))
