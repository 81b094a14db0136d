"""Which updates were seen, over restarts, over months, and of which bot."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.channels.telegram.names import bot_of
from bot.channels.telegram.seen import KEPT_SECONDS, SeenUpdates
from bot.stored import open_stored

DAY = 24 * 3600.0


@pytest.fixture
def stored(tmp_path: Path) -> Engine:
    return open_stored(f"sqlite:///{tmp_path / 'conversations.db'}")


def test_an_update_is_taken_once_over_restarts(stored: Engine) -> None:
    assert SeenUpdates(stored, "bot").claim(2**40)
    assert not SeenUpdates(stored, "bot").claim(2**40)
    assert SeenUpdates(stored, "bot").claim(2**40 - 1)


def test_telegram_is_asked_from_the_newest_one_on(stored: Engine) -> None:
    seen = SeenUpdates(stored, "bot", clock=lambda: DAY)
    assert seen.offset() is None
    for number in (7, 9, 8):
        seen.claim(number)
    assert seen.offset() == 10


def test_after_a_week_of_silence_telegram_may_count_anew(stored: Engine) -> None:
    SeenUpdates(stored, "bot", clock=lambda: 0.0).claim(1_000_000)
    later = SeenUpdates(stored, "bot", clock=lambda: 7 * DAY)
    assert later.offset() is None
    assert later.claim(5)
    assert later.offset() == 6


def test_another_bot_counts_for_itself(stored: Engine) -> None:
    SeenUpdates(stored, "bot").claim(1_000_000)
    other = SeenUpdates(stored, "other")
    assert other.offset() is None
    assert other.claim(1_000_000)


def test_a_new_token_of_the_same_bot_goes_on_counting() -> None:
    key = b"k" * 32
    assert bot_of(key, "123:old") == bot_of(key, "123:new") != bot_of(key, "124:old")


def test_numbers_are_forgotten_in_the_end(stored: Engine) -> None:
    SeenUpdates(stored, "bot", clock=lambda: 0.0).claim(1)
    late = SeenUpdates(stored, "bot", clock=lambda: KEPT_SECONDS + 1.0)
    late.forget_idle()
    assert late.claim(1)
