"""What is left of a conversation that was ended, or that nobody went on with: nothing, in no store."""

import asyncio
import json
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import time_machine

from bot import serving
from bot.conversations import forget_in_memory
from bot.records import Records
from tests.bot.channels.conftest import Channel

MARKER = "Rumpelstilzchen"
_DAY = timedelta(hours=24)


def bytes_on_disk(folder: Path) -> bytes:
    """Everything that the conversations database has written, its log ahead among it."""
    return b"".join(path.read_bytes() for path in sorted(folder.glob("conversations.db*")))


def is_soon_gone(folder: Path) -> bool:
    """Whether nothing is left of a conversation as soon as the service is done, which nobody is told."""
    until = time.monotonic() + 10
    while MARKER.encode() in bytes_on_disk(folder) and time.monotonic() < until:
        threading.Event().wait(0.01)
    return MARKER.encode() not in bytes_on_disk(folder)


def rows(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "conversations.db")) as connection:
        return int(connection.execute("SELECT count(*) FROM events").fetchone()[0])


def in_memory(channel: Channel) -> dict[str, Any]:
    """What the store keeps that steps in where the database does not take a conversation."""
    return dict(channel.agent.tracker_store.fallback_tracker_store.store)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Somebody else writes to the conversations."""
    connection = sqlite3.connect(folder / "conversations.db", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


@contextmanager
def waiting(channel: Channel, session: str, text: str) -> Iterator[None]:
    """A visitor who has sent a message, and is gone at the end without having read an answer."""
    body = json.dumps({"session": session, "message": text}).encode()
    head = f"POST /webhooks/website/message HTTP/1.1\r\nHost: a\r\nContent-Length: {len(body)}\r\n\r\n"
    address = urlsplit(channel.address)
    with socket.create_connection((address.hostname, address.port)) as connection:
        connection.sendall(head.encode() + body)
        assert channel.agent.hears.wait(10)
        yield


def in_background(channel: Channel, session: str, text: str) -> tuple[threading.Thread, list[httpx.Response]]:
    """A message that is being answered while the test goes on."""
    answers: list[httpx.Response] = []
    body = {"session": session, "message": text}

    def send() -> None:
        answers.append(httpx.post(f"{channel.address}/webhooks/website/message", json=body, timeout=30))

    thread = threading.Thread(target=send)
    thread.start()
    assert channel.agent.hears.wait(10)
    return thread, answers


# --- on request


def test_an_ended_conversation_is_gone_from_the_disk_byte_for_byte(channel: Channel, tmp_path: Path) -> None:
    session = channel.begin()
    for number in range(5):
        channel.say(session, f"{MARKER} {number}")
    assert MARKER.encode() in bytes_on_disk(tmp_path)
    assert channel.end(session).status_code == 204
    assert MARKER.encode() not in bytes_on_disk(tmp_path)
    assert rows(tmp_path) == 0


def test_other_conversations_stay(channel: Channel, tmp_path: Path) -> None:
    one, other = channel.begin(), channel.begin()
    channel.say(one, "Yoga")
    channel.say(other, MARKER)
    channel.end(one)
    assert MARKER.encode() in bytes_on_disk(tmp_path)
    assert channel.say(other, "weiter").status_code == 200


def test_the_answer_to_an_end_is_empty(channel: Channel) -> None:
    assert channel.end(channel.begin()).content == b""


def test_ending_twice_does_no_harm(channel: Channel) -> None:
    session = channel.begin()
    channel.say(session, "Yoga")
    assert [channel.end(session).status_code for _ in range(3)] == [204] * 3


def test_a_conversation_that_never_began_can_be_ended(channel: Channel) -> None:
    session = channel.begin()
    assert channel.end(session).status_code == 204
    assert channel.say(session, "Yoga").status_code == 401


def test_nobody_goes_on_with_an_ended_conversation(channel: Channel, tmp_path: Path) -> None:
    session = channel.begin()
    channel.say(session, "Yoga")
    channel.end(session)
    answer = channel.say(session, MARKER)
    assert answer.status_code == 401
    assert answer.json() == {"error": "Dieses Gespräch ist zu Ende. Mit Ihrer nächsten Nachricht beginnt ein neues."}
    assert MARKER.encode() not in bytes_on_disk(tmp_path)
    assert len(channel.agent.heard) == 1


def test_what_is_kept_of_an_ended_conversation_is_that_it_ended(channel: Channel, tmp_path: Path) -> None:
    session = channel.begin()
    channel.say(session, MARKER)
    channel.end(session)
    with closing(sqlite3.connect(tmp_path / "conversations.db")) as connection:
        ((sender, ended_at),) = connection.execute("SELECT * FROM ended_conversations").fetchall()
    read = channel.sessions.read(session)
    assert read is not None
    assert read.sender not in sender
    assert read.sender.encode() not in bytes_on_disk(tmp_path)
    assert isinstance(ended_at, float)


# --- while an answer is being made


def test_an_end_while_a_message_is_being_answered_leaves_nothing_behind(channel: Channel, tmp_path: Path) -> None:
    session = channel.begin()
    channel.agent.may_answer.clear()
    thread, answers = in_background(channel, session, MARKER)
    assert channel.end(session).status_code == 204
    channel.agent.may_answer.set()
    thread.join(20)
    assert answers[0].status_code == 401
    assert MARKER not in answers[0].text
    assert MARKER.encode() not in bytes_on_disk(tmp_path)
    assert in_memory(channel) == {}


def test_an_end_leaves_nothing_behind_where_the_visitor_does_not_wait_for_the_answer(
    channel: Channel, tmp_path: Path
) -> None:
    """A browser breaks off what it waits for when its page is closed."""
    session, other = channel.begin(), channel.begin()
    channel.agent.may_answer.clear()
    with waiting(channel, session, MARKER):
        assert channel.end(session).status_code == 204
    channel.agent.may_answer.set()
    assert channel.say(other, "Yoga").status_code == 200
    assert is_soon_gone(tmp_path)


def test_an_end_leaves_nothing_behind_where_the_visitor_leaves_when_the_answer_is_just_stored(
    channel: Channel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is looked then whether the conversation still goes on."""
    looks, may_look = threading.Event(), threading.Event()
    session, other = channel.begin(), channel.begin()
    is_open = channel.store.is_open

    def slowly(sender: str, begun_at: float) -> bool:
        looks.set()
        assert may_look.wait(10)
        return is_open(sender, begun_at)

    channel.agent.may_answer.clear()
    with waiting(channel, session, MARKER):
        assert channel.end(session).status_code == 204
        monkeypatch.setattr(channel.store, "is_open", slowly)
        channel.agent.may_answer.set()
        assert looks.wait(10)
        assert MARKER.encode() in bytes_on_disk(tmp_path)
    assert channel.begin()
    may_look.set()
    assert channel.say(other, "Yoga").status_code == 200
    assert is_soon_gone(tmp_path)


