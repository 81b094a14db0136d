"""Turns that always get the same answer: `utter_<intent>`, with the office's facts filled in."""

from rasa_sdk.events import EventType

from actions.conversation import intent_of
from actions.spoken_action import SpokenAction, Turn


class ActionSay(SpokenAction):
    def name(self) -> str:
        return "action_say"

    def answer(self, turn: Turn) -> list[EventType]:
        turn.say(f"utter_{intent_of(turn.tracker)}")
        return []
