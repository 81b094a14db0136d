"""What the draft changes, who changed it, and what becomes of it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from catalogue.errors import StaleWordsError, WordsError
from staff.desk import desk
from staff.words import room
from staff.words.book import book, stand_of

_KEPT_SHOWN = 20


@room.get("/")
def index() -> ResponseReturnValue:
    return _shown(())


@room.post("/uebernehmen")
def publish() -> ResponseReturnValue:
    try:
        published = book().publish(request.form.get("stand", ""))
    except WordsError as error:
        return _shown(error.reasons), 409 if isinstance(error, StaleWordsError) else 422
    flash(f"Stand {published.number} gilt. Der Bildungslotse antwortet damit in etwa einer halben Minute.")
    return redirect(url_for("words.index"))


@room.post("/verwerfen")
def discard() -> ResponseReturnValue:
    if not request.form.get("sure"):
        return _shown(("Bitte bestätigen Sie zuerst, dass der Entwurf verworfen werden soll.",)), 422
    book().discard()
    flash("Der Entwurf ist verworfen. Es gilt, was vorher galt.")
    return redirect(url_for("words.index"))


@room.post("/zurueck")
def step_back() -> ResponseReturnValue:
    number = request.form.get("number", "")
    try:
        published = book().step_back(int(number) if number.isdigit() else -1)
    except WordsError as error:
        return _shown(error.reasons), 409
    same = f"wie Stand {published.restores}" if published.restores else "wie die Region ohne Änderungen"
    flash(f"Stand {published.number} gilt; er ist {same}.")
    return redirect(url_for("words.index"))


def _shown(reasons: tuple[str, ...]) -> str:
    here = book()
    try:
        draft, changes = here.draft(), here.open_changes()
    except WordsError as error:
        return render_template("words/broken.html", fault=error.message)
    number = here.states.number()
    return render_template(
        "words/index.html",
        changes=changes,
        steps=draft.steps,
        stand=stand_of(draft.overlay),
        number=number,
        before=here.states.state_before(),
        history=here.states.history()[:_KEPT_SHOWN],
        reasons=reasons,
        trouble=desk().trouble,
    )
