"""The switch for messages that may be kept, and "War das hilfreich?" below answers."""

from collections.abc import Callable
from typing import Any

import pytest
import yaml
from playwright.sync_api import expect

from actions.answers.texts import languages
from bot.channels.incoming import Answer
from bot.channels.widget_words import words_beside
from catalogue.region import load_region
from tests.browser.accessibility import violations
from tests.browser.answers import ARABIC, HELPFUL, offers
from tests.browser.chat import Chat
from tests.browser.stub import REVIEW, Reply, Stub, answer, refusal

Visit = Callable[..., Chat]
OVER = "Dieses Gespräch ist zu Ende. Mit Ihrer nächsten Nachricht beginnt ein neues."


def words(language: str) -> Any:
    """What the service sends along with offers in a language."""
    shown = [{"custom": {"type": "offers", "total": 2}}]
    return words_beside(Answer(shown, language, failed=False, is_plain=language == "einfach"), load_region())


# --- the switch


def test_the_switch_is_off_and_says_what_is_kept(visit: Visit, stub: Stub) -> None:
    chat = visit().open()
    expect(chat.consent).not_to_be_checked()
    expect(chat.consent).to_have_accessible_name(REVIEW["switch"])
    what = chat.panel.get_by_text("Namen und Nummern nehmen wir vorher heraus")
    expect(what).to_be_hidden()
    chat.panel.get_by_text("Was heißt das?").click()
    expect(what).to_be_visible()
    assert stub.sent("POST review") == []


def test_it_is_switched_on_and_off_by_keyboard_and_that_is_told(visit: Visit, stub: Stub) -> None:
    chat = visit().open().ask("Yoga")
    while chat.focus != "Senden":
        chat.page.keyboard.press("Tab")
    chat.page.keyboard.press("Tab")
    expect(chat.consent).to_be_focused()
    expect(chat.consent).to_have_css("outline-style", "solid")
    chat.page.keyboard.press("Space")
    expect(chat.status).to_have_text(REVIEW["on"])
    expect(chat.status).to_have_attribute("lang", "de")
    expect(chat.consent).to_be_checked()
    chat.page.keyboard.press("Space")
    expect(chat.status).to_have_text(REVIEW["off"])
    expect(chat.consent).not_to_be_checked()
    expect(chat.consent).to_be_focused()
    assert stub.sent("POST review") == [{"session": "token-1", "agreed": agreed} for agreed in (True, False)]
    chat.page.keyboard.press("Tab")
    assert chat.focus == "Was heißt das?"


def test_it_survives_a_reload_and_an_answer(visit: Visit, stub: Stub) -> None:
    chat = visit().open()
    chat.consent.check()
    expect(chat.status).to_have_text(REVIEW["on"])
    chat.ask("Yoga")
    expect(chat.consent).to_be_checked()
    chat.page.reload()
    expect(chat.consent).to_be_checked()
    assert len(stub.sent("POST review")) == 1


def test_beginning_anew_switches_it_off(visit: Visit, stub: Stub) -> None:
    chat = visit().open()
    chat.consent.check()
    expect(chat.status).to_have_text(REVIEW["on"])
    chat.panel.get_by_role("button", name="Neu beginnen").click()
    expect(chat.consent).not_to_be_checked()
    expect(chat.status).to_have_text("Das Gespräch beginnt neu.")
    chat.page.reload()
    expect(chat.consent).not_to_be_checked()


@pytest.mark.parametrize("way", ["session", "answer", "counsellor mode"])
def test_where_nothing_is_kept_there_is_no_switch(visit: Visit, stub: Stub, way: str) -> None:
    if way == "session":
        stub.will("POST session", Reply({"session": "token-1", "greeting": "Guten Tag!"}))
    chat = visit().open()
    if way == "session":
        expect(chat.panel.get_by_text("Was heißt das?")).to_be_hidden()
    more = {"counsellor": True} if way == "counsellor mode" else {}
    stub.will("POST message", answer({"text": "Gern."}, review=None, **more))
    chat.ask("Yoga")
    expect(chat.consent).to_be_hidden()
    chat.page.reload()
    expect(chat.consent).to_be_hidden()


