"""The pages of the real service in a real browser: usable by everybody, safe from what providers write."""

import csv
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.pages.files import PAGES
from bot.training import PROJECT
from tests.bot.conftest import data_dir, environment
from tests.bot.service import running
from tests.browser.accessibility import contrast, is_too_wide, tokens, violations
from tests.browser.chat import Chat

__all__ = ["data_dir", "environment"]

Open = Callable[..., Page]
Picture = Callable[[Page, str], None]
EVIL = "<script>window.hacked=1</script>\"'><img src=x onerror=window.hacked=1>{{7*7}}</h1>"
TEXT_FIELDS = ("titel", "beschreibung", "themen", "ansprechperson", "telefon", "strasse", "kosten_hinweis", "anmeldung")
LEGAL = ("/impressum", "/datenschutz", "/barrierefreiheit")
OFFER = "/angebote/volkshochschule-weserbogen/D-104"
PAGES_AND_STATES = {
    "home": "/",
    "list": "/angebote",
    "list with choices": "/angebote?thema=deutsch&ort=Hameln&umkreis=10&zielgruppe=Frauen",
    "list of nothing": "/angebote?thema=deutsch&ort=Aerzen&zeit=morgens&tag=So",
    "list of an unknown place": "/angebote?ort=Hamelln",
    "list of older entries": "/angebote?veraltet=ja",
    "list to print": "/angebote?druck=ja&thema=yoga",
    "offer": OFFER,
    "offer that is old": "/angebote/zirkus-boese/ALT",
    "offer full of markup": "/angebote/zirkus-boese/X1",
    "chat": "/chat.html",
    "legal": "/datenschutz",
    "no such page": "/gibtesnicht",
}


