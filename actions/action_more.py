"""The next page of the same search."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import resources
from actions.action_search import show_offers
from actions.answers.texts import say
from actions.conversation import page_of, wish_of


class ActionMore(Action):
    def name(self) -> str:
        return "action_more"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        region, wish, page = resources.region(), wish_of(tracker), page_of(tracker)
        offset = page.offset + len(page.shown)
        if not page.shown or offset >= page.total:
            response = "utter_no_more" if page.shown else "utter_nothing_shown"
            dispatcher.utter_message(text=say(domain, response, region))
            return []
        return show_offers(dispatcher, domain, wish, region, offset=offset, second=page.second)
