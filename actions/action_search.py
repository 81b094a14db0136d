"""Search, refinement, correction, another subject: change the wish, ask the catalogue, answer."""

from dataclasses import replace

from rasa_sdk.events import EventType

from actions import resources
from actions.answers.counselling import REPORT
from actions.answers.result import (
    below,
    button,
    headline,
    places_named,
    result_buttons,
    result_payload,
    result_text,
)
from actions.answers.wording import titled
from actions.conversation import Page, intent_of, page_of, remember, understanding_of, wish_of
from actions.refinement import next_wish
from actions.spoken_action import SpokenAction, Turn
from bot.understanding.facts import ASSUMED, SECOND
from catalogue.database import reading
from catalogue.search import COUNSELLORS_PAGE, PAGE, for_counsellors, search, search_outdated
from catalogue.wish import Wish


class ActionSearch(SpokenAction):
    def name(self) -> str:
        return "action_search"

    def answer(self, turn: Turn) -> list[EventType]:
        before, found = wish_of(turn.tracker), understanding_of(turn.tracker)
        wish = next_wish(before, intent_of(turn.tracker), found, page_of(turn.tracker).asked, turn.region)
        if wish.is_empty or (before.is_empty and not _names_something(wish)):
            turn.say("utter_unclear")
            return []
        second = next((fact.value for fact in found.of("topic", SECOND)), None)
        ambiguous = found.ambiguous_places[0] if found.ambiguous_places else None
        assumed = bool(found.of("topic", ASSUMED)) and wish.topic != before.topic
        return show_offers(turn, wish, second=second, ambiguous=ambiguous, assumed=assumed)


def _names_something(wish: Wish) -> bool:
    """Whether a first wish names more than conditions ("heute", "abends") that fit everything."""
    return any(wish.said(name) for name in ("topic", "kind", "area", "audience", "place", "provider"))


def show_offers(
    turn: Turn,
    wish: Wish,
    *,
    offset: int = 0,
    second: str | None = None,
    ambiguous: str | None = None,
    assumed: bool = False,
    on_request: bool = False,
) -> list[EventType]:
    """Answer with a page of the offers for a wish, and remember wish and page.

    `assumed` says that nobody named the subject, but German is likely.
    `ambiguous` is a name that several places bear: their offers are shown, and which one is meant is the one question.
    `on_request` shows the offers that have not been confirmed for long, and nothing else.
    """
    texts, region, today = turn.texts, turn.region, resources.settings().today()
    asked_before = page_of(turn.tracker).asked_before if wish.topic == wish_of(turn.tracker).topic else ()
    limit = COUNSELLORS_PAGE if turn.counsellor else PAGE
    with reading(resources.engine()) as session:
        if on_request:
            result = search_outdated(session, wish, region, today, limit=limit, offset=offset)
        else:
            result = search(session, wish, region, today, limit=limit, offset=offset, not_asked=asked_before)
        if turn.counsellor:
            result = replace(result, hits=for_counsellors(session, result.hits))
        has_more = result.total > offset + limit
        ambiguous = ambiguous if result.total else None
        if ambiguous:
            result = replace(result, question=None)
        buttons = result_buttons(texts, result, second, has_more)
        first = [texts.say("utter_assumed_german")] if assumed else []
        last = []
        if ambiguous:
            last.append(texts.say("utter_which_place", name=ambiguous))
            buttons = [*places_named(ambiguous, region), *buttons]
        if second:
            last.append(texts.say("utter_second_wish", topic=titled(second)))
        if turn.counsellor and result.hits:
            buttons = [*buttons, button(REPORT, "wrong_entry")]
        before = "\n".join([*first, headline(texts, result, region, offset)])
        after = "\n".join([*below(texts, result), *last])
        turn.tell("\n".join([*first, result_text(texts, result, region, offset), *last]), buttons)
        turn.dispatcher.utter_message(json_message=result_payload(result, texts, before, after, offset))
    asked = "place" if ambiguous else result.question.key if result.question else None
    page = Page(
        shown=tuple(hit.offer.key for hit in result.hits),
        offset=offset,
        total=result.total,
        asked=asked,
        asked_before=(*asked_before, asked) if asked else asked_before,
        second=second,
        outdated=result.outdated,
        on_request=on_request,
    )
    return remember(wish, page)