def test_two_messages_at_once_and_an_end_leave_nothing_behind(channel: Channel, tmp_path: Path) -> None:
    session = channel.begin()
    channel.say(session, MARKER)
    channel.agent.hears.clear()
    channel.agent.may_answer.clear()
    sent = [in_background(channel, session, f"{MARKER} {number}") for number in range(2)]
    channel.end(session)
    channel.agent.may_answer.set()
    for thread, _ in sent:
        thread.join(20)
    assert [answers[0].status_code for _, answers in sent] == [401, 401]
    assert MARKER.encode() not in bytes_on_disk(tmp_path)


# --- where the database does not take it


def test_what_was_kept_in_memory_is_forgotten_as_well(channel: Channel, tmp_path: Path) -> None:
    one, other = channel.begin(), channel.begin()
    with locked(tmp_path):
        assert channel.say(one, MARKER).status_code == 200
        assert channel.say(other, "Yoga").status_code == 200
    assert MARKER in json.dumps(in_memory(channel))
    assert channel.end(one).status_code == 204
    assert MARKER not in json.dumps(in_memory(channel))
    assert len(in_memory(channel)) == 1


def test_what_was_not_deleted_is_not_said_to_be(channel: Channel, tmp_path: Path) -> None:
    session = channel.begin()
    channel.say(session, MARKER)
    with locked(tmp_path):
        answer = channel.end(session)
        assert answer.status_code == 503
        assert "Entschuldigung" in answer.json()["error"]
    assert channel.end(session).status_code == 204
    assert MARKER.encode() not in bytes_on_disk(tmp_path)


