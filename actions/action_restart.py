"""Forget the wish and begin again."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import resources
from actions.answers.texts import say
from actions.conversation import Page, remember
from catalogue.wish import Wish


class ActionRestart(Action):
    def name(self) -> str:
        return "action_restart"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        dispatcher.utter_message(text=say(domain, "utter_restart", resources.region()))
        return remember(Wish(), Page())
