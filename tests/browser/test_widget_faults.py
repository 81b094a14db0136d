"""Waiting, refusals, a server that is gone, and data that means harm."""

import json
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.answers import BUTTONS, offer, offers
from tests.browser.chat import Chat
from tests.browser.stub import GREETING, Reply, Stub, answer, refusal

Visit = Callable[..., Chat]
PROGRAM = "ein Programm, kein Mensch"
GONE = (
    "Leider bin ich gerade nicht zu erreichen. Bitte versuchen Sie es gleich noch einmal. Persönlich hilft man Ihnen "
    "hier: Bildungsbüro Beispielstadt, Telefon 05151 9000, Mo bis Do, 9 bis 16 Uhr."
)


# --- waiting


def test_while_waiting_this_is_said_and_nothing_more_is_sent(visit: Visit, stub: Stub) -> None:
    chat = visit().open()
    stub.gate.clear()
    chat.field.fill("Yoga")
    chat.field.press("Enter")
    expect(chat.status).to_have_text("Der Bildungslotse sucht …")
    expect(chat.status).to_be_visible()
    expect(chat.send).to_have_attribute("aria-disabled", "true")
    assert chat.focus == "field"
    chat.page.keyboard.type("und Töpfern")
    chat.page.keyboard.press("Enter")
    chat.page.keyboard.press("Tab")
    assert chat.focus == "Senden"
    chat.page.keyboard.press("Enter")
    stub.gate.set()
    chat.wait()
    expect(chat.status).to_have_text("")
    expect(chat.field).to_have_value("und Töpfern")
    assert [body["message"] for body in stub.sent("POST message")] == ["Yoga"]
    assert chat.focus == "Senden"


def test_a_request_without_an_answer_is_given_up_after_20_seconds(visit: Visit, stub: Stub) -> None:
    chat = visit()
    chat.page.clock.install()
    chat.open()
    stub.gate.clear()
    chat.field.fill("Yoga")
    chat.field.press("Enter")
    expect(chat.status).to_have_text("Der Bildungslotse sucht …")
    chat.page.clock.fast_forward(19_000)
    expect(chat.status).to_have_text("Der Bildungslotse sucht …")
    chat.page.clock.fast_forward(1_500)
    expect(chat.alert).to_have_text(GONE)
    expect(chat.field).to_have_value("Yoga")


# --- refusals


REFUSALS = {
    400: "Die Nachricht ist zu lang. Möglich sind 500 Zeichen.",
    429: "Das ging etwas schnell. Bitte warten Sie einen Augenblick.",
    503: "Der Bildungslotse startet gerade. Bitte versuchen Sie es gleich noch einmal.",
}


def test_a_refusal_is_shown_and_can_be_tried_again(visit: Visit, stub: Stub) -> None:
    stub.will("POST message", *(refusal(status, sentence) for status, sentence in REFUSALS.items()))
    chat = visit().open().ask("Yoga in Hameln")
    for sentence in REFUSALS.values():
        expect(chat.alert).to_have_text(sentence)
        expect(chat.alert).to_be_in_viewport(ratio=1)
        expect(chat.status).to_have_text("")
        expect(chat.field).to_have_value("Yoga in Hameln")
        expect(chat.turns).to_have_count(1)
        chat.field.press("Enter")
    expect(chat.turns).to_have_count(3)
    expect(chat.alert).to_have_text("")
    assert [tuple(body.values()) for body in stub.sent("POST message")] == [("token-1", "Yoga in Hameln")] * 4


def test_what_was_typed_meanwhile_is_kept_beside_what_failed(visit: Visit, stub: Stub) -> None:
    stub.will("POST message", refusal(429, "Bitte warten Sie."))
    chat = visit().open()
    stub.gate.clear()
    chat.field.fill("Yoga")
    chat.field.press("Enter")
    expect(chat.status).to_have_text("Der Bildungslotse sucht …")
    chat.page.keyboard.type("in Hameln")
    stub.gate.set()
    expect(chat.field).to_have_value("Yoga in Hameln")


def test_a_button_that_failed_can_be_pressed_again(visit: Visit, stub: Stub) -> None:
    stub.will("POST message", answer(*offers()), refusal(429, "Bitte warten Sie."))
    chat = visit().open().ask("Deutsch")
    chat.field.fill("angefangen")
    chat.press("Frauen (7)")
    expect(chat.alert).to_have_text("Bitte warten Sie.")
    expect(chat.turns).to_have_count(3)
    expect(chat.field).to_have_value("angefangen")
    assert chat.focus == "field"
    chat.press("Frauen (7)")
    expect(chat.turns).to_have_count(5)
    assert [body["message"] for body in stub.sent("POST message")[1:]] == [BUTTONS[0]["payload"]] * 2


