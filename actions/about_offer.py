"""What detail, contact and why have in common: finding out which offer is meant."""

from collections.abc import Callable

from rasa_sdk.events import EventType
from sqlalchemy.orm import Session

from actions import resources
from actions.action_search import show_offers
from actions.answers.counselling import REPORT
from actions.answers.result import Button, button
from actions.answers.wording import titled
from actions.conversation import (
    chosen_offer,
    focus_on,
    intent_of,
    is_pressed,
    numbered_offer,
    page_of,
    understanding_of,
    wish_of,
)
from actions.refinement import next_wish
from actions.spoken_action import Turn, hand_over
from catalogue.database import reading
from catalogue.german import keys
from catalogue.models import Offer
from catalogue.notices import SUBJECTS, subject_of
from catalogue.region import Region
from catalogue.search import Hit, find_shown, for_counsellors, hit_of

# Words so long may name an offer.
_LONG_ENOUGH = 4

Answer = Callable[[Session, Hit], str]


def answer_about_offer(turn: Turn, answer: Answer) -> list[EventType]:
    """Answer a question about one of the shown offers; ask which one, or search, where none is clear."""
    tracker = turn.tracker
    key = chosen_offer(tracker)
    if key is None and not page_of(tracker).shown:
        return _search_first(turn)
    with reading(resources.engine()) as session:
        offer = offer_meant(turn, session, key)
        if offer is None:
            return []
        unplaced = page_of(tracker).unplaced
        if unplaced and numbered_offer(tracker) and not is_pressed(tracker):
            # Asked which offer is meant, people also write "das zweite".
            return hand_over(turn, offer, subject_of(unplaced) or SUBJECTS[-1], unplaced)
        hit = hit_of(offer, wish_of(tracker), turn.region, resources.settings().today())
        if turn.counsellor:
            (hit,) = for_counsellors(session, [hit])
        report = [button(REPORT, "wrong_entry", {"offer": offer.key})] if turn.counsellor else []
        turn.tell(answer(session, hit), report)
    return focus_on(tracker, offer.key)


def _search_first(turn: Turn) -> list[EventType]:
    """Nothing was shown yet: search for what was named ("Wie melde ich mich zum Yogakurs an?")."""
    found = understanding_of(turn.tracker)
    if not found.of("topic"):
        turn.say("utter_nothing_shown")
        return []
    return show_offers(turn, next_wish(wish_of(turn.tracker), "search", found, None, turn.region))


def offer_meant(turn: Turn, session: Session, key: str | None) -> Offer | None:
    """The offer with a key; where there is none, the visitor is asked which of those shown, or told that it is gone."""
    if key is None:
        turn.say("utter_which_offer", _buttons_of_shown(turn, session))
        return None
    offer = find_shown(session, key)
    if offer is None:
        turn.say("utter_gone")
    return offer


def offer_by_title(turn: Turn, session: Session) -> str | None:
    """The one of the shown offers that a message names by words which no other title or provider among them has."""
    page, found = page_of(turn.tracker), understanding_of(turn.tracker)
    topics = [str(fact.value) for fact in found.facts if fact.key == "topic"]
    text = " ".join([str(turn.tracker.latest_message.get("text") or ""), *topics])
    said = {word for word in keys(text) if _is_telling(word, turn.region)}
    names = {key: _names(offer) for key in page.shown if (offer := find_shown(session, key))}
    named = [
        key
        for key, words in names.items()
        if said & words.difference(*(others for other, others in names.items() if other != key))
    ]
    return named[0] if len(named) == 1 else None


def _is_telling(word: str, region: Region) -> bool:
    """Whether a word may name an offer: no short one, no kind of offer, nothing that is said to be wrong with it."""
    is_kind = any(word in keys(kind) for kind in (*(term.name for term in region.kinds), "Angebot", "Eintrag"))
    return len(word) >= _LONG_ENOUGH and not is_kind and subject_of(word) is None


def _names(offer: Offer) -> frozenset[str]:
    return frozenset(keys(f"{offer.title} {offer.provider.name}"))


def _buttons_of_shown(turn: Turn, session: Session) -> list[Button]:
    """The offers shown last, to choose from: the present kind of turn, about one of them."""
    buttons, page = [], page_of(turn.tracker)
    for number, key in enumerate(page.shown, start=page.offset + 1):
        offer = find_shown(session, key)
        if offer:
            buttons.append(button(f"{number}. {titled(offer.title)}", intent_of(turn.tracker), {"offer": key}))
    return buttons
