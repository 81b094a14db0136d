"""How to reach the provider of one offer, and how to register."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.about_offer import answer_about_offer
from actions.answers.offer import offer_facts
from actions.answers.texts import say


class ActionContact(Action):
    def name(self) -> str:
        return "action_contact"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        return answer_about_offer(
            dispatcher,
            tracker,
            domain,
            lambda session, hit, region: say(domain, "utter_contact", region, **offer_facts(hit)),
        )
