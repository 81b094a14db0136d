"""Another way of speaking was asked for ("einfach bitte"): say the last answer again in it."""

from rasa_sdk.events import EventType

from actions.action_search import show_offers
from actions.answers.texts import GERMAN
from actions.conversation import page_of, wish_of
from actions.spoken_action import SpokenAction, Turn


class ActionLanguage(SpokenAction):
    def name(self) -> str:
        return "action_language"

    def answer(self, turn: Turn) -> list[EventType]:
        page = page_of(turn.tracker)
        if turn.texts.language == GERMAN:
            turn.say("utter_usual_language")
        if page.shown:
            return show_offers(turn, wish_of(turn.tracker), offset=page.offset, second=page.second)
        return []
