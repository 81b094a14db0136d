"""Something is not right: an apology with the office's contact; counsellors may say what is wrong with which offer.

Their notices go to the office with their name. A visitor's stand on the offer's own page, and are nobody's.
"""

from dataclasses import replace

from rasa_sdk.events import EventType
from sqlalchemy.orm import Session

from actions import resources
from actions.about_offer import offer_meant
from actions.answers.counselling import ABOUT, IN_WORDS, REPORT, REPORTED
from actions.answers.result import button
from actions.conversation import button_value, chosen_offer, intent_of, is_pressed, page_of, remember_page
from actions.spoken_action import SpokenAction, Turn
from catalogue.database import reading
from catalogue.models import Offer
from catalogue.notices import SUBJECTS, report

_IN_WORDS = SUBJECTS[-1]


class ActionComplaint(SpokenAction):
    def name(self) -> str:
        return "action_complaint"

    def answer(self, turn: Turn) -> list[EventType]:
        if not turn.counsellor or not page_of(turn.tracker).shown:
            turn.say("utter_complaint")
            return []
        with reading(resources.engine()) as session:
            return _asked_or_reported(turn, session, turn.counsellor)


def _asked_or_reported(turn: Turn, session: Session, counsellor: str) -> list[EventType]:
    tracker, intent = turn.tracker, intent_of(turn.tracker)
    key = chosen_offer(tracker)
    if key is None and not is_pressed(tracker):
        # Not every complaint is about an offer.
        turn.say("utter_complaint", [button(REPORT, intent)])
        return []
    offer = offer_meant(turn, session, key)
    if offer is None:
        return []
    about = button_value(tracker, "about")
    if about not in SUBJECTS:
        choices = [button(subject, intent, {"offer": offer.key, "about": subject}) for subject in SUBJECTS]
        turn.tell(ABOUT.format(title=offer.title), choices)
    elif about == _IN_WORDS:
        turn.tell(IN_WORDS.format(title=offer.title))
        return [remember_page(replace(page_of(tracker), reporting=offer.key))]
    else:
        _report(turn, offer, about, counsellor)
    return []


def _report(turn: Turn, offer: Offer, about: str, counsellor: str) -> None:
    report(resources.engine(), offer.key, about, "", resources.settings().now(), by=counsellor)
    turn.tell(REPORTED.format(title=offer.title, about=about))
