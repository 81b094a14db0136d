"""The note list in a real browser: begun on a card, put in order by keyboard, and readable for everybody."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.bot.pages.conftest import Pages, example, pages, row
from tests.browser.accessibility import is_too_wide, violations
from tests.browser.stub import Stub

__all__ = ["example", "pages"]

Open = Callable[..., Page]
Picture = Callable[[Page, str], None]
KEYS = ["werkstatt-probe/B-1", "werkstatt-probe/B-2", "werkstatt-probe/B-3"]
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsausbildung"
STATES = {
    "none": "/merkliste",
    "list": "",
    "compared": "?vergleichen=" + "&vergleichen=".join(KEYS),
    "changed": "?getan=hoch",
    "gone": "/merkliste/gibtesnicht",
    "offer": "/angebote/werkstatt-probe/B-1",
    "offers": "/angebote?anbieter=Werkstatt+Probe",
}


@pytest.fixture(scope="module")
def site(pages: Pages) -> str:
    pages.add(
        row("B-1", titel="Körbe flechten", beginn="2027-02-01", kosten="45", telefon="05151 000-1", niveau="A1|A2"),
        row(
            "B-2",
            titel="Herbstmarkt",
            beginn="2026-10-01",
            ende="2026-10-02",
            email=f"{LONG.lower()}@werkstatt.example",
        ),
        row("B-3", titel=LONG, kosten_hinweis=LONG, strasse="Am Markt 3", status="Warteliste"),
    )
    return str(pages.client.base_url).rstrip("/")


@pytest.fixture
def path(request: pytest.FixtureRequest, pages: Pages, site: str) -> str:
    """The address of a state; a list of three offers and one that is gone, where it is one of a list."""
    state: str = STATES[request.param]
    if state.startswith("/"):
        return site + state
    noted = pages.note_lists.begin()
    for key in (*KEYS, "werkstatt-probe/WEG"):
        pages.note_lists.keep(noted.id, key)
    return f"{site}/merkliste/{noted.id}{state}"


def unfold(page: Page) -> None:
    for summary in page.locator("main summary:visible").all():
        summary.click()


every_state = pytest.mark.parametrize("path", STATES, indirect=True)


@every_state
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    page: Open, picture: Picture, path: str, scheme: str, request: pytest.FixtureRequest
) -> None:
    found = page(path, color_scheme=scheme, bypass_csp=True)
    unfold(found)
    assert violations(found) == []
    picture(found, f"notes-{request.node.callspec.id}")


@every_state
def test_nothing_is_wider_than_a_small_phone(
    page: Open, picture: Picture, path: str, request: pytest.FixtureRequest
) -> None:
    found = page(path, viewport={"width": 320, "height": 640})
    assert not is_too_wide(found)
    picture(found, f"notes-{request.node.callspec.id}-320")


@every_state
def test_text_of_double_size_fits(page: Open, path: str) -> None:
    found = page(path, viewport={"width": 640, "height": 800})
    found.evaluate("document.adoptedStyleSheets = [Object.assign(new CSSStyleSheet(), {})]")
    found.evaluate("document.adoptedStyleSheets[0].replaceSync('html { font-size: 200%; }')")
    assert not is_too_wide(found)


@every_state
def test_everything_to_press_is_large_enough(page: Open, path: str) -> None:
    found = page(path, viewport={"width": 320, "height": 640})
    unfold(found)
    for button in found.locator("main button").all():
        box = button.bounding_box()
        assert box is not None and min(box["width"], box["height"]) >= 44, button.inner_text()
    for tick in found.locator("main input[type=checkbox]").all():
        box = tick.bounding_box()
        assert box is not None and min(box["width"], box["height"]) >= 24


def test_a_list_is_begun_ordered_and_compared_by_keyboard_and_without_javascript(page: Open, site: str) -> None:
    found = page(f"{site}/angebote?anbieter=Werkstatt+Probe", java_script_enabled=False)
    for title in ("Körbe flechten", LONG):
        found.get_by_role("button", name=f"Merken „{title}“", exact=True).press("Enter")
        expect(found.get_by_role("link", name=f"Auf Ihrer Merkliste „{title}“")).to_be_visible()
    found.get_by_role("link", name="Merkliste (2)").press("Enter")
    expect(found.get_by_role("heading", level=3)).to_have_text(["1. Körbe flechten", f"2. {LONG}"])
    found.get_by_role("button", name=f"Nach oben „{LONG}“").press("Enter")
    expect(found.get_by_role("status")).to_have_text("Das Angebot steht jetzt einen Platz weiter oben.")
    expect(found.get_by_role("heading", level=3)).to_have_text([f"1. {LONG}", "2. Körbe flechten"])
    for title in ("Körbe flechten", LONG):
        found.get_by_role("checkbox", name=f"Vergleichen „{title}“").press("Space")
    found.get_by_role("button", name="Gewählte vergleichen").press("Enter")
    expect(found.get_by_role("columnheader")).to_have_text([LONG, "Körbe flechten"])
    found.get_by_role("button", name="Entfernen „Körbe flechten“").press("Enter")
    expect(found.get_by_role("link", name="Merkliste (1)")).to_be_visible()


def test_the_comparison_scrolls_by_keyboard(page: Open, pages: Pages, site: str) -> None:
    noted = pages.note_lists.begin()
    for key in KEYS:
        pages.note_lists.keep(noted.id, key)
    found = page(f"{site}/merkliste/{noted.id}{STATES['compared']}", viewport={"width": 320, "height": 640})
    table = found.get_by_role("region", name="Tabelle zum Vergleich")
    table.focus()
    found.keyboard.press("ArrowRight")
    expect(table).to_be_focused()
    assert table.evaluate("element => element.scrollWidth > element.clientWidth")


def test_the_cookie_cannot_be_read_by_scripts(page: Open, site: str) -> None:
    found = page(f"{site}/angebote/werkstatt-probe/B-1")
    found.get_by_role("button", name="Merken „Körbe flechten“").click()
    expect(found.get_by_role("link", name="Merkliste (1)")).to_be_visible()
    (cookie,) = found.context.cookies()
    assert (cookie["name"], cookie["httpOnly"], cookie["sameSite"]) == ("merkliste", True, "Lax")
    assert found.evaluate("document.cookie") == ""


def talked(*offers: dict[str, object]) -> str:
    """A script that leaves a conversation behind in which these offers were shown."""
    shown = [{"text": "Gefunden:"}, {"custom": {"type": "offers", "before": "Gefunden:", "offers": offers}}]
    state = {"session": "token", "greeting": "Guten Tag!", "turns": [{"messages": shown, "lang": "de"}]}
    return f"if (location.host) sessionStorage.setItem('bildungslotse-chat', {json.dumps(json.dumps(state))})"


def test_an_offer_in_the_chat_is_kept_without_leaving_it(page: Open, site: str) -> None:
    offers = [{"id": key, "title": key, "links": [{"title": "Einzelheiten", "url": "/"}]} for key in KEYS]
    found = page(f"{site}/chat.html", scripts=(talked(*offers),))
    article = found.get_by_role("article").nth(1)
    article.get_by_role("button", name="Merken").press("Enter")
    kept = article.get_by_role("link", name="Auf Ihrer Merkliste")
    expect(kept).to_be_focused()
    expect(found.get_by_role("button", name="Merken")).to_have_count(2)
    kept.press("Enter")
    expect(found.get_by_role("heading", level=3)).to_have_text(["1. Herbstmarkt"])


def test_an_offer_that_is_gone_cannot_be_kept_and_the_chat_says_so(page: Open, site: str) -> None:
    found = page(f"{site}/chat.html", scripts=(talked({"id": "werkstatt-probe/WEG", "title": "Weg"}),))
    found.get_by_role("button", name="Merken").click()
    expect(found.get_by_role("button", name="Das ging nicht – noch einmal merken")).to_be_visible()


def test_on_the_homepages_of_others_the_chat_keeps_nothing(page: Open, site: str, stub: Stub) -> None:
    """Their browsers would not send the cookie along; the offer's own page has the button."""
    stub.pages["/foreign"] = f"""<!doctype html><html lang="de"><head><title>Stadt</title>
<script type="module" src="{site}/widget/bildungslotse-chat.js"></script></head>
<body><main><h1>Stadt</h1></main><bildungslotse-chat mode="page"></bildungslotse-chat></body></html>"""
    stub.policy = f"default-src 'none'; script-src {site}; style-src {site}; connect-src {site}"
    found = page(f"{stub.address}/foreign", scripts=(talked({"id": KEYS[0], "title": "Körbe flechten"}),))
    expect(found.get_by_role("heading", name="Körbe flechten")).to_be_visible()
    expect(found.get_by_role("button", name="Merken")).to_have_count(0)
