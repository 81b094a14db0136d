"""No education offer: say so, and name who is responsible where the region's data know.

Questions near education ("Wie beantrage ich BAföG?") name the office that helps, with a button to the offers on the
subject where there are any.
"""

from collections.abc import Sequence

from rasa_sdk.events import EventType

from actions.answers.result import Button
from actions.answers.texts import Texts
from actions.conversation import understanding_of
from actions.offers_on import offers_on
from actions.spoken_action import SpokenAction, Turn
from bot.understanding.facts import EXCLUDE, FOLLOWS, SAID, SECOND
from catalogue.terms import Responsible


class ActionOutOfScope(SpokenAction):
    def name(self) -> str:
        return "action_out_of_scope"

    def answer(self, turn: Turn) -> list[EventType]:
        found, region = understanding_of(turn.tracker), turn.region
        matters = (region.responsible.get(name) for name in found.elsewhere)
        entry = next((entry for entry in matters if entry and entry.responsible), None)
        topics = [fact.value for fact in found.of("topic", SAID, FOLLOWS, SECOND, EXCLUDE)]
        near = next((topic for topic in topics if topic in region.near), None)
        if near and (entry is None or entry.topics):
            _name("utter_near", entry or region.near[near], turn, offers_on([near], turn))
        elif entry:
            _name("utter_responsible", entry, turn)
        else:
            turn.say("utter_out_of_scope")
        return []


def _name(response: str, entry: Responsible, turn: Turn, buttons: Sequence[Button] = ()) -> None:
    turn.say(response, buttons, responsible=entry.responsible, contact=_contact(entry, turn.texts))


def _contact(entry: Responsible, texts: Texts) -> str:
    phone = texts.label("phone", phone=entry.phone) if entry.phone else None
    known = texts.joined((phone, entry.url))
    return texts.label("contact_of", contact=known) if known else ""
