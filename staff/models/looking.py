"""Pages to look at: what counts, which models there are, one of them, and the cards of all."""

from collections.abc import Sequence

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from bot.retraining.shelf import ModelError, title
from staff.desk import desk
from staff.models import room
from staff.models.shown import figures_of, models, rows_of, sides_of, to_learn
from staff.models.work import training


@room.get("/")
def index() -> ResponseReturnValue:
    return overview()


def overview(reasons: Sequence[str] = ()) -> str:
    """All models, with what hinders what somebody wanted."""
    known, found = models(), training().look()
    shelf = known.shelf
    before = shelf.before()
    return render_template(
        "models/index.html",
        counting=known.one(shelf.counting()) if shelf.counting_model() else None,
        since=shelf.since(),
        before=title(before) if before is not None and shelf.path_of(before).is_file() else None,
        listed=known.listed() if shelf.counting_model() else [],
        stand=shelf.stand(),
        to_learn=to_learn(desk(), known.live),
        running=found if found and not found.is_over else None,
        problem=found.problem if found and found.is_over else "",
        cards=known.cards.all(),
        reasons=reasons,
    )


@room.get("/<int:number>")
def one(number: int) -> ResponseReturnValue:
    return page_of(number)


def page_of(number: int, reasons: Sequence[str] = ()) -> str:
    """A model beside the one that counts. Raises ModelError where it is not there."""
    known = models()
    model = known.one(number)
    return render_template(
        "models/one.html",
        model=model,
        card=model.card,
        live=title(known.shelf.counting()),
        stand=known.shelf.stand(),
        rows=rows_of(model.comparisons),
        sides=sides_of(desk(), model.comparisons),
        figures=figures_of(model.card) if model.card else (),
        reasons=reasons,
    )


@room.get("/karte/<name>")
def card(name: str) -> ResponseReturnValue:
    known = models()
    found = next((card for card in known.cards.all() if card.name == name), None)
    if found is None:
        abort(404)
    if found.name == known.shelf.name_of(found.number):
        try:
            known.one(found.number)
        except ModelError:  # the card outlives the model
            pass
        else:
            return redirect(url_for("models.one", number=found.number))
    return render_template("models/card.html", card=found, title=title(found.number), figures=figures_of(found))