def test_after_a_typed_question_failed_the_buttons_can_still_be_pressed(visit: Visit, stub: Stub) -> None:
    stub.will("POST message", answer(*offers()), refusal(429, "Bitte warten Sie."))
    chat = visit().open().ask("Deutsch").ask("Yoga")
    assert [each.is_enabled() for each in chat.choices.all()] == [True] * 3
    chat.press("Frauen (7)")
    expect(chat.field).to_have_value("Yoga")
    assert stub.sent("POST message")[-1]["message"] == BUTTONS[0]["payload"]


def test_after_the_session_is_over_the_next_message_begins_one_by_itself(visit: Visit, stub: Stub) -> None:
    over = "Das Gespräch ist beendet. Schreiben Sie einfach weiter, dann beginnt ein neues."
    stub.will("POST message", answer(*offers()), refusal(401, over), answer({"text": GREETING}, {"text": "Gern."}))
    chat = visit().open().ask("Deutsch").ask("Yoga")
    expect(chat.alert).to_have_text(over)
    expect(chat.field).to_have_value("Yoga")
    chat.field.press("Enter")
    expect(chat.last).to_have_text("BildungslotseGern.")
    expect(chat.alert).to_have_text("")
    assert [body["session"] for body in stub.sent("POST message")] == ["token-1", "token-1", "token-2"]
    expect(chat.log.get_by_text(GREETING)).to_have_count(1)
    chat.page.reload()
    expect(chat.turns).to_have_count(5)


def test_buttons_of_a_session_that_is_over_stay_off(visit: Visit, stub: Stub) -> None:
    stub.will("POST message", answer(*offers()), refusal(401, "Das Gespräch ist beendet."))
    chat = visit().open().ask("Deutsch").press("Frauen (7)")
    expect(chat.alert).to_have_text("Das Gespräch ist beendet.")
    assert [each.is_enabled() for each in chat.choices.all()] == [False] * 3
    assert chat.focus == "field"
    chat.page.reload()
    assert [each.is_enabled() for each in chat.choices.all()] == [False] * 3
    chat.ask("Yoga")
    assert stub.sent("POST message")[-1]["session"] == "token-2"


# --- no answer


def test_a_server_that_is_gone_and_comes_back_loses_nothing(visit: Visit, stub: Stub) -> None:
    chat = visit().open().ask("Deutsch")
    stub.stop()
    chat.ask("Yoga")
    expect(chat.alert).to_have_text(GONE)
    expect(chat.field).to_have_value("Yoga")
    assert chat.focus == "field"
    stub.start()
    chat.field.press("Enter")
    expect(chat.last).to_contain_text("Sie schrieben: Yoga")
    expect(chat.alert).to_have_text("")


def test_without_a_session_it_still_says_what_it_is_and_whom_to_ask(visit: Visit, stub: Stub) -> None:
    chat = visit()
    stub.stop()
    chat.launcher.click()
    expect(chat.alert).to_have_text(f"Ich bin der Bildungslotse – {PROGRAM}. {GONE}")
    assert chat.focus == "field"
    stub.start()
    chat.ask("Yoga")
    assert [text.split("\n")[0] for text in chat.turns.all_inner_texts()] == ["Bildungslotse", "Sie", "Bildungslotse"]
    expect(chat.turns.first).to_contain_text(GREETING)


def test_a_server_that_is_starting_is_asked_again_when_the_chat_is_opened_again(visit: Visit, stub: Stub) -> None:
    stub.will("POST session", refusal(503, "Ich starte gerade."))
    chat = visit()
    chat.launcher.click()
    expect(chat.alert).to_have_text(f"Ich bin der Bildungslotse – {PROGRAM}. Ich starte gerade.")
    chat.page.keyboard.press("Escape")
    chat.launcher.click()
    expect(chat.turns).to_have_text([f"Bildungslotse{GREETING}"])
    expect(chat.alert).to_have_text("")


def test_without_a_contact_none_is_invented(visit: Visit, stub: Stub) -> None:
    stub.pages["/"] = (
        stub.pages["/"].replace('office="', 'data-a="').replace('phone="', 'data-b="').replace('hours="', 'data-c="')
    )
    chat = visit()
    stub.stop()
    chat.launcher.click()
    expect(chat.alert).to_have_text(
        f"Ich bin der Bildungslotse – {PROGRAM}. Leider bin ich gerade nicht zu erreichen. "
        "Bitte versuchen Sie es gleich noch einmal."
    )


