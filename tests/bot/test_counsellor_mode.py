"""Which messages are invitation codes and which are questions; and how often somebody may try."""

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from bot.counsellor_mode import BROKEN, ENDED, NOT_OPEN, REFUSED, TOO_MANY, CounsellorMode, code_in, ends_mode
from bot.counsellors import Counsellors
from bot.stored import open_stored

WRONG = "K7QF-2MXA-9BCD-EF3H"


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[Engine]:
    engine = open_stored(f"sqlite:///{tmp_path / 'conversations.db'}")
    yield engine
    engine.dispose()


@pytest.fixture
def counsellors(stored: Engine) -> Counsellors:
    return Counsellors(stored)


@pytest.fixture
def mode(counsellors: Counsellors) -> CounsellorMode:
    return CounsellorMode(counsellors, wrong_codes="3/hour")


def reply(mode: CounsellorMode, text: str, sender: str = "a", address: str | None = None) -> str | None:
    return asyncio.run(mode.reply(sender, text, address))


@pytest.mark.parametrize(
    "message",
    [
        "K7QF-2MXA-9BCD-EF3H", "k7qf-2mxa-9bcd-ef3h", "K7QF 2MXA 9BCD EF3H", "k7qf2mxa9bcdef3h", " K7QF – 2MXA–9BCD–EF3H. ",
        "Code K7QF-2MXA-9BCD-EF3H", "Code: k7qf 2mxa 9bcd ef3h", "Mein Einladungscode ist K7QF 2MXA 9BCD EF3H!",
        "Hallo, hier ist mein Code: K7QF2MXA9BCDEF3H", "„K7QF-2MXA-9BCD-EF3H“", "K7QF-\n2MXA-9BCD-EF3H",
        # Of another length of digits and letters that no code has, but meant as one.
        "K7QF-0MXA-1BCD-EI3O",
        # Among other words.
        "mein code K7QF–2MXA–9BCD–EF3H bitte", "k7qf 2mxa 9bcd ef3h danke schön", "K7QF2MXA9BCDEF3H ist mein Code",
        "Guten Tag, ich bin Frau Muster. K7QF - 2MXA - 9BCD - EF3H",
        "ich habe K7QF-2MXA-9BCD-EF3H bekommen und suche einen Deutschkurs", "/start K7QF-2MXA-9BCD-EF3H",
    ],
)  # fmt: skip
def test_a_code_is_noticed(message: str) -> None:
    assert code_in(message)


@pytest.mark.parametrize(
    "message",
    [
        "Sprachtest Hameln", "Yoga Kurs März 2027", "Kurs Yoga 2027 bald", "Mama Papa Kind Oma", "deutschkurs b2 in hameln",
        "Deutsch A2 samstags", "31785 Hameln 31812 Bad Pyrmont", "DE89 3704 0044 0532 0130 00", "code lernen für kinder",
        "Code Kurs 2027 bald", "05151 1234 5678 9012", "1234 5678 2345 6789", "Welcher Code?", "", "K7QF-2MXA-9BCD",
        "Kurs Yoga 2027 bald A1B2", "IBAN GB29 NWBK 6016 1331 9268 19", "Raum B204 Haus 3 A1B2 oder A2B1", "123e4567-e89b-12d3-a456-426614174000",
    ],
)  # fmt: skip
def test_what_people_ask_is_no_code(message: str) -> None:
    assert code_in(message) is None


@pytest.mark.parametrize(
    "message",
    [
        "Beratungsmodus beenden", "beratungsmodus aus", "Bitte den Beratungsmodus ausschalten!", "beende den Beratungsmodus",
        "Beratungsmodus bitte beenden", "Stopp mit dem Beratungsmodus",
    ],
)  # fmt: skip
def test_ending_the_mode_is_understood(message: str) -> None:
    assert ends_mode(message)


@pytest.mark.parametrize(
    "message",
    ["Beratung", "Was ist der Beratungsmodus?", "Beratungsmodus einschalten", "Beratungsmodus", "beenden", "Ende"],
)
def test_other_words_end_nothing(message: str) -> None:
    assert not ends_mode(message)


def test_a_code_is_answered_with_a_greeting_by_name(mode: CounsellorMode, counsellors: Counsellors) -> None:
    answer = reply(mode, f"Code: {counsellors.invite('Frau Muster').lower()}")
    assert answer and answer.startswith("Guten Tag, Frau Muster. Der Beratungsmodus ist eingeschaltet")
    assert asyncio.run(mode.name_of("a")) == "Frau Muster"
    assert asyncio.run(mode.name_of("b")) is None


def test_the_mode_ends_on_request(mode: CounsellorMode, counsellors: Counsellors) -> None:
    assert reply(mode, "Beratungsmodus beenden") == NOT_OPEN
    reply(mode, counsellors.invite("Frau Muster"))
    assert reply(mode, "Beratungsmodus beenden") == ENDED
    assert asyncio.run(mode.name_of("a")) is None


def test_every_other_message_is_none_of_its_business(mode: CounsellorMode) -> None:
    assert reply(mode, "Deutschkurs in Hameln") is None


def test_after_many_wrong_codes_the_right_one_is_not_heard_either(
    mode: CounsellorMode, counsellors: Counsellors
) -> None:
    right = counsellors.invite("Frau Muster")
    assert [reply(mode, WRONG) for _ in range(5)] == [REFUSED] * 3 + [TOO_MANY] * 2
    assert reply(mode, right) == TOO_MANY
    assert reply(mode, WRONG, "b") == REFUSED
    assert str(reply(mode, right, "b")).startswith("Guten Tag")


def test_wrong_codes_of_an_address_count_whatever_conversation_they_come_in(mode: CounsellorMode) -> None:
    answers = [reply(mode, WRONG, f"sender {number}", "203.0.113.7") for number in range(5)]
    assert answers == [REFUSED] * 3 + [TOO_MANY] * 2
    assert reply(mode, WRONG, "sender 9", "203.0.113.8") == REFUSED


def test_without_its_database_everybody_is_like_everybody_else(
    mode: CounsellorMode, stored: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    with stored.begin() as connection:
        for table in ("invitations", "counsellor_conversations"):
            connection.execute(text(f"DROP TABLE {table}"))
    with caplog.at_level(logging.DEBUG):
        assert asyncio.run(mode.name_of("a")) is None
        assert reply(mode, WRONG) == BROKEN
    assert WRONG not in caplog.text
