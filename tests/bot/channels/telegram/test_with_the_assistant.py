"""The channel with the assistant itself, on the example catalogue.

The assistant remembers from test to test, so each has a chat of its own.
"""

from collections.abc import AsyncIterator

import pytest
from rasa.core.agent import Agent

from tests.bot.channels.telegram.conftest import Chat, OpenChat
from tests.bot.channels.telegram.fake_telegram import keyboard


@pytest.fixture
async def talking(open_chat: OpenChat, agent: Agent) -> AsyncIterator[Chat]:
    async with open_chat(agent=agent) as chat:
        yield chat


async def test_a_search_is_paged_back_and_forth_in_its_place(talking: Chat) -> None:
    _, shown = await talking.says("Deutschkurs", answers=2, chat=1)
    assert shown["parse_mode"] == "HTML"
    count = next(title for title in keyboard(shown) if " von " in title)
    assert count.startswith("1–5 von ")
    second = await talking.press(shown, "Weitere", answers="editMessageText", chat=1)
    assert "<b>6. " in second["text"]
    first = await talking.press(second, "Zurück", answers="editMessageText", chat=1)
    assert "<b>1. " in first["text"]
    assert next(title for title in keyboard(first) if " von " in title) == count


async def test_a_refinement_shows_as_many_as_its_button_says(talking: Chat) -> None:
    _, shown = await talking.says("Deutschkurs", answers=2, chat=2)
    title = next(title for title in keyboard(shown) if title.endswith(")"))
    refined = await talking.press(shown, title, chat=2)
    assert f"{title.split('(')[1].rstrip(')')} Angebote" in refined["text"]


@pytest.mark.parametrize(
    ("chat", "command", "said", "answers"),
    [
        (11, "/start", "ein Programm, kein Mensch", 2),
        (12, "/hilfe", "Sagen Sie mir, was Sie suchen", 2),
        (13, "/neu", "wir fangen neu an", 2),
        (14, "/merkliste", "Merkliste ist leer", 1),
    ],
)
async def test_every_command_is_answered(talking: Chat, chat: int, command: str, said: str, answers: int) -> None:
    messages = await talking.says(command, answers, chat=chat)
    assert any(said in message["text"] for message in messages)


async def test_personal_data_are_taken_out_and_the_visitor_is_told(talking: Chat) -> None:
    text = "Deutschkurs in Hameln, rufen Sie mich an: 05151 123456"
    messages = await talking.says(text, answers=3, chat=30)
    assert any("Ich habe es herausgenommen" in message["text"] for message in messages)
