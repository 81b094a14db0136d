"""A conversation on Telegram: texts, offers with their keyboard, paging in place, buttons old and new."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.channels.telegram.splitting import units, visible_units
from catalogue.submissions.load import LoadReport
from tests.bot.channels.telegram.conftest import SENDER, THUMBS, Chat, OpenChat, offers
from tests.bot.channels.telegram.fake_telegram import USER, keyboard

ASKED = [
    {"title": "Hameln (7)", "payload": '/refine{"place": "Hameln"}'},
    {"title": "Weitere Angebote", "payload": "/more"},
]
FOUND = [{"text": "1. Deutsch …", "buttons": ASKED}, {"custom": offers()}]
# Below a later page the assistant asks nothing.
SECOND = [{"text": "6. Deutsch …", "buttons": ASKED[1:]}, {"custom": offers(first=6, after="")}]


async def searched(chat: Chat) -> dict[str, Any]:
    """The message with offers that answers a search."""
    chat.assistant.script.update({"deutsch": FOUND, '/more{"offset": 5}': SECOND, '/more{"offset": 0}': FOUND})
    (shown,) = await chat.says("deutsch")
    return shown


# --- texts


async def test_a_message_is_answered(chat: Chat) -> None:
    (answer,) = await chat.says("Yoga in Hameln")
    assert (answer["chat_id"], answer["text"]) == (USER, "Sie sagten: Yoga in Hameln")


async def test_the_assistant_knows_a_chat_by_a_keyed_hash_only(chat: Chat) -> None:
    await chat.says("Yoga")
    assert chat.assistant.heard[0].sender_id == SENDER
    assert str(USER) not in SENDER


async def test_personal_data_are_taken_out_before_the_assistant_hears_them(chat: Chat) -> None:
    await chat.says("Ruf mich an: 05151 123456")
    assert chat.assistant.texts == ["Ruf mich an: …"]
    assert chat.assistant.heard[0].metadata == {"personal_data_removed": True}


async def test_who_a_client_is_is_taken_out_with_a_friendly_word(chat: Chat) -> None:
    warning, _ = await chat.says("Frau Rumpel, geb. 3.4.1985, sucht einen Deutschkurs", answers=2)
    assert warning["text"].startswith("Das sah nach Angaben aus, an denen man einen Menschen erkennt")
    assert chat.assistant.texts == ["Frau …, geb. …, sucht einen Deutschkurs"]


async def test_nobody_can_type_a_payload(chat: Chat) -> None:
    await chat.says('/refine{"place": "Hameln"}')
    assert chat.assistant.texts == ['refine{"place": "Hameln"}']


async def test_too_much_text_is_told_so(chat: Chat) -> None:
    (answer,) = await chat.says("a" * 501)
    assert answer["text"] == "Die Nachricht ist zu lang. Möglich sind 500 Zeichen."
    assert chat.assistant.heard == []


async def test_a_long_answer_comes_in_parts_with_the_buttons_below_the_last(chat: Chat) -> None:
    told = "\n".join(f"Das ist die Zeile {number} 😀." for number in range(450))
    chat.assistant.script["viel"] = [{"text": told, "buttons": ASKED}]
    first, *others, last = await chat.says("viel", answers=3)
    assert all(units(part["text"]) <= 4096 and "reply_markup" not in part for part in (first, *others))
    assert "\n".join(part["text"] for part in (first, *others, last)) == told
    assert list(keyboard(last)) == ["Hameln (7)", "Weitere Angebote"]


async def test_too_many_messages_are_refused_once(open_chat: OpenChat) -> None:
    async with open_chat(session_limit="2/minute") as chat:
        await chat.says("eins")
        await chat.says("zwei")
        (answer,) = await chat.says("drei")
        assert answer["text"].startswith("Das waren sehr viele Nachrichten auf einmal.")
        assert chat.assistant.texts == ["eins", "zwei"]


# --- offers


async def test_offers_are_one_message_with_everything_escaped(chat: Chat) -> None:
    shown = await searched(chat)
    assert shown["parse_mode"] == "HTML"
    assert shown["text"].startswith(
        "Ich habe 23 Angebote gefunden:\n\n<b>1. Deutsch 1 &lt;B1&gt; &amp; mehr</b>\nVHS, Hameln\n"
    )
    assert shown["text"].endswith("Kontakt: Telefon 05151 0005\n\nIn welchem Ort?")
    assert "1. Deutsch …" not in shown["text"]


async def test_a_title_leads_to_the_offers_page_where_there_is_an_address_for_it(open_chat: OpenChat) -> None:
    async with open_chat(public_url="https://lotse.example") as chat:
        shown = await searched(chat)
        assert '<a href="https://lotse.example/angebote/vhs/D-1">Deutsch 1' in shown["text"]


async def test_the_keyboard_keeps_pages_and_refines(chat: Chat) -> None:
    shown = await searched(chat)
    rows = [[button["text"] for button in row] for row in shown["reply_markup"]["inline_keyboard"]]
    assert rows == [["★ 1", "★ 2", "★ 3", "★ 4", "★ 5"], ["1–5 von 23", "Weitere"], ["Hameln (7)"], THUMBS]


async def test_few_offers_need_no_pages(chat: Chat) -> None:
    chat.assistant.script["yoga"] = [{"text": "…"}, {"custom": offers(shown=2, total=2)}]
    (shown,) = await chat.says("yoga")
    assert list(keyboard(shown)) == ["★ 1", "★ 2", *THUMBS]


async def test_offers_that_are_too_long_for_one_message_are_told_in_fewer_lines_each(chat: Chat) -> None:
    found = offers(shown=10, total=10)
    for offer in found["offers"]:
        offer["lines"] = [f"{number} " + "wort & " * 15 for number in range(9)]
    chat.assistant.script["viel"] = [{"text": "…"}, {"custom": found}]
    (shown,) = await chat.says("viel")
    assert visible_units(shown["text"]) <= 4096
    assert [f"<b>{number}. Deutsch" in shown["text"] for number in range(1, 11)] == [True] * 10
    assert shown["text"].count("\n0 wort") == shown["text"].count("\n1 wort") == 10
    assert "\n8 wort" not in shown["text"]


async def test_of_ten_long_offers_contacts_are_left_out_before_what_counsellors_are_told(chat: Chat) -> None:
    found = offers(shown=10, total=10)
    for offer in found["offers"]:
        offer["lines"] = [
            "Volkshochschule Weserbogen, Groß Berkel (Aerzen), 6 km entfernt",
            "Wann: 26.01.2027 bis 03.06.2027, Dienstag, Donnerstag, 08:45 bis 11:15 Uhr",
            "Kosten: kostenfrei, gefördert durch Landesmittel",
            "Status: offen; zuletzt bestätigt am 04.01.2027, bitte vorher anrufen",
            "Nur für die Beratung: 05151 900-123; Ansprechperson: " + "Dr. Ilse Weide-Hintermoser, Fachdienst " * 3,
        ]
    found["offers"][3]["title"] *= 5
    chat.assistant.script["viel"] = [{"text": "…"}, {"custom": found}]
    (shown,) = await chat.says("viel")
    assert visible_units(shown["text"]) <= 4096
    for said in ("Kosten: kostenfrei", "zuletzt bestätigt am", "Nur für die Beratung: 05151 900-123"):
        assert shown["text"].count(said) == 10


async def test_only_as_many_contacts_are_left_out_as_have_to_be(chat: Chat) -> None:
    found = offers(shown=10, total=10)
    for number, offer in enumerate(found["offers"]):
        offer["lines"] = ["w" * (350 if number < 3 else 280), "zuletzt bestätigt"]
        offer["contact"] = "05151 " + "1" * 120
    chat.assistant.script["viel"] = [{"text": "…"}, {"custom": found}]
    (shown,) = await chat.says("viel")
    assert 3900 < visible_units(shown["text"]) <= 4096
    assert shown["text"].count("zuletzt bestätigt") == 10
    assert "Kontakt" not in shown["text"].split("<b>4. ")[0]
    assert shown["text"].count("Kontakt") >= 4


async def test_a_search_that_finds_nothing_says_so(chat: Chat) -> None:
    chat.assistant.script["ufo"] = [
        {"text": "Nichts."},
        {"custom": offers(shown=0, total=0, before="Nichts da.", after="")},
    ]
    (shown,) = await chat.says("ufo")
    assert (shown["text"], keyboard(shown)) == ("Nichts da.", {})


# --- paging


async def test_the_next_page_replaces_the_one_before(chat: Chat) -> None:
    shown = await searched(chat)
    edited = await chat.press(shown, "Weitere", answers="editMessageText")
    assert (edited["message_id"], edited["chat_id"]) == (77, USER)
    assert "<b>6. Deutsch 6" in edited["text"]
    titles = [name for name in keyboard(edited) if "★" not in name]
    assert titles == ["Zurück", "6–10 von 23", "Weitere", "Hameln (7)", *THUMBS]
    assert len(chat.telegram.sent()) == 1


async def test_the_question_and_its_buttons_stay_while_pages_are_turned(chat: Chat) -> None:
    second = await chat.press(await searched(chat), "Weitere", answers="editMessageText")
    assert second["text"].endswith("In welchem Ort?")
    level = [{"title": "B1 (3)", "payload": '/refine{"level": "B1"}'}]
    again = [{"text": "1. Deutsch …", "buttons": level}, {"custom": offers(after="Welches Niveau?")}]
    chat.assistant.script['/more{"offset": 0}'] = again
    first = await chat.press(second, "Zurück", answers="editMessageText")
    assert first["text"].endswith("In welchem Ort?")
    await chat.press(first, "Hameln (7)")
    assert chat.assistant.texts[-1] == '/refine{"place": "Hameln"}'


async def test_back_again_is_the_first_page(chat: Chat) -> None:
    edited = await chat.press(await searched(chat), "Weitere", answers="editMessageText")
    again = await chat.press(edited, "Zurück", answers="editMessageText")
    assert "<b>1. Deutsch 1" in again["text"]
    assert chat.assistant.texts == ["deutsch", '/more{"offset": 5}', '/more{"offset": 0}']


async def test_pages_of_ten_go_back_by_ten_from_a_short_last_one(chat: Chat) -> None:
    chat.assistant.script.update(
        {
            "viel": [{"text": "…"}, {"custom": offers(shown=10, total=13)}],
            '/more{"offset": 10}': [{"text": "…"}, {"custom": offers(first=11, shown=3, total=13)}],
        }
    )
    (shown,) = await chat.says("viel")
    last = await chat.press(shown, "Weitere", answers="editMessageText")
    await chat.press(last, "Zurück")
    assert chat.assistant.texts[-1] == '/more{"offset": 0}'


async def test_where_a_page_has_no_offers_any_more_the_answer_is_a_message_of_its_own(chat: Chat) -> None:
    shown = await searched(chat)
    chat.assistant.script['/more{"offset": 5}'] = [{"text": "Das waren alle."}]
    assert (await chat.press(shown, "Weitere"))["text"] == "Das waren alle."


# --- buttons


async def test_a_refinement_is_a_turn_with_its_payload_and_the_button_is_answered(chat: Chat) -> None:
    await chat.press(await searched(chat), "Hameln (7)")
    assert chat.assistant.texts[-1] == '/refine{"place": "Hameln"}'
    assert len(chat.telegram.sent("answerCallbackQuery")) == 1


async def test_the_count_between_the_pages_does_nothing_but_is_answered(chat: Chat) -> None:
    shown = await searched(chat)
    assert await chat.notice(keyboard(shown)["1–5 von 23"]) == ""
    assert chat.assistant.texts == ["deutsch"]


@pytest.mark.parametrize("title", ["Hameln (7)", "Weitere"])
async def test_a_keyboard_that_another_search_replaced_says_so(chat: Chat, title: str) -> None:
    shown = await searched(chat)
    await chat.says("deutsch")
    assert (await chat.notice(keyboard(shown)[title])).startswith("Diese Tasten gehören zu einer älteren Antwort.")
    assert chat.assistant.texts == ["deutsch", "deutsch"]


@pytest.mark.parametrize("token", ["", "x", "a" * 64, "'; DROP TABLE", "\ud800"])
async def test_a_token_of_nobodys_does_nothing(chat: Chat, token: str) -> None:
    if token in ("", "\ud800"):
        await chat.nothing_comes_of(callback_query={"id": "1", "data": token, "from": {}, "message": {}})
        return
    assert (await chat.notice(token)).startswith("Diese Tasten")
    assert chat.assistant.heard == []


async def test_a_token_of_another_chat_does_nothing(chat: Chat) -> None:
    shown = await searched(chat)
    assert (await chat.notice(keyboard(shown)["Hameln (7)"], chat=99)).startswith("Diese Tasten")
    assert chat.assistant.texts == ["deutsch"]


async def test_a_search_that_finds_nothing_makes_the_buttons_of_the_one_before_old(chat: Chat) -> None:
    shown = await searched(chat)
    chat.assistant.script["ufo"] = [{"text": "Nichts."}, {"custom": offers(shown=0, total=0)}]
    await chat.says("ufo")
    assert (await chat.notice(keyboard(shown)["Hameln (7)"])).startswith("Diese Tasten")
    assert chat.assistant.texts == ["deutsch", "ufo"]


async def test_an_old_keyboard_still_keeps_offers(chat: Chat, load_rows: Callable[..., LoadReport]) -> None:
    row = {"kennung": "D-2", "titel": "Deutsch", "bereich": "Sprachbildung", "anbieter": "VHS", "ort": "Hameln"}
    assert load_rows([row]).exit_code == 0
    shown = await searched(chat)
    await chat.says("deutsch")
    await chat.notice(keyboard(shown)["★ 2"])
    found = chat.notes.of(SENDER)
    assert found is not None and found.keys == ("vhs/D-2",)