NO_ANSWERS = {
    "gateway": Reply("<html><h1>502 Bad Gateway</h1></html>", 502, "text/html"),
    "wlan": Reply("<html>Anmeldung im WLAN</html>", 200, "text/html"),
    "silent": Reply({}, 500),
    "no messages": Reply({"messages": None, "language": "de"}),
    "null": Reply(None),
    "broken": Reply('{"messages": [{"text": "Ich ha'),
}


def test_an_answer_that_is_none_is_treated_like_a_failure(visit: Visit, stub: Stub) -> None:
    stub.will("POST message", *NO_ANSWERS.values())
    chat = visit().open()
    for name in NO_ANSWERS:
        chat.ask(f"Yoga {name}")
        expect(chat.alert).to_have_text(GONE)
        expect(chat.field).to_have_value(f"Yoga {name}")
        expect(chat.turns).to_have_count(1)
    chat.field.press("Enter")
    expect(chat.turns).to_have_count(3)


def test_a_question_typed_before_the_greeting_came_is_not_lost(visit: Visit, stub: Stub) -> None:
    chat = visit()
    stub.gated = "POST session"
    stub.gate.clear()
    chat.launcher.press("Enter")
    expect(chat.status).to_have_text("Einen Moment bitte …")
    chat.field.fill("Yoga")
    chat.field.press("Enter")
    expect(chat.status).to_have_text("Der Bildungslotse sucht …")
    stub.gate.set()
    expect(chat.turns).to_have_count(3)
    assert len(stub.sent("POST session")) == 1
    expect(chat.turns.first).to_contain_text(GREETING)


def test_beginning_anew_before_the_greeting_came_gives_one_session_and_one_greeting(visit: Visit, stub: Stub) -> None:
    chat = visit()
    stub.gated = "POST session"
    stub.gate.clear()
    chat.launcher.press("Enter")
    expect(chat.status).to_have_text("Einen Moment bitte …")
    chat.panel.get_by_role("button", name="Neu beginnen").click()
    stub.gate.set()
    expect(chat.status).to_have_text("Das Gespräch beginnt neu.")
    chat.ask("Yoga")
    expect(chat.turns).to_have_count(3)
    assert stub.sent("POST message")[0]["session"] == chat.stored["bildungslotse-chat"]["session"]
    assert [turn.get("text", "") for turn in chat.stored["bildungslotse-chat"]["turns"]] == ["", "Yoga", ""]


def test_without_its_stylesheet_it_is_shown_all_the_same(visit: Visit, stub: Stub) -> None:
    stub.missing.add("/widget/bildungslotse-chat.css")
    chat = visit().open().ask("Yoga")
    expect(chat.last).to_be_visible()


def test_until_its_stylesheet_is_there_nothing_flashes_up(visit: Visit, stub: Stub) -> None:
    record = """new MutationObserver(() => {
      const root = document.querySelector("bildungslotse-chat")?.shadowRoot;
      const launcher = root?.querySelector("button");
      if (launcher) (window.seen ??= []).push(getComputedStyle(launcher).position, launcher.checkVisibility());
    }).observe(document, { childList: true, subtree: true, attributes: true });
    customElements.whenDefined("bildungslotse-chat").then(() => {
      const root = document.querySelector("bildungslotse-chat").shadowRoot;
      window.first = root.querySelector("button").checkVisibility();
    });"""
    chat = visit(scripts=(record,))
    expect(chat.launcher).to_be_visible()
    expect(chat.launcher).to_have_css("position", "fixed")
    assert chat.page.evaluate("window.first") is False


# --- harm

HARM = " ".join(
    (
        "<img src=/stolen onerror=\"document.title='stolen'\">",
        "<script>document.title='stolen'</script>",
        "</p><iframe srcdoc=\"<script>parent.document.title='stolen'</script>\"></iframe>",
        "<a href=\"javascript:document.title='stolen'\">hier</a>",
        "${document.title='stolen'} {{constructor.constructor('document.title=1')()}}",
    )
)
BAD_URLS = [
    "javascript:document.title='stolen'",
    "JaVaScRiPt:document.title='stolen'",
    " javascript:document.title='stolen'",
    "java\nscript:document.title='stolen'",
    "data:text/html,<script>document.title='stolen'</script>",
    "vbscript:stolen",
    "file:///etc/passwd",
    "blob:http://127.0.0.1/1",
    "http://",
]
# Whatever the data says, the element is built of these and of nothing else.
OWN_ELEMENTS = set(
    "link div section header h2 span p a button form label input details summary ol li article h3".split()
)


