"""A model measured on the frozen sets: what it understands of each sentence, and whether conversations still hold."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent

from actions.refinement import next_wish
from bot.counsellor_mode import CounsellorMode, open_desk
from bot.counsellors import Counsellors
from bot.evaluation.compare import COMPARED, wrong_keys
from bot.evaluation.conversations import hold_conversation, read_conversation
from bot.evaluation.questions import Dialogue, Turn
from bot.evaluation.run import kind_of_intent
from bot.evaluation.stage import example_catalogue
from bot.local_agent import local_agent
from bot.retraining.frozen import FrozenSets, frozen_sets
from bot.retraining.outcomes import CONVERSATIONS, DANGER, KNOWN, OUT_OF_SCOPE, REGRESSION, REVIEWED, Item
from bot.review.labels import Label
from bot.review.marks import is_understood
from bot.settings import Settings
from bot.stored import open_stored
from bot.understanding.facts import Understanding
from bot.understanding.turn import SEARCHING
from catalogue.region import Region
from catalogue.wish import Wish

# Told how many sentences are done, of how many.
Watch = Callable[[int, int], None]
_AS_EXPECTED = "wie erwartet"


def measure_model(
    settings: Settings, model: Path, region: Region, labels: Sequence[Label], watch: Watch = lambda done, total: None
) -> dict[str, list[Item]]:
    """Measure a model on the frozen sets, on the labels that no model has learnt, and on the example catalogue.

    Blocks for a minute or two. What reads the environment finds the example catalogue meanwhile: for a process of its
    own. Raises NoAgentError where the model cannot be loaded.
    """
    with example_catalogue(settings, region) as stage:
        agent = local_agent(stage.settings, model, region)
        engine = open_stored(stage.settings.conversations_url)
        try:
            counsellors = Counsellors(engine)
            open_desk(agent, CounsellorMode(counsellors))
            return asyncio.run(_Measurement(agent, region, counsellors, watch).of(frozen_sets(), labels))
        finally:
            engine.dispose()


@dataclass
class _Measurement:
    """One model being measured."""

    agent: Agent
    region: Region
    counsellors: Counsellors
    watch: Watch
    done: int = 0
    total: int = 0

    async def of(self, sets: FrozenSets, labels: Sequence[Label]) -> dict[str, list[Item]]:
        self.total = sets.size + len(labels)
        found: dict[str, list[Item]] = {REGRESSION: [], OUT_OF_SCOPE: []}
        for dialogue in sets.dialogues:
            async for turn, item in self._turns(dialogue):
                found[OUT_OF_SCOPE if turn.turn == "out_of_scope" else REGRESSION].append(item)
        found[KNOWN] = [await self._known(text, intent) for text, intent in sets.known]
        found[DANGER] = [await self._danger(text, is_cry) for text, is_cry in sets.danger]
        if labels:
            found[REVIEWED] = [await self._reviewed(label) for label in labels]
        found[CONVERSATIONS] = [await self._conversation(name, path) for name, path in sets.conversations]
        return found

    async def _understood(self, text: str) -> tuple[str, list[dict[str, Any]]]:
        """The kind of turn, and what was found."""
        self.done += 1
        self.watch(self.done, self.total)
        parsed = await self.agent.parse_message(text)
        return str(parsed["intent"]["name"]), list(parsed["entities"])

    async def _turns(self, dialogue: Dialogue) -> Any:
        """Each turn of a dialogue, and what became of it; the wish goes on from turn to turn, without a search."""
        wish = Wish()
        for number, turn in enumerate(dialogue.turns, 1):
            intent, entities = await self._understood(turn.user)
            found = Understanding.from_entities(entities, words=len(turn.user.split()))
            kind = kind_of_intent(intent)
            if intent in SEARCHING:
                changed = next_wish(wish, intent, found, None, self.region)
                kind = "unclear" if changed.is_empty else "offers"
                wish = wish if changed.is_empty else changed
            elif intent == "restart":
                wish = Wish()
            yield turn, _item(f"{dialogue.id}:{number}", turn, kind, wish.as_query(), self.region)

    async def _known(self, text: str, intent: str) -> Item:
        got, _ = await self._understood(text)
        return Item(text, text, _same(got, intent), intent, got)

    async def _danger(self, text: str, is_cry: bool) -> Item:
        got, _ = await self._understood(text)
        return Item(text, text, (got == "crisis") == is_cry, "crisis" if is_cry else "keine Not", got)

    async def _reviewed(self, label: Label) -> Item:
        got, entities = await self._understood(label.text)
        intent = label.intent or ""
        understood = is_understood(label, entities)
        right = _same(got, intent) and (intent not in SEARCHING or understood)
        return Item(str(label.id), "", right, intent, got if understood else f"{got}, Bedingungen anders")

    async def _conversation(self, name: str, path: Path) -> Item:
        self.done += 1
        self.watch(self.done, self.total)
        fault = await hold_conversation(read_conversation(path), self.agent, self.region, self.counsellors.invite)
        return Item(name, name, not fault, _AS_EXPECTED, fault or _AS_EXPECTED)


def _same(got: str, intent: str) -> bool:
    """A search and its refinement lead to the same answer."""
    return got == intent or {got, intent} <= SEARCHING


def _item(name: str, turn: Turn, kind: str, query: Mapping[str, Any], region: Region) -> Item:
    asks = turn.turn in ("offers", "more")
    wrong = wrong_keys(turn, query, region) if asks and kind == turn.turn else []
    return Item(
        name,
        turn.user,
        kind == turn.turn and not wrong,
        " ".join([turn.turn, *_told(turn.query)]),
        " ".join([kind, *_told(query if asks else {})]),
    )


def _told(query: Mapping[str, Any]) -> Iterator[str]:
    """ "place=Hameln level=A1 A2": what a query says."""
    for key in COMPARED:
        if value := query.get(key):
            yield f"{key}={' '.join(map(str, value)) if isinstance(value, list) else value}"
