"""The menu of commands, note lists in the chat, and what is left after /loeschen: nothing."""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import paper
from bot.channels.telegram import handing_over
from bot.channels.telegram.names import sender_of
from bot.channels.telegram.splitting import visible_units
from catalogue.submissions.load import LoadReport
from tests.bot.channels.telegram.conftest import KEY, SENDER, Chat, OpenChat, bytes_on_disk, offers
from tests.bot.channels.telegram.fake_telegram import AWAY, BOT, TOKEN, USER, fake_telegram, keyboard

GREETING = "Guten Tag! Ich bin der Bildungslotse – ein Programm, kein Mensch."
ROWS = [
    {"kennung": f"D-{number}", "titel": f"Deutsch <{number}>", "bereich": "Sprachbildung", "anbieter": "VHS", "ort": "Hameln"}
    for number in range(1, 31)
]  # fmt: skip
ROWS[1]["beginn"] = "01.03.2027"


@pytest.fixture(autouse=True)
def catalogue(load_rows: Callable[..., LoadReport]) -> None:
    assert load_rows(ROWS).exit_code == 0


async def kept(chat: Chat, *numbers: int) -> None:
    """Somebody has kept these offers."""
    found = chat.notes.of(SENDER) or chat.notes.begin(SENDER)
    for number in numbers:
        chat.notes.keep(found.id, f"vhs/D-{number}")


def keys(chat: Chat) -> list[str]:
    found = chat.notes.of(SENDER)
    return [key.removeprefix("vhs/D-") for key in found.keys] if found else []


# --- the menu


async def test_the_menu_has_the_commands(chat: Chat) -> None:
    (menu,) = await chat.telegram.until(1, "setMyCommands")
    assert [item["command"] for item in menu["commands"]] == [
        "start", "hilfe", "neu", "merkliste", "mithelfen", "datenschutz", "loeschen"
    ]  # fmt: skip


async def test_start_says_that_this_is_a_program(chat: Chat) -> None:
    first, second = await chat.says("/start", answers=2)
    assert first["text"].startswith(GREETING)
    assert second["text"] == "Sie sagten: /greet"


async def test_start_says_so_once_where_the_conversation_just_begins_with_it(chat: Chat) -> None:
    first = {"text": "Guten Tag! Ich bin der Bildungslotse – ein Programm, kein Mensch. Ich finde Bildungsangebote in "
             "der Bildungsregion Hameln-Pyrmont. Bitte schreiben Sie mir keine Namen oder Telefonnummern."}  # fmt: skip
    chat.assistant.script["/greet"] = [first, {"text": "Was suchen Sie?"}]
    messages = await chat.says("/start", answers=2)
    assert [message["text"] for message in messages] == [first["text"], "Was suchen Sie?"]


@pytest.mark.parametrize(
    ("command", "payload"),
    [("/hilfe", "/help"), ("/help", "/help"), ("/neu", "/restart"), ("/NEU@lotse_bot", "/restart")],
)
async def test_commands_that_are_turns_of_the_assistant(chat: Chat, command: str, payload: str) -> None:
    await chat.says(command)
    assert chat.assistant.texts == [payload]


async def test_after_neu_the_buttons_of_before_are_old(chat: Chat) -> None:
    chat.assistant.script["deutsch"] = [{"text": "…"}, {"custom": offers()}]
    (shown,) = await chat.says("deutsch")
    await chat.says("/neu")
    assert (await chat.notice(keyboard(shown)["Weitere"])).startswith("Diese Tasten")


async def test_datenschutz_says_what_we_keep_and_what_telegram_sees(chat: Chat) -> None:
    ours, theirs = await chat.says("/datenschutz", answers=2)
    assert "nach 24 Stunden gelöscht" in ours["text"]
    assert "Telegram selbst sieht" in theirs["text"]
    assert "Nur wenn Sie mit /mithelfen zustimmen" in theirs["text"]


async def test_an_unknown_command_names_those_that_there_are(chat: Chat) -> None:
    (answer,) = await chat.says("/wetter")
    assert "/start, /hilfe, /neu, /merkliste, /mithelfen, /datenschutz, /loeschen" in answer["text"]
    assert chat.assistant.heard == []


async def test_an_invitation_that_comes_by_a_link_is_heard_as_if_it_had_been_written(chat: Chat) -> None:
    await chat.says("/start K7QF-ABCD-EFGH-2345")
    assert chat.assistant.texts == ["K7QF-ABCD-EFGH-2345"]


