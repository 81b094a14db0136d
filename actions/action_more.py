"""The next page of the same search."""

from rasa_sdk.events import EventType

from actions.action_search import show_offers
from actions.conversation import page_of, wish_of
from actions.spoken_action import SpokenAction, Turn


class ActionMore(SpokenAction):
    def name(self) -> str:
        return "action_more"

    def answer(self, turn: Turn) -> list[EventType]:
        page = page_of(turn.tracker)
        offset = page.offset + len(page.shown)
        if not page.shown or offset >= page.total:
            turn.say("utter_no_more" if page.shown else "utter_nothing_shown")
            return []
        return show_offers(turn, wish_of(turn.tracker), offset=offset, second=page.second)
