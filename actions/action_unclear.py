"""Nothing was named that could be searched for: ask, about topics that may be meant or with an example."""

from rasa_sdk.events import EventType

from actions.conversation import understanding_of
from actions.offers_on import offers_on
from actions.spoken_action import SpokenAction, Turn
from bot.understanding.facts import DESCRIBED, POSSIBLE


class ActionUnclear(SpokenAction):
    def name(self) -> str:
        return "action_unclear"

    def answer(self, turn: Turn) -> list[EventType]:
        possible = [fact.value for fact in understanding_of(turn.tracker).of("topic", DESCRIBED, POSSIBLE)]
        if buttons := offers_on(possible, turn):
            turn.say("utter_perhaps", buttons)
        else:
            turn.say("utter_unclear")
        return []
