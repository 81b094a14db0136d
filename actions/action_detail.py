"""Everything that is known about one offer."""

from rasa_sdk.events import EventType

from actions.about_offer import answer_about_offer
from actions.answers.offer import more_facts, offer_facts
from actions.spoken_action import SpokenAction, Turn


class ActionDetail(SpokenAction):
    def name(self) -> str:
        return "action_detail"

    def answer(self, turn: Turn) -> list[EventType]:
        texts = turn.texts
        return answer_about_offer(
            turn,
            lambda _, hit: texts.say(
                "utter_detail",
                description=hit.offer.text.description or "",
                facts=more_facts(hit.offer, texts),
                **offer_facts(hit, texts),
            ),
        )
