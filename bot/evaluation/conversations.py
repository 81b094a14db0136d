"""Conversations with what is expected of the assistant: a YAML list of turns, in a file named after what it shows.

A turn is what the visitor writes (`user`) or which button is pressed (`press`: how its title begins), and what is
expected:

    bot:      a fragment, or several, of what the assistant says
    not:      a fragment, or several, that it must not say
    buttons:  how the titles of buttons begin that have to be there
    offers:   total (exactly), total_min, total_max; query: what was understood (these keys and values);
              empty: keys of the query that have no value; relaxed: what was given up (nothing, unless named);
              titles: fragments of titles that are on the page

A turn without `offers` must show none. A turn that is only `counsellor: name` opens counsellor mode for that name.
They hold on the example catalogue of 2027-01-11.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from rasa.core.agent import Agent

from bot.channels.incoming import ask
from catalogue.errors import QuestionFileError
from catalogue.region import Region
from catalogue.search import COUNSELLORS_PAGE, PAGE

_TURN_KEYS = {"user", "press", "bot", "not", "buttons", "offers", "counsellor"}
_OFFER_KEYS = {"total", "total_min", "total_max", "query", "empty", "relaxed", "titles"}

Turns = Sequence[Mapping[str, Any]]
Messages = Sequence[Mapping[str, Any]]


def read_conversation(path: Path) -> Turns:
    """The turns of a file. Raises QuestionFileError where it has not the format above."""
    try:
        turns = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise QuestionFileError(f"{path.name}: Das Gespräch lässt sich nicht lesen ({error}).") from error
    if not isinstance(turns, list) or not turns or not all(isinstance(turn, dict) for turn in turns):
        raise QuestionFileError(f"{path.name}: Erwartet wird eine Liste von Zügen.")
    for number, turn in enumerate(turns, 1):
        unknown = (set(turn) - _TURN_KEYS) | (set(turn.get("offers") or ()) - _OFFER_KEYS)
        if unknown or len({"user", "press", "counsellor"} & set(turn)) != 1:
            raise QuestionFileError(f"{path.name}: Zug {number} hat nicht das Format der Gespräche {sorted(unknown)}.")
    return turns


async def hold_conversation(turns: Turns, agent: Agent, region: Region, invite: Callable[[str], str]) -> str:
    """Hold a conversation to its first fault: what is wrong, as a sentence; empty where all is as expected.

    `invite` makes the code by which a counsellor opens the mode, from a name.
    """
    sender = secrets.token_hex(16)
    buttons: list[dict[str, str]] = []
    for number, turn in enumerate(turns, 1):
        where = f"Zug {number} ({turn.get('user', turn.get('press'))!r})"
        if "counsellor" in turn:
            await ask(agent, region, sender, invite(turn["counsellor"]), "test")
            continue
        text = turn.get("user") or _pressed(turn["press"], buttons)
        if text is None:
            return f"{where}: kein solcher Knopf in {[button['title'] for button in buttons]}"
        messages = await ask(agent, region, sender, text, "test")
        buttons = [button for message in messages for button in message.get("buttons") or []]
        fault = next(_faults(turn, messages, [button["title"] for button in buttons]), None)
        if fault:
            return f"{where}: {fault}"
    return ""


def _pressed(title: str, buttons: Sequence[Mapping[str, str]]) -> str | None:
    return next((button["payload"] for button in buttons if button["title"].startswith(title)), None)


def _faults(turn: Mapping[str, Any], messages: Messages, titles: Sequence[str]) -> Iterator[str]:
    said = "\n".join(message["text"] for message in messages if message.get("text"))
    if not said:
        yield "keine Antwort"
    yield from (f"{fragment!r} fehlt in {said!r}" for fragment in _several(turn.get("bot")) if fragment not in said)
    yield from (f"{fragment!r} steht in {said!r}" for fragment in _several(turn.get("not")) if fragment in said)
    for title in turn.get("buttons", ()):
        if not any(item.startswith(title) for item in titles):
            yield f"kein Knopf {title!r} in {list(titles)}"
    shown = [message["custom"] for message in messages if "custom" in message]
    if len(shown) != ("offers" in turn):
        yield f"{len(shown)} Nachrichten mit Angeboten; gesagt: {said!r}"
    elif shown:
        yield from _faults_of_offers(turn["offers"], shown[0])


def _faults_of_offers(expected: Mapping[str, Any], shown: Mapping[str, Any]) -> Iterator[str]:
    total, query = shown["total"], shown["query"]
    least, most = expected.get("total_min", 0), expected.get("total_max", total)
    if total != expected.get("total", total) or not least <= total <= most:
        yield f"{total} Angebote"
    is_counsellors = any("counselling" in offer for offer in shown["offers"])
    if len(shown["offers"]) > (COUNSELLORS_PAGE if is_counsellors else PAGE):
        yield f"{len(shown['offers'])} Angebote auf einer Seite"
    for key, value in (expected.get("query") or {}).items():
        if query[key] != value:
            yield f"verstanden {key} {query[key]!r} statt {value!r}"
    for key in expected.get("empty", ()):
        if query[key] not in (None, [], {}):
            yield f"verstanden {key} {query[key]!r}"
    if shown["relaxed"] != expected.get("relaxed", []):
        yield f"aufgegeben {shown['relaxed']}"
    titles = " | ".join(offer["title"] for offer in shown["offers"])
    yield from (f"{fragment!r} fehlt in {titles}" for fragment in expected.get("titles", ()) if fragment not in titles)


def _several(value: str | Sequence[str] | None) -> Sequence[str]:
    return [] if value is None else [value] if isinstance(value, str) else value
