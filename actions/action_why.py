"""Why an offer was shown: what was understood, what of it the offer meets, where its facts come from."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions import resources
from actions.about_offer import answer_about_offer
from actions.answers.offer import offer_facts
from actions.answers.texts import say
from actions.answers.wording import condition_words, describe, enumerate_words, titled
from actions.conversation import wish_of
from catalogue.region import Region
from catalogue.search import Hit, explain
from catalogue.wish import Wish


class ActionWhy(Action):
    def name(self) -> str:
        return "action_why"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        wish = wish_of(tracker)

        def answer(session: Session, hit: Hit, region: Region) -> str:
            met, missed = explain(hit.offer, wish, region, session, resources.settings().today())
            return say(
                domain,
                "utter_why",
                region,
                wish=describe(wish, region),
                met=_reasons(wish, met),
                missed=f" Nicht erfüllt: {condition_words(missed)}." if missed else "",
                **offer_facts(hit),
            )

        return answer_about_offer(dispatcher, tracker, domain, answer)


def _reasons(wish: Wish, met: list[str]) -> str:
    reasons = [f"es zum Thema {titled(wish.topic)} passt"] if wish.topic else []
    if met:
        reasons.append(f"es diese Bedingungen erfüllt: {condition_words(met)}")
    return enumerate_words(reasons) or "es zu den aktuellen Angeboten gehört"
