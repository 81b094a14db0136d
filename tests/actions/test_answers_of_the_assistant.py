"""Answers on the whole example catalogue: counts, numbers and phone numbers that people rely on."""

import asyncio
import json
import secrets
from collections.abc import Callable
from typing import Any

import pytest
from rasa.core.agent import Agent
from sqlalchemy import select

from actions import action_unclear, resources
from bot.channels.incoming import ask
from bot.counsellors import Counsellors
from bot.understanding.facts import POSSIBLE, Fact, Understanding
from catalogue.database import reading
from catalogue.models import OfferText
from catalogue.region import Region

Ask = Callable[[str], list[dict[str, Any]]]


@pytest.fixture
def say(agent: Agent, region: Region) -> Ask:
    """A conversation: a message in, the assistant's messages out."""
    sender = secrets.token_hex(16)
    return lambda text: asyncio.run(ask(agent, region, sender, text, "test"))


def offers(messages: list[dict[str, Any]]) -> dict[str, Any]:
    (found,) = [message["custom"] for message in messages if "custom" in message]
    return dict(found)


def buttons(messages: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [item for message in messages for item in message.get("buttons") or []]


@pytest.mark.parametrize("question", ["Deutschkurs", "Kurse", "Beratung", "Angebote für Kinder", "Kurs in Hameln"])
def test_a_button_with_a_count_leads_to_as_many_offers(question: str, agent: Agent, region: Region, say: Ask) -> None:
    answers = [item for item in buttons(say(question)) if item["title"].endswith(")")]
    assert answers
    for answer in answers:
        sender = secrets.token_hex(16)
        asyncio.run(ask(agent, region, sender, question, "test"))
        found = offers(asyncio.run(ask(agent, region, sender, answer["payload"], "test")))
        assert f"({found['total']})" in answer["title"], answer["title"]


def test_the_number_shown_on_a_later_page_names_that_offer(say: Ask) -> None:
    say("Deutschkurs in Hameln")
    second_page = offers(say("mehr"))["offers"]
    text = say("Was ist Angebot 7?")[-1]["text"]
    assert text.startswith(second_page[1]["title"])


def test_the_pages_show_every_offer_once(say: Ask) -> None:
    page = offers(say("Deutschkurs in Hameln"))
    seen = [offer["id"] for offer in page["offers"]]
    for _ in range((page["total"] - 1) // 5):
        seen += [offer["id"] for offer in offers(say("mehr"))["offers"]]
    assert len(seen) == len(set(seen)) == page["total"]


def test_who_asks_for_retraining_is_shown_retraining(say: Ask) -> None:
    titles = " ".join(offer["title"] for offer in offers(say("Umschulung"))["offers"])
    assert "Umschulung Kaufleute für Büromanagement" in titles


def test_no_answer_names_a_counsellors_phone(agent: Agent, region: Region) -> None:
    with reading(resources.engine()) as session:
        secret = [phone for phone in session.scalars(select(OfferText.counsellor_phone)) if phone]
    assert secret
    for question in ("Schuldnerberatung", "Umschulung", "Ausbildung Pflege", "Integrationskurs", "Beratung in Hameln"):
        sender = secrets.token_hex(16)
        for text in (question, "Was ist das erste?", "Wie kann ich da anrufen?", "Warum zeigst du mir das?", "mehr"):
            answer = json.dumps(asyncio.run(ask(agent, region, sender, text, "test")), ensure_ascii=False)
            assert not [phone for phone in secret if phone in answer]


def test_the_phone_of_whoever_is_responsible_is_a_phone_number(region: Region) -> None:
    wrong = [name for name, entry in region.responsible.items() if entry.phone and "http" in entry.phone]
    assert wrong == []


def test_a_second_wish_is_named_as_on_its_button(say: Ask) -> None:
    messages = say("Yoga und Pilates")
    (second,) = [item["title"] for item in buttons(messages) if "Auch nach" in item["title"]]
    assert "„Pilates“" in second
    assert "„Pilates“" in messages[-2]["text"]


def test_where_little_was_understood_what_may_be_meant_is_offered(
    agent: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    possible = tuple(Fact("topic", topic, 0, 0, POSSIBLE) for topic in ("deutsch", "falknerei"))
    monkeypatch.setattr(action_unclear, "understanding_of", lambda _: Understanding(possible))
    messages = asyncio.run(agent.handle_text("/unclear", sender_id=secrets.token_hex(16)))
    (only,) = buttons(messages)
    assert only["title"].startswith("Angebote zu „Deutsch“")
    assert "Geht es um eines davon?" in messages[-1]["text"]


def test_a_counsellor_sees_ten_offers_with_the_number_and_reports_by_button(say: Ask, counsellors: Counsellors) -> None:
    assert len(offers(say("Deutschkurs"))["offers"]) == 5
    say(f"Mein Code: {counsellors.invite('Frau Muster')}")
    page = offers(say("Deutschkurs"))
    assert len(page["offers"]) == min(10, page["total"]) > 5
    assert all("counselling" in offer for offer in page["offers"])
    (report,) = [item for item in buttons(say("Was ist das erste?")) if item["title"] == "Angabe stimmt nicht"]
    subject = buttons(say(report["payload"]))[0]
    assert "mit Ihrem Namen: Termin oder Uhrzeit" in say(subject["payload"])[-1]["text"]
    say("Beratungsmodus beenden")
    assert "counselling" not in json.dumps(say("mehr"))
