"""Something about an offer is not right, as it is typed or by the button "Angabe stimmt nicht": the office is told.

What is typed is handed over in the writer's own words. Notices of counsellors bear their name, others nobody's;
counsellors may also choose from a list what is wrong.
"""

from dataclasses import replace

from rasa_sdk.events import EventType
from sqlalchemy.orm import Session

from actions import resources
from actions.about_offer import offer_by_title, offer_meant
from actions.answers.counselling import ABOUT, IN_WORDS
from actions.answers.result import button
from actions.conversation import (
    button_value,
    chosen_offer,
    intent_of,
    is_pressed,
    numbered_offer,
    page_of,
    remember_page,
    understanding_of,
)
from actions.spoken_action import SpokenAction, Turn, hand_over
from catalogue.database import reading
from catalogue.models import Offer
from catalogue.notices import SUBJECTS, subject_of

_IN_WORDS = SUBJECTS[-1]
# So few words that name nothing of an offer do not say what is wrong: "Bei Nummer 3 stimmt was nicht".
_FEW = 6


class ActionWrongEntry(SpokenAction):
    def name(self) -> str:
        return "action_wrong_entry"

    def answer(self, turn: Turn) -> list[EventType]:
        tracker = turn.tracker
        if not page_of(tracker).shown and chosen_offer(tracker) is None:
            turn.say("utter_report_how")
            return []
        with reading(resources.engine()) as session:
            return _asked_or_reported(turn, session)


def _asked_or_reported(turn: Turn, session: Session) -> list[EventType]:
    tracker, page = turn.tracker, page_of(turn.tracker)
    said = page.unplaced or "" if is_pressed(tracker) else str(tracker.latest_message.get("text") or "")
    key = _offer_reported(turn, session)
    offer = offer_meant(turn, session, key)
    if offer is None:
        return [remember_page(replace(page, unplaced=said))] if key is None and said else []
    about = button_value(tracker, "about") if turn.counsellor else None
    if about in SUBJECTS and about != _IN_WORDS:
        return hand_over(turn, offer, about, "")
    if about is None and _says_what(said):
        return hand_over(turn, offer, subject_of(said) or _IN_WORDS, said)
    return _asked_what(turn, offer, in_words=about == _IN_WORDS)


def _offer_reported(turn: Turn, session: Session) -> str | None:
    """The offer named by number or title, else the one last spoken of; a number that nothing bears names none."""
    named = numbered_offer(turn.tracker) or offer_by_title(turn, session)
    if named or (understanding_of(turn.tracker).numbers and not is_pressed(turn.tracker)):
        return named
    return None if is_pressed(turn.tracker) else chosen_offer(turn.tracker)


def _says_what(said: str) -> bool:
    return bool(said) and (subject_of(said) is not None or len(said.split()) > _FEW)


def _asked_what(turn: Turn, offer: Offer, *, in_words: bool) -> list[EventType]:
    """Ask what is wrong; whoever is to write it is waited for."""
    if turn.counsellor and not in_words:
        intent = intent_of(turn.tracker)
        choices = [button(subject, intent, {"offer": offer.key, "about": subject}) for subject in SUBJECTS]
        turn.tell(ABOUT.format(title=offer.title), choices)
        return []
    if turn.counsellor:
        turn.tell(IN_WORDS.format(title=offer.title))
    else:
        turn.say("utter_report_what", title=offer.title)
    return [remember_page(replace(page_of(turn.tracker), focus=offer.key, reporting=offer.key, unplaced=None))]
