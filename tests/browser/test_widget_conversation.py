"""Opening, asking, choosing, leaving and coming back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.answers import ARABIC, BUTTONS, HEADLINE, LIST, MANY, QUESTION, offer, offers
from tests.browser.chat import Chat
from tests.browser.conftest import Watch
from tests.browser.stub import GREETING, Reply, Stub, answer

Visit = Callable[..., Chat]


# --- opening


def test_before_it_is_opened_nothing_is_stored_and_nothing_but_its_files_is_asked_for(
    visit: Visit, stub: Stub, watch: Watch
) -> None:
    chat = visit()
    expect(chat.launcher).to_be_visible()
    expect(chat.launcher).to_have_attribute("aria-expanded", "false")
    expect(chat.panel).to_be_hidden()
    paths = {url.removeprefix(stub.address) for url in watch.requests}
    assert paths <= {
        "/",
        "/host.css",
        "/favicon.ico",
        "/widget/bildungslotse-chat.js",
        "/widget/bildungslotse-chat.css",
    }
    assert stub.calls == []
    assert chat.page.context.storage_state(indexed_db=True) == {"cookies": [], "origins": []}
    assert chat.stored == {}


def test_opening_greets_at_once_and_puts_the_cursor_into_the_field(visit: Visit, stub: Stub) -> None:
    chat = visit().open()
    expect(chat.turns).to_have_text([f"Bildungslotse{GREETING}"])
    expect(chat.launcher).to_have_attribute("aria-expanded", "true")
    assert chat.focus == "field"
    assert stub.calls == [("POST", "session", {})]


def test_it_says_that_it_is_a_program_and_links_to_privacy(visit: Visit, stub: Stub) -> None:
    chat = visit().open()
    expect(chat.panel.get_by_text("Programm, kein Mensch", exact=True)).to_be_visible()
    expect(chat.panel.get_by_role("link", name="Datenschutz")).to_have_attribute("href", f"{stub.address}/datenschutz")


def test_closing_and_opening_again_keeps_the_conversation(visit: Visit, stub: Stub) -> None:
    chat = visit().open().ask("Yoga")
    chat.panel.get_by_role("button", name="Schließen").click()
    expect(chat.panel).to_be_hidden()
    assert chat.focus == "Bildungslotse fragen"
    chat.launcher.click()
    expect(chat.turns).to_have_count(3)
    assert len(stub.sent("POST session")) == 1
    # What was read out already is not read out again.
    expect(chat.log).to_have_attribute("aria-live", "off")


def test_a_whole_conversation_by_keyboard_alone(visit: Visit, stub: Stub) -> None:
    stub.will("POST message", answer(*offers()), answer({"text": "Nur für Frauen gibt es 7."}))
    chat = visit()
    keyboard = chat.page.keyboard
    keyboard.press("Tab")
    while chat.focus != "Bildungslotse fragen":
        keyboard.press("Tab")
    keyboard.press("Enter")
    expect(chat.turns).to_have_count(1)
    keyboard.type("Deutschkurs in Hameln")
    keyboard.press("Enter")
    expect(chat.log.get_by_role("article")).to_have_count(2)
    assert chat.focus == "field"
    passed = []
    while chat.focus != "Frauen (7)":
        keyboard.press("Shift+Tab")
        passed.append(chat.focus)
    assert passed == ["Mehr Angebote", "Neuzugewanderte (16)", "Frauen (7)"]
    keyboard.press("Enter")
    expect(chat.last).to_contain_text("Nur für Frauen gibt es 7.")
    assert chat.focus == "field"
    keyboard.press("Escape")
    expect(chat.panel).to_be_hidden()
    assert chat.focus == "Bildungslotse fragen"
    assert [body["message"] for body in stub.sent("POST message")] == ["Deutschkurs in Hameln", BUTTONS[0]["payload"]]


# --- asking


def test_a_question_is_sent_with_the_session_and_answered_below_it(visit: Visit, stub: Stub) -> None:
    chat = visit().open().ask("  Yoga in Hameln ")
    assert stub.sent("POST message") == [{"session": "token-1", "message": "Yoga in Hameln"}]
    expect(chat.turns).to_have_text(
        [f"Bildungslotse{GREETING}", "SieYoga in Hameln", "BildungslotseSie schrieben: Yoga in Hameln"]
    )
    expect(chat.field).to_have_value("")
    assert chat.focus == "field"


def test_cookies_of_the_homepage_are_not_sent_along(visit: Visit, stub: Stub) -> None:
    chat = visit()
    chat.page.context.add_cookies([{"name": "login", "value": "secret", "url": stub.address}])
    chat.open().ask("Yoga")
    assert stub.cookies == []


def test_a_question_cannot_be_longer_than_the_server_takes(visit: Visit, stub: Stub) -> None:
    chat = visit().open()
    chat.field.fill("a" * 499)
    chat.page.keyboard.type("bcd")
    expect(chat.field).to_have_value("a" * 499 + "b")


def test_an_empty_question_is_not_sent(visit: Visit, stub: Stub) -> None:
    chat = visit().open()
    chat.field.fill("   ")
    chat.send.click()
    chat.ask("Yoga")
    assert [body["message"] for body in stub.sent("POST message")] == ["Yoga"]


def test_the_greeting_in_the_first_answer_is_not_shown_twice(visit: Visit, stub: Stub) -> None:
    stub.will("POST message", answer({"text": GREETING}, {"text": "Was suchen Sie?"}))
    chat = visit().open().ask("Hallo")
    expect(chat.last).to_have_text("BildungslotseWas suchen Sie?")
    expect(chat.log.get_by_text(GREETING)).to_have_count(1)


def test_lines_stay_lines(visit: Visit, stub: Stub) -> None:
    stub.will("POST message", answer({"text": "Telefon 115\nE-Mail post@stadt.example"}))
    chat = visit().open().ask("Wer hilft?")
    assert chat.last.inner_text().split("\n")[-2:] == ["Telefon 115", "E-Mail post@stadt.example"]


def test_the_start_of_a_long_answer_is_in_view(visit: Visit, stub: Stub) -> None:
    stub.will("POST message", answer(*offers(*(offer(n) for n in range(1, 11)))))
    chat = visit().open().ask("Deutsch")
    log, start = chat.log.bounding_box(), chat.last.bounding_box()
    assert log and start
    assert start["height"] > log["height"]
    chat.page.wait_for_function(
        "top => document.querySelector('bildungslotse-chat').shadowRoot.querySelector('[role=log]').lastElementChild.getBoundingClientRect().top - top < 30",
        arg=log["y"],
    )
    assert (chat.last.bounding_box() or {})["y"] >= log["y"]
    assert chat.page.evaluate("scrollY") == 0


# --- offers


def test_offers_are_articles_with_a_heading_facts_and_links(visit: Visit, stub: Stub) -> None:
    stub.will("POST message", answer(*offers()))
    chat = visit().open().ask("Deutschkurs in Hameln")
    articles = chat.log.get_by_role("list").get_by_role("listitem").get_by_role("article")
    expect(articles).to_have_count(2)
    expect(articles.first.get_by_role("heading", level=3)).to_have_text("Deutsch am Abend")
    expect(articles.first.get_by_text("Kosten: kostenfrei")).to_be_visible()
    links = {link.inner_text(): link.get_attribute("href") for link in articles.first.get_by_role("link").all()}
    assert links == {
        "Deutsch am Abend": f"{stub.address}/angebote/vhs/1",
        "Einzelheiten": f"{stub.address}/angebote/vhs/1",
        "Website": "https://vhs.example/deutsch",
        "Anrufen: 05151 1234": "tel:+4951511234",
    }
    assert chat.names("button") == ["Merken"] * 2 + ["Frauen (7)", "Neuzugewanderte (16)", "Mehr Angebote"]


def test_offers_stand_between_headline_and_question_in_place_of_the_text(visit: Visit, stub: Stub) -> None:
    stub.will("POST message", answer({"text": "Ich nehme an, Sie meinen Deutsch."}, *offers()))
    chat = visit().open().ask("B1-Kurs")
    text = chat.last.inner_text()
    marks = [
        "Ich nehme an",
        HEADLINE,
        "Deutsch am Abend",
        "Deutsch für Mütter",
        "Alle 23 als Liste",
        QUESTION,
        "Frauen (7)",
    ]
    assert [text.count(mark) for mark in marks] == [1] * len(marks)
    assert sorted(marks, key=text.index) == marks
    expect(chat.last.get_by_role("link", name="Alle 23 als Liste")).to_have_attribute(
        "href", f"{stub.address}/angebote?thema=deutsch"
    )


def test_the_second_page_of_offers_goes_on_counting(visit: Visit, stub: Stub) -> None:
    stub.will("POST message", answer(*offers(first=6, list=None, after=None)))
    chat = visit().open().ask("mehr")
    expect(chat.log.get_by_role("list")).to_have_attribute("start", "6")
    assert "null" not in chat.last.inner_text()
    expect(chat.last.get_by_role("link", name="Liste")).to_have_count(0)


@pytest.mark.parametrize("before", [None, ""])
def test_without_a_headline_of_its_own_the_text_is_shown(visit: Visit, stub: Stub, before: str | None) -> None:
    stub.will("POST message", answer(*offers(before=before)))
    chat = visit().open().ask("Deutsch")
    expect(chat.last).to_contain_text("1. Deutsch am Abend")
    expect(chat.log.get_by_role("article")).to_have_count(0)
    assert chat.last.inner_text().count(HEADLINE) == 1
    assert len(chat.names("button")) == 3


def test_an_offer_without_links_has_a_heading_all_the_same(visit: Visit, stub: Stub) -> None:
    stub.will("POST message", answer(*offers(offer(links=[]))))
    chat = visit().open().ask("Deutsch")
    expect(chat.log.get_by_role("heading", name="Deutsch am Abend")).to_be_visible()
    assert chat.names("link") == ["Alle 23 als Liste"]


# --- buttons


def test_a_button_shows_its_title_and_sends_its_payload(visit: Visit, stub: Stub) -> None:
    stub.will("POST message", answer({"text": LIST, "buttons": BUTTONS}))
    chat = visit().open().ask("Deutsch").press("Neuzugewanderte (16)")
    expect(chat.turns.nth(-2)).to_have_text("SieNeuzugewanderte (16)")
    assert stub.sent("POST message")[-1]["message"] == BUTTONS[1]["payload"]
    assert BUTTONS[1]["payload"] not in chat.turns.nth(-2).inner_text()
    assert chat.focus == "field"


@pytest.mark.parametrize("turn", ["typed", "pressed"])
def test_buttons_of_earlier_answers_are_switched_off(visit: Visit, stub: Stub, turn: str) -> None:
    stub.will("POST message", *[answer({"text": "Wohin?", "buttons": BUTTONS[:2]})] * 2)
    chat = visit().open().ask("Deutsch")
    if turn == "typed":
        chat.ask("Yoga")
    else:
        chat.press("Frauen (7)")
    states = [button.is_enabled() for button in chat.log.get_by_role("button").all()]
    assert states == [False, False, True, True]


# --- beginning anew


def test_beginning_anew_deletes_the_conversation(visit: Visit, stub: Stub) -> None:
    chat = visit().open().ask("Yoga")
    chat.field.fill("halb geschrieben")
    chat.panel.get_by_role("button", name="Neu beginnen").click()
    expect(chat.turns).to_have_text([f"Bildungslotse{GREETING}"])
    expect(chat.status).to_have_text("Das Gespräch beginnt neu.")
    expect(chat.log).to_have_attribute("aria-live", "polite")
    expect(chat.field).to_have_value("")
    assert chat.focus == "field"
    assert stub.sent("DELETE session") == [{"session": "token-1"}]
    chat.ask("Deutsch")
    assert stub.sent("POST message")[-1]["session"] == "token-2"
    assert "Yoga" not in str(chat.stored)


def test_an_answer_that_comes_after_beginning_anew_is_not_shown(visit: Visit, stub: Stub) -> None:
    chat = visit().open()
    stub.gate.clear()
    chat.field.fill("Yoga")
    chat.field.press("Enter")
    expect(chat.status).to_have_text("Der Bildungslotse sucht …")
    chat.panel.get_by_role("button", name="Neu beginnen").click()
    expect(chat.turns).to_have_text([f"Bildungslotse{GREETING}"])
    with chat.page.expect_response("**/message"):
        stub.gate.set()
    chat.ask("Deutsch")
    assert chat.turns.all_inner_texts()[1:] == ["Sie\n\nDeutsch", "Bildungslotse\n\nSie schrieben: Deutsch"]


# --- leaving and coming back


@pytest.mark.parametrize("way", ["reload", "another page"])
def test_the_conversation_survives(visit: Visit, stub: Stub, way: str) -> None:
    stub.will("POST message", answer(*offers()), answer(*offers(first=3)))
    chat = visit().open().ask("Deutsch").press("Mehr Angebote")
    before = chat.turns.all_inner_texts()
    calls = list(stub.calls)
    if way == "reload":
        chat.page.reload()
    else:
        chat.page.goto(f"{stub.address}/second")
    expect(chat.panel).to_be_visible()
    assert chat.turns.all_inner_texts() == before
    assert stub.calls == calls
    assert [each.is_enabled() for each in chat.choices.all()] == [False] * 3 + [True] * 3
    # It neither takes the focus on the new page nor is it read out again, and its end is in view.
    assert chat.focus == "body"
    expect(chat.log).to_have_attribute("aria-live", "off")
    assert chat.log.evaluate("log => log.scrollTop + log.clientHeight >= log.scrollHeight - 2")
    chat.press("Frauen (7)")
    assert stub.sent("POST message")[-1]["session"] == "token-1"
    expect(chat.log).to_have_attribute("aria-live", "polite")


def test_a_closed_conversation_stays_closed(visit: Visit) -> None:
    chat = visit().open().ask("Yoga")
    chat.page.keyboard.press("Escape")
    chat.page.reload()
    expect(chat.launcher).to_be_visible()
    expect(chat.panel).to_be_hidden()
    chat.launcher.click()
    expect(chat.turns).to_have_count(3)


def test_a_new_tab_knows_nothing(visit: Visit, stub: Stub) -> None:
    chat = visit().open().ask("Yoga")
    tab = chat.page.context.new_page()
    tab.goto(stub.address)
    other = Chat(tab)
    expect(other.launcher).to_be_visible()
    expect(other.panel).to_be_hidden()
    assert other.stored == {}


def test_a_page_that_comes_back_shows_what_was_said_after_it(visit: Visit) -> None:
    chat = visit().open().ask("Yoga")
    chat.page.evaluate("""() => {
      const stored = JSON.parse(sessionStorage["bildungslotse-chat"]);
      stored.turns.push({ text: "Deutsch" }, { messages: [{ text: "Später gesagt" }], lang: "de" });
      sessionStorage["bildungslotse-chat"] = JSON.stringify(stored);
      dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    }""")
    expect(chat.last).to_contain_text("Später gesagt")
    chat.ask("Töpfern")
    assert "Später gesagt" in str(chat.stored)


def test_without_storage_it_works_until_the_page_ends(visit: Visit, stub: Stub) -> None:
    blocked = """Object.defineProperty(window, "sessionStorage", {
      get() { throw new DOMException("blocked", "SecurityError"); } });"""
    chat = visit(scripts=(blocked,)).open().ask("Yoga")
    expect(chat.last).to_contain_text("Sie schrieben: Yoga")
    chat.panel.get_by_role("button", name="Neu beginnen").click()
    expect(chat.turns).to_have_count(1)
    chat.page.reload()
    expect(chat.launcher).to_be_visible()
    expect(chat.panel).to_be_hidden()


def test_what_another_version_left_behind_does_no_harm(visit: Visit) -> None:
    chat = visit()
    for left in ("no json", "null", "5", '{"turns": 5}', '{"turns": [{"messages": [null]}], "open": true}'):
        chat.page.evaluate("left => { sessionStorage['bildungslotse-chat'] = left }", left)
        chat.page.reload()
        expect(chat.panel).to_be_hidden()
        chat.open().ask("Yoga")
        expect(chat.turns).to_have_count(3)


# --- where it stands


def test_as_a_page_it_is_open_and_cannot_be_closed(visit: Visit, stub: Stub) -> None:
    chat = visit("/chat")
    expect(chat.turns).to_have_text([f"Bildungslotse{GREETING}"])
    expect(chat.launcher).to_have_count(0)
    expect(chat.panel.get_by_role("button", name="Schließen")).to_have_count(0)
    chat.ask("Yoga")
    chat.page.keyboard.press("Escape")
    expect(chat.turns).to_have_count(3)


@pytest.mark.parametrize("kind", ["room", "screen", ""], ids=["height given", "height of the screen", "no height"])
def test_as_a_page_it_fills_what_holds_it_and_scrolls_within(visit: Visit, stub: Stub, kind: str) -> None:
    stub.pages["/chat"] = stub.pages["/chat"].replace('class="room"', f'class="{kind}"')
    stub.will("POST message", answer(*MANY))
    chat = visit("/chat").ask("Deutsch")
    holder, panel, log = (part.bounding_box() for part in (chat.element.locator(".."), chat.panel, chat.log))
    assert holder and panel and log
    assert panel == holder
    assert {"room": 480, "screen": 640, "": 400}[kind] <= panel["height"] <= 640
    assert log["height"] > 0.5 * panel["height"]
    expect(chat.field).to_be_in_viewport(ratio=1)
    expect(chat.send).to_be_in_viewport(ratio=1)


def test_as_a_page_it_does_not_scroll_away_from_the_start_of_the_page(visit: Visit, stub: Stub) -> None:
    stub.pages["/chat"] = stub.pages["/chat"].replace("<h1>", "<p>Ein Absatz.</p>" * 40 + "<h1>")
    chat = visit("/chat")
    expect(chat.turns).to_have_count(1)
    assert chat.page.evaluate("scrollY") == 0
    chat.ask("Yoga")
    expect(chat.last).to_be_in_viewport(ratio=1)


def test_of_two_elements_on_a_page_only_the_first_acts(visit: Visit, stub: Stub) -> None:
    chat = visit("/twice").open()
    expect(chat.launcher).to_have_count(1)
    assert len(stub.sent("POST session")) == 1


def test_an_element_that_is_put_in_again_acts(visit: Visit) -> None:
    chat = visit().open()
    chat.page.evaluate("""() => {
      document.querySelector("bildungslotse-chat").remove();
      document.body.append(document.createElement("bildungslotse-chat"));
    }""")
    expect(chat.turns).to_have_text([f"Bildungslotse{GREETING}"])


def test_on_a_homepage_of_another_origin_it_talks_to_the_server_it_came_from(
    page: Callable[..., object], stub: Stub, watch: Watch
) -> None:
    homepage = Stub()
    homepage.policy = stub.policy.replace("'self'", f"'self' {stub.address}")
    homepage.pages["/"] = stub.pages["/"].replace('src="/widget', f'src="{stub.address}/widget')
    homepage.start()
    try:
        stub.will("POST message", answer(*offers()))
        chat = Chat(page(homepage.address)).open().ask("Deutsch")  # type: ignore[arg-type]
        expect(chat.log.get_by_role("link", name="Einzelheiten").first).to_have_attribute(
            "href", f"{stub.address}/angebote/vhs/1"
        )
        chat.panel.get_by_role("button", name="Neu beginnen").click()
        expect(chat.turns).to_have_count(1)
        assert [f"{method} {path}" for method, path, _ in stub.calls].count("DELETE session") == 1
        assert homepage.calls == []
    finally:
        homepage.stop()


# --- languages


def test_an_answer_carries_its_language_and_direction(visit: Visit, stub: Stub) -> None:
    stub.will("POST message", answer(*ARABIC, language="ar"), answer({"text": "Ich habe nichts gefunden."}))
    chat = visit().open().ask("دورة ألمانية")
    expect(chat.element).to_have_attribute("lang", "de")
    said = chat.last.locator("[lang]").first
    expect(said).to_have_attribute("lang", "ar")
    expect(said).to_have_attribute("dir", "auto")
    expect(said).to_have_css("direction", "rtl")
    # The offers' titles come from a German catalogue, the speaker's name is our own.
    expect(chat.log.get_by_role("heading").first).to_have_attribute("lang", "de")
    expect(chat.log.get_by_role("heading").first).to_have_css("direction", "ltr")
    expect(chat.last.get_by_text("Bildungslotse", exact=True)).to_have_css("direction", "ltr")
    chat.press("Frauen (7)")
    expect(chat.turns.nth(-2).locator("[lang]")).to_have_attribute("lang", "ar")
    expect(chat.last.locator("[lang]")).to_have_attribute("lang", "de")
    expect(chat.last.locator("[lang]")).to_have_css("direction", "ltr")


def test_german_lines_in_an_arabic_answer_are_in_order_and_stand_on_its_side(visit: Visit, stub: Stub) -> None:
    german = "Noch Plätze frei!"
    before = ARABIC[1]["custom"]["before"]
    stub.will("POST message", answer(*offers(offer(lines=[german]), before=before), language="ar"))
    chat = visit().open().ask("دورة ألمانية")
    first, last, end = chat.log.get_by_text(german).evaluate("""line => {
      const at = (index) => {
        const range = document.createRange();
        range.setStart(line.firstChild, index);
        range.setEnd(line.firstChild, index + 1);
        return range.getBoundingClientRect();
      };
      const last = at(line.textContent.length - 1);
      return [at(0).left, last.left, line.getBoundingClientRect().right - last.right];
    }""")
    assert first < last
    assert end < 1


# --- counsellor mode


def test_the_mark_of_counsellor_mode_comes_and_goes_with_the_answers(visit: Visit, stub: Stub) -> None:
    stub.will(
        "POST message",
        Reply({**answer({"text": "Eingeschaltet."}).body, "counsellor": True}),
        answer({"text": "Beendet."}),
    )
    chat = visit().open()
    mark = chat.panel.get_by_text("Beratungsmodus", exact=True)
    expect(mark).to_be_hidden()
    chat.ask("Einladungscode")
    expect(mark).to_be_visible()
    chat.page.reload()
    expect(mark).to_be_visible()
    chat.ask("Beratungsmodus aus")
    expect(mark).to_be_hidden()


def test_a_new_conversation_is_not_in_counsellor_mode(visit: Visit, stub: Stub) -> None:
    stub.will("POST message", Reply({**answer({"text": "Eingeschaltet."}).body, "counsellor": True}))
    chat = visit().open().ask("Einladungscode")
    chat.panel.get_by_role("button", name="Neu beginnen").click()
    expect(chat.panel.get_by_text("Beratungsmodus", exact=True)).to_be_hidden()
