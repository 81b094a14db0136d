"""Nothing was named that could be searched for: ask, with an example and the office's number."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import resources
from actions.answers.texts import say


class ActionUnclear(Action):
    def name(self) -> str:
        return "action_unclear"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        dispatcher.utter_message(text=say(domain, "utter_unclear", resources.region()))
        return []
