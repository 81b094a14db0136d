"""Answers reach Telegram once and in order, whatever happens to it; and nobody else notices."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from sqlalchemy import Engine, inspect
from sqlalchemy.orm import Session

from bot.channels.telegram.channel import TelegramInput
from bot.channels.telegram.client import BotApi, RefusedError, TooManyCallsError, UnreachableError
from bot.channels.telegram.names import bot_of
from bot.channels.telegram.outbox import GIVE_UP_SECONDS, NO_CHAT, Outbox
from bot.channels.telegram.seen import SeenUpdate
from bot.conversations import ConversationStore
from bot.records import Records
from bot.settings import Settings
from bot.stored import Stored
from catalogue.region import Region
from tests.bot.channels.telegram.conftest import KEY, OpenChat
from tests.bot.channels.telegram.fake_telegram import (
    AWAY,
    BROKEN,
    DROPPING,
    NONSENSE,
    TOKEN,
    TOO_MANY,
    FakeTelegram,
    fake_telegram,
)
from tests.bot.channels.telegram.moments import Moments
from tests.bot.service import free_port

MINUTE = 60.0
CHATS = range(1, 6)
ANSWERS = 20
# What is wrong with Telegram in each of the first six times five minutes.
OUTAGE = (AWAY, TOO_MANY, BROKEN, DROPPING, NONSENSE, TOO_MANY)


def failing(moments: Moments, *spared: str) -> Callable[[str], str | None]:
    """Half an hour in which every call fails, but those that are spared."""

    def mode(method: str) -> str | None:
        part = int(moments.now // (5 * MINUTE))
        return None if method in spared or part >= len(OUTAGE) else OUTAGE[part]

    return mode


def numbered(telegram: FakeTelegram, chat: int) -> list[int]:
    return [int(text.split()[-1]) for text in telegram.texts(chat)]


# --- the whole channel


async def test_answers_wait_half_an_hour_and_come_once_and_in_order(open_chat: OpenChat) -> None:
    moments = Moments()
    async with fake_telegram() as telegram:
        telegram.mode = failing(moments, "getUpdates")
        async with open_chat(telegram, moments.clock, moments.sleep):
            for number in range(ANSWERS):
                for chat in CHATS:
                    telegram.write(f"Frage {number}", chat)
            await telegram.until(ANSWERS * len(CHATS))
            assert moments.now >= 30 * MINUTE
            for chat in CHATS:
                assert numbered(telegram, chat) == list(range(ANSWERS))


async def test_away_at_start_it_begins_as_soon_as_telegram_is_back(open_chat: OpenChat) -> None:
    moments = Moments()
    async with fake_telegram() as telegram:
        telegram.mode = failing(moments)
        async with open_chat(telegram, moments.clock, moments.sleep) as chat:
            telegram.write("Yoga")
            await telegram.until(1)
            await telegram.until(1, "setMyCommands")
            assert moments.now >= 30 * MINUTE
            assert chat.assistant.texts == ["Yoga"]


async def test_what_was_taken_before_a_restart_is_not_answered_again(open_chat: OpenChat) -> None:
    async with fake_telegram() as telegram:
        async with open_chat(telegram) as chat:
            await chat.says("eins")
        # Telegram has not heard that this one was taken.
        telegram.updates.insert(0, {**telegram.write("eins"), "update_id": 1000})
        telegram.updates.pop()
        async with open_chat(telegram) as chat:
            await chat.says("zwei")
            assert chat.assistant.texts == ["zwei"]
        assert telegram.texts() == ["Sie sagten: eins", "Sie sagten: zwei"]


async def test_updates_wait_until_the_assistant_is_there(open_chat: OpenChat) -> None:
    async with open_chat(loaded=False) as chat:
        chat.telegram.write("Yoga")
        await asyncio.sleep(0.3)
        assert chat.telegram.tries == []


async def test_a_webhook_that_somebody_has_set_is_taken_away(open_chat: OpenChat) -> None:
    moments = Moments()
    async with fake_telegram() as telegram:
        telegram.refused["getUpdates"] = (409, "Conflict: can't use getUpdates method while webhook is active")
        async with open_chat(telegram, moments.clock, moments.sleep) as chat:
            await telegram.until(1, "deleteWebhook")
            telegram.refused.clear()
            await chat.says("Yoga")


async def test_answers_on_their_way_arrive_before_the_service_ends(open_chat: OpenChat) -> None:
    async with fake_telegram() as telegram:
        async with open_chat(telegram) as chat:
            await chat.says("eins")
            telegram.seconds = 0.2
            telegram.write("zwei")
            while not chat.assistant.texts[1:]:
                await asyncio.sleep(0.005)
        assert telegram.texts() == ["Sie sagten: eins", "Sie sagten: zwei"]


async def test_the_same_updates_again_and_again_are_not_asked_for_without_end(open_chat: OpenChat) -> None:
    """As where the clock was set back, and what was taken last is no longer the newest."""
    moments = Moments()
    async with open_chat(clock=moments.clock, sleep=moments.sleep) as chat:
        with Session(chat.records.engine) as session, session.begin():
            later = time.time() + MINUTE
            session.add(SeenUpdate(bot=bot_of(KEY, TOKEN), update_id=999, seen_at=later))
        await chat.says("eins")
        asked, begun = chat.telegram.tries.count("getUpdates"), moments.now
        while moments.now < begun + 5:
            await asyncio.sleep(0.005)
            assert chat.telegram.tries.count("getUpdates") - asked <= 20


async def test_a_wrong_token_is_told_once(open_chat: OpenChat, caplog: pytest.LogCaptureFixture) -> None:
    moments = Moments()
    async with open_chat(clock=moments.clock, sleep=moments.sleep, telegram_token="1:wrong") as chat:
        while chat.telegram.tries.count("getMe") < 5 or chat.telegram.tries.count("getUpdates") < 5:
            await asyncio.sleep(0.005)
    said = [record.getMessage() for record in caplog.records]
    assert sum("no updates" in line for line in said) == 1
    assert sum("name is not known" in line for line in said) == 1


def test_the_channel_makes_its_tables(region: Region, engine: Engine, tmp_path: Path) -> None:
    """It is imported only where it is used, which may be after the database was opened."""
    store = ConversationStore(Domain.empty(), url=f"sqlite:///{tmp_path / 'conversations.db'}")
    ours = {"telegram_buttons", "telegram_updates"}
    Stored.metadata.drop_all(store.engine, tables=[Stored.metadata.tables[name] for name in ours])
    TelegramInput(Settings(telegram_token=TOKEN), region, Records.beside(store), engine, KEY)
    assert ours < set(inspect(store.engine).get_table_names())
    store.engine.dispose()


async def test_one_chat_that_is_refused_holds_up_no_other(open_chat: OpenChat) -> None:
    async with open_chat() as chat:
        chat.telegram.refused["sendMessage"] = (403, "Forbidden: bot was blocked by the user")
        chat.telegram.write("eins", chat=1)
        while "sendMessage" not in chat.telegram.tries:
            await asyncio.sleep(0.005)
        chat.telegram.refused.clear()
        (answer,) = await chat.says("zwei", chat=2)
        assert answer["chat_id"] == 2
        assert chat.telegram.tries.count("sendMessage") == 2


async def test_the_token_stands_in_no_log(open_chat: OpenChat, caplog: pytest.LogCaptureFixture) -> None:
    moments = Moments()
    caplog.set_level(logging.DEBUG)
    async with fake_telegram() as telegram:
        telegram.mode = failing(moments)
        async with open_chat(telegram, moments.clock, moments.sleep):
            telegram.write("Yoga")
            await telegram.until(1)
    async with open_chat(FakeTelegram(url=f"http://127.0.0.1:{free_port()}"), moments.clock, moments.sleep):
        await asyncio.sleep(0.05)
    logged = "\n".join(f"{record.getMessage()} {record.args} {record.exc_text}" for record in caplog.records)
    assert "put off" in logged
    assert TOKEN not in logged and TOKEN.split(":")[1] not in logged


# --- one queue


@asynccontextmanager
async def sending(moments: Moments | None = None) -> AsyncIterator[tuple[FakeTelegram, Outbox]]:
    """A Telegram, and an outbox that sends to it."""
    moments = moments or Moments()
    async with fake_telegram() as telegram:
        api = BotApi(telegram.url, TOKEN)
        yield telegram, Outbox(api, moments.clock, moments.sleep)
        await api.close()


async def test_a_pause_that_telegram_asks_for_is_kept() -> None:
    moments = Moments()
    async with sending(moments) as (telegram, outbox):
        telegram.retry_after = 17
        telegram.mode = lambda method: TOO_MANY if moments.now < 17 else None
        outbox.put(1, "sendMessage", chat_id=1, text="eins")
        await outbox.idle()
        assert (moments.now, telegram.tries) == (17, ["sendMessage"] * 2)


async def test_pauses_grow_up_to_a_minute() -> None:
    moments = Moments()
    async with sending(moments) as (telegram, outbox):
        telegram.mode = lambda method: BROKEN if moments.now < 600 else None
        outbox.put(1, "sendMessage", chat_id=1, text="eins")
        await outbox.idle()
        # After 1, 3, 7, 15, 31, 63 and then every 60 seconds.
        assert len(telegram.tries) == 7 + 9
        assert len(telegram.sent()) == 1


async def test_who_is_slow_is_waited_for() -> None:
    async with sending() as (telegram, outbox):
        telegram.seconds = 0.05
        for number in range(3):
            outbox.put(1, "sendMessage", chat_id=1, text=f"{number}")
        await outbox.idle()
        assert telegram.texts(1) == ["0", "1", "2"]


async def test_whoever_blocks_the_bot_gets_nothing_more_and_it_is_no_error(caplog: pytest.LogCaptureFixture) -> None:
    async with sending() as (telegram, outbox):
        telegram.refused["sendMessage"] = (403, "Forbidden: bot was blocked by the user")
        for number in range(5):
            outbox.put(1, "sendMessage", chat_id=1, text=f"{number}")
        await outbox.idle()
        assert telegram.tries == ["sendMessage"]
        assert caplog.records == []


@pytest.mark.parametrize(
    "description", ["Bad Request: chat not found", "Bad Request: query is too old and response timeout expired"]
)
async def test_what_has_become_pointless_ends_quietly(description: str, caplog: pytest.LogCaptureFixture) -> None:
    async with sending() as (telegram, outbox):
        telegram.refused["sendMessage"] = (400, description)
        outbox.put(1, "sendMessage", chat_id=1, text="eins")
        outbox.put(1, "leaveChat", chat_id=1)
        await outbox.idle()
        assert telegram.tries == ["sendMessage", "leaveChat"]
        assert caplog.records == []


async def test_a_wrong_call_is_told_in_the_log_and_the_next_one_goes_out(caplog: pytest.LogCaptureFixture) -> None:
    async with sending() as (telegram, outbox):
        outbox.put(1, "sendMessage", chat_id=1, text="x" * 5000)
        outbox.put(1, "sendMessage", chat_id=1, text="zwei")
        await outbox.idle()
        assert telegram.texts(1) == ["zwei"]
        assert "message is too long" in caplog.text


async def test_after_a_day_an_answer_is_given_up_and_the_next_one_goes_out(caplog: pytest.LogCaptureFixture) -> None:
    moments = Moments()
    async with sending(moments) as (telegram, outbox):
        telegram.mode = lambda method: BROKEN if moments.now < GIVE_UP_SECONDS else None
        outbox.put(1, "sendMessage", chat_id=1, text="eins")
        moments.now += MINUTE
        outbox.put(1, "sendMessage", chat_id=1, text="zwei")
        await outbox.idle()
        assert telegram.texts(1) == ["zwei"]
        assert "given up" in caplog.text


async def test_the_day_counts_from_when_an_answer_was_given_however_many_wait(caplog: pytest.LogCaptureFixture) -> None:
    moments = Moments()
    async with sending(moments) as (telegram, outbox):
        telegram.mode = lambda method: BROKEN if moments.now < 3 * GIVE_UP_SECONDS / 2 else None
        for number in range(5):
            outbox.put(1, "sendMessage", chat_id=1, text=str(number))
        await outbox.idle()
        assert telegram.texts(1) == []
        assert caplog.text.count("given up") == 5


async def test_what_concerns_no_chat_is_never_given_up() -> None:
    moments = Moments()
    async with sending(moments) as (telegram, outbox):
        telegram.mode = lambda method: BROKEN if moments.now < 2 * GIVE_UP_SECONDS else None
        outbox.put(NO_CHAT, "setWebhook", url="https://lotse.example/")
        await outbox.idle()
        assert telegram.webhook["url"] == "https://lotse.example/"


@pytest.mark.parametrize("description", ["message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID"])
async def test_where_a_message_cannot_be_edited_the_page_comes_as_a_new_one(description: str) -> None:
    async with sending() as (telegram, outbox):
        telegram.refused["editMessageText"] = (400, f"Bad Request: {description}")
        outbox.put(1, "editMessageText", chat_id=1, message_id=77, text="Seite 2")
        await outbox.idle()
        assert telegram.sent() == [{"chat_id": 1, "text": "Seite 2"}]


async def test_a_page_that_stands_there_already_is_not_sent_again(caplog: pytest.LogCaptureFixture) -> None:
    async with sending() as (telegram, outbox):
        telegram.refused["editMessageText"] = (400, "Bad Request: message is not modified: specified new message …")
        outbox.put(1, "editMessageText", chat_id=1, message_id=77, text="Seite 2")
        await outbox.idle()
        assert telegram.sent() == []
        assert caplog.records == []


# --- the client


@pytest.mark.parametrize("mode", [AWAY, BROKEN, DROPPING, NONSENSE])
async def test_what_may_pass_is_told_from_what_will_not(mode: str) -> None:
    async with fake_telegram() as telegram:
        telegram.mode = lambda method: mode
        api = BotApi(telegram.url, TOKEN)
        with pytest.raises(UnreachableError) as raised:
            await api.call("getMe", {})
        assert TOKEN not in f"{raised.value} {raised.value.message} {raised.value.__cause__} {api!r}"
        await api.close()


async def test_a_wrong_token_is_refused() -> None:
    async with fake_telegram() as telegram:
        api = BotApi(telegram.url, "1:wrong")
        with pytest.raises(RefusedError, match="401"):
            await api.call("getMe", {})
        await api.close()


async def test_a_pause_is_named_in_seconds() -> None:
    async with fake_telegram() as telegram:
        telegram.mode = lambda method: TOO_MANY
        api = BotApi(telegram.url, TOKEN)
        with pytest.raises(TooManyCallsError) as raised:
            await api.call("getMe", {})
        assert raised.value.seconds == telegram.retry_after
        await api.close()


async def test_silence_ends_at_the_deadline() -> None:
    async with fake_telegram() as telegram:
        api = BotApi(telegram.url, TOKEN, seconds=0.05)
        telegram.seconds = 5.0
        with pytest.raises(UnreachableError, match="TimeoutError"):
            await api.call("getMe", {})
        await api.close()


async def test_nobody_is_led_elsewhere() -> None:
    async with fake_telegram() as telegram:
        telegram.redirect = "http://127.0.0.1:9/"
        api = BotApi(telegram.url, TOKEN)
        with pytest.raises(UnreachableError):
            await api.call("getMe", {})
        await api.close()
