"""The next page of the same search or the one that a button names, and in the end what is shown on request only."""

from rasa_sdk.events import EventType

from actions.action_search import show_offers
from actions.conversation import offset_asked, page_of, understanding_of, wish_of
from actions.spoken_action import SpokenAction, Turn
from bot.understanding.facts import OUTDATED


class ActionMore(SpokenAction):
    def name(self) -> str:
        return "action_more"

    def answer(self, turn: Turn) -> list[EventType]:
        page, wish = page_of(turn.tracker), wish_of(turn.tracker)
        asked = offset_asked(turn.tracker)
        if asked is not None and asked < page.total:
            return show_offers(turn, wish, offset=asked, second=page.second, on_request=page.on_request)
        offset = page.offset + len(page.shown)
        is_last = offset >= page.total
        if page.outdated and (is_last or OUTDATED in understanding_of(turn.tracker).cues):
            return show_offers(turn, wish, on_request=True, second=page.second)
        if is_last:
            turn.say("utter_no_more" if page.shown else "utter_nothing_shown")
            return []
        return show_offers(turn, wish, offset=offset, second=page.second, on_request=page.on_request)
