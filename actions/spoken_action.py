"""What every action has in common: it answers in the visitor's language, out of the conversation so far."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import resources
from actions.answers.counselling import ANSWERED_IN_WORDS, REPORTED
from actions.answers.texts import GERMAN, PLAIN, Texts, languages, texts_in
from actions.conversation import (
    counsellor_of,
    focus_on,
    intent_of,
    is_pressed,
    page_of,
    remember_page,
    understanding_of,
    was_personal,
)
from bot.message_metadata import IS_PLAIN, KIND_OF_TURN, LANGUAGE
from catalogue.database import reading
from catalogue.models import Offer
from catalogue.notices import SUBJECTS, report, subject_of
from catalogue.region import Region
from catalogue.search import find_shown

# Ways of speaking by the kind of turn that asks for them.
_ASKED_FOR = {"plain_language": PLAIN, "usual_language": GERMAN}
# Kinds of turn that are never what a counsellor wants to tell the office.
_NO_NOTICE = frozenset(("crisis", "restart"))
# Kinds of turn that may be what a visitor was asked to write about an offer; all others go on with something else.
_NOTICE = frozenset(("wrong_entry", "complaint", "unclear", "out_of_scope"))


@dataclass(frozen=True)
class Turn:
    """One message that wants an answer: what was said so far, and the means to answer.

    `counsellor` is the name of the counsellor who asks; None for everybody else.
    """

    tracker: Tracker
    texts: Texts
    region: Region
    dispatcher: CollectingDispatcher
    counsellor: str | None = None

    def say(self, response: str, buttons: Sequence[Mapping[str, str]] = (), **values: Any) -> None:
        """Answer with a sentence, filled in."""
        self.tell(self.texts.say(response, **values), buttons)

    def tell(self, text: str, buttons: Sequence[Mapping[str, str]] = ()) -> None:
        """Answer with a text that is ready."""
        beside: dict[str, Any] = {LANGUAGE: self.texts.code, KIND_OF_TURN: intent_of(self.tracker)}
        if self.texts.language == PLAIN:
            beside[IS_PLAIN] = True
        self.dispatcher.utter_message(text=text, buttons=[dict(item) for item in buttons], **beside)


class SpokenAction(Action, ABC):
    """An action that answers in the language in which it is written to."""

    @abstractmethod
    def answer(self, turn: Turn) -> list[EventType]:
        """Answer the message; the events that keep what has changed."""

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        region, before = resources.region(), language_of(tracker)
        texts = texts_in(_language_now(tracker), domain, region)
        turn = Turn(tracker, texts, region, dispatcher, counsellor_of(tracker))
        if texts.language != before and texts.introduction:
            turn.tell(texts.opened())
        if was_personal(tracker):
            turn.say("utter_personal_data_removed")
        events = _noted(turn) or [*_no_longer_asked(tracker), *self.answer(turn)]
        return events if texts.language == before else [*events, SlotSet("language", texts.language)]


def hand_over(turn: Turn, offer: Offer, about: str, said: str) -> list[EventType]:
    """Hand to the office what is wrong with an offer, in the writer's words where there are any, and say thanks."""
    report(resources.engine(), offer.key, about, said, resources.settings().now(), by=turn.counsellor)
    if turn.counsellor:
        turn.tell(REPORTED.format(title=offer.title, about=ANSWERED_IN_WORDS if said else about))
    else:
        turn.say("utter_reported", title=offer.title)
    return focus_on(turn.tracker, offer.key)


def _noted(turn: Turn) -> list[EventType]:
    """Hand to the office what somebody was asked to write about an offer; empty where nobody was asked."""
    tracker, key = turn.tracker, page_of(turn.tracker).reporting
    intent = intent_of(tracker)
    is_notice = intent not in _NO_NOTICE if turn.counsellor else intent in _NOTICE
    if not key or is_pressed(tracker) or not is_notice:
        return []
    with reading(resources.engine()) as session:
        offer = find_shown(session, key)
    if offer is None:
        return []
    said = str(tracker.latest_message.get("text") or "")
    return hand_over(turn, offer, subject_of(said) or SUBJECTS[-1], said)


def _no_longer_asked(tracker: Tracker) -> list[EventType]:
    """Whoever does something else than to say what is wrong is not waited for."""
    page = page_of(tracker)
    is_asked = page.reporting or page.unplaced
    return [remember_page(replace(page, reporting=None, unplaced=None))] if is_asked else []


def language_of(tracker: Tracker) -> str:
    """The language of the conversation up to the present message."""
    return str(tracker.get_slot("language") or GERMAN)


def _language_now(tracker: Tracker) -> str:
    """The language of the present message where it is sure; German does not end Einfache Sprache."""
    before = language_of(tracker)
    if intent_of(tracker) in _ASKED_FOR:
        return _ASKED_FOR[intent_of(tracker)]
    spoken = understanding_of(tracker).spoken
    if not spoken or spoken not in languages() or (spoken == GERMAN and before == PLAIN):
        return before
    return spoken
