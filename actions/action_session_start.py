"""The first message of a conversation: say that this is a program."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, EventType, SessionStarted
from rasa_sdk.executor import CollectingDispatcher

from actions import resources
from actions.answers.texts import GERMAN, texts_in
from bot.message_metadata import BEGINS


class ActionSessionStart(Action):
    def name(self) -> str:
        return "action_session_start"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        texts = texts_in(GERMAN, domain, resources.region())
        dispatcher.utter_message(text=texts.say("utter_first_contact"), **{BEGINS: True})
        return [SessionStarted(), ActionExecuted("action_listen")]
