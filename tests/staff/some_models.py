"""Models for pages to look at: one that counts, one to decide on, one that was refused, one that is gone."""

from dataclasses import replace

from bot.retraining.cards import compared
from bot.retraining.gate import judge
from bot.retraining.outcomes import Item
from bot.review.labels import Label, Labels
from bot.training import models_of
from staff.desk import Desk
from tests.bot.retraining.pretend import on_the_shelf

_GOOD, _BETTER, _WORSE = "r" * 30 + "x" * 10, "x" + "r" * 32 + "x" * 7, "x" * 14 + "r" * 16 + "x" * 10
_LONG = "offers topic=yoga place=Hameln level=A1 A2 audience=Seniorinnen und Senioren"


def some_models(desk: Desk) -> str:
    """Put them on the shelf; the name of the card whose model is gone."""
    models = models_of(desk.settings)
    label = Labels(desk.stored).put(Label("moin habt ihr was mit töpfern für meine kleine", "search"), "Anna Kern")
    live = on_the_shelf(desk.settings, 0, _GOOD)
    reviewed = [Item(str(label), "", False, "search", "help"), Item("4711", "", True, _LONG, _LONG)]
    live = replace(live, measured={**live.measured, "reviewed": reviewed})
    models.cards.keep(live)
    for number, right in ((1, _BETTER), (2, _WORSE), (3, _GOOD)):
        card = on_the_shelf(desk.settings, number, right)
        items = [Item(str(label), "", True, "search", "search"), Item("4711", "", False, _LONG, "out_of_scope")]
        card = replace(card, measured={**card.measured, "reviewed": items}, against=live.name)
        models.cards.keep(replace(card, verdict=judge(compared(live, card))))
    models.shelf.path_of(3).unlink()
    return models.shelf.name_of(3)
