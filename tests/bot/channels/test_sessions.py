"""Tokens of the homepage's sessions: nobody makes one up, and the key that signs them is one and secret."""

import stat
import string
import subprocess
import sys
import textwrap
from datetime import datetime, timezone
from pathlib import Path

import pytest
import time_machine
from hypothesis import example, given
from hypothesis import strategies as st
from itsdangerous import Signer, TimestampSigner, URLSafeTimedSerializer

from bot.channels.sessions import Sessions, session_key
from bot.training import PROJECT
from catalogue.errors import SettingError

KEY = b"k" * 32
SALT = "website-session"
SIGNS = string.ascii_letters + string.digits + "-_.=+/ \u00a0ß\x00"


@pytest.fixture(scope="module")
def sessions() -> Sessions:
    return Sessions(KEY)


# --- what a token is


def test_a_token_leads_back_to_its_session(sessions: Sessions) -> None:
    token = sessions.begin()
    session = sessions.read(token)
    assert session is not None
    assert session == sessions.read(token)


def test_two_tokens_are_two_conversations(sessions: Sessions) -> None:
    found = {session.sender for session in (sessions.read(sessions.begin()) for _ in range(200)) if session}
    assert len(found) == 200


def test_a_token_has_a_name_that_nobody_guesses(sessions: Sessions) -> None:
    """24 random bytes: at a million tries a second it would take longer than the earth is old."""
    name = sessions.begin().split(".")[0]
    assert len(name) == 32
    assert set(name) <= set(string.ascii_letters + string.digits + "-_")


@time_machine.travel(datetime(2027, 1, 11, 9, 30, tzinfo=timezone.utc), tick=False)
def test_a_token_knows_when_it_was_handed_out(sessions: Sessions) -> None:
    session = sessions.read(sessions.begin())
    assert session is not None
    assert session.begun_at == datetime(2027, 1, 11, 9, 30, tzinfo=timezone.utc).timestamp()


def test_conversations_of_the_homepage_are_named_apart_from_those_of_other_channels(sessions: Sessions) -> None:
    session = sessions.read(sessions.begin())
    assert session is not None
    assert session.sender.startswith("website-")


# --- what is no token


def test_a_token_altered_at_any_position_is_none(sessions: Sessions) -> None:
    """The last sign of a signature has two bits that say nothing: there are other spellings of the same signature."""
    token = sessions.begin()
    altered = (
        token[:place] + sign + token[place + 1 :]
        for place in range(len(token))
        for sign in SIGNS
        if sign != token[place]
    )
    assert [other for other in altered if sessions.read(other) is not None] == []


def test_a_token_with_something_more_in_it_is_none(sessions: Sessions) -> None:
    token = sessions.begin()
    longer = (token[:place] + sign + token[place:] for place in range(len(token) + 1) for sign in SIGNS)
    assert [other for other in longer if sessions.read(other) is not None] == []


def test_a_token_cut_off_anywhere_is_none(sessions: Sessions) -> None:
    token = sessions.begin()
    cut = [token[:end] for end in range(len(token))] + [token[start:] for start in range(1, len(token) + 1)]
    assert [other for other in cut if sessions.read(other) is not None] == []


def test_parts_of_two_tokens_make_none(sessions: Sessions) -> None:
    with time_machine.travel(datetime(2027, 1, 11, tzinfo=timezone.utc), tick=False):
        one = sessions.begin().split(".")
    with time_machine.travel(datetime(2027, 1, 12, tzinfo=timezone.utc), tick=False):
        other = sessions.begin().split(".")
    mixed = [
        ".".join((name, moment, signature))
        for name in (one[0], other[0])
        for moment in (one[1], other[1])
        for signature in (one[2], other[2])
    ]
    assert [token for token in mixed if sessions.read(token)] == [".".join(one), ".".join(other)]


def test_a_moment_cannot_be_moved(sessions: Sessions) -> None:
    """Or everybody would prolong an old session for ever."""
    name, _, signature = sessions.begin().split(".")
    with time_machine.travel(datetime(2030, 1, 1, tzinfo=timezone.utc), tick=False):
        _, later, _ = sessions.begin().split(".")
    assert sessions.read(".".join((name, later, signature))) is None


@pytest.mark.parametrize(
    "token",
    [
        TimestampSigner(b"another key" * 3, salt=SALT).sign("opfer"),
        TimestampSigner(KEY, salt="another salt").sign("opfer"),
        TimestampSigner(KEY, salt=SALT).sign("opfer"),
        Signer(KEY, salt=SALT).sign("opfer"),
        TimestampSigner(b"", salt=SALT).sign("opfer"),
        URLSafeTimedSerializer(KEY, salt=SALT).dumps("opfer"),
    ],
    ids=["another key", "another salt", "weaker digest", "no moment", "no key", "serialised"],
)
def test_what_was_signed_otherwise_is_no_token(token: bytes | str, sessions: Sessions) -> None:
    assert sessions.read(token.decode() if isinstance(token, bytes) else token) is None


