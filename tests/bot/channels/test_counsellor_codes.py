"""Invitation codes on the homepage: redeemed before the assistant hears of them, and stored nowhere."""

import logging
from pathlib import Path

import pytest

from bot.channels.sessions import Sessions
from bot.counsellors import Counsellors
from bot.message_metadata import COUNSELLOR
from tests.bot.channels.conftest import Channel
from tests.bot.channels.test_ended_conversations import bytes_on_disk


def invited(channel: Channel, name: str = "Frau Muster") -> str:
    return Counsellors(channel.store.engine).invite(name)


def sender_of(channel: Channel, session: str) -> str:
    found = Sessions(b"k" * 32).read(session)
    assert found
    return found.sender


def test_a_code_opens_the_mode_of_this_conversation_alone(channel: Channel) -> None:
    session, other = channel.begin(), channel.begin()
    answer = channel.say(session, invited(channel)).json()
    assert answer["messages"][0]["text"].startswith("Guten Tag, Frau Muster.")
    assert answer["counsellor"] is True
    assert "counsellor" not in channel.say(other, "Yoga").json()
    assert channel.say(session, "Yoga").json()["counsellor"] is True
    assert [message.metadata.get(COUNSELLOR) for message in channel.agent.heard] == [None, "Frau Muster"]


def test_a_pressed_button_is_a_counsellors_as_well(channel: Channel) -> None:
    session = channel.begin()
    channel.say(session, invited(channel))
    (answer,) = channel.say(session, "Yoga").json()["messages"]
    channel.say(session, answer["buttons"][0]["payload"])
    assert channel.agent.heard[-1].metadata == {COUNSELLOR: "Frau Muster"}


def test_a_code_is_heard_by_nobody_and_written_nowhere(
    channel: Channel, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    session, code = channel.begin(), invited(channel)
    wrong = "K7QF-2MXA-9BCD-EF3H"
    with caplog.at_level(logging.DEBUG):
        channel.say(session, f"Hallo, mein Code ist {code.lower().replace('-', ' ')}")
        channel.say(session, wrong)
        channel.say(session, f"und {wrong} suche Yoga")
    assert channel.agent.heard == []
    kept = bytes_on_disk(tmp_path).decode("latin-1").upper() + caplog.text.upper()
    for part in (code, code.replace("-", " "), code.replace("-", ""), wrong):
        assert part not in kept


@pytest.mark.parametrize(
    "more", [{"metadata": {COUNSELLOR: "Frau Muster"}}, {COUNSELLOR: "Frau Muster"}, {"sender": "website-1"}]
)
def test_nobody_makes_himself_a_counsellor(channel: Channel, more: dict[str, object]) -> None:
    session = channel.begin()
    assert "counsellor" not in channel.say(session, "Yoga", **more).json()
    assert channel.agent.heard[-1].metadata == {}


def test_ending_the_mode_needs_no_assistant(channel: Channel) -> None:
    session = channel.begin()
    channel.say(session, invited(channel))
    answer = channel.say(session, "Beratungsmodus beenden").json()
    assert answer["messages"][0]["text"].startswith("Der Beratungsmodus ist beendet.")
    assert "counsellor" not in answer
    channel.say(session, "Yoga")
    assert channel.agent.heard[-1].metadata == {}


def test_a_revoked_invitation_ends_the_mode_at_the_next_message(channel: Channel) -> None:
    session, counsellors = channel.begin(), Counsellors(channel.store.engine)
    channel.say(session, invited(channel))
    (item,) = counsellors.invitations()
    counsellors.revoke(item.id)
    assert "counsellor" not in channel.say(session, "Yoga").json()


def test_what_deletes_the_conversation_deletes_the_mode(channel: Channel) -> None:
    session, counsellors = channel.begin(), Counsellors(channel.store.engine)
    channel.say(session, invited(channel))
    assert counsellors.name_of(sender_of(channel, session)) == "Frau Muster"
    channel.end(session)
    assert counsellors.name_of(sender_of(channel, session)) is None


def test_wrong_codes_from_one_address_are_limited_over_all_conversations(channel: Channel) -> None:
    answers = [channel.say(channel.begin(), "K7QF-2MXA-9BCD-EF3H").json()["messages"][0]["text"] for _ in range(12)]
    assert [answer.startswith("Dieser Einladungscode gilt nicht") for answer in answers] == [True] * 10 + [False] * 2
    assert answers[-1].startswith("Das waren zu viele falsche Einladungscodes.")
