"""Note lists: an order of one's own, nothing lost and nothing twice, and forgotten when nobody needs them."""

import asyncio
import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, func, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from bot import serving
from bot.note_lists import KEPT_SECONDS, MOST_OFFERS, NoteList, NoteLists, StoredNote, StoredNoteList
from bot.records import Records
from bot.stored import make_tables, open_stored

DAY = 24 * 3600


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_stored(f"sqlite:///{tmp_path / 'conversations.db'}")
    yield engine
    engine.dispose()


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def lists(engine: Engine, clock: Clock) -> NoteLists:
    return NoteLists(engine, clock)


def filled(lists: NoteLists, *keys: str, sender: str | None = None) -> NoteList:
    found = lists.begin(sender)
    for key in keys:
        kept = lists.keep(found.id, key)
        assert kept is not None
        found = kept
    return found


def rows(engine: Engine) -> tuple[int, int]:
    """How many lists and how many notes are stored."""
    with Session(engine) as session:
        lists = session.scalar(select(func.count()).select_from(StoredNoteList)) or 0
        return lists, session.scalar(select(func.count()).select_from(StoredNote)) or 0


# --- an order of one's own


def test_what_is_kept_stands_at_the_end_and_only_once(lists: NoteLists) -> None:
    found = filled(lists, "vhs/1", "vhs/2", "vhs/1")
    assert lists.get(found.id) == NoteList(found.id, ("vhs/1", "vhs/2"))


def test_a_full_list_takes_no_more(lists: NoteLists) -> None:
    found = filled(lists, *(f"vhs/{number}" for number in range(MOST_OFFERS + 1)))
    assert found.keys == tuple(f"vhs/{number}" for number in range(MOST_OFFERS))


@pytest.mark.parametrize(
    ("key", "places", "order"),
    [("a", 1, "bac"), ("c", -1, "acb"), ("a", -1, "abc"), ("c", 1, "abc"), ("a", 99, "bca"), ("x", 1, "abc")],
)
def test_an_offer_is_moved_as_far_as_there_is_room(lists: NoteLists, key: str, places: int, order: str) -> None:
    found = filled(lists, "a", "b", "c")
    assert lists.move(found.id, key, places) == NoteList(found.id, tuple(order))


def test_what_is_dropped_is_gone_and_may_come_back_at_the_end(lists: NoteLists) -> None:
    found = filled(lists, "a", "b", "c")
    assert lists.drop(found.id, "a") == NoteList(found.id, ("b", "c"))
    assert lists.drop(found.id, "a") == NoteList(found.id, ("b", "c"))
    assert lists.keep(found.id, "a") == NoteList(found.id, ("b", "c", "a"))


_KEYS = st.sampled_from(["vhs/1", "vhs/2", "awo/1", "awo/2", "a/b c", "ü/ß"])
_STEPS = st.lists(st.tuples(st.sampled_from(["keep", "drop", "move"]), _KEYS, st.integers(-4, 4)), max_size=25)


@given(_STEPS)
def test_after_any_steps_the_list_is_what_a_plain_list_would_be(steps: list[tuple[str, str, int]]) -> None:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    make_tables(engine)
    lists, model = NoteLists(engine), list[str]()
    here, other = lists.begin(), filled(lists, "vhs/1", "awo/2")
    for step, key, places in steps:
        if step == "keep":
            now = lists.keep(here.id, key)
            model += [key] * (key not in model)
        elif step == "drop":
            now = lists.drop(here.id, key)
            model = [one for one in model if one != key]
        else:
            now = lists.move(here.id, key, places)
            if key in model:
                at = model.index(key)
                model.remove(key)
                model.insert(min(max(at + places, 0), len(model)), key)
        assert now == NoteList(here.id, tuple(model)) == lists.get(here.id)
    assert lists.get(other.id) == other
    engine.dispose()


def test_changes_at_the_same_moment_all_count(engine: Engine) -> None:
    lists = NoteLists(engine)
    here, faults = lists.begin(), list[Exception]()

    def keep(number: int) -> None:
        try:
            lists.keep(here.id, f"vhs/{number}")
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=keep, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = lists.get(here.id)
    assert faults == []
    assert found is not None and sorted(found.keys) == sorted(f"vhs/{number}" for number in range(12))


# --- whose it is