@pytest.fixture(scope="module")
def address(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The service on the example catalogue, with an offer full of markup and one that nobody has confirmed for long."""
    folder = tmp_path_factory.mktemp("pages") / "data"
    shutil.copytree(data_dir, folder)
    usual = {"bereich": "Kultur und Freizeit", "art": "Kurs", "anbieter": "Zirkus Böse", "ort": "Hameln"}
    rows = [
        {
            **usual,
            "kennung": "X1",
            **dict.fromkeys(TEXT_FIELDS, f"Makramee {EVIL}"),
            "url": 'https://a.example/"><script>',
            "stand": "2027-01-10",
        },
        {**usual, "kennung": "ALT", "titel": "Makramee für alle", "themen": "Makramee", "stand": "2025-01-10"},
    ]
    path = folder / "boese.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        columns = list(dict.fromkeys(name for row in rows for name in row))
        writer = csv.DictWriter(file, columns, delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BILDUNGSLOTSE_DATA_DIR", str(folder))
        subprocess.run([sys.executable, "-m", "bot", "catalogue", "load", str(path)], cwd=PROJECT, check=True)
    with running(folder) as address:
        yield address


every_state = pytest.mark.parametrize("path", PAGES_AND_STATES.values(), ids=PAGES_AND_STATES.keys())


# --- for everybody


@every_state
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page: Open, picture: Picture, address: str, path: str, scheme: str) -> None:
    found = page(address + path, color_scheme=scheme, bypass_csp=True)
    assert violations(found) == []
    name = re.sub(r"\W+", "-", path).strip("-") or "home"
    picture(found, f"page-{name}-{scheme}")


@every_state
def test_nothing_is_wider_than_a_small_phone(page: Open, picture: Picture, address: str, path: str) -> None:
    found = page(address + path, viewport={"width": 320, "height": 640})
    assert not is_too_wide(found)
    name = re.sub(r"\W+", "-", path).strip("-") or "home"
    picture(found, f"page-{name}-320")


@every_state
def test_text_of_double_size_fits(page: Open, address: str, path: str) -> None:
    found = page(address + path, viewport={"width": 640, "height": 800})
    found.evaluate("document.adoptedStyleSheets = [Object.assign(new CSSStyleSheet(), {})]")
    found.evaluate("document.adoptedStyleSheets[0].replaceSync('html { font-size: 200%; }')")
    assert not is_too_wide(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_differ_enough(scheme: str) -> None:
    colours = tokens((PAGES / "site.css").read_text(encoding="utf-8"), scheme)
    for text in ("ink", "muted", "accent", "danger"):
        for ground in ("paper", "pale", "warn"):
            assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    assert contrast(colours["on-accent"], colours["accent"]) >= 4.5
    for edge in ("control", "focus"):
        assert contrast(colours[edge], colours["paper"]) >= 3, edge


def test_the_keyboard_skips_to_the_content(page: Open, address: str) -> None:
    found = page(f"{address}/angebote")
    found.keyboard.press("Tab")
    expect(found.get_by_role("link", name="Zum Inhalt")).to_be_focused()
    found.keyboard.press("Enter")
    expect(found.get_by_role("main")).to_be_focused()


def test_every_control_shows_where_the_keyboard_is(page: Open, address: str) -> None:
    found = page(f"{address}/angebote?thema=deutsch")
    for _ in range(12):
        found.keyboard.press("Tab")
        assert found.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


# --- without JavaScript


def test_the_list_works_without_javascript(page: Open, address: str) -> None:
    found = page(f"{address}/", java_script_enabled=False)
    assert "05151 903-0" in found.locator("noscript").inner_html()
    found.get_by_label("Was suchen Sie?").fill("Deutschkurs")
    found.get_by_label("Ort oder PLZ").fill("Hameln")
    found.get_by_role("button", name="Suchen").click()
    expect(found).to_have_url(f"{address}/angebote?thema=deutsch&art=Kurs&ort=Hameln")
    total = int(found.locator("#ergebnis").inner_text().split()[0])
    shown = found.locator(".groups").get_by_role("link", name="Abends")
    count = int(shown.locator("xpath=following-sibling::span").inner_text())
    assert 0 < count < total
    shown.click()
    expect(found.locator("#ergebnis")).to_contain_text(f"{count} Angebot")
    found.get_by_role("link", name="Abends aufheben").click()
    expect(found.locator("#ergebnis")).to_contain_text(f"{total} Angebote")
    found.locator("article a").first.click()
    expect(found.get_by_role("heading", name="So melden Sie sich an")).to_be_visible()


def test_a_notice_is_sent_by_keyboard_and_without_javascript(page: Open, address: str) -> None:
    found = page(address + OFFER, java_script_enabled=False)
    summary = found.get_by_text("Angabe stimmt nicht?")
    summary.focus()
    found.keyboard.press("Enter")
    found.get_by_role("button", name="Hinweis senden").press("Enter")
    expect(found.get_by_role("alert")).to_have_text("Bitte wählen Sie aus, was nicht stimmt.")
    found.get_by_label("Was stimmt nicht?").select_option("Kosten")
    found.get_by_label("Wie ist es richtig?").fill("Der Kurs kostet jetzt 20 Euro.")
    found.get_by_role("button", name="Hinweis senden").press("Enter")
    expect(found.get_by_text("Ihr Hinweis ist beim")).to_be_visible()


# --- what providers write stays text


@pytest.mark.parametrize(
    "path", ["/angebote?anbieter=Böse", "/angebote?anbieter=Böse&druck=ja", "/angebote/zirkus-boese/X1"]
)
def test_markup_in_an_offer_is_only_text(page: Open, address: str, path: str) -> None:
    found = page(address + path)
    expect(found.get_by_text("window.hacked=1").first).to_be_visible()
    assert found.evaluate("window.hacked") is None
    assert found.locator("main img, main script:not([type='application/ld+json'])").count() == 0
    assert "49</h1>" not in found.content()


def test_markup_in_an_offer_is_only_text_in_the_chat(page: Open, address: str) -> None:
    chat = Chat(page(f"{address}/")).open().ask("Makramee in Hameln")
    expect(chat.last).to_contain_text("window.hacked=1")
    assert chat.page.evaluate("window.hacked") is None
    assert chat.log.locator("img, script").count() == 0


# --- chat and list belong together


def test_a_conversation_by_keyboard_leads_to_the_list_and_goes_on_there(
    page: Open, picture: Picture, address: str
) -> None:
    chat = Chat(page(f"{address}/")).open()
    expect(chat.last).to_contain_text("ein Programm, kein Mensch")
    chat.ask("Deutschkurs in Hameln")
    total = int(re.findall(r"Ich habe (\d+) Angebote gefunden", chat.last.inner_text())[0])
    picture(chat.page, "home-chat-1280")
    link = chat.log.get_by_role("link", name=f"Alle {total} als Liste")
    link.focus()
    chat.page.keyboard.press("Enter")
    expect(chat.page.locator("#ergebnis")).to_contain_text(f"{total} Angebote")
    # The same conversation, on another page.
    expect(chat.log).to_contain_text("Deutschkurs in Hameln")
    chat.ask("lieber abends")
    expect(chat.last).to_contain_text("abends")
    chat.log.get_by_role("article").first.get_by_role("link").first.press("Enter")
    expect(chat.page.get_by_role("heading", name="So melden Sie sich an")).to_be_visible()


def test_a_frame_on_a_foreign_homepage_is_refused(page: Open, address: str) -> None:
    found = page(f"{address}/chat.html")
    policy = found.request.get(f"{address}/chat.html").headers["content-security-policy"]
    assert "frame-ancestors 'self'" in policy
    assert "frame-ancestors 'none'" in found.request.get(f"{address}/angebote").headers["content-security-policy"]
