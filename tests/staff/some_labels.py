"""Reviewed messages in which everything occurs that the page of insight tells about."""

from datetime import datetime, timedelta

from bot.review.labels import Label, Labels, Marked
from staff.desk import Desk
from tests.bot.review.reviewed import fact, reviewed

_FIRST = datetime(2026, 12, 14, 10)


def some_labels(desk: Desk) -> None:
    """Kinds of turn and conditions read rightly and wrongly, contradictions of each kind, over several weeks."""
    stored, yoga = desk.stored, "Yoga in Aerzen, aber nicht freitags"
    marked = (Marked(0, 4, "topic"), Marked(8, 14, "place"), Marked(27, 35, "weekdays", "exclude"))
    facts = (fact(yoga, "Yoga", "topic"), fact(yoga, "freitags", "weekdays"))
    reviewed(stored, Label(yoga, "search", marked), "search", *facts, at=_at(0))
    evening = ("und wie sieht es am Abend aus?", "Und am Abend?", "am Abend, wie sieht es da aus")
    reviewed(stored, Label(evening[0], "refine"), "search", texts=evening, at=_at(1))
    reviewed(stored, Label("kostenlose Kurse", "refine"), "search", at=_at(8))
    weather = "Wie wird das Wetter morgen in Emmerthal"
    of_weather = fact(weather, "Emmerthal", "place")
    reviewed(stored, Label(weather, "out_of_scope"), "search", of_weather, guess="out_of_scope", at=_at(22))
    described = Label("irgendwas mit drehscheibe und ton", "search", topic="töpfern")
    learnt = reviewed(stored, described, "unclear", at=_at(23))
    shop = "war 20 Jahre im Verkauf, suche Excel"
    reviewed(
        stored,
        Label(shop, "search", (Marked(16, 23, "topic", "background"), Marked(31, 36, "topic"))),
        "search",
        fact(shop, "Verkauf", "topic"),
        fact(shop, "Excel", "topic"),
        at=_at(24),
    )
    reviewed(stored, Label("asdf asdf", None), "unclear", at=_at(24))
    Labels(stored).teach([learnt], "model-1")


def _at(days: int) -> float:
    return (_FIRST + timedelta(days=days)).timestamp()