def test_an_id_is_not_guessed_and_fits_a_link_to_telegram(lists: NoteLists) -> None:
    """`?start=` takes at most 64 letters, digits, underscores and hyphens."""
    ids = {lists.begin().id for _ in range(50)}
    assert len(ids) == 50
    assert all(20 <= len(each) <= 64 and set(each) <= set(_ALLOWED) for each in ids)


_ALLOWED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"


def test_a_conversation_finds_its_list(lists: NoteLists) -> None:
    mine = filled(lists, "a", sender="telegram-1")
    filled(lists, "b", sender="telegram-2")
    assert lists.of("telegram-1") == mine
    assert lists.of("telegram-3") is None


def test_a_conversation_goes_on_with_a_list_begun_elsewhere(lists: NoteLists) -> None:
    before, begun = filled(lists, "a", sender="telegram-1"), filled(lists, "b", "c")
    assert lists.adopt(begun.id, "telegram-1") == begun == lists.of("telegram-1")
    assert lists.get(before.id) == before


def test_whoever_opens_a_list_takes_it_from_nobody(lists: NoteLists) -> None:
    """A counsellor hands the link of a list on, and goes on with it."""
    mine = filled(lists, "a", "b", sender="telegram-1")
    assert lists.adopt(mine.id, "telegram-2") == mine
    assert lists.of("telegram-1") == lists.of("telegram-2") == mine
    assert lists.forget("telegram-2") == 2
    assert (lists.of("telegram-1"), lists.of("telegram-2")) == (mine, None)
    assert lists.forget("telegram-1") == 2
    assert lists.get(mine.id) is None


def test_nobody_changes_what_is_not_there(lists: NoteLists, engine: Engine) -> None:
    assert lists.get("gibtesnicht") is None
    assert lists.keep("gibtesnicht", "a") is None
    assert lists.drop("gibtesnicht", "a") is None
    assert lists.move("gibtesnicht", "a", 1) is None
    assert lists.adopt("gibtesnicht", "telegram-1") is None
    assert lists.forget("telegram-1") == 0
    lists.delete("gibtesnicht")
    assert rows(engine) == (0, 0)


# --- forgetting


def test_forgetting_a_conversation_says_how_many_offers_are_gone(lists: NoteLists, engine: Engine) -> None:
    filled(lists, "a", "b", sender="telegram-1")
    other = filled(lists, "a", sender="telegram-2")
    assert lists.forget("telegram-1") == 2
    assert lists.of("telegram-1") is None
    assert rows(engine) == (1, 1)
    lists.delete(other.id)
    assert rows(engine) == (0, 0)


def test_a_list_that_nobody_uses_is_forgotten(lists: NoteLists, clock: Clock, engine: Engine) -> None:
    forgotten, looked_at, changed = filled(lists, "a", "b"), filled(lists, "a"), filled(lists, "a")
    clock.now += KEPT_SECONDS - DAY
    assert lists.forget_idle() == 0
    assert lists.get(looked_at.id) == looked_at
    lists.keep(changed.id, "b")
    clock.now += 2 * DAY
    assert lists.forget_idle() == 1
    assert lists.get(forgotten.id) is None
    assert rows(engine) == (2, 3)


class Refusing:
    def forget_idle(self) -> int:
        with create_engine("sqlite:////nowhere/at/all.db").connect():
            raise AssertionError("there is no such database")

    def forget_old(self, term_days: int) -> int:
        return self.forget_idle()


def test_the_service_forgets_idle_lists(lists: NoteLists, clock: Clock, engine: Engine) -> None:
    """Also where the conversations cannot be read at the moment."""
    filled(lists, "a")
    clock.now += KEPT_SECONDS + 1
    refusing: Any = Refusing()
    asyncio.run(serving.forget_idle(Records(refusing, lists, *[refusing] * 3), None, 180))
    assert rows(engine) == (0, 0)


def test_a_database_that_does_not_answer_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    refusing: Any = Refusing()
    with caplog.at_level(logging.ERROR):
        asyncio.run(serving.forget_idle(Records(*[refusing] * 5), None, 180))
    assert [record.getMessage() for record in caplog.records] == [
        "idle conversations not deleted: OperationalError",
        "idle note lists not deleted: OperationalError",
        "idle counsellor modes not deleted: OperationalError",
        "idle consents not deleted: OperationalError",
        "idle kept messages not deleted: OperationalError",
    ]
