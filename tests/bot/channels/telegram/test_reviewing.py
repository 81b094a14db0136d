"""What the office may learn from: nothing until somebody agrees, nothing after he takes it back, and thumbs once."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.telegram.names import sender_of
from bot.counsellor_mode import CounsellorMode, open_desk
from bot.review.kept import conversation_of
from bot.review.labels import REVIEWED
from bot.review.tables import KeptMessage, LabelRow
from catalogue.region import Region
from catalogue.statistics import NO, THUMB, YES
from tests.bot.channels.telegram.conftest import KEY, SENDER, THUMBS, Chat, OpenChat, bytes_on_disk, offers
from tests.bot.channels.telegram.fake_telegram import USER, keyboard

UP, DOWN = THUMBS
ON, OFF = "Mithelfen einschalten", "Mithelfen ausschalten"
FOUND = [{"text": "1. Deutsch …"}, {"custom": offers(shown=5, total=23)}]
SECOND = [{"text": "6. Deutsch …"}, {"custom": offers(first=6, after="")}]
OLD = "Diese Tasten gehören zu einer älteren Antwort."


def kept(chat: Chat) -> Sequence[KeptMessage]:
    with Session(chat.records.engine) as session:
        return session.scalars(select(KeptMessage).order_by(KeptMessage.turn)).all()


def thumbs(chat: Chat) -> dict[tuple[str, str], int]:
    """How often which thumb was counted, and on which channel."""
    counted = chat.tally.take().uses
    return {(subject, detail): n for (_, event, subject, detail), n in counted.items() if event == THUMB}


def rows(shown: dict[str, Any]) -> list[list[str]]:
    return [[button["text"] for button in row] for row in shown["reply_markup"]["inline_keyboard"]]


async def agreed(chat: Chat) -> dict[str, Any]:
    """Somebody has agreed; the message that says so."""
    (asked,) = await chat.says("/mithelfen")
    return await chat.press(asked, ON, answers="editMessageText")


async def searched(chat: Chat) -> dict[str, Any]:
    chat.assistant.script.update({"deutsch": FOUND, '/more{"offset": 5}': SECOND, '/more{"offset": 0}': FOUND})
    (shown,) = await chat.says("deutsch")
    return shown


def in_counsellor_mode(chat: Chat) -> None:
    open_desk(chat.assistant, CounsellorMode(chat.counsellors))
    chat.counsellors.redeem(chat.counsellors.invite("Frau Muster"), SENDER)


# --- agreeing


async def test_without_consent_nothing_is_kept(chat: Chat) -> None:
    await chat.says("Yoga in Hameln")
    assert kept(chat) == []


async def test_mithelfen_says_what_is_kept_how_long_and_for_whom_and_that_it_is_off(chat: Chat, region: Region) -> None:
    (asked,) = await chat.says("/mithelfen")
    for said in (
        "Namen, Telefonnummern, Adressen und andere Nummern nehme ich vorher heraus",
        f"nur das {region.office.name}",
        f"Nach spätestens {region.review_days} Tagen",
        "Was Beratende im Beratungsmodus schreiben, wird nie aufgehoben",
        "Zurzeit ist Mithelfen ausgeschaltet",
    ):
        assert said in asked["text"]
    assert rows(asked) == [[ON]]
    assert not chat.records.consents.has_agreed(SENDER)


async def test_who_agrees_sees_it_in_the_same_message_and_what_comes_then_is_kept_without_personal_data(
    chat: Chat,
) -> None:
    await chat.says("Yoga")
    changed = await agreed(chat)
    assert changed["message_id"] == 77
    assert "Zurzeit ist Mithelfen eingeschaltet" in changed["text"]
    assert rows(changed) == [[OFF]]
    assert chat.telegram.sent("answerCallbackQuery")[-1]["text"] == "Mithelfen ist eingeschaltet. Danke!"
    await chat.says("Deutschkurs, ich bin Frau Rumpel, 05151 123456", answers=2)
    (message,) = kept(chat)
    assert message.text.startswith("Deutschkurs, ich bin Frau")
    assert "Rumpel" not in message.text and "05151" not in message.text
    assert (message.channel, message.conversation) == ("telegram", conversation_of(SENDER))


async def test_mithelfen_shows_the_state_as_it_is(chat: Chat) -> None:
    await agreed(chat)
    (asked,) = await chat.says("/mithelfen")
    assert rows(asked) == [[OFF]]


async def test_who_takes_it_back_finds_nothing_left_and_nothing_more_is_kept(chat: Chat, tmp_path: Path) -> None:
    on = await agreed(chat)
    await chat.says("Yoga")
    assert conversation_of(SENDER).encode() in bytes_on_disk(tmp_path)
    off = await chat.press(on, OFF, answers="editMessageText")
    assert "Zurzeit ist Mithelfen ausgeschaltet" in off["text"]
    assert rows(off) == [[ON]]
    assert chat.telegram.sent("answerCallbackQuery")[-1]["text"].endswith("Was aufgehoben war, ist gelöscht.")
    await chat.says("Deutsch")
    assert kept(chat) == []
    assert conversation_of(SENDER).encode() not in bytes_on_disk(tmp_path)


async def test_a_switch_below_an_older_message_changes_nothing(chat: Chat) -> None:
    (first,) = await chat.says("/mithelfen")
    await agreed(chat)
    assert (await chat.notice(keyboard(first)[ON])).startswith(OLD)
    assert chat.records.consents.has_agreed(SENDER)


async def test_consent_is_for_the_own_chat_only(chat: Chat) -> None:
    await agreed(chat)
    await chat.says("Yoga", chat=99)
    assert kept(chat) == []


async def test_where_the_region_keeps_nothing_there_is_nothing_to_switch_on(
    open_chat: OpenChat, region: Region
) -> None:
    async with open_chat(of=replace(region, review_days=0)) as chat:
        (asked,) = await chat.says("/mithelfen")
        assert asked["text"].startswith("Hier wird nichts aufgehoben")
        assert "reply_markup" not in asked
        _, privacy = await chat.says("/datenschutz", answers=2)
        assert "/mithelfen" not in privacy["text"]


# --- counsellors


async def test_counsellors_are_told_that_nothing_of_theirs_is_kept_and_cannot_agree(chat: Chat) -> None:
    (asked,) = await chat.says("/mithelfen")
    in_counsellor_mode(chat)
    edited = await chat.press(asked, ON, answers="editMessageText")
    assert edited["text"] == "Sie sind im Beratungsmodus. Was Beratende schreiben, wird nie aufgehoben."
    assert "reply_markup" not in edited
    assert not chat.records.consents.has_agreed(SENDER)


async def test_a_counsellor_who_agreed_before_can_take_it_back_and_nothing_is_kept_meanwhile(chat: Chat) -> None:
    await agreed(chat)
    in_counsellor_mode(chat)
    await chat.says("Yoga")
    assert kept(chat) == []
    (asked,) = await chat.says("/mithelfen")
    await chat.press(asked, OFF, answers="editMessageText")
    assert not chat.records.consents.has_agreed(SENDER)


async def test_counsellors_are_not_asked_whether_an_answer_helped(chat: Chat) -> None:
    in_counsellor_mode(chat)
    shown = await searched(chat)
    second = await chat.press(shown, "Weitere", answers="editMessageText")
    assert "★ 1" in keyboard(shown) and "★ 6" in keyboard(second)
    assert not set(THUMBS) & {*keyboard(shown), *keyboard(second)}


# --- deleting


async def test_loeschen_deletes_what_was_kept_and_said_of_it_and_the_consent_and_says_so(
    chat: Chat, tmp_path: Path
) -> None:
    await agreed(chat)
    await chat.says("rumpelstilzchenkurs")
    with Session(chat.records.engine) as session, session.begin():
        label = LabelRow(
            text="rumpelstilzchenkurs", intent="search", entities=[], conversation=conversation_of(SENDER),
            is_real=True, by="Frau Muster", at=0.0, state=REVIEWED,
        )  # fmt: skip
        session.add(label)
    before = bytes_on_disk(tmp_path)
    assert b"rumpelstilzchenkurs" in before and conversation_of(SENDER).encode() in before
    (answer,) = await chat.says("/loeschen")
    assert answer["text"].startswith(
        "Gelöscht: unser Gespräch, Ihre aufgehobenen Nachrichten und was dazu notiert war, Ihre Zustimmung zum Mithelfen"
    )
    left = bytes_on_disk(tmp_path)
    for gone in (b"rumpelstilzchenkurs", SENDER.encode(), conversation_of(SENDER).encode()):
        assert gone not in left
    await chat.says("Yoga")
    assert kept(chat) == []


async def test_loeschen_leaves_what_others_agreed_to(chat: Chat) -> None:
    other = sender_of(KEY, 99)
    chat.records.consents.agree(other)
    await chat.says("Yoga", chat=99)
    await agreed(chat)
    await chat.says("/loeschen")
    assert chat.records.consents.has_agreed(other)
    assert [message.conversation for message in kept(chat)] == [conversation_of(other)]


# --- thumbs


@pytest.mark.parametrize(
    ("title", "counted", "noted", "thanks"),
    [(UP, YES, 1, "Danke für Ihre Rückmeldung!"), (DOWN, NO, -1, "Schreiben Sie mir gern mit anderen Worten")],
)
async def test_a_thumb_is_counted_noted_on_what_was_kept_and_thanked_for(
    chat: Chat, title: str, counted: str, noted: int, thanks: str
) -> None:
    await agreed(chat)
    shown = await searched(chat)
    assert thanks in await chat.notice(keyboard(shown)[title])
    assert thumbs(chat) == {(counted, "telegram"): 1}
    assert [message.thumb for message in kept(chat)] == [noted]


async def test_a_thumb_takes_its_row_away_in_place_and_leaves_the_others(chat: Chat) -> None:
    shown = await searched(chat)
    assert rows(shown)[-1] == THUMBS
    edited = await chat.press(shown, UP, answers="editMessageReplyMarkup")
    assert (edited["chat_id"], edited["message_id"]) == (USER, 77)
    assert edited["reply_markup"]["inline_keyboard"] == shown["reply_markup"]["inline_keyboard"][:-1]
    # Its other buttons go on as before.
    assert "<b>6. " in (await chat.press(edited, "Weitere", answers="editMessageText"))["text"]


async def test_without_consent_a_thumb_is_counted_and_nothing_else(chat: Chat) -> None:
    shown = await searched(chat)
    await chat.press(shown, UP, answers="editMessageReplyMarkup")
    assert thumbs(chat) == {(YES, "telegram"): 1}
    assert kept(chat) == []


async def test_a_thumb_counts_once(chat: Chat) -> None:
    await agreed(chat)
    shown = await searched(chat)
    await chat.notice(keyboard(shown)[UP])
    assert (await chat.notice(keyboard(shown)[UP])).startswith(OLD)
    assert (await chat.notice(keyboard(shown)[DOWN])).startswith(OLD)
    assert thumbs(chat) == {(YES, "telegram"): 1}
    assert [message.thumb for message in kept(chat)] == [1]


async def test_only_the_latest_answer_takes_a_thumb(chat: Chat) -> None:
    first = await searched(chat)
    second = await searched(chat)
    assert (await chat.notice(keyboard(first)[UP])).startswith(OLD)
    assert thumbs(chat) == {}
    await chat.notice(keyboard(second)[DOWN])
    assert thumbs(chat) == {(NO, "telegram"): 1}


async def test_after_neu_and_after_a_search_in_vain_a_thumb_is_old(chat: Chat) -> None:
    shown = await searched(chat)
    await chat.says("/neu")
    assert (await chat.notice(keyboard(shown)[UP])).startswith(OLD)
    shown = await searched(chat)
    chat.assistant.script["ufo"] = [{"text": "Nichts."}, {"custom": offers(shown=0, total=0)}]
    (nothing,) = await chat.says("ufo")
    assert not set(THUMBS) & set(keyboard(nothing))
    assert (await chat.notice(keyboard(shown)[UP])).startswith(OLD)
    assert thumbs(chat) == {}


async def test_a_page_turned_in_place_asks_as_well_and_the_one_before_no_longer(chat: Chat) -> None:
    shown = await searched(chat)
    second = await chat.press(shown, "Weitere", answers="editMessageText")
    assert rows(second)[-1] == THUMBS
    assert (await chat.notice(keyboard(shown)[UP])).startswith(OLD)
    edited = await chat.press(second, UP, answers="editMessageReplyMarkup")
    assert edited["reply_markup"]["inline_keyboard"] == second["reply_markup"]["inline_keyboard"][:-1]


async def test_who_has_answered_is_not_asked_again_when_pages_are_turned(chat: Chat) -> None:
    shown = await searched(chat)
    rated = await chat.press(shown, UP, answers="editMessageReplyMarkup")
    second = await chat.press(rated, "Weitere", answers="editMessageText")
    assert "★ 6" in keyboard(second)
    assert not set(THUMBS) & set(keyboard(second))
    assert set(THUMBS) <= set(keyboard(await searched(chat)))


async def test_a_plain_answer_has_no_thumbs(chat: Chat) -> None:
    (answer,) = await chat.says("Hallo")
    assert "reply_markup" not in answer


@pytest.mark.parametrize(
    "markup",
    [None, "x", {}, {"inline_keyboard": "x"}, {"inline_keyboard": ["x"]}, {"inline_keyboard": [["x"]]},
     {"inline_keyboard": [[{"text": "Seite", "url": "https://x.example"}]]}],
)  # fmt: skip
async def test_where_telegram_does_not_say_what_stands_there_a_thumb_counts_and_nothing_is_changed(
    chat: Chat, markup: object
) -> None:
    token = keyboard(await searched(chat))[UP]
    update = chat.telegram.press(token)
    # Before the bot asks for it.
    update["callback_query"]["message"]["reply_markup"] = markup
    await chat.telegram.until(1, "answerCallbackQuery")
    await chat.says("Hallo")
    assert thumbs(chat) == {(YES, "telegram"): 1}
    assert chat.telegram.sent("editMessageReplyMarkup") == []
