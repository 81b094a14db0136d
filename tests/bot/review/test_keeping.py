"""From a turn to what is kept of it: scrubbed before it is written, and conditions at their places."""

import asyncio
import secrets
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.core.agent import Agent
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.channels.incoming import ask
from bot.counsellors import Counsellors
from bot.review.consent import Consents
from bot.review.keeping import Keeper, keep_on
from bot.review.kept import KeptMessages
from bot.review.scrubbing import Scrubber
from bot.review.tables import DECLINED, FOUND, NOTHING, RELAXED, SAID, KeptMessage
from bot.stored import open_stored
from catalogue.region import Region, load_region


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[Engine]:
    engine = open_stored(f"sqlite:///{tmp_path / 'kept.db'}")
    yield engine
    engine.dispose()


@pytest.fixture
def consents(stored: Engine, agent: Agent) -> Iterator[Consents]:
    """The assistant keeps what may be kept as long as a test runs."""
    consents = Consents(stored)
    keep_on(agent, Keeper(KeptMessages(stored, lambda: date(2027, 1, 11)), consents))
    yield consents
    del agent.keeper  # type: ignore[attr-defined]


def say(agent: Agent, region: Region, sender: str, *texts: str) -> None:
    async def hold() -> None:
        for text in texts:
            await ask(agent, region, sender, text, "website")

    asyncio.run(hold())


def kept(engine: Engine) -> list[KeptMessage]:
    with Session(engine) as session:
        return list(session.scalars(select(KeptMessage).order_by(KeptMessage.id)))


def test_without_consent_nothing_is_kept(agent: Agent, region: Region, stored: Engine, consents: Consents) -> None:
    say(agent, region, secrets.token_hex(8), "Yogakurs in Hameln")
    assert kept(stored) == []


def test_with_consent_a_turn_is_kept_with_what_came_of_it(
    agent: Agent, region: Region, stored: Engine, consents: Consents
) -> None:
    sender = secrets.token_hex(8)
    consents.agree(sender)
    say(agent, region, sender, "Deutschkurs für Neuzugewanderte in Hameln", "hallo", "wo bekomme ich einen Reisepass?")
    found, greeting, declined = kept(stored)
    assert found.text == "Deutschkurs für Neuzugewanderte in Hameln"
    assert found.intent == "search"
    assert found.outcome in (FOUND, RELAXED)
    assert found.total > 0
    assert found.wish["place"] == ["Hameln"]
    assert {(fact["key"], found.text[fact["start"] : fact["end"]]) for fact in found.facts} >= {("place", "Hameln")}
    assert found.answer.startswith(("Ich habe", "Genau so"))
    assert (greeting.outcome, declined.outcome) == (SAID, DECLINED)
    assert [item.turn for item in kept(stored)] == [1, 2, 3]


def test_personal_data_are_gone_before_anything_is_written(
    agent: Agent, region: Region, stored: Engine, consents: Consents, tmp_path: Path
) -> None:
    sender = secrets.token_hex(8)
    consents.agree(sender)
    say(agent, region, sender, "Ich bin Svetlana Kowalenko, Tel. 0171 2345678, und suche einen Yogakurs in Aerzen")
    (message,) = kept(stored)
    assert "Aerzen" in message.text
    assert "Yogakurs" in message.text
    assert {message.text[fact["start"] : fact["end"]] for fact in message.facts} >= {"Aerzen"}
    stored.dispose()
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()).lower()
    assert b"aerzen" in written
    for piece in (b"svetlana", b"kowalenko", b"2345678"):
        assert piece not in written
    assert sender not in message.conversation


def test_who_is_in_danger_and_who_counsels_is_not_kept(
    agent: Agent, region: Region, stored: Engine, consents: Consents, counsellors: Counsellors
) -> None:
    sender = secrets.token_hex(8)
    consents.agree(sender)
    say(agent, region, sender, "ich will nicht mehr leben")
    say(agent, region, sender, counsellors.invite("Frau Kramer"), "Yogakurs in Hameln")
    assert kept(stored) == []


def test_a_pressed_button_is_a_turn_without_a_text(
    agent: Agent, region: Region, stored: Engine, consents: Consents
) -> None:
    sender = secrets.token_hex(8)
    consents.agree(sender)

    async def hold() -> None:
        messages = await ask(agent, region, sender, "Kurse in Hameln", "website")
        payload = next(button["payload"] for item in messages for button in item.get("buttons") or ())
        await ask(agent, region, sender, payload, "website")

    asyncio.run(hold())
    assert [bool(item.text) for item in kept(stored)] == [True, False]


def test_a_search_without_any_offer_is_told_apart(
    agent: Agent, region: Region, stored: Engine, consents: Consents
) -> None:
    sender = secrets.token_hex(8)
    consents.agree(sender)
    say(agent, region, sender, "Kurs Unterwasserrugby in Hameln")
    (message,) = kept(stored)
    assert message.outcome in (NOTHING, RELAXED)


WORDS = st.sampled_from(
    "ich bin Samira suche einen Yogakurs in Aerzen Tel. 05151 123456 Frau Müller b1 31785 Hameln a.b@web.de".split()
)


@cache
def scrubber() -> Scrubber:
    return Scrubber(load_region())


@given(st.lists(WORDS, min_size=1, max_size=14), st.data())
def test_a_place_in_a_text_is_the_same_words_in_the_scrubbed_one(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    scrubbed = scrubber().places(text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    moved = scrubbed.moved(start, end)
    if moved is not None:
        assert scrubbed.text[slice(*moved)] == text[start:end]
    assert all(word in text for word in scrubbed.gone(text))
