"""Search, refinement, correction, another subject: change the wish, ask the catalogue, answer."""

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import resources
from actions.answers.result import places_named, result_buttons, result_payload, result_text
from actions.answers.texts import say
from actions.answers.wording import titled
from actions.conversation import Page, intent_of, page_of, remember, understanding_of, wish_of
from actions.refinement import next_wish
from bot.understanding.facts import SECOND
from catalogue.database import reading
from catalogue.region import Region
from catalogue.search import PAGE, search
from catalogue.wish import Wish

Domain = dict[str, Any]


class ActionSearch(Action):
    def name(self) -> str:
        return "action_search"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Domain) -> list[EventType]:
        region, found = resources.region(), understanding_of(tracker)
        wish = next_wish(wish_of(tracker), intent_of(tracker), found, page_of(tracker).asked, region)
        if wish.is_empty or (wish_of(tracker).is_empty and not _names_something(wish)):
            dispatcher.utter_message(text=say(domain, "utter_unclear", region))
            return []
        second = next((fact.value for fact in found.of("topic", SECOND)), None)
        ambiguous = found.ambiguous_places[0] if found.ambiguous_places else None
        return show_offers(dispatcher, domain, wish, region, second=second, ambiguous=ambiguous)


def _names_something(wish: Wish) -> bool:
    """Whether a first wish names more than conditions ("heute", "abends") that fit everything."""
    return any(wish.said(name) for name in ("topic", "kind", "area", "audience", "place", "provider"))


def show_offers(
    dispatcher: CollectingDispatcher,
    domain: Domain,
    wish: Wish,
    region: Region,
    *,
    offset: int = 0,
    second: str | None = None,
    ambiguous: str | None = None,
) -> list[EventType]:
    """Answer with a page of the offers for a wish, and remember wish and page.

    `ambiguous` is a name that several places bear: their offers are shown, and which one is meant is the one question.
    """
    with reading(resources.engine()) as session:
        result = search(session, wish, region, resources.settings().today(), offset=offset)
        has_more = result.total > offset + PAGE
        ambiguous = ambiguous if result.total else None
        if ambiguous:
            result = replace(result, question=None)
        text = result_text(domain, result, region, offset)
        buttons = result_buttons(result, second, has_more)
        if ambiguous:
            text += "\n" + say(domain, "utter_which_place", region, name=ambiguous)
            buttons = [*places_named(ambiguous, region), *buttons]
        if second:
            text += "\n" + say(domain, "utter_second_wish", region, topic=titled(second))
        dispatcher.utter_message(text=text, buttons=buttons)
        dispatcher.utter_message(json_message=result_payload(result))
    page = Page(
        shown=tuple(hit.offer.key for hit in result.hits),
        offset=offset,
        total=result.total,
        asked="place" if ambiguous else result.question.key if result.question else None,
        second=second,
    )
    return remember(wish, page)
