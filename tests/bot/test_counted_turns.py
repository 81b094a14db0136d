"""What is counted of conversations: how they went, never what was written or by whom."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.agent import Agent

from bot.channels.incoming import ask
from bot.counted_turns import count_on, count_turn, tally_of
from bot.message_metadata import BEGINS, IS_NEW_SEARCH, KIND_OF_TURN
from catalogue.demand import NOTHING, OFFERED, RELAXED
from catalogue.region import Region
from catalogue.statistics import CONVERSATION, DECLINED, SEARCH, TURN, Counts, Tally
from catalogue.wish import Wish

DAY = date(2027, 1, 11)
MONTH = date(2027, 1, 1)


def assistant() -> Any:
    agent = SimpleNamespace()
    count_on(agent, Tally(lambda: DAY))
    return agent


def counted(agent: Any) -> Counts:
    tally = tally_of(agent)
    assert tally is not None
    return tally.take()


def uses(counts: Counts) -> dict[tuple[str, str, str], int]:
    return {key[1:]: count for key, count in counts.uses.items()}


def offers(total: int, *relaxed: str, is_new: bool = True, **wanted: Any) -> dict[str, Any]:
    custom = {"type": "offers", "query": Wish(**wanted).as_query(), "relaxed": list(relaxed), "total": total}
    return {"custom": custom, IS_NEW_SEARCH: is_new}


def said(kind: str) -> dict[str, Any]:
    return {"text": "…", KIND_OF_TURN: kind}


def test_the_first_message_begins_a_conversation(region: Region) -> None:
    agent = assistant()
    count_turn(agent, region, "website", [{"text": "Guten Tag!", BEGINS: True}, said("greet")], failed=False)
    count_turn(agent, region, "website", [said("thanks")], failed=False)
    assert uses(counted(agent)) == {
        (CONVERSATION, "website", ""): 1,
        (TURN, "greet", "website"): 1,
        (TURN, "thanks", "website"): 1,
    }


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (offers(3, topic="yoga"), OFFERED),
        (offers(3, "place", topic="yoga"), RELAXED),
        (offers(0, topic="yoga"), NOTHING),
    ],
)
def test_a_search_is_counted_by_how_it_ended(answer: dict[str, Any], outcome: str, region: Region) -> None:
    agent = assistant()
    count_turn(agent, region, "telegram", [said("search"), answer], failed=False)
    counts = counted(agent)
    assert uses(counts)[SEARCH, outcome, "telegram"] == 1
    assert counts.demand == {(MONTH, "yoga", "", "", outcome): 1}


@pytest.mark.parametrize("kind", ["search", "refine", "unclear", "out_of_scope"])
def test_what_no_search_could_be_made_of_is_declined(kind: str, region: Region) -> None:
    agent = assistant()
    count_turn(agent, region, "website", [said(kind)], failed=False)
    counts = counted(agent)
    assert uses(counts) == {(TURN, kind, "website"): 1, (SEARCH, DECLINED, "website"): 1}
    assert counts.demand == {}


def test_a_turn_that_failed_is_no_search(region: Region) -> None:
    agent = assistant()
    count_turn(agent, region, "website", [{"text": "Entschuldigung …"}], failed=True)
    assert uses(counted(agent)) == {(TURN, "failed", "website"): 1}


def test_what_a_conversation_asked_for_before_is_a_search_but_no_further_demand(region: Region) -> None:
    agent = assistant()
    count_turn(agent, region, "website", [said("refine"), offers(1, is_new=False, topic="yoga")], failed=False)
    counts = counted(agent)
    assert uses(counts)[SEARCH, OFFERED, "website"] == 1
    assert counts.demand == {}


def test_an_assistant_without_a_tally_counts_nothing(region: Region) -> None:
    agent = SimpleNamespace()
    count_turn(agent, region, "website", [said("search")], failed=False)
    assert tally_of(agent) is None


# --- with the assistant itself


@pytest.fixture
def counting(agent: Agent) -> Iterator[Agent]:
    """The assistant of all tests, while it counts."""
    count_on(agent, Tally(lambda: DAY))
    yield agent
    del agent.tally


async def talk(agent: Agent, region: Region, sender: str, *messages: str) -> Counts:
    for message in messages:
        await ask(agent, region, sender, message, "rest")
    return counted(agent)


async def test_a_search_ends_in_its_cell(counting: Agent, region: Region) -> None:
    counts = await talk(counting, region, "cell", "deutschkurs für neuzugewanderte in aerzen?")
    assert counts.demand == {(MONTH, "deutsch", "Neuzugewanderte", "Aerzen", OFFERED): 1}
    assert uses(counts) == {
        (CONVERSATION, "rest", ""): 1,
        (TURN, "search", "rest"): 1,
        (SEARCH, OFFERED, "rest"): 1,
    }


async def test_a_place_that_had_to_be_given_up_is_demand_there(counting: Agent, region: Region) -> None:
    counts = await talk(counting, region, "relaxed", "Ich suche einen Yogakurs in Hameln")
    assert counts.demand == {(MONTH, "yoga", "", "Hameln", RELAXED): 1}


async def test_one_conversation_counts_once_for_each_cell(counting: Agent, region: Region) -> None:
    """Somebody who changes a search again and again is still one."""
    counts = await talk(
        counting, region, "again", "deutschkurs in aerzen", "lieber online", "egal wann", "deutschkurs in aerzen"
    )
    assert Counter(counts.demand.values()) == Counter({1: len(counts.demand)})
    assert sum(count for key, count in counts.uses.items() if key[1] == SEARCH) == 4
    assert {key[1:4] for key in counts.demand} == {("deutsch", "", "Aerzen")}


async def test_turning_pages_and_plain_language_are_no_searches(counting: Agent, region: Region) -> None:
    counts = await talk(counting, region, "pages", "beratung in hameln", "mehr", "einfach bitte", "danke")
    searches = {key[1:]: count for key, count in counts.uses.items() if key[1] == SEARCH}
    assert searches == {(SEARCH, OFFERED, "rest"): 1}
    assert uses(counts)[TURN, "more", "rest"] == 1


async def test_what_is_no_education_offer_is_declined(counting: Agent, region: Region) -> None:
    counts = await talk(counting, region, "declined", "Pizza bestellen in Bad Pyrmont")
    assert uses(counts)[SEARCH, DECLINED, "rest"] == 1
    assert counts.demand == {}


async def test_nothing_of_what_was_written_is_in_the_counts(counting: Agent, region: Region) -> None:
    secret = "Quastenflosser"
    counts = await talk(
        counting, region, "secret", f"Kurs über {secret} in Hameln", f"Ich heiße {secret} und suche Yoga"
    )
    assert len(counts)
    assert secret.lower() not in str(counts).lower()