def test_a_token_of_another_service_is_none(sessions: Sessions) -> None:
    assert sessions.read(Sessions(b"K" * 32).begin()) is None


@pytest.mark.parametrize(
    "value", [None, True, 0, 7.5, [], ["a"], {}, {"session": "a"}, b"bytes", ""], ids=lambda value: repr(value)
)
def test_what_is_no_text_is_no_token(value: object, sessions: Sessions) -> None:
    assert sessions.read(value) is None


def test_the_bytes_and_the_list_of_a_real_token_are_none(sessions: Sessions) -> None:
    token = sessions.begin()
    assert sessions.read(token.encode()) is None
    assert sessions.read([token]) is None


def test_a_huge_token_is_none(sessions: Sessions) -> None:
    assert sessions.read("a" * 1_000_000) is None
    assert sessions.read(sessions.begin() + "=" * 1_000) is None


@given(st.text(max_size=300))
@example("..")
@example("a.b.c")
@example("\ud800.AAAA.BBBB")
@example("ä.ö.ü")
@example("." * 199)
def test_any_text_is_read_without_a_fault_and_is_no_token(text: str) -> None:
    assert Sessions(KEY).read(text) is None


# --- the key


def test_the_key_is_long_and_for_the_service_alone(tmp_path: Path) -> None:
    key = session_key(tmp_path)
    assert len(key) == 32
    assert stat.S_IMODE((tmp_path / "session.key").stat().st_mode) == 0o600


def test_the_key_is_for_the_service_alone_whatever_other_new_files_are(tmp_path: Path) -> None:
    script = "import os; os.umask(0); from pathlib import Path; from bot.channels.sessions import session_key; "
    subprocess.run(
        [sys.executable, "-W", "ignore", "-c", f"{script}session_key(Path({str(tmp_path)!r}))"], cwd=PROJECT, check=True
    )
    assert stat.S_IMODE((tmp_path / "session.key").stat().st_mode) == 0o600


def test_the_key_stays_the_same(tmp_path: Path) -> None:
    token = Sessions(session_key(tmp_path)).begin()
    assert Sessions(session_key(tmp_path)).read(token) is not None


def test_two_data_directories_have_two_keys(tmp_path: Path) -> None:
    assert session_key(tmp_path / "a") != session_key(tmp_path / "b")


def test_nothing_is_left_beside_the_key(tmp_path: Path) -> None:
    session_key(tmp_path)
    session_key(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["session.key"]


def test_whoever_starts_at_the_same_moment_has_the_same_key(tmp_path: Path) -> None:
    """Eight processes wait for a file, and look for the key when it is there."""
    script = textwrap.dedent(f"""
        import sys
        from pathlib import Path
        from bot.channels.sessions import session_key
        folder = Path({str(tmp_path)!r})
        (folder / f"waits-{{sys.argv[1]}}").touch()
        while not (folder / "go").exists():
            pass
        print(session_key(folder / "data").hex())
    """)
    waiting = [
        subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", script, str(number)], cwd=PROJECT, stdout=subprocess.PIPE
        )
        for number in range(8)
    ]
    while len(list(tmp_path.glob("waits-*"))) < len(waiting):
        assert all(process.poll() is None for process in waiting)
    (tmp_path / "go").touch()
    keys = {process.communicate()[0].decode().strip() for process in waiting}
    assert keys == {session_key(tmp_path / "data").hex()}
    assert [process.returncode for process in waiting] == [0] * 8


@pytest.mark.parametrize("content", [b"", b"short", b"\n" * 31], ids=["empty", "short", "one byte missing"])
def test_a_key_file_that_lost_its_key_is_named_and_not_used(content: bytes, tmp_path: Path) -> None:
    """With an empty key everybody could sign tokens."""
    (tmp_path / "session.key").write_bytes(content)
    with pytest.raises(SettingError) as caught:
        session_key(tmp_path)
    assert "session.key" in caught.value.message


def test_a_data_directory_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingError) as caught:
        session_key(tmp_path / "file")
    assert str(tmp_path / "file") in caught.value.message


def test_a_key_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "session.key").mkdir()
    with pytest.raises(SettingError) as caught:
        session_key(tmp_path)
    assert str(tmp_path) in caught.value.message
