"""Training a new model, and how far that is."""

from typing import cast

from flask import make_response, redirect, render_template, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from bot.retraining.progress import RetrainingError
from staff.access import current_account
from staff.desk import Desk, desk
from staff.jobs import Job
from staff.models import looking, room
from staff.models.work import Training, training

_REFRESH_SECONDS = 5


@room.record_once
def prepare(state: BlueprintSetupState) -> None:
    desk = cast(Desk, state.app.extensions["desk"])
    state.app.extensions.setdefault("training", Training(desk.settings))


@room.post("/trainieren")
def begin() -> ResponseReturnValue:
    by = current_account().name
    try:
        training().begin(by, desk().now().isoformat(timespec="seconds"))
    except RetrainingError as error:
        return looking.overview((error.message,)), 409
    desk().audit.note(by, "Neues Modell trainieren begonnen", "Modelle", {}, {})
    return redirect(url_for("models.progress"))


@room.get("/training")
def progress() -> ResponseReturnValue:
    """How far it is; it looks again by itself, and leads to the new model once that is there."""
    found = training().look()
    if found is None or found.problem:
        return redirect(url_for("models.index"))
    if found.is_over:
        return redirect(url_for("models.one", number=found.number))
    job = Job(f"Ein neues Modell entsteht – {found.step}", found.done, found.total)
    response = make_response(render_template("models/progress.html", job=job))
    response.headers["Refresh"] = str(_REFRESH_SECONDS)
    return response
