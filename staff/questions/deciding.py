"""What staff say of a message, and taking it back."""

from dataclasses import replace

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from bot.review.kinds import KINDS, OUT_OF_SCOPE, name_of
from bot.review.labelling import LabelledMeanwhileError
from bot.review.labels import Label
from bot.review.tables import KeptMessage
from catalogue.errors import ChangeError
from staff.access import current_account
from staff.desk import desk
from staff.questions import room
from staff.questions.entries import Entries, entered
from staff.questions.queue import claims, inbox, labelling, message_or_404, place, show
from staff.words.book import book

CONFIRM, MARK, NOTHING, ELSEWHERE = "confirm", "mark", "nothing", "elsewhere"


@room.post("/<int(max=2147483647):message_id>")
def decide(message_id: int) -> ResponseReturnValue:
    """Label a message and go on to the next one."""
    message = message_or_404(message_id)
    entries, what = entered(request.form, message, _topics()), request.form.get("do", CONFIRM)
    if what in KINDS:
        entries = replace(entries, intent=what)
    if what == ELSEWHERE:
        entries = Entries(OUT_OF_SCOPE, ())
    label = Label(message.text, None, conversation=message.conversation) if what == NOTHING else entries.label(message)
    if label.intent is not None and (entries.faults or what == MARK):
        return show(message, entries), 422 if entries.faults else 200
    try:
        say(message, label)
    except LabelledMeanwhileError as error:
        return show(message, entries, error.label), 409
    except ChangeError as error:
        flash(error.message, "fault")
        return redirect(url_for("questions.one", message_id=message.id, **place().arguments))
    return redirect(url_for("questions.index", **place().arguments))


@room.post("/zurueck")
def undo() -> ResponseReturnValue:
    """Take back one's own latest step and show its message again."""
    by = current_account().name
    try:
        undone = labelling().undo(by)
    except ChangeError as error:
        flash(error.message, "fault")
        return redirect(url_for("questions.index", **place().arguments))
    desk().audit.note(
        by, "Einordnung zurückgenommen", f"Frage {undone.message_id}", {"Art": name_of(undone.intent)}, {}
    )
    more = " Das neue Wort steht noch im Entwurf der Wörter." if undone.with_word else ""
    flash(f"Zurückgenommen: „{name_of(undone.intent)}“.{more}", "done")
    if inbox().message(undone.message_id) is None:  # its conversation was forgotten meanwhile
        return redirect(url_for("questions.index", **place().arguments))
    return redirect(url_for("questions.one", message_id=undone.message_id, **place().arguments))


def say(message: KeptMessage, label: Label, *, with_word: bool = False) -> None:
    """Keep a label of the present account. Raises ChangeError where somebody else was faster.

    The trail outlives the messages: it names the message by its number, and nothing of what it says.
    """
    by, before = current_account().name, labelling().of_text(message.text)
    alike = [line.id for line in inbox().alike(message)]
    labelling().say(label, message.id, alike, by, request.form.get("stand", ""), with_word=with_word)
    claims().release(by)
    was = {"Art": name_of(before.intent) if before else ""}
    desk().audit.note(by, "Frage eingeordnet", f"Frage {message.id}", was, {"Art": name_of(label.intent)})


def _topics() -> frozenset[str]:
    """All topics there are, those of the draft too."""
    return frozenset(desk().region.topics) | frozenset(book().draft().overlay.topics)