# --- keeping


async def test_a_star_keeps_the_offer_and_says_its_title(chat: Chat) -> None:
    chat.assistant.script["deutsch"] = [{"text": "…"}, {"custom": offers()}]
    (shown,) = await chat.says("deutsch")
    assert await chat.notice(keyboard(shown)["★ 2"]) == "Gemerkt: Deutsch <2>"
    assert await chat.notice(keyboard(shown)["★ 2"]) == "Steht schon auf Ihrer Merkliste: Deutsch <2>"
    assert keys(chat) == ["2"]


async def test_a_full_list_says_so(chat: Chat) -> None:
    await kept(chat, *range(100, 130))
    chat.assistant.script["deutsch"] = [{"text": "…"}, {"custom": offers()}]
    (shown,) = await chat.says("deutsch")
    assert (await chat.notice(keyboard(shown)["★ 1"])).startswith("Ihre Merkliste ist voll (30 Angebote).")
    assert len(keys(chat)) == 30


# --- the list


async def test_an_empty_list_says_how_to_fill_it(chat: Chat) -> None:
    (answer,) = await chat.says("/merkliste")
    assert answer["text"].startswith("Ihre Merkliste ist leer.")


async def test_the_list_shows_offers_in_their_order_with_buttons(open_chat: OpenChat) -> None:
    async with open_chat(public_url="https://lotse.example") as chat:
        await kept(chat, 3, 1, 99)
        (shown,) = await chat.says("/merkliste")
        found = chat.notes.of(SENDER)
        assert found is not None
        head, first, second, gone, link = shown["text"].split("\n\n")
        assert head == "<b>Ihre Merkliste (3 Angebote):</b>"
        assert first.startswith(
            '<b>1. <a href="https://lotse.example/angebote/vhs/D-3">Deutsch &lt;3&gt;</a></b>\nVHS, Hameln'
        )
        assert second.startswith("<b>2. ")
        assert gone == "<b>3.</b> nicht mehr im Verzeichnis"
        assert link.endswith(f"https://lotse.example/merkliste/{found.id}")
        rows = [[button["text"] for button in row] for row in shown["reply_markup"]["inline_keyboard"]]
        handover = ["Als Text", "PDF", "PDF groß", "Kalender"]
        assert rows == [["✕ 1", "↓ 1"], ["✕ 2", "↑ 2", "↓ 2"], ["✕ 3", "↑ 3"], ["Vergleichen"], handover]


async def test_without_a_public_address_there_is_no_link(chat: Chat) -> None:
    await kept(chat, 1)
    (shown,) = await chat.says("/merkliste")
    assert "http" not in shown["text"]


@pytest.mark.parametrize(("button", "then"), [("✕ 2", ["1", "3"]), ("↑ 2", ["2", "1", "3"]), ("↓ 2", ["1", "3", "2"])])
async def test_buttons_change_the_list_in_its_place(chat: Chat, button: str, then: list[str]) -> None:
    await kept(chat, 1, 2, 3)
    (shown,) = await chat.says("/merkliste")
    edited = await chat.press(shown, button, answers="editMessageText")
    assert keys(chat) == then
    assert edited["message_id"] == 77
    assert [f"Deutsch &lt;{number}&gt;" in edited["text"] for number in then] == [True] * len(then)


async def test_a_long_list_has_pages(chat: Chat) -> None:
    await kept(chat, *range(1, 15))
    (shown,) = await chat.says("/merkliste")
    assert {"1–6 von 14", "Weitere"} < set(keyboard(shown))
    second = await chat.press(shown, "Weitere", answers="editMessageText")
    assert "<b>7. Deutsch" in second["text"]
    last = await chat.press(second, "Weitere", answers="editMessageText")
    assert {"Zurück", "13–14 von 14"} < set(keyboard(last))
    moved = await chat.press(last, "↑ 13", answers="editMessageText")
    assert "7–12 von 14" in keyboard(moved)


async def test_dropping_the_last_one_leaves_an_empty_list(chat: Chat) -> None:
    await kept(chat, 1)
    (shown,) = await chat.says("/merkliste")
    edited = await chat.press(shown, "✕ 1", answers="editMessageText")
    assert edited["text"].startswith("Ihre Merkliste ist leer.")


