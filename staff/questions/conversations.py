"""A whole conversation, as far as it is kept, and saving it as a test."""

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.review.as_test import Line, as_yaml, behaviours, folder_of, save, turns_of
from bot.review.kinds import OUTCOMES, name_of
from bot.review.tables import KeptMessage
from catalogue.errors import ChangeError
from catalogue.slugs import slug
from staff.access import current_account
from staff.desk import desk
from staff.questions import room
from staff.questions.queue import inbox, labelling
from staff.questions.telling import told_behaviours, told_line

_PROPOSED_WORDS = 6


@room.get("/gespraech/<conversation>")
def conversation(conversation: str) -> str:
    messages = _messages(conversation)
    labels = {message.id: labelling().of_text(message.text) for message in messages if message.text}
    return render_template(
        "questions/conversation.html", messages=messages, labels=labels, outcomes=OUTCOMES, name_of=name_of
    )


@room.route("/gespraech/<conversation>/test", methods=["GET", "POST"])
def as_test(conversation: str) -> ResponseReturnValue:
    messages = _messages(conversation)
    turns, problem = turns_of(messages), ""
    if request.method == "POST":
        pressed = {turn.number: request.form.get(f"press-{turn.number}", "").strip() for turn in turns}
        behaviour, sentence = request.form.get("behaviour", ""), request.form.get("sentence", "").strip()
        try:
            if behaviour not in behaviours():
                raise ChangeError("Bitte wählen Sie, worum es in dem Gespräch geht.")
            text = as_yaml(turns, request.form.getlist("line"), pressed)
            path = save(folder_of(desk().settings.data_dir), behaviour, sentence, text, conversation)
        except ChangeError as error:
            problem = error.message
        else:
            name = f"{behaviour}/{path.name}"
            desk().audit.note(current_account().name, "Gespräch als Test gesichert", name)
            flash(f"Als Test gesichert: {name}.", "done")
            return redirect(url_for("questions.conversation", conversation=conversation))
    kept = request.form.getlist("line") if problem else [line.id for turn in turns for line in turn.lines]
    page = render_template(
        "questions/as_test.html",
        turns=turns,
        kept=kept,
        problem=problem,
        behaviours=told_behaviours(behaviours()),
        conversation=conversation,
        told=_told,
        proposed=" ".join(slug(messages[0].text).split("-")[:_PROPOSED_WORDS]),
    )
    return page, 422 if problem else 200


def _told(line: Line) -> str:
    return told_line(line.kind, line.key, line.value)


def _messages(conversation: str) -> Sequence[KeptMessage]:
    messages = inbox().conversation(conversation)
    if not messages:
        abort(404)
    return messages
