"""Everything that is known about one offer."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.about_offer import answer_about_offer
from actions.answers.offer import more_facts, offer_facts
from actions.answers.texts import say


class ActionDetail(Action):
    def name(self) -> str:
        return "action_detail"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        return answer_about_offer(
            dispatcher,
            tracker,
            domain,
            lambda session, hit, region: say(
                domain,
                "utter_detail",
                region,
                description=hit.offer.text.description or "",
                facts=more_facts(hit.offer),
                **offer_facts(hit),
            ),
        )