async def test_a_list_is_handed_over_as_text_that_can_be_sent_on(open_chat: OpenChat) -> None:
    async with open_chat(public_url="https://lotse.example") as chat:
        await kept(chat, 3, 1, 99)
        (shown,) = await chat.says("/merkliste")
        text = (await chat.press(shown, "Als Text"))["text"]
        assert text.startswith("Merkliste: 3 Bildungsangebote")
        assert text.index("1. Deutsch <3>") < text.index("2. Deutsch <1>") < text.index("3. Dieses Angebot steht nicht")
        assert "https://lotse.example/angebote/vhs/D-3" in text


async def test_a_long_list_is_handed_over_in_messages_that_cut_no_offer(chat: Chat) -> None:
    await kept(chat, *range(1, 31))
    (shown,) = await chat.says("/merkliste")
    before = len(chat.telegram.texts())
    await chat.press(shown, "Als Text")
    await chat.telegram.until(before + 2)
    texts = [text for text in chat.telegram.texts() if "Zuletzt bestätigt: " in text]
    assert len(texts) > 1
    starts = [text.split("\n")[0] for text in texts[1:]]
    assert all(start.split(".")[0].isdigit() for start in starts), starts


@pytest.mark.parametrize(
    ("button", "name", "kind", "begins"),
    [
        ("PDF", "merkliste.pdf", "application/pdf", b"%PDF-"),
        ("PDF groß", "merkliste-gross.pdf", "application/pdf", b"%PDF-"),
        ("Kalender", "merkliste.ics", "text/calendar", b"BEGIN:VCALENDAR"),
    ],
)
async def test_a_list_is_handed_over_as_a_file(chat: Chat, button: str, name: str, kind: str, begins: bytes) -> None:
    if name.endswith("pdf") and not paper.is_available():
        pytest.skip("This machine makes no PDF.")
    await kept(chat, 1, 2)
    (shown,) = await chat.says("/merkliste")
    sent = await chat.press(shown, button, answers="sendDocument")
    found, its_kind, content = sent["document"]
    assert (found, its_kind) == (name, kind)
    assert content.startswith(begins)


async def test_an_emptied_list_is_not_handed_over(chat: Chat) -> None:
    await kept(chat, 1)
    (shown,) = await chat.says("/merkliste")
    await chat.press(shown, "✕ 1", answers="editMessageText")
    assert (await chat.press(shown, "Als Text"))["text"].startswith("Ihre Merkliste ist leer.")


async def test_without_dates_there_is_nothing_for_the_calendar(chat: Chat) -> None:
    await kept(chat, 3)
    (shown,) = await chat.says("/merkliste")
    assert (await chat.press(shown, "Kalender"))["text"].startswith("Auf Ihrer Merkliste steht kein Angebot mit festem")


