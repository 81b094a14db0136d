"""What detail, contact and why have in common: finding out which offer is meant."""

from collections.abc import Callable
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.orm import Session

from actions import resources
from actions.action_search import show_offers
from actions.answers.result import button
from actions.answers.texts import say
from actions.answers.wording import titled
from actions.conversation import chosen_offer, focus_on, intent_of, page_of, understanding_of, wish_of
from actions.refinement import next_wish
from catalogue.database import reading
from catalogue.region import Region
from catalogue.search import Hit, find_offer, offer_distance

Answer = Callable[[Session, Hit, Region], str]


def answer_about_offer(
    dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any], answer: Answer
) -> list[EventType]:
    """Answer a question about one of the shown offers; ask which one, or search, where none is clear."""
    region, page = resources.region(), page_of(tracker)
    key = chosen_offer(tracker)
    if key is None and not page.shown:
        return _search_first(dispatcher, tracker, domain, region)
    with reading(resources.engine()) as session:
        if key is None:
            _ask_which(dispatcher, tracker, domain, region, session)
            return []
        offer = find_offer(session, key)
        if offer is None:
            dispatcher.utter_message(text=say(domain, "utter_gone", region))
            return []
        hit = Hit(offer, offer_distance(offer, wish_of(tracker), region))
        dispatcher.utter_message(text=answer(session, hit, region))
    return focus_on(tracker, key)


def _search_first(
    dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any], region: Region
) -> list[EventType]:
    """Nothing was shown yet: search for what was named ("Wie melde ich mich zum Yogakurs an?")."""
    found = understanding_of(tracker)
    if not found.of("topic"):
        dispatcher.utter_message(text=say(domain, "utter_nothing_shown", region))
        return []
    return show_offers(dispatcher, domain, next_wish(wish_of(tracker), "search", found, None, region), region)


def _ask_which(
    dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any], region: Region, session: Session
) -> None:
    buttons = []
    for number, key in enumerate(page_of(tracker).shown, start=1):
        offer = find_offer(session, key)
        if offer:
            buttons.append(button(f"{number}. {titled(offer.title)}", intent_of(tracker), {"offer": key}))
    dispatcher.utter_message(text=say(domain, "utter_which_offer", region), buttons=buttons)