@pytest.mark.parametrize("was_on", [False, True])
def test_what_failed_goes_back_and_says_so(visit: Visit, stub: Stub, was_on: bool) -> None:
    chat = visit().open()
    if was_on:
        chat.consent.check()
        expect(chat.status).to_have_text(REVIEW["on"])
    stub.will("POST review", refusal(429, "Bitte warten Sie einen Augenblick."))
    chat.consent.press("Space")
    expect(chat.alert).to_have_text("Bitte warten Sie einen Augenblick.")
    expect(chat.consent).to_be_checked(checked=was_on)
    stub.stop()
    chat.consent.press("Space")
    expect(chat.alert).to_contain_text("Leider bin ich gerade nicht zu erreichen.")
    expect(chat.consent).to_be_checked(checked=was_on)


def test_in_a_conversation_that_is_over_it_is_off_and_the_next_one_may_have_it(visit: Visit, stub: Stub) -> None:
    stub.will("POST review", refusal(401, OVER))
    chat = visit().open().ask("Yoga")
    chat.consent.press("Space")
    expect(chat.alert).to_have_text(OVER)
    expect(chat.consent).not_to_be_checked()
    chat.consent.press("Space")
    expect(chat.status).to_have_text(REVIEW["on"])
    assert [body["session"] for body in stub.sent("POST review")] == ["token-1", "token-2"]


def test_it_falls_off_with_a_session_that_a_message_finds_over(visit: Visit, stub: Stub) -> None:
    chat = visit().open()
    chat.consent.check()
    expect(chat.status).to_have_text(REVIEW["on"])
    stub.will("POST message", refusal(401, OVER))
    chat.ask("Yoga")
    expect(chat.consent).not_to_be_checked()


def test_a_second_press_waits_for_the_first(visit: Visit, stub: Stub) -> None:
    chat = visit().open()
    stub.gated = "POST review"
    stub.gate.clear()
    chat.consent.press("Space")
    chat.consent.press("Space")
    expect(chat.consent).to_be_checked()
    stub.gate.set()
    expect(chat.status).to_have_text(REVIEW["on"])
    assert len(stub.sent("POST review")) == 1


def test_what_the_server_says_holds(visit: Visit, stub: Stub) -> None:
    stub.will("POST review", Reply({"agreed": False}))
    chat = visit().open()
    chat.consent.press("Space")
    expect(chat.status).to_have_text(REVIEW["off"])
    expect(chat.consent).not_to_be_checked()


def test_it_can_be_hit_with_a_finger(visit: Visit) -> None:
    chat = visit(viewport={"width": 320, "height": 640}).open()
    for part in (chat.panel.get_by_text(REVIEW["switch"]).locator(".."), chat.panel.get_by_text("Was heißt das?")):
        box = part.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44


def test_what_is_said_of_it_covers_nothing(visit: Visit) -> None:
    chat = visit(viewport={"width": 320, "height": 720}).open()
    chat.panel.get_by_text("Was heißt das?").click()
    chat.consent.check()
    expect(chat.status).to_have_text(REVIEW["on"])
    reach = chat.status.evaluate("e => e.getBoundingClientRect().top + e.scrollHeight")
    label = chat.panel.get_by_text("Ihre Frage", exact=True).bounding_box()
    assert label
    assert reach <= label["y"] + 1


# --- did it help?


def test_the_question_stands_below_the_last_answer_only(visit: Visit, stub: Stub) -> None:
    stub.will("POST message", *[answer(*offers(), helpful=HELPFUL)] * 2, answer({"text": "Gern."}))
    chat = visit().open().ask("Deutsch")
    question = chat.log.get_by_role("group", name="War das hilfreich?")
    expect(question.get_by_role("button")).to_have_text(["Ja", "Nein"])
    chat.ask("Yoga")
    expect(question).to_have_count(1)
    expect(chat.last.get_by_role("group")).to_have_count(1)
    chat.page.reload()
    expect(question).to_have_count(1)
    chat.ask("Danke")
    expect(question).to_have_count(0)
    assert stub.sent("POST thumb") == []


