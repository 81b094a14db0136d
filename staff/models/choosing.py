"""Letting another model count, and one step back."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from bot.retraining.models import RefusedModelError
from bot.retraining.shelf import ModelError, Step, title
from staff.access import current_account
from staff.desk import desk
from staff.models import room
from staff.models.looking import overview, page_of
from staff.models.shown import models


@room.post("/<int:number>/uebernehmen")
def promote(number: int) -> ResponseReturnValue:
    known = models()
    before = known.shelf.counting()
    try:
        step = known.promote(number, current_account().name, _now(), request.form.get("stand", ""))
    except RefusedModelError as error:
        return page_of(number, error.reasons), 422
    except ModelError as error:
        return overview((error.message,)), 409
    _note("Modell übernommen", before, step)
    return redirect(url_for("models.index"))


@room.post("/zurueck")
def step_back() -> ResponseReturnValue:
    known = models()
    before = known.shelf.counting()
    try:
        step = known.step_back(current_account().name, _now(), request.form.get("stand", ""))
    except ModelError as error:
        return overview((error.message,)), 409
    _note("Modell: einen Schritt zurück", before, step)
    return redirect(url_for("models.index"))


def _note(action: str, before: int, step: Step) -> None:
    told = {"Modell": title(before)}, {"Modell": title(step.number)}
    desk().audit.note(current_account().name, action, title(step.number), *told)
    flash(f"{title(step.number)} gilt. Der Bildungslotse antwortet damit in etwa einer halben Minute.")


def _now() -> str:
    return desk().now().isoformat(timespec="seconds")
