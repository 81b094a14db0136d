"""Turns that always get the same answer: `utter_<intent>`, with the office's facts filled in."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import resources
from actions.answers.texts import say
from actions.conversation import intent_of


class ActionSay(Action):
    def name(self) -> str:
        return "action_say"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        dispatcher.utter_message(text=say(domain, f"utter_{intent_of(tracker)}", resources.region()))
        return []
