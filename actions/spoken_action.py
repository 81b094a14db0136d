"""What every action has in common: it answers in the visitor's language, out of the conversation so far."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import resources
from actions.answers.texts import GERMAN, PLAIN, Texts, languages, texts_in
from actions.conversation import intent_of, understanding_of, was_personal
from bot.message_metadata import LANGUAGE
from catalogue.region import Region

# Ways of speaking by the kind of turn that asks for them.
_ASKED_FOR = {"plain_language": PLAIN, "usual_language": GERMAN}


@dataclass(frozen=True)
class Turn:
    """One message that wants an answer: what was said so far, and the means to answer."""

    tracker: Tracker
    texts: Texts
    region: Region
    dispatcher: CollectingDispatcher

    def say(self, response: str, buttons: Sequence[Mapping[str, str]] = (), **values: Any) -> None:
        """Answer with a sentence, filled in."""
        self.tell(self.texts.say(response, **values), buttons)

    def tell(self, text: str, buttons: Sequence[Mapping[str, str]] = ()) -> None:
        """Answer with a text that is ready."""
        said_in = {LANGUAGE: self.texts.code}
        self.dispatcher.utter_message(text=text, buttons=[dict(item) for item in buttons], **said_in)


class SpokenAction(Action, ABC):
    """An action that answers in the language in which it is written to."""

    @abstractmethod
    def answer(self, turn: Turn) -> list[EventType]:
        """Answer the message; the events that keep what has changed."""

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        region, before = resources.region(), language_of(tracker)
        texts = texts_in(_language_now(tracker), domain, region)
        turn = Turn(tracker, texts, region, dispatcher)
        if texts.language != before and texts.introduction:
            turn.tell(texts.opened())
        if was_personal(tracker):
            turn.say("utter_personal_data_removed")
        events = self.answer(turn)
        return events if texts.language == before else [*events, SlotSet("language", texts.language)]


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
