"""Nothing was named that could be searched for: ask, with an example and the office's number."""

from rasa_sdk.events import EventType

from actions.spoken_action import SpokenAction, Turn


class ActionUnclear(SpokenAction):
    def name(self) -> str:
        return "action_unclear"

    def answer(self, turn: Turn) -> list[EventType]:
        turn.say("utter_unclear")
        return []
