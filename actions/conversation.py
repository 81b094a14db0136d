"""What an action knows of the conversation: the wish, the page shown, and the present message."""

from dataclasses import dataclass, replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from bot.message_metadata import COUNSELLOR, REMOVED
from bot.understanding.facts import Understanding
from catalogue.wish import Wish

_PAGE_LISTS = ("shown", "asked_before")


@dataclass(frozen=True)
class Page:
    """The offers shown last (their ids), where in the result they stand, and what was asked.

    `asked` is what was asked for last, `asked_before` everything that was asked for about this subject; `second` is
    the topic of a second wish that waits; `focus` the offer last talked about. `outdated` says how many offers
    fit as well that are shown on request only, `on_request` that these are the ones shown.
    `reporting` is the offer about which somebody is asked to write what is wrong; `unplaced` what was written to be
    wrong before it is known with which offer.
    """

    shown: tuple[str, ...] = ()
    offset: int = 0
    total: int = 0
    asked: str | None = None
    asked_before: tuple[str, ...] = ()
    second: str | None = None
    focus: str | None = None
    outdated: int = 0
    on_request: bool = False
    reporting: str | None = None
    unplaced: str | None = None


def wish_of(tracker: Tracker) -> Wish:
    return Wish.from_query(tracker.get_slot("wish"))


def page_of(tracker: Tracker) -> Page:
    stored = tracker.get_slot("page") or {}
    lists = {name: tuple(stored.get(name, ())) for name in _PAGE_LISTS}
    return Page(**{**stored, **lists})


def intent_of(tracker: Tracker) -> str:
    return str((tracker.latest_message.get("intent") or {}).get("name") or "")


def understanding_of(tracker: Tracker) -> Understanding:
    """What the pipeline found in the present message, or what a button's payload says."""
    text = tracker.latest_message.get("text") or ""
    return Understanding.from_entities(tracker.latest_message.get("entities") or [], words=len(text.split()))


def offset_asked(tracker: Tracker) -> int | None:
    """How many offers come before the page that a button asks for; None where none does."""
    for entity in tracker.latest_message.get("entities") or []:
        if entity["entity"] == "offset" and str(entity["value"]).isdigit():
            return int(entity["value"])
    return None


def was_personal(tracker: Tracker) -> bool:
    """Whether something personal was taken out of the present message."""
    return bool(_metadata(tracker).get(REMOVED))


def counsellor_of(tracker: Tracker) -> str | None:
    """The counsellor who wrote the present message; None for everybody else."""
    name = _metadata(tracker).get(COUNSELLOR)
    return str(name) if name else None


def _metadata(tracker: Tracker) -> dict[str, Any]:
    """What the channel says of the present message."""
    said = [event for event in tracker.events if event.get("event") == "user"]
    return (said[-1].get("metadata") or {}) if said else {}


def is_pressed(tracker: Tracker) -> bool:
    """Whether the present message is a button's payload; channels let nobody else's text begin like one."""
    return str(tracker.latest_message.get("text") or "").startswith("/")


def button_value(tracker: Tracker, name: str) -> str | None:
    """What the payload of a pressed button says about something."""
    found = (item["value"] for item in tracker.latest_message.get("entities") or [] if item["entity"] == name)
    return next(map(str, found), None) if is_pressed(tracker) else None


def remember(wish: Wish, page: Page) -> list[EventType]:
    """Events that keep wish and page for the next turn."""
    return [SlotSet("wish", wish.as_query()), remember_page(page)]


def remember_page(page: Page) -> EventType:
    stored: dict[str, Any] = {**page.__dict__, **{name: list(getattr(page, name)) for name in _PAGE_LISTS}}
    return SlotSet("page", stored)


def focus_on(tracker: Tracker, offer_id: str) -> list[EventType]:
    return [remember_page(replace(page_of(tracker), focus=offer_id, reporting=None, unplaced=None))]


def chosen_offer(tracker: Tracker) -> str | None:
    """The id of the offer that a message is about: a button's, a position's, the last one in focus.

    None where several are shown and none was named.
    """
    page = page_of(tracker)
    return numbered_offer(tracker) or page.focus or (page.shown[0] if len(page.shown) == 1 else None)


def numbered_offer(tracker: Tracker) -> str | None:
    """The id of the offer that a message itself points to: a button's, or a position's."""
    for entity in tracker.latest_message.get("entities") or []:
        if entity["entity"] == "offer":
            return str(entity["value"])
    page = page_of(tracker)
    for number in understanding_of(tracker).numbers:
        # On a later page offers are numbered on ("6." and so on).
        first = page.offset if number > page.offset else 0
        index = number - 1 - first if number > 0 else len(page.shown) - 1
        if 0 <= index < len(page.shown):
            return page.shown[index]
    return None
