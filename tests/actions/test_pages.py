"""The page that a button names, beside the next one: on a catalogue, without Rasa."""

from collections.abc import Callable
from typing import Any

import pytest
from rasa.nlu.classifiers.regex_message_handler import RegexMessageHandler
from rasa.shared.core.domain import Domain
from rasa.shared.nlu.training_data.message import Message
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy import Engine

from actions.action_more import ActionMore
from bot.training import PROJECT
from catalogue.submissions.load import LoadReport
from catalogue.wish import Wish

WISH = Wish(topic="yoga", kind="Kurs")
ROWS = [
    {
        "kennung": f"Y-{number:02}",
        "titel": f"Yoga {number}",
        "bereich": "Kultur und Freizeit",
        "art": "Kurs",
        "themen": "yoga",
        "anbieter": "VHS",
        "ort": "Hameln",
    }
    for number in range(1, 13)
]


@pytest.fixture(autouse=True)
def catalogue(engine: Engine, load_rows: Callable[..., LoadReport], monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_rows(ROWS).exit_code == 0
    monkeypatch.setenv("BILDUNGSLOTSE_DATABASE_URL", str(engine.url))
    monkeypatch.setenv("BILDUNGSLOTSE_TODAY", "2027-01-11")


def more(payload: str, offset: int = 0, shown: int = 5) -> list[dict[str, Any]]:
    """What is said to a button's payload by somebody who sees the page that begins after `offset` offers."""
    domain = Domain.load(str(PROJECT / "domain.yml"))
    (heard,) = RegexMessageHandler().process([Message(data={"text": payload})], domain)
    page = {"shown": [f"vhs/{number}" for number in range(shown)], "offset": offset, "total": 12}
    latest = {"text": payload, "intent": heard.get("intent"), "entities": heard.get("entities", [])}
    slots = {"wish": WISH.as_query(), "page": page}
    tracker = Tracker("one", slots, latest, [], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    ActionMore().run(dispatcher, tracker, domain.as_dict())
    return list(dispatcher.messages)


def first_shown(messages: list[dict[str, Any]]) -> int:
    (page,) = (message["custom"] for message in messages if message.get("custom"))
    assert page["total"] == 12
    return int(page["first"])


@pytest.mark.parametrize(("payload", "first"), [('/more{"offset": 0}', 1), ('/more{"offset": 5}', 6), ("/more", 11)])
def test_a_button_names_its_page_and_more_is_the_next_one(payload: str, first: int) -> None:
    assert first_shown(more(payload, offset=5)) == first


@pytest.mark.parametrize("payload", ['/more{"offset": 12}', '/more{"offset": -5}', '/more{"offset": "x"}'])
def test_a_page_that_does_not_exist_is_the_next_one(payload: str) -> None:
    assert first_shown(more(payload, offset=0)) == 6
