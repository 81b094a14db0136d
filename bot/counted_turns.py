"""What is counted of a turn, read off the assistant's answer: never what was written, and not by whom."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.message_metadata import BEGINS, IS_NEW_SEARCH, KIND_OF_TURN
from catalogue.demand import searched
from catalogue.region import Region
from catalogue.statistics import CONVERSATION, DECLINED, NO, SEARCH, THUMB, TURN, YES, Tally

FAILED, UNKNOWN = "failed", "other"
# Kinds of turn that ask for offers, or for something that no search can be made of.
_ASKING = frozenset(("search", "refine", "unclear", "out_of_scope"))


def count_on(agent: Any, tally: Tally) -> None:
    """Let an assistant count what it answers. One that nobody has told so (terminal, evaluation, tests) does not."""
    agent.tally = tally


def tally_of(agent: Any) -> Tally | None:
    tally = getattr(agent, "tally", None)
    return tally if isinstance(tally, Tally) else None


def count_turn(agent: Any, region: Region, channel: str, said: Sequence[Mapping[str, Any]], *, failed: bool) -> None:
    """Count a turn from the messages of its answer, as the actions said them."""
    tally = tally_of(agent)
    if tally is None:
        return
    if any(message.get(BEGINS) for message in said):
        tally.use(CONVERSATION, channel)
    kind = next((str(message[KIND_OF_TURN]) for message in said if message.get(KIND_OF_TURN)), UNKNOWN)
    tally.use(TURN, FAILED if failed else kind, channel)
    answers = [message for message in said if IS_NEW_SEARCH in message]
    for message in answers:
        cell, outcome = searched(message.get("custom") or {}, region)
        tally.use(SEARCH, outcome, channel)
        if message[IS_NEW_SEARCH]:
            tally.demand(cell, outcome)
    if not answers and not failed and kind in _ASKING:
        tally.use(SEARCH, DECLINED, channel)


def count_thumb(agent: Any, channel: str, *, helpful: bool) -> None:
    """Count that somebody said whether an answer helped."""
    if tally := tally_of(agent):
        tally.use(THUMB, YES if helpful else NO, channel)
