"""Nothing was named that could be searched for: ask about what does not suit, topics that may be meant, or anything."""

from dataclasses import replace

from rasa_sdk.events import EventType

from actions.conversation import page_of, remember_page, understanding_of
from actions.offers_on import offers_on
from actions.spoken_action import SpokenAction, Turn
from bot.understanding.facts import DESCRIBED, POSSIBLE, UNSUITED


class ActionUnclear(SpokenAction):
    def name(self) -> str:
        return "action_unclear"

    def answer(self, turn: Turn) -> list[EventType]:
        found, page = understanding_of(turn.tracker), page_of(turn.tracker)
        unsuited = next((key for cue, key in UNSUITED.items() if cue in found.cues), None)
        if unsuited and page.shown:
            turn.say(f"utter_ask_{unsuited}")
            return [remember_page(replace(page, asked=unsuited))]
        possible = [fact.value for fact in found.of("topic", DESCRIBED, POSSIBLE)]
        if buttons := offers_on(possible, turn):
            turn.say("utter_perhaps", buttons)
        else:
            turn.say("utter_unclear")
        return []
