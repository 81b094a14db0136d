"""No education offer: say so, and name who is responsible where the region's data know."""

from rasa_sdk.events import EventType

from actions.answers.texts import Texts
from actions.conversation import understanding_of
from actions.spoken_action import SpokenAction, Turn
from catalogue.region import Responsible


class ActionOutOfScope(SpokenAction):
    def name(self) -> str:
        return "action_out_of_scope"

    def answer(self, turn: Turn) -> list[EventType]:
        for name in understanding_of(turn.tracker).elsewhere:
            entry = turn.region.responsible.get(name)
            if entry and entry.responsible:
                contact = _contact(entry, turn.texts)
                turn.say("utter_responsible", responsible=entry.responsible, contact=contact)
                return []
        turn.say("utter_out_of_scope")
        return []


def _contact(entry: Responsible, texts: Texts) -> str:
    phone = texts.label("phone", phone=entry.phone) if entry.phone else None
    known = texts.joined((phone, entry.url))
    return texts.label("contact_of", contact=known) if known else ""
