"""Yes: to a second wish that waits, or to nothing in particular."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import resources
from actions.action_search import show_offers
from actions.answers.texts import say
from actions.conversation import page_of, understanding_of, wish_of
from actions.refinement import with_following


class ActionAffirm(Action):
    def name(self) -> str:
        return "action_affirm"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        region, second = resources.region(), page_of(tracker).second
        if second is None:
            dispatcher.utter_message(text=say(domain, "utter_affirm", region))
            return []
        wish = with_following(wish_of(tracker).about(second), understanding_of(tracker), region)
        return show_offers(dispatcher, domain, wish, region)
