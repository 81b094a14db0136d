"""Holding the annotated dialogues with the assistant, in its own process."""

import asyncio
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rasa.core.agent import Agent

from bot.channels.incoming import ask
from bot.evaluation.compare import wrong_keys
from bot.evaluation.questions import Dialogue, Turn
from catalogue.region import Region

# Intents by the names that annotators use for kinds of turn.
_TURNS = {
    "goodbye": "bye", "bot_challenge": "bot", "search": "unclear", "refine": "unclear",
    "affirm": "unclear", "deny": "unclear", "wrong_entry": "complaint",
}  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What the assistant made of one turn."""

    dialogue: str
    voice: str
    turn: Turn
    kind: str
    answer: Mapping[str, Any] | None
    wrong_keys: tuple[str, ...] = field(default=())

    @property
    def kind_right(self) -> bool:
        return self.kind == self.turn.turn

    @property
    def understood(self) -> bool:
        """Kind of turn and every key of the wish right."""
        return self.kind_right and not self.wrong_keys


def hold(agent: Agent, region: Region, dialogues: Iterable[Dialogue]) -> list[Outcome]:
    """Hold every dialogue, each in a conversation of its own."""
    return asyncio.run(_hold_all(agent, region, dialogues))


async def _hold_all(agent: Agent, region: Region, dialogues: Iterable[Dialogue]) -> list[Outcome]:
    outcomes = []
    for dialogue in dialogues:
        sender = secrets.token_hex(16)
        for turn in dialogue.turns:
            messages = await ask(agent, region, sender, turn.user, "evaluation")
            answer = next(
                (m["custom"] for m in messages if "custom" in m and m["custom"].get("type") == "offers"), None
            )
            kind = await _kind_of_turn(agent, sender, answer)
            wrong: tuple[str, ...] = ()
            if answer is not None and turn.turn in ("offers", "more"):
                wrong = tuple(wrong_keys(turn, answer["query"], region))
            outcomes.append(Outcome(dialogue.id, dialogue.voice, turn, kind, answer, wrong))
    return outcomes


async def _kind_of_turn(agent: Agent, sender: str, answer: Mapping[str, Any] | None) -> str:
    assert agent.tracker_store is not None
    tracker = await agent.tracker_store.retrieve(sender)
    intent = str(tracker.latest_message.intent.get("name")) if tracker and tracker.latest_message else ""
    if answer is not None:
        return "more" if intent == "more" else "offers"
    return kind_of_intent(intent)


def kind_of_intent(intent: str) -> str:
    """The kind of turn of an intent that is no search, as annotators call it."""
    return _TURNS.get(intent, intent)