@pytest.mark.parametrize(("title", "helpful"), [("Ja", True), ("Nein", False)])
def test_a_press_is_sent_once_and_thanked_for(visit: Visit, stub: Stub, title: str, helpful: bool) -> None:
    stub.will("POST message", answer(*offers(), helpful=HELPFUL))
    chat = visit().open().ask("Deutsch")
    chat.page.reload()
    chat.log.get_by_role("button", name=title, exact=True).press("Enter")
    expect(chat.last.get_by_text("Danke für Ihre Antwort!")).to_be_visible()
    # Read out in its turn; and the keyboard is where one goes on.
    expect(chat.log).to_have_attribute("aria-live", "polite")
    assert chat.focus == "field"
    expect(chat.log.get_by_role("group")).to_have_count(0)
    assert stub.sent("POST thumb") == [{"session": "token-1", "helpful": helpful}]
    chat.page.reload()
    expect(chat.turns).to_have_count(3)
    expect(chat.log.get_by_role("group")).to_have_count(0)


def test_a_press_that_failed_can_be_tried_again(visit: Visit, stub: Stub) -> None:
    stub.will("POST message", answer(*offers(), helpful=HELPFUL))
    stub.will("POST thumb", refusal(429, "Bitte warten Sie einen Augenblick."))
    chat = visit().open().ask("Deutsch")
    yes = chat.log.get_by_role("button", name="Ja", exact=True)
    yes.press("Enter")
    expect(chat.alert).to_have_text("Bitte warten Sie einen Augenblick.")
    expect(yes).to_be_enabled()
    yes.press("Enter")
    expect(chat.last.get_by_text("Danke für Ihre Antwort!")).to_be_visible()


def test_after_the_session_is_over_nobody_is_asked(visit: Visit, stub: Stub) -> None:
    stub.will("POST message", answer(*offers(), helpful=HELPFUL))
    stub.will("POST thumb", refusal(401, OVER))
    chat = visit().open().ask("Deutsch")
    chat.log.get_by_role("button", name="Ja", exact=True).press("Enter")
    expect(chat.alert).to_have_text(OVER)
    expect(chat.log.get_by_role("button", name="Ja", exact=True)).to_be_disabled()
    chat.page.reload()
    expect(chat.log.get_by_role("group")).to_have_count(0)


def test_a_question_that_failed_leaves_it_below_the_answer(visit: Visit, stub: Stub) -> None:
    stub.will("POST message", answer(*offers(), helpful=HELPFUL), refusal(429, "Bitte warten Sie."))
    chat = visit().open().ask("Deutsch").ask("Yoga")
    expect(chat.log.get_by_role("button", name="Nein", exact=True)).to_be_enabled()


# --- languages


@pytest.mark.parametrize("language", sorted(languages()))
def test_switch_and_question_speak_the_language_of_the_answer(
    visit: Visit, stub: Stub, picture: Callable[..., None], language: str
) -> None:
    said, code = words(language), "de" if language == "einfach" else language
    shown = ARABIC if language in ("ar", "fa") else offers()
    stub.will("POST message", answer(*shown, language=code, **said))
    chat = visit(viewport={"width": 320, "height": 720}, bypass_csp=True).open().ask("Deutsch")
    group = chat.log.get_by_role("group", name=said["helpful"]["question"])
    expect(group.get_by_role("button")).to_have_text([said["helpful"]["yes"], said["helpful"]["no"]])
    expect(chat.consent).to_have_accessible_name(said["review"]["switch"])
    block = chat.consent.locator("xpath=ancestor::div[1]")
    expect(block).to_have_attribute("lang", code)
    expect(block).to_have_css("direction", "rtl" if language in ("ar", "fa") else "ltr")
    chat.panel.get_by_text(said["review"]["more"], exact=True).click()
    assert violations(chat.page) == []
    assert chat.page.evaluate("document.documentElement.scrollWidth") <= 320
    picture(chat.page, f"review-320-{language}")
    chat.consent.press("Space")
    expect(chat.status).to_have_text(said["review"]["on"].replace("\n", " "))
    expect(chat.status).to_have_attribute("lang", code)


def test_every_language_has_words_of_its_own() -> None:
    german = words("de")
    for language in languages() - {"de", "einfach"}:
        said = words(language)
        same = [name for part in german for name in german[part] if said[part][name] == german[part][name]]
        assert same == [], language
        assert "180" in said["review"]["what"]
        assert "Neu beginnen" in said["review"]["what"]
    assert yaml.safe_dump(words("einfach")) != yaml.safe_dump(german)
