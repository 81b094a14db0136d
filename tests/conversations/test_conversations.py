"""Holds every conversation in the folders beside this file with the assistant, on the example catalogue of 2027-01-11.

A conversation is a YAML list of turns, in a file named after what it shows. A turn is what the visitor writes
(`user`) or which button is pressed (`press`: how its title begins), and what is expected:

    bot:      a fragment, or several, of what the assistant says
    not:      a fragment, or several, that it must not say
    buttons:  how the titles of buttons begin that have to be there
    offers:   total (exactly), total_min, total_max; query: what was understood (these keys and values);
              empty: keys of the query that have no value; relaxed: what was given up (nothing, unless named;
              null, where that does not matter: so in tests made of conversations by `review export-tests`);
              titles: fragments of titles that are on the page

A turn without `offers` must show none. A turn that is only `counsellor: name` opens counsellor mode for that name.
"""

import asyncio
import secrets
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.core.agent import Agent

from bot.channels.incoming import ask
from bot.counsellors import Counsellors
from catalogue.region import Region
from catalogue.search import COUNSELLORS_PAGE, PAGE

FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.rglob("*.yml"))
_TURN_KEYS = {"user", "press", "bot", "not", "buttons", "offers", "counsellor"}
_OFFER_KEYS = {"total", "total_min", "total_max", "query", "empty", "relaxed", "titles"}

Messages = list[dict[str, Any]]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(FOLDER).with_suffix("")))
def test_conversation(file: Path, agent: Agent, region: Region, counsellors: Counsellors) -> None:
    asyncio.run(hold(yaml.safe_load(file.read_text(encoding="utf-8")), agent, region, counsellors))


def test_there_are_conversations_of_every_kind() -> None:
    assert len(FILES) >= 40
    assert len({file.parent for file in FILES}) >= 12


async def hold(turns: list[dict[str, Any]], agent: Agent, region: Region, counsellors: Counsellors) -> None:
    sender = secrets.token_hex(16)
    buttons: list[dict[str, str]] = []
    for number, turn in enumerate(turns, 1):
        assert set(turn) <= _TURN_KEYS, f"Zug {number}: unbekannt {set(turn) - _TURN_KEYS}"
        if "counsellor" in turn:
            await ask(agent, region, sender, counsellors.invite(turn["counsellor"]), "test")
            continue
        text = _pressed(turn["press"], buttons) if "press" in turn else turn["user"]
        messages = await ask(agent, region, sender, text, "test")
        buttons = [button for message in messages for button in message.get("buttons") or []]
        _check(turn, messages, buttons, f"Zug {number} ({turn.get('user', turn.get('press'))!r})")


def _pressed(title: str, buttons: list[dict[str, str]]) -> str:
    return next(button["payload"] for button in buttons if button["title"].startswith(title))


def _check(turn: dict[str, Any], messages: Messages, buttons: list[dict[str, str]], where: str) -> None:
    said = "\n".join(message["text"] for message in messages if message.get("text"))
    assert said, f"{where}: keine Antwort"
    for fragment in _several(turn.get("bot")):
        assert fragment in said, f"{where}: {fragment!r} fehlt in {said!r}"
    for fragment in _several(turn.get("not")):
        assert fragment not in said, f"{where}: {fragment!r} steht in {said!r}"
    titles = [button["title"] for button in buttons]
    for title in turn.get("buttons", ()):
        assert any(item.startswith(title) for item in titles), f"{where}: kein Knopf {title!r} in {titles}"
    shown = [message["custom"] for message in messages if "custom" in message]
    assert len(shown) == ("offers" in turn), f"{where}: {len(shown)} Nachrichten mit Angeboten; gesagt: {said!r}"
    if shown:
        _check_offers(turn["offers"], shown[0], where)


def _check_offers(expected: dict[str, Any], shown: dict[str, Any], where: str) -> None:
    assert set(expected) <= _OFFER_KEYS, f"{where}: unbekannt {set(expected) - _OFFER_KEYS}"
    assert shown["type"] == "offers"
    total = shown["total"]
    assert total == expected.get("total", total), f"{where}: {total} Angebote"
    assert expected.get("total_min", 0) <= total <= expected.get("total_max", total), f"{where}: {total} Angebote"
    is_counsellors = any("counselling" in offer for offer in shown["offers"])
    assert len(shown["offers"]) <= (COUNSELLORS_PAGE if is_counsellors else PAGE)
    query = {key: shown["query"][key] for key in expected.get("query", {})}
    assert query == expected.get("query", {}), f"{where}: verstanden {query}"
    filled = [key for key in expected.get("empty", ()) if shown["query"][key] not in (None, [], {})]
    assert filled == [], f"{where}: verstanden { {key: shown['query'][key] for key in filled} }"
    if (relaxed := expected.get("relaxed", [])) is not None:
        assert shown["relaxed"] == relaxed, f"{where}: aufgegeben {shown['relaxed']}"
    titles = " | ".join(offer["title"] for offer in shown["offers"])
    for fragment in expected.get("titles", ()):
        assert fragment in titles, f"{where}: {fragment!r} fehlt in {titles}"


def _several(value: str | list[str] | None) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else value
