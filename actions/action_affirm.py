"""Yes: to a second wish that waits, or to nothing in particular."""

from rasa_sdk.events import EventType

from actions.action_search import show_offers
from actions.conversation import page_of, understanding_of, wish_of
from actions.refinement import following_anew
from actions.spoken_action import SpokenAction, Turn


class ActionAffirm(SpokenAction):
    def name(self) -> str:
        return "action_affirm"

    def answer(self, turn: Turn) -> list[EventType]:
        second = page_of(turn.tracker).second
        if second is None:
            turn.say("utter_affirm")
            return []
        wish = following_anew(wish_of(turn.tracker).about(second), understanding_of(turn.tracker), turn.region)
        return show_offers(turn, wish)