def assert_unharmed(chat: Chat, stub: Stub) -> None:
    """The harmful words are there to be read, and nothing else came of them."""
    names = chat.element.evaluate("host => [...host.shadowRoot.querySelectorAll('*')].map((each) => each.localName)")
    assert set(names) <= OWN_ELEMENTS
    assert len([name for name in names if name in ("link", "form", "input", "section")]) == 5
    attributes = chat.element.evaluate(
        "host => [...host.shadowRoot.querySelectorAll('*')].flatMap((each) => each.getAttributeNames())"
    )
    assert not [name for name in attributes if name.startswith("on") or name in ("style", "src", "srcdoc")]
    hrefs = [link.get_attribute("href") or "" for link in chat.element.get_by_role("link").all()]
    assert {href.split(":")[0] for href in hrefs} <= {"http", "https", "mailto", "tel"}
    assert chat.page.title() == "Startseite"
    assert chat.page.evaluate("window.stolen") is None


def test_markup_in_any_field_stays_text(visit: Visit, stub: Stub) -> None:
    harm = HARM
    links = [{"title": harm, "url": harm}, {"title": harm, "url": "https://vhs.example/"}]
    data = offers(
        offer(id=harm, title=harm, lines=[harm, harm], links=links),
        before=harm, after=harm, first=harm, total=harm, list={"title": harm, "url": harm},
    )  # fmt: skip
    buttons = [{"title": harm, "payload": harm}]
    stub.will("POST session", Reply({"session": harm, "greeting": f"Guten Tag {harm}"}))
    stub.will(
        "POST message",
        answer(
            {"text": harm},
            {"text": harm, "buttons": buttons},
            data[1],
            {"text": harm, "buttons": buttons},
            language=harm,
        ),
        refusal(503, harm),
    )
    chat = visit().open().ask(harm)
    assert chat.last.inner_text().count(harm) == 12
    assert_unharmed(chat, stub)
    chat.choices.first.click()
    expect(chat.alert).to_have_text(harm)
    assert_unharmed(chat, stub)
    chat.page.reload()
    expect(chat.turns).to_have_count(3)
    assert_unharmed(chat, stub)


def test_an_address_of_another_kind_never_becomes_a_link(visit: Visit, stub: Stub) -> None:
    bad = [{"title": f"Adresse {n}", "url": url} for n, url in enumerate([*BAD_URLS, None, ["javascript:1"]])]
    good = {"title": "Website", "url": "https://vhs.example/"}
    stub.will("POST message", answer(*offers(offer(links=[*bad, good]), list={"title": "Alle", "url": BAD_URLS[0]})))
    chat = visit().open().ask("Deutsch")
    assert chat.names("link") == ["Deutsch am Abend", "Website"]
    expect(chat.log.get_by_role("link", name="Deutsch am Abend")).to_have_attribute("href", "https://vhs.example/")
    for title in [*(way["title"] for way in bad), "Alle"]:
        chat.log.get_by_text(title, exact=True).click()
    assert_unharmed(chat, stub)
    assert chat.page.url == f"{stub.address}/"


def test_a_pressed_button_cannot_bring_markup_into_the_conversation(visit: Visit, stub: Stub) -> None:
    stub.will("POST message", answer({"text": "Was?", "buttons": [{"title": HARM, "payload": "/x"}]}))
    chat = visit().open().ask("Deutsch")
    chat.log.get_by_role("button").click()
    chat.wait()
    expect(chat.turns.nth(-2)).to_have_text(f"Sie{HARM}")
    assert_unharmed(chat, stub)


def test_what_lies_in_storage_cannot_bring_markup_either(visit: Visit, stub: Stub) -> None:
    turns = [{"messages": [{"text": HARM}, *offers(offer(title=HARM))], "lang": "de"}, {"text": HARM}]
    stored = json.dumps({"session": "token-1", "greeting": HARM, "turns": turns, "open": True})
    chat = visit()
    chat.page.evaluate("stored => { sessionStorage['bildungslotse-chat'] = stored }", stored)
    chat.page.reload()
    expect(chat.turns).to_have_count(2)
    assert_unharmed(chat, stub)
