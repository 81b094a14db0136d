"""What is kept of a turn: nothing, unless its writer agreed, and never what would tell who that is."""

import asyncio
import logging
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rasa.core.agent import Agent
from rasa.shared.core.trackers import DialogueStateTracker

from bot.message_metadata import KIND_OF_TURN
from bot.review.consent import Consents
from bot.review.kept import KeptMessages
from bot.review.scrubbing import Scrubbed, Scrubber
from bot.review.tables import DECLINED, FAILED, FOUND, NOTHING, RELAXED, SAID, KeptMessage
from bot.understanding.languages import GERMAN
from catalogue.region import Region
from catalogue.wish import KEYS

logger = logging.getLogger(__name__)

# Who is in danger is helped, and not studied.
_NEVER = frozenset(("crisis",))
_DECLINING = frozenset(("unclear", "out_of_scope"))
_LONGEST_ANSWER = 300
# What facts are called that are words of the writer, and not of the region.
_OWN_WORDS = frozenset(("words", "provider"))
_CONDITIONS = frozenset((*KEYS, "words", "beginner"))

Said = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Keeper:
    """Keeps what may be kept of turns."""

    kept: KeptMessages
    consents: Consents

    async def keep(self, agent: Agent, region: Region, sender: str, channel: str, said: Said, *, failed: bool) -> None:
        """Keep the turn that a conversation has just had, as actions answered it. Whatever breaks is logged only."""
        try:
            if not region.review_days or not await asyncio.to_thread(self.consents.use, sender):
                return
            tracker = await agent.tracker_store.retrieve(sender) if agent.tracker_store else None
            message = kept_message(tracker, region, channel, said, failed=failed) if tracker else None
            if message is not None:
                await asyncio.to_thread(self.kept.keep, sender, message)
        except Exception as error:  # whatever it is, the answer is there and has to go out
            logger.error("turn not kept: %s", type(error).__name__)


def keep_on(agent: Any, keeper: Keeper) -> None:
    """Let an assistant keep what may be kept. One that nobody has told so (terminal, evaluation, tests) does not."""
    agent.keeper = keeper


def keeper_of(agent: Any) -> Keeper | None:
    keeper = getattr(agent, "keeper", None)
    return keeper if isinstance(keeper, Keeper) else None


@lru_cache(maxsize=4)
def _scrubber(region: Region) -> Scrubber:
    return Scrubber(region)


def kept_message(
    tracker: DialogueStateTracker, region: Region, channel: str, said: Said, *, failed: bool
) -> KeptMessage | None:
    """What is kept of a conversation's latest turn; None for turns of which nothing is."""
    latest = tracker.latest_message
    if latest is None or latest.intent.get("name") in _NEVER:
        return None
    text = latest.text or ""
    is_button = text.startswith("/")
    scrubber = _scrubber(region)
    scrubbed = scrubber.places("" if is_button else text)
    guess = latest.intent.get("guess") or {}
    custom = next((dict(item["custom"]) for item in said if (item.get("custom") or {}).get("type") == "offers"), {})
    gone = {word.casefold() for word in ([] if is_button else scrubbed.gone(text))}
    wish, unsaid = _wish(custom.get("query") or {}, scrubbed.text, region, gone)
    return KeptMessage(
        channel=channel,
        language=str(tracker.get_slot("language") or GERMAN),
        text=scrubbed.text,
        intent=str(latest.intent.get("name") or ""),
        guess=str(guess.get("name") or ""),
        confidence=float(guess.get("confidence") or 0.0),
        facts=[] if is_button else _facts(latest.entities, scrubbed, region),
        wish=wish,
        outcome=_outcome(said, custom, failed=failed),
        total=int(custom.get("total") or 0),
        answer=_answer(said, scrubber, gone | unsaid),
    )


def _facts(entities: Sequence[Mapping[str, Any]], scrubbed: Scrubbed, region: Region) -> list[dict[str, Any]]:
    """Conditions at their places in the text that is kept; without those of which something was taken out.

    Of a text in another language none: they stand in its translation.
    """
    if any(entity["entity"] == "spoken" and entity["value"] != GERMAN for entity in entities):
        return []
    kept = []
    for entity in entities:
        key, value = str(entity["entity"]), entity["value"]
        place = scrubbed.moved(int(entity["start"]), int(entity["end"]))
        if key not in _CONDITIONS or place is None:
            continue
        is_own = key in _OWN_WORDS or (key == "topic" and value not in region.topics)
        said = scrubbed.text[slice(*place)] if is_own else value
        kept.append({"key": key, "value": said, "start": place[0], "end": place[1], "role": entity.get("role")})
    return kept


def _wish(query: Mapping[str, Any], kept: str, region: Region, gone: Set[str]) -> tuple[dict[str, Any], frozenset[str]]:
    """The wish without values that may tell who somebody is, and the words of these in small letters.

    Such are words that were taken out of the text, and words of the writer's own that stand in an earlier message: what
    was taken out of that is not known here.
    """
    here, left, unsaid = set(_words(kept)), {}, set[str]()
    for name, value in query.items():
        words = set(_words(value))
        is_own = name in _OWN_WORDS or (name == "topic" and value not in region.topics)
        if words & gone or (is_own and not words <= here):
            unsaid |= words
        else:
            left[name] = value
    return left, frozenset(unsaid)


def _words(value: Any) -> Iterator[str]:
    """Every word in a value of a query, in small letters."""
    if isinstance(value, str):
        yield from value.casefold().split()
    elif isinstance(value, Mapping):
        yield from (word for item in value.values() for word in _words(item))
    elif isinstance(value, (list, tuple)):
        yield from (word for item in value for word in _words(item))


def _outcome(said: Said, custom: Mapping[str, Any], *, failed: bool) -> str:
    if failed:
        return FAILED
    if custom:
        return NOTHING if not custom.get("total") else RELAXED if custom.get("relaxed") else FOUND
    kinds = {message.get(KIND_OF_TURN) for message in said}
    return DECLINED if kinds & _DECLINING else SAID


def _answer(said: Said, scrubber: Scrubber, gone: Set[str]) -> str:
    """How the answer began, without what it repeats of what was taken out."""
    first = next((str(message["text"]) for message in reversed(said) if message.get("text")), "")
    text = scrubber.scrubbed(first.split("\n")[0])[:_LONGEST_ANSWER]
    return " ".join("…" if word.strip(".,;:!?()„“").casefold() in gone else word for word in text.split(" "))
