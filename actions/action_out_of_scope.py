"""No education offer: say so, and name who is responsible where the region's data know."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import resources
from actions.answers.texts import say
from actions.conversation import understanding_of
from catalogue.region import Responsible


class ActionOutOfScope(Action):
    def name(self) -> str:
        return "action_out_of_scope"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        region = resources.region()
        for name in understanding_of(tracker).elsewhere:
            entry = region.responsible.get(name)
            if entry and entry.responsible:
                text = say(domain, "utter_responsible", region, responsible=entry.responsible, contact=_contact(entry))
                dispatcher.utter_message(text=text)
                return []
        dispatcher.utter_message(text=say(domain, "utter_out_of_scope", region))
        return []


def _contact(entry: Responsible) -> str:
    known = [f"Telefon {entry.phone}"] * bool(entry.phone) + [str(entry.url)] * bool(entry.url)
    return f" ({', '.join(known)})" if known else ""
