"""Why an offer was shown: what was understood, what of it the offer meets, where its facts come from."""

from rasa_sdk.events import EventType
from sqlalchemy.orm import Session

from actions import resources
from actions.about_offer import answer_about_offer
from actions.answers.offer import offer_facts
from actions.answers.texts import Texts
from actions.answers.wording import condition_words, describe, titled
from actions.conversation import wish_of
from actions.spoken_action import SpokenAction, Turn
from catalogue.search import Hit, explain
from catalogue.wish import Wish


class ActionWhy(SpokenAction):
    def name(self) -> str:
        return "action_why"

    def answer(self, turn: Turn) -> list[EventType]:
        wish, texts, region = wish_of(turn.tracker), turn.texts, turn.region

        def reasons(session: Session, hit: Hit) -> str:
            met, missed = explain(hit.offer, wish, region, session, resources.settings().today())
            return texts.say(
                "utter_why",
                wish=describe(wish, region, texts),
                met=_reasons(wish, met, texts),
                missed=_missed(missed, texts),
                **offer_facts(hit, texts),
            )

        return answer_about_offer(turn, reasons)


def _reasons(wish: Wish, met: list[str], texts: Texts) -> str:
    reasons = [texts.label("why_topic", topic=titled(wish.topic))] if wish.topic else []
    if met:
        reasons.append(texts.label("why_met", names=condition_words(met, texts)))
    return texts.label("clause").join(reasons) or texts.label("why_current")


def _missed(missed: list[str], texts: Texts) -> str:
    if not missed:
        return ""
    return texts.label("clause") + texts.label("why_missed", names=condition_words(missed, texts))
