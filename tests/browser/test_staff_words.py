"""Somebody of the office teaches the assistant a word: found, added, tried out, published; without JavaScript too."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from staff.app import create_app
from staff.desk import Desk
from staff.words.trials import Trials
from tests.browser.accessibility import is_too_wide, violations
from tests.browser.staff import Office, served
from tests.staff.conftest import clock, desk

__all__ = ["clock", "desk"]

Picture = Callable[[Page, str], None]
_NOTHING = "Dazu gibt es im Verzeichnis zurzeit leider kein Angebot (Sonnengruß, in Hameln)."
_YOGA = "Ich habe 2 Angebote gefunden (Yoga, in Hameln):"


@pytest.fixture
def answered() -> threading.Event:
    return threading.Event()


@pytest.fixture
def office(desk: Desk, page: Callable[..., Page], answered: threading.Event) -> Iterator[Office]:
    def run(_: str) -> dict[str, Any]:
        answered.wait(20)
        return {"before": [{"text": _NOTHING}], "after": [{"text": _YOGA}]}

    app = create_app(desk)
    app.extensions["trials"] = Trials(run)
    with served(desk, app) as address:
        yield Office(address, page)
    answered.set()


@pytest.mark.parametrize("scripts", [True, False], ids=["", "without scripts"])
def test_a_word_is_taught(
    office: Office, desk: Desk, answered: threading.Event, picture: Picture, scripts: bool
) -> None:
    page = office.logged_in("/woerter/", name="Bodo Lang", java_script_enabled=scripts)
    page.get_by_role("link", name="Themen und Synonyme").click()
    page.get_by_label("Name oder Wort").fill("yoga")
    page.get_by_role("button", name="Suchen").click()
    page.get_by_role("link", name="yoga", exact=True).click()
    page.get_by_label("Eigene Wörter").fill("Sonnengruß")
    page.get_by_role("button", name="Im Entwurf speichern").click()
    expect(page.get_by_role("status")).to_contain_text("Gespeichert im Entwurf")
    page.get_by_role("main").get_by_role("link", name="Ausprobieren").click()
    page.get_by_label("Frage").fill("Sonnengruß in Hameln")
    page.get_by_role("button", name="So würde die Antwort lauten").click()
    expect(page.get_by_role("status")).to_contain_text("Die Seite lädt sich von selbst neu", ignore_case=True)
    answered.set()
    expect(page.get_by_role("region", name="Mit dem Entwurf")).to_contain_text(_YOGA, timeout=10_000)
    expect(page.get_by_role("region", name="Jetzt")).to_contain_text(_NOTHING)
    picture(page, "staff-words-tried")
    page.get_by_role("main").get_by_role("link", name="Wörter und Texte").click()
    picture(page, "staff-words-draft")
    page.get_by_role("button", name="Entwurf übernehmen").click()
    expect(page.get_by_role("status")).to_contain_text("Stand 1 gilt.")
    assert "Sonnengruß" in desk.region.topics["yoga"].words
    picture(page, "staff-words-published")


def test_a_draft_and_a_trial_are_readable_for_everybody(office: Office, answered: threading.Event) -> None:
    answered.set()
    page = office.logged_in("/woerter/begriffe/topic/yoga", bypass_csp=True, viewport={"width": 320, "height": 640})
    page.get_by_label("Eigene Wörter").fill("Rentner")
    page.get_by_role("button", name="Im Entwurf speichern").click()
    expect(page.locator(".error")).to_contain_text("heißt schon etwas anderes")
    assert violations(page) == []
    page.get_by_label("Eigene Wörter").fill("Sonnengruß")
    page.get_by_role("button", name="Im Entwurf speichern").click()
    page.goto(f"{office.address}/woerter/")
    assert violations(page) == []
    assert not is_too_wide(page)
    page.goto(f"{office.address}/woerter/ausprobieren")
    page.get_by_label("Frage").fill("Sonnengruß")
    page.get_by_role("button", name="So würde die Antwort lauten").click()
    expect(page.get_by_role("region", name="Jetzt")).to_be_visible(timeout=10_000)
    assert violations(page) == []
    assert not is_too_wide(page)