async def test_a_button_is_answered_before_a_file_is_made(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    made = threading.Event()
    monkeypatch.setattr(handing_over, "as_pdf", lambda handover: b"%PDF-" if made.wait(5) else b"")
    await kept(chat, 1)
    (shown,) = await chat.says("/merkliste")
    assert await chat.notice(keyboard(shown)["PDF"]) == ""
    assert chat.telegram.sent("sendDocument") == []
    made.set()
    await chat.telegram.until(1, "sendDocument")


async def test_whatever_breaks_while_a_file_is_made_an_apology_comes(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handing_over, "as_pdf", lambda handover: 1 // 0)
    await kept(chat, 1)
    (shown,) = await chat.says("/merkliste")
    assert (await chat.press(shown, "PDF"))["text"].startswith("Entschuldigung")


async def test_what_one_has_to_know_before_going_there_stands_on_the_list(
    chat: Chat, load_rows: Callable[..., LoadReport]
) -> None:
    assert load_rows([*ROWS, {**ROWS[0], "kennung": "D-40", "status": "abgesagt"}]).exit_code == 0
    await kept(chat, 40)
    (shown,) = await chat.says("/merkliste")
    assert "Dieses Angebot ist abgesagt." in shown["text"]


async def test_an_offer_that_is_gone_is_not_kept(chat: Chat) -> None:
    chat.assistant.script["deutsch"] = [{"text": "…"}, {"custom": offers(first=50)}]
    (shown,) = await chat.says("deutsch")
    assert await chat.notice(keyboard(shown)["★ 50"]) == "Dieses Angebot steht nicht mehr im Verzeichnis."
    assert keys(chat) == []


async def test_what_was_dropped_already_is_not_dropped_again(chat: Chat) -> None:
    await kept(chat, 1, 2)
    (shown,) = await chat.says("/merkliste")
    assert await chat.notice(keyboard(shown)["✕ 1"]) == "Gestrichen: Deutsch <1>"
    assert await chat.notice(keyboard(shown)["✕ 1"]) == ""


async def test_where_no_pdf_can_be_made_that_is_said(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "_library", lambda: None)
    await kept(chat, 1)
    (shown,) = await chat.says("/merkliste")
    assert "kann dieser Rechner gerade nicht erstellen" in (await chat.press(shown, "PDF"))["text"]


# --- comparing


async def test_of_a_short_list_all_are_compared_at_once(open_chat: OpenChat) -> None:
    async with open_chat(public_url="https://lotse.example") as chat:
        await kept(chat, 3, 2)
        (shown,) = await chat.says("/merkliste")
        text = (await chat.press(shown, "Vergleichen"))["text"]
        assert text.startswith(
            '<b>1. <a href="https://lotse.example/angebote/vhs/D-3">Deutsch &lt;3&gt;</a></b>\n<b>2. '
        )
        assert "<b>Anbieter</b>\n1. VHS\n2. VHS" in text
        assert chat.telegram.sent("editMessageText") == []


async def test_of_a_long_list_three_are_chosen_by_their_numbers(chat: Chat) -> None:
    await kept(chat, *range(1, 9))
    (shown,) = await chat.says("/merkliste")
    choice = await chat.press(shown, "Vergleichen", answers="editMessageText")
    assert "8. Deutsch <8>" in choice["text"]
    choice = await chat.press(choice, "8", answers="editMessageText")
    assert "Jetzt vergleichen" not in keyboard(choice)
    choice = await chat.press(choice, "2", answers="editMessageText")
    text = (await chat.press(choice, "5"))["text"]
    assert [line for line in text.split("\n") if "Deutsch" in line] == [
        f"<b>{place}. Deutsch &lt;{number}&gt;</b>" for place, number in ((1, 2), (2, 5), (3, 8))
    ]
    assert "Ihre Merkliste (8 Angebote)" in chat.telegram.sent("editMessageText")[-1]["text"]


async def test_two_may_be_enough_and_a_choice_is_taken_back(chat: Chat) -> None:
    await kept(chat, *range(1, 9))
    (shown,) = await chat.says("/merkliste")
    choice = await chat.press(shown, "Vergleichen", answers="editMessageText")
    for number in ("8", "✓ 8", "1", "4"):
        choice = await chat.press(choice, number, answers="editMessageText")
    text = (await chat.press(choice, "Jetzt vergleichen"))["text"]
    assert "Deutsch &lt;4&gt;" in text and "Deutsch &lt;8&gt;" not in text
    again = await chat.press(choice, "Zurück zur Liste", answers="editMessageText")
    assert "Ihre Merkliste (8 Angebote)" in again["text"]


async def test_what_is_gone_is_not_compared(chat: Chat) -> None:
    await kept(chat, 1, 99)
    (shown,) = await chat.says("/merkliste")
    assert (await chat.notice(keyboard(shown)["Vergleichen"])).startswith("Zum Vergleichen braucht es zwei Angebote")
    await kept(chat, 2, 3, 4)
    choice = await chat.press(shown, "Vergleichen", answers="editMessageText")
    assert list(keyboard(choice)) == ["1", "3", "4", "5", "Zurück zur Liste"]


async def test_a_comparison_of_long_offers_fits_one_message(chat: Chat, load_rows: Callable[..., LoadReport]) -> None:
    long = {"anmeldung": "am Telefon " * 60, "kosten_hinweis": "und mehr " * 60, "titel": "Deutsch " * 20}
    assert load_rows([{**row, **long} for row in ROWS[:3]]).exit_code == 0
    await kept(chat, 1, 2, 3)
    (shown,) = await chat.says("/merkliste")
    assert visible_units((await chat.press(shown, "Vergleichen"))["text"]) <= 4096


async def test_the_bots_name_is_known_once_telegram_has_said_it(open_chat: OpenChat) -> None:
    away = {"getMe"}

    async def sleep(_seconds: float) -> None:
        away.clear()

    async with fake_telegram() as fake:
        fake.mode = lambda method: AWAY if method in away else None
        async with open_chat(fake, sleep=sleep) as chat:
            await chat.says("Hallo")
            while chat.channel.username() is None:
                await asyncio.sleep(0)
            assert (chat.channel.username(), fake.tries.count("getMe")) == (BOT, 2)


async def test_start_with_an_id_goes_on_with_a_list_of_the_homepage(chat: Chat) -> None:
    begun = chat.notes.begin()
    chat.notes.keep(begun.id, "vhs/D-4")
    greeting, opened, shown = await chat.says(f"/start {begun.id}", answers=3)
    assert greeting["text"].startswith(GREETING)
    assert opened["text"] == "Ich habe die Merkliste geöffnet."
    assert "Deutsch &lt;4&gt;" in shown["text"]
    found = chat.notes.of(SENDER)
    assert found is not None and found.id == begun.id


async def test_who_opens_another_list_is_told_how_to_come_back_to_the_own(chat: Chat) -> None:
    await kept(chat, 1, 2)
    mine, other = chat.notes.of(SENDER), chat.notes.begin()
    assert mine is not None
    _, opened, _ = await chat.says(f"/start {other.id}", answers=3)
    assert "Ihre bisherige (2 Angebote) gibt es weiterhin" in opened["text"]
    assert opened["text"].endswith(f"/start {mine.id}")
    await chat.says("/start " + opened["text"].split()[-1], answers=3)
    assert chat.notes.of(SENDER) == mine


async def test_start_with_an_id_of_nothing_says_so(chat: Chat) -> None:
    _, answer = await chat.says("/start niemandes", answers=2)
    assert answer["text"] == "Diese Merkliste gibt es nicht oder nicht mehr."


# --- deleting


async def test_loeschen_deletes_everything_and_says_what(chat: Chat, tmp_path: Path) -> None:
    chat.assistant.script["Rumpelstilzchen"] = [{"text": "…"}, {"custom": offers()}]
    (shown,) = await chat.says("Rumpelstilzchen")
    await kept(chat, 1, 2)
    chat.counsellors.redeem(chat.counsellors.invite("Frau Muster"), SENDER)
    (answer,) = await chat.says("/loeschen")
    assert answer["text"].startswith(
        "Gelöscht: unser Gespräch, Ihre Merkliste (2 Angebote), die Freischaltung für Beratende und die Tasten unter"
    )
    assert (chat.notes.of(SENDER), chat.counsellors.name_of(SENDER)) == (None, None)
    assert (await chat.notice(keyboard(shown)["★ 1"])).startswith("Diese Tasten")
    assert b"Rumpelstilzchen" not in bytes_on_disk(tmp_path)
    assert SENDER.encode() not in bytes_on_disk(tmp_path)


async def test_after_loeschen_the_chat_goes_on_as_a_new_conversation(chat: Chat) -> None:
    await chat.says("Yoga")
    await chat.says("/loeschen")
    await chat.says("Deutsch")
    tracker = await chat.assistant.store.retrieve(SENDER)
    assert tracker is not None
    assert [event.text for event in tracker.events if event.type_name == "user"] == ["Deutsch"]


async def test_loeschen_leaves_others_alone(chat: Chat) -> None:
    await chat.says("Yoga", chat=99)
    await chat.says("/loeschen")
    assert await chat.assistant.store.retrieve(sender_of(KEY, 99)) is not None


async def test_where_nothing_was_stored_loeschen_says_that(chat: Chat) -> None:
    (answer,) = await chat.says("/loeschen")
    assert answer["text"].startswith("Bei uns war nichts von Ihnen gespeichert.")


async def test_no_chat_id_and_no_token_reach_the_disk(chat: Chat, tmp_path: Path) -> None:
    number = 987_654_321_987
    chat.assistant.script["deutsch"] = [{"text": "…"}, {"custom": offers()}]
    await chat.says("deutsch", chat=number)
    await chat.says("/merkliste", chat=number)
    found = bytes_on_disk(tmp_path)
    assert sender_of(KEY, number).encode() in found
    # As text, and as SQLite keeps whole numbers.
    for secret in (str(number).encode(), number.to_bytes(6, "big"), TOKEN.encode(), str(USER).encode()):
        assert secret not in found