def test_a_log_names_no_message_that_the_database_did_not_take(
    channel: Channel, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """An error of the database comes with the values that it did not take."""
    session = channel.begin()
    channel.say(session, "Yoga")
    with locked(tmp_path):
        channel.say(session, MARKER)
    assert "database is locked" in caplog.text
    assert MARKER not in caplog.text


# --- after a day


def test_a_session_ends_a_day_after_it_began(channel: Channel) -> None:
    with time_machine.travel(datetime.now(timezone.utc) - _DAY - timedelta(minutes=1)):
        session = channel.begin()
    answer = channel.say(session, "Yoga")
    assert (answer.status_code, channel.agent.heard) == (401, [])
    with time_machine.travel(datetime.now(timezone.utc) - _DAY + timedelta(minutes=1)):
        session = channel.begin()
    assert channel.say(session, "Yoga").status_code == 200


def test_a_turn_prolongs_a_session_by_a_day(channel: Channel) -> None:
    now = datetime.now(timezone.utc)
    with time_machine.travel(now - 3 * _DAY):
        session = channel.begin()
    for days in (2.5, 1.7, 0.9):
        with time_machine.travel(now - days * _DAY):
            assert channel.say(session, "Yoga").status_code == 200
    assert channel.say(session, "Yoga").status_code == 200
    with time_machine.travel(now + _DAY + timedelta(minutes=1)):
        assert channel.say(session, "Yoga").status_code == 401


def test_a_refused_message_prolongs_nothing(channel: Channel) -> None:
    now = datetime.now(timezone.utc)
    with time_machine.travel(now - 1.5 * _DAY):
        session = channel.begin()
    with time_machine.travel(now - 0.6 * _DAY):
        assert channel.say(session, "x" * 501).status_code == 400
    assert channel.say(session, "Yoga").status_code == 401


def test_after_a_day_a_conversation_is_gone_from_disk_and_memory(channel: Channel, tmp_path: Path) -> None:
    now = datetime.now(timezone.utc)
    with time_machine.travel(now - _DAY - timedelta(minutes=1)):
        channel.say(channel.begin(), MARKER)
        with locked(tmp_path):
            channel.say(channel.begin(), MARKER)
    channel.say(channel.begin(), "Yoga")
    with locked(tmp_path):
        channel.say(channel.begin(), "Yoga")
    assert MARKER in json.dumps(in_memory(channel))
    assert MARKER.encode() in bytes_on_disk(tmp_path)
    agent: Any = channel.agent
    asyncio.run(serving.forget_idle(Records.beside(channel.store), agent, 30))
    assert MARKER not in json.dumps(in_memory(channel))
    assert MARKER.encode() not in bytes_on_disk(tmp_path)
    assert len(in_memory(channel)) == 1
    assert rows(tmp_path) > 0


def test_as_long_as_nothing_is_loaded_the_database_is_tidied_all_the_same(channel: Channel, tmp_path: Path) -> None:
    with time_machine.travel(datetime.now(timezone.utc) - 2 * _DAY):
        channel.say(channel.begin(), MARKER)
    asyncio.run(serving.forget_idle(Records.beside(channel.store), None, 30))
    assert rows(tmp_path) == 0


def test_an_end_is_remembered_as_long_as_the_session_could_be_used(channel: Channel) -> None:
    now = datetime.now(timezone.utc)
    with time_machine.travel(now - 0.9 * _DAY):
        session = channel.begin()
        channel.end(session)
    channel.store.forget_idle()
    assert channel.say(session, "Yoga").status_code == 401
    with time_machine.travel(now + 2 * _DAY):
        channel.store.forget_idle()
        assert channel.say(session, "Yoga").status_code == 401


def test_forgetting_asks_for_the_last_event_of_each_conversation(channel: Channel, tmp_path: Path) -> None:
    asked: list[tuple[str, float]] = []
    with locked(tmp_path), time_machine.travel(datetime(2027, 1, 11, 12, tzinfo=timezone.utc), tick=False):
        session = channel.begin()
        channel.say(session, "Yoga")
    forget_in_memory(channel.agent, lambda sender, last: bool(asked.append((sender, last))))  # type: ignore[arg-type]
    read = channel.sessions.read(session)
    assert read is not None
    assert asked == [(read.sender, datetime(2027, 1, 11, 12, tzinfo=timezone.utc).timestamp())]
    assert len(in_memory(channel)) == 1
