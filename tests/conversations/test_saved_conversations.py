"""A conversation that staff save as a test is one: what the service kept of it is held again, and fails where it should."""

import asyncio
from typing import Any

import yaml
from rasa.core.agent import Agent

from bot.channels.incoming import ask
from bot.counsellors import Counsellors
from bot.evaluation.conversations import hold_conversation
from bot.review.as_test import as_yaml, turns_of
from bot.review.tables import FOUND, NOTHING, RELAXED, SAID, KeptMessage
from catalogue.region import Region
from tests.bot.review.kept import message

ASKED = ("Yoga in Hameln", "egal wo", "Kurs über Falknerei", "Wie wird das Wetter morgen?", "danke")


async def _kept(agent: Agent, region: Region) -> list[KeptMessage]:
    """What is kept of a conversation, read off its answers."""
    found = []
    wish: dict[str, Any] = {}
    for turn, text in enumerate(ASKED, 1):
        messages = await ask(agent, region, "saved", text, "test")
        shown = next((item["custom"] for item in messages if "custom" in item), None)
        wish = shown["query"] if shown else wish
        outcome = SAID if shown is None else NOTHING if not shown["total"] else RELAXED if shown["relaxed"] else FOUND
        found.append(message(text, "saved", turn, wish=wish, outcome=outcome, answer=messages[0]["text"]))
    return found


def test_a_saved_conversation_can_be_held_again(agent: Agent, region: Region, counsellors: Counsellors) -> None:
    kept = asyncio.run(_kept(agent, region))
    assert {item.outcome for item in kept} >= {NOTHING, SAID}
    turns = turns_of(kept)
    lines = [line for turn in turns for line in turn.lines]
    assert {line.kind for line in lines} == {"bot", "query", "empty"}
    written = yaml.safe_load(as_yaml(turns, [line.id for line in lines], {}))
    assert [turn["user"] for turn in written] == list(ASKED)
    assert asyncio.run(hold_conversation(written, agent, region, counsellors.invite)) == ""
    written[0]["offers"]["query"]["topic"] = "töpfern"
    assert asyncio.run(hold_conversation(written, agent, region, counsellors.invite)).startswith("Zug 1")
