"""Forget the wish and begin again."""

from rasa_sdk.events import EventType

from actions.conversation import Page, remember
from actions.spoken_action import SpokenAction, Turn
from catalogue.wish import Wish


class ActionRestart(SpokenAction):
    def name(self) -> str:
        return "action_restart"

    def answer(self, turn: Turn) -> list[EventType]:
        turn.say("utter_restart")
        return remember(Wish(), Page())
