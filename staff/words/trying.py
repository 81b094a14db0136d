"""The page on which somebody sees what the answer would be."""

from typing import cast

from flask import current_app, flash, redirect, render_template, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from catalogue.errors import WordsError
from staff.desk import Desk
from staff.words import room
from staff.words.book import book
from staff.words.forms import QuestionForm
from staff.words.trials import Trials, in_a_process


@room.record_once
def prepare(state: BlueprintSetupState) -> None:
    desk = cast(Desk, state.app.extensions["desk"])
    state.app.extensions.setdefault("trials", Trials(in_a_process(desk.settings)))


@room.route("/ausprobieren", methods=["GET", "POST"])
def try_out() -> ResponseReturnValue:
    form = QuestionForm()
    if form.validate_on_submit():
        try:
            return redirect(url_for("words.tried", trial_id=_trials().begin((form.question.data or "").strip()).id))
        except WordsError as error:
            form.question.errors = [error.message]
    changes = book().open_changes()
    return render_template("words/try_out.html", form=form, changes=changes), 422 if form.errors else 200


@room.get("/ausprobieren/<trial_id>")
def tried(trial_id: str) -> ResponseReturnValue:
    trial = _trials().get(trial_id)
    if trial is None:
        flash("Dieses Ergebnis ist nicht mehr da. Bitte stellen Sie die Frage noch einmal.")
        return redirect(url_for("words.try_out"))
    return render_template("words/tried.html", trial=trial, form=QuestionForm(question=trial.question))


def _trials() -> Trials:
    return cast(Trials, current_app.extensions["trials"])
