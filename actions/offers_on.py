"""Buttons to the offers on topics that nobody has asked for yet."""

from collections.abc import Iterable

from actions import resources
from actions.answers.result import Button, button
from actions.answers.wording import titled
from actions.spoken_action import Turn
from catalogue.database import reading
from catalogue.search import search
from catalogue.wish import Wish


def offers_on(topics: Iterable[str], turn: Turn) -> list[Button]:
    """A button for each topic that there are offers on, with their number."""
    with reading(resources.engine()) as session:
        today = resources.settings().today()
        totals = {topic: search(session, Wish(topic=topic), turn.region, today).total for topic in topics}
    return [
        button(turn.texts.label("button_offers_on", topic=titled(topic), count=total), "search", {"topic": topic})
        for topic, total in totals.items()
        if total
    ]
