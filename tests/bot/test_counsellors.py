"""Invitations: a code opens counsellor mode once, for one conversation, and is nowhere to be read afterwards."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from bot.counsellors import KEPT_SECONDS, VALID_SECONDS, Counsellors, is_mixed
from bot.stored import open_stored

DAY = 24 * 3600


class Clock:
    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[Engine]:
    engine = open_stored(f"sqlite:///{tmp_path / 'conversations.db'}")
    yield engine
    engine.dispose()


@pytest.fixture
def counsellors(stored: Engine, clock: Clock) -> Counsellors:
    return Counsellors(stored, clock)


def test_a_code_opens_the_mode_for_whoever_writes_it(counsellors: Counsellors) -> None:
    code = counsellors.invite("  Frau Muster ")
    assert counsellors.name_of("a") is None
    assert counsellors.redeem(code, "a") == "Frau Muster"
    assert (counsellors.name_of("a"), counsellors.name_of("b")) == ("Frau Muster", None)


@pytest.mark.parametrize("write", [str.lower, lambda code: code.replace("-", " "), lambda code: code.replace("-", "")])
def test_a_code_may_be_written_in_any_way(counsellors: Counsellors, write: Callable[[str], str]) -> None:
    assert counsellors.redeem(write(counsellors.invite("Frau Muster")), "a") == "Frau Muster"


def test_a_code_is_of_use_once(counsellors: Counsellors) -> None:
    code = counsellors.invite("Frau Muster")
    counsellors.redeem(code, "a")
    assert (counsellors.redeem(code, "a"), counsellors.redeem(code, "b"), counsellors.name_of("b")) == (
        None,
        None,
        None,
    )
    assert counsellors.name_of("a") == "Frau Muster"


def test_of_many_who_use_a_code_at_the_same_moment_one_is_let_in(counsellors: Counsellors) -> None:
    code, senders = counsellors.invite("Frau Muster"), [f"sender {number}" for number in range(8)]
    all_at_once = threading.Barrier(len(senders))

    def redeem(sender: str) -> str | None:
        all_at_once.wait()
        try:
            return counsellors.redeem(code, sender)
        except OperationalError:  # too many at once for SQLite is no way in either
            return None

    with ThreadPoolExecutor(len(senders)) as threads:
        answers = list(threads.map(redeem, senders))
    assert [name for name in answers if name] == ["Frau Muster"]
    assert [name for name in map(counsellors.name_of, senders) if name] == ["Frau Muster"]


def test_nobody_finds_a_code_by_changing_one_sign(counsellors: Counsellors) -> None:
    code = counsellors.invite("Frau Muster")
    for place, sign in enumerate(code):
        other = "B" if sign == "A" else "A"
        if sign != "-":
            assert counsellors.redeem(code[:place] + other + code[place + 1 :], "a") is None
    assert counsellors.redeem("", "a") is None


def test_an_old_invitation_is_of_no_use(counsellors: Counsellors, clock: Clock) -> None:
    code, other = counsellors.invite("Frau Muster"), counsellors.invite("Herr Beispiel")
    clock.now += VALID_SECONDS - 1
    assert counsellors.redeem(code, "a") == "Frau Muster"
    clock.now += 2
    assert counsellors.redeem(other, "b") is None


def test_a_revoked_invitation_ends_the_mode_and_cannot_be_used(counsellors: Counsellors) -> None:
    used, unused = counsellors.invite("Frau Muster"), counsellors.invite("Herr Beispiel")
    counsellors.redeem(used, "a")
    first, second = (item.id for item in counsellors.invitations())
    assert counsellors.revoke(first) and counsellors.revoke(second)
    assert counsellors.name_of("a") is None
    assert counsellors.redeem(unused, "b") is None
    assert not counsellors.revoke(first)
    assert not counsellors.revoke(99)


def test_another_code_in_the_same_conversation_makes_it_the_other_counsellors(counsellors: Counsellors) -> None:
    counsellors.redeem(counsellors.invite("Frau Muster"), "a")
    counsellors.redeem(counsellors.invite("Herr Beispiel"), "a")
    assert counsellors.name_of("a") == "Herr Beispiel"
    assert [item.conversations for item in counsellors.invitations()] == [0, 1]


def test_the_list_says_how_it_stands_with_each_invitation(counsellors: Counsellors, clock: Clock) -> None:
    invited = clock.now
    code = counsellors.invite("Frau Muster")
    clock.now += 60
    counsellors.redeem(code, "a")
    (item,) = counsellors.invitations()
    assert (item.name, item.invited_at, item.used_at, item.revoked_at) == ("Frau Muster", invited, clock.now, None)
    assert item.conversations == 1


def test_who_ends_the_mode_is_like_everybody_else(counsellors: Counsellors) -> None:
    counsellors.redeem(counsellors.invite("Frau Muster"), "a")
    assert counsellors.forget("a")
    assert counsellors.name_of("a") is None
    assert not counsellors.forget("a")


def test_a_conversation_on_the_homepage_is_over_after_a_day_and_a_chat_goes_on(
    counsellors: Counsellors, clock: Clock
) -> None:
    for sender in ("website-1", "telegram-1"):
        counsellors.redeem(counsellors.invite(sender), sender)
    clock.now += DAY // 2
    assert counsellors.name_of("website-1")
    clock.now += DAY - 60
    counsellors.forget_idle()
    assert counsellors.name_of("website-1") == "website-1"
    clock.now += 2 * DAY
    counsellors.forget_idle()
    assert (counsellors.name_of("website-1"), counsellors.name_of("telegram-1")) == (None, "telegram-1")
    clock.now += KEPT_SECONDS + DAY
    counsellors.forget_idle()
    assert counsellors.name_of("telegram-1") is None


def test_a_code_is_nowhere_in_the_database(counsellors: Counsellors, stored: Engine, tmp_path: Path) -> None:
    code = counsellors.invite("Frau Muster")
    counsellors.redeem(code, "a")
    stored.dispose()
    with closing(sqlite3.connect(tmp_path / "conversations.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    written = b"".join(path.read_bytes() for path in tmp_path.glob("conversations.db*")).upper()
    assert b"FRAU MUSTER" in written
    assert not [part for part in (code, code.replace("-", "")) if part.encode() in written]


def test_codes_are_told_from_words_and_from_one_another(counsellors: Counsellors) -> None:
    codes = [counsellors.invite("Frau Muster") for _ in range(50)]
    assert len(set(codes)) == len(codes)
    for code in codes:
        assert sum(map(is_mixed, code.split("-"))) > 1
        assert not set(code) & set("01IO")
