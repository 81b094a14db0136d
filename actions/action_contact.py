"""How to reach the provider of one offer, and how to register."""

from rasa_sdk.events import EventType

from actions.about_offer import answer_about_offer
from actions.answers.counselling import with_counselling
from actions.answers.offer import offer_facts
from actions.spoken_action import SpokenAction, Turn


class ActionContact(SpokenAction):
    def name(self) -> str:
        return "action_contact"

    def answer(self, turn: Turn) -> list[EventType]:
        texts = turn.texts
        return answer_about_offer(
            turn, lambda _, hit: with_counselling(texts.say("utter_contact", **offer_facts(hit, texts)), hit)
        )
