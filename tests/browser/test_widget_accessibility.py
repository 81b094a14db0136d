"""What people need who see, hear or move differently. What a machine cannot tell stands in docs/accessibility.md."""

import gzip
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import contrast, tokens, violations
from tests.browser.answers import ARABIC, HELPFUL, LONG, LONG_WORDS, MANY, offers
from tests.browser.chat import Chat
from tests.browser.stub import WIDGET, Stub, answer, refusal

Visit = Callable[..., Chat]
Picture = Callable[[Page, str], None]
SCRIPT, STYLE = WIDGET / "bildungslotse-chat.js", WIDGET / "bildungslotse-chat.css"
LARGE_TEXT = "document.documentElement.classList.add('large')"


# --- by machine


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_axe_finds_nothing_in_any_state(visit: Visit, stub: Stub, picture: Picture, width: int, scheme: str) -> None:
    chat = visit(viewport={"width": width, "height": 720}, color_scheme=scheme, bypass_csp=True)
    expect(chat.launcher).to_be_visible()
    states = {"closed": violations(chat.page)}
    picture(chat.page, f"{width}-{scheme}-1-closed")
    chat.open()
    states["open"] = violations(chat.page)
    picture(chat.page, f"{width}-{scheme}-2-open")
    stub.will(
        "POST message",
        answer(*offers(), helpful=HELPFUL),
        refusal(429, "Das ging etwas schnell. Bitte warten Sie einen Augenblick."),
    )
    chat.ask("Deutschkurs für Anfänger in Hameln, abends")
    states["offers"] = violations(chat.page)
    picture(chat.page, f"{width}-{scheme}-3-offers")
    chat.log.evaluate("log => log.scrollTo(0, log.scrollHeight)")
    picture(chat.page, f"{width}-{scheme}-4-buttons")
    chat.panel.get_by_text("Was heißt das?").click()
    chat.consent.check()
    states["switched on"] = violations(chat.page)
    picture(chat.page, f"{width}-{scheme}-9-switched-on")
    chat.panel.get_by_text("Was heißt das?").click()
    chat.log.get_by_role("button", name="Ja", exact=True).press("Enter")
    expect(chat.last.get_by_text(HELPFUL["thanks"])).to_be_visible()
    states["thanked"] = violations(chat.page)
    picture(chat.page, f"{width}-{scheme}-10-thanked")
    chat.ask("Yoga am Vormittag")
    states["error"] = violations(chat.page)
    picture(chat.page, f"{width}-{scheme}-5-error")
    stub.gate.clear()
    chat.field.press("Enter")
    expect(chat.status).to_have_text("Der Bildungslotse sucht …")
    states["waiting"] = violations(chat.page)
    picture(chat.page, f"{width}-{scheme}-6-waiting")
    stub.gate.set()
    chat.wait()
    states["stale buttons"] = violations(chat.page)
    picture(chat.page, f"{width}-{scheme}-7-answer")
    assert states == {state: [] for state in states}


def test_axe_finds_nothing_on_the_page_of_its_own_and_in_arabic(visit: Visit, stub: Stub, picture: Picture) -> None:
    stub.will("POST message", answer(*ARABIC, language="ar"))
    chat = visit("/chat", bypass_csp=True).ask("دورة ألمانية")
    assert violations(chat.page) == []
    picture(chat.page, "1280-light-8-page-arabic")


def test_axe_would_find_something(visit: Visit) -> None:
    chat = visit(bypass_csp=True).open()
    chat.element.evaluate("""host => {
      host.shadowRoot.querySelector("label").remove();
      host.shadowRoot.querySelector("h2").setAttribute("aria-colour", "blue");
    }""")
    assert {found.split(":")[0] for found in violations(chat.page)} >= {"label", "aria-valid-attr"}


def test_both_files_together_are_small() -> None:
    assert sum(len(gzip.compress(file.read_bytes(), 9)) for file in (SCRIPT, STYLE)) <= 8192


# --- colours


def test_contrast_is_worked_out_as_the_guidelines_say() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("one", "others", "least"),
    [
        ("ink", ("paper", "pale"), 4.5),
        ("muted", ("paper", "pale"), 4.5),
        ("accent", ("paper", "pale"), 4.5),
        ("danger", ("paper",), 4.5),
        ("on-accent", ("accent",), 4.5),
        ("control", ("paper", "pale"), 3),
        ("focus", ("paper", "pale"), 3),
    ],
)
def test_colours_differ_enough(scheme: str, one: str, others: tuple[str, ...], least: float) -> None:
    colours = tokens(STYLE.read_text(encoding="utf-8"), scheme)
    assert len(colours) == 10
    for other in others:
        assert contrast(colours[one], colours[other]) >= least, other


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_of_the_scheme_are_the_ones_on_screen(visit: Visit, scheme: str) -> None:
    chat = visit(color_scheme=scheme).open()
    expected = {
        name: f"rgb({int(code[1:3], 16)}, {int(code[3:5], 16)}, {int(code[5:], 16)})"
        for name, code in tokens(STYLE.read_text(encoding="utf-8"), scheme).items()
    }
    expect(chat.panel).to_have_css("background-color", expected["paper"])
    expect(chat.panel).to_have_css("color", expected["ink"])
    expect(chat.send).to_have_css("background-color", expected["accent"])
    expect(chat.field).to_have_css("border-top-color", expected["control"])


def test_a_homepage_may_bring_its_own_colours_and_nothing_else(visit: Visit, stub: Stub) -> None:
    style = "bildungslotse-chat { --lotse-accent: #006600 } body { text-transform: uppercase } p { margin: 3rem }"
    stub.pages["/"] = stub.pages["/"].replace("</head>", '<link rel="stylesheet" href="/own.css"></head>')
    stub.pages["/own.css"], stub.kinds["/own.css"] = style, "text/css"
    chat = visit().open()
    expect(chat.send).to_have_css("background-color", "rgb(0, 102, 0)")
    expect(chat.turns.first).to_have_css("text-transform", "none")
    expect(chat.status).to_have_css("margin-top", "0px")


def test_forced_colours_keep_the_borders(visit: Visit, stub: Stub, picture: Picture) -> None:
    stub.will("POST message", answer(*offers()))
    chat = visit(forced_colors="active").open().ask("Deutsch")
    picture(chat.page, "1280-forced-colours")
    parts = [
        chat.launcher,
        chat.panel,
        chat.field,
        chat.send,
        chat.turns.nth(1),
        chat.last,
        *chat.log.get_by_role("button").all(),
    ]
    for part in parts:
        expect(part).to_have_css("border-top-style", "solid")
        border, ground = part.evaluate("e => [getComputedStyle(e).borderTopColor, getComputedStyle(e).backgroundColor]")
        assert border != ground
        assert part.evaluate("e => parseFloat(getComputedStyle(e).borderTopWidth)") >= 1
    chat.field.focus()
    expect(chat.field).to_have_css("outline-style", "solid")


# --- room

_OVERFLOWING = """host => {
  const root = host.shadowRoot, panel = root.querySelector("section"), box = panel.getBoundingClientRect();
  const wider = (each) => each.scrollWidth > each.clientWidth + 1;
  const found = [document.documentElement, panel, root.querySelector("[role=log]")].filter(wider);
  for (const each of root.querySelectorAll("section *")) {
    const { left, right, width } = each.getBoundingClientRect();
    if (width && (left < box.left - 1 || right > box.right + 1)) found.push(each);
    if (each.matches("button") && (wider(each) || each.scrollHeight > each.clientHeight + 1)) found.push(each);
  }
  return found.map((each) => `${each.localName}.${each.className} ${each.textContent.slice(0, 30)}`);
}"""


@pytest.mark.parametrize("large", [False, True], ids=["usual text", "text at 200 %"])
@pytest.mark.parametrize(
    ("width", "height"), [(320, 640), (320, 256), (640, 360), (1280, 800)], ids=["phone", "400 %", "200 %", "desk"]
)
def test_nothing_is_cut_off(visit: Visit, stub: Stub, picture: Picture, width: int, height: int, large: bool) -> None:
    answers = {"usual": offers(), "long words": LONG_WORDS, "50 offers": MANY}
    stub.will("POST message", *(answer(*found, helpful=HELPFUL) for found in answers.values()), refusal(400, LONG))
    chat = visit(viewport={"width": width, "height": height})
    expect(chat.launcher).to_be_visible()
    if large:
        chat.page.evaluate(LARGE_TEXT)
    chat.open()
    for name in (*answers, "error"):
        chat.ask(LONG)
        assert chat.element.evaluate(_OVERFLOWING) == [], name
        picture(chat.page, f"room-{width}x{height}-{'large' if large else 'usual'}-{name}")
    # Whoever needs a control can bring it into view, and there is room to read between the controls.
    for control in (
        chat.field,
        chat.send,
        chat.panel.get_by_role("button", name="Schließen"),
        chat.log.get_by_role("button").last,
    ):
        control.scroll_into_view_if_needed()
        expect(control).to_be_in_viewport(ratio=0.9)
    log, field, send = chat.log.bounding_box(), chat.field.bounding_box(), chat.send.bounding_box()
    assert field and field["width"] >= 130
    assert send and send["height"] <= (90 if large else 46), "its word is broken"
    assert log and log["height"] >= min(140, 0.5 * height)


def test_an_error_comes_into_view_on_low_screens(visit: Visit, stub: Stub) -> None:
    stub.will("POST message", refusal(503, "Bitte versuchen Sie es gleich noch einmal."))
    chat = visit(viewport={"width": 320, "height": 256}).open()
    stub.gate.clear()
    chat.field.fill("Yoga")
    chat.field.press("Enter")
    expect(chat.status).to_have_text("Der Bildungslotse sucht …")
    chat.panel.evaluate("panel => panel.scrollTo(0, 0)")
    stub.gate.set()
    chat.wait()
    expect(chat.alert).to_be_in_viewport(ratio=1)


def test_letters_and_lines_may_be_spaced(visit: Visit, stub: Stub, picture: Picture) -> None:
    """The distances of WCAG 1.4.12, as a visitor's own style would set them."""
    spacing = "bildungslotse-chat { letter-spacing: .12em; word-spacing: .16em; line-height: 2 }"
    stub.pages["/"] = stub.pages["/"].replace("</head>", '<link rel="stylesheet" href="/own.css"></head>')
    stub.pages["/own.css"], stub.kinds["/own.css"] = spacing, "text/css"
    stub.will("POST message", answer(*offers()))
    chat = visit(viewport={"width": 320, "height": 640}).open().ask("Deutsch")
    expect(chat.last).to_have_css("line-height", "32px")
    assert chat.element.evaluate(_OVERFLOWING) == []
    picture(chat.page, "room-320x640-spaced")


@pytest.mark.parametrize("width", [320, 640])
def test_on_narrow_screens_the_panel_covers_all_and_hides_nothing_with_focus(visit: Visit, width: int) -> None:
    chat = visit(viewport={"width": width, "height": 600}).open()
    assert chat.panel.bounding_box() == {"x": 0, "y": 0, "width": width, "height": 600}
    expect(chat.launcher).to_be_hidden()
    chat.page.keyboard.press("Escape")
    expect(chat.launcher).to_be_visible()
    assert chat.focus == "Bildungslotse fragen"


def test_beside_the_open_panel_the_launcher_stays_in_reach(visit: Visit) -> None:
    chat = visit().open()
    panel, launcher = chat.panel.bounding_box(), chat.launcher.bounding_box()
    assert panel and launcher
    assert panel["y"] >= 0
    assert panel["y"] + panel["height"] <= launcher["y"]
    chat.launcher.click()
    expect(chat.panel).to_be_hidden()


def test_what_is_pressed_is_large_enough(visit: Visit, stub: Stub) -> None:
    stub.will("POST message", answer(*offers(), helpful=HELPFUL))
    chat = visit(viewport={"width": 320, "height": 640})
    targets = [chat.launcher.bounding_box()]
    chat.open().ask("Deutsch")
    controls = [*chat.panel.get_by_role("button").all(), chat.field]
    targets += [control.bounding_box() for control in controls]
    assert len(targets) == 12
    assert min(min(box["width"], box["height"]) for box in targets if box) >= 44
    links = [box for link in chat.panel.get_by_role("link").all() if (box := link.bounding_box())]
    assert len(links) == 10
    assert min(box["height"] for box in links) >= 24


def test_homepages_with_small_letters_do_not_make_it_small(visit: Visit) -> None:
    chat = visit()
    chat.page.evaluate("document.documentElement.classList.add('small')")
    chat.open()
    for part in (chat.field, chat.turns.first):
        assert part.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 16
    chat.page.evaluate(LARGE_TEXT)
    assert chat.field.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") == 32


# --- movement, touch, paper


@pytest.mark.parametrize(("motion", "scrolling"), [("reduce", "auto"), ("no-preference", "smooth")])
def test_it_moves_only_where_that_is_welcome(visit: Visit, motion: str, scrolling: str) -> None:
    chat = visit(reduced_motion=motion).open().ask("Yoga")
    expect(chat.log).to_have_css("scroll-behavior", scrolling)
    assert not re.search(r"animation|transition|@keyframes", STYLE.read_text(encoding="utf-8"))


def test_touching_does_not_call_up_the_keyboard_over_the_answer(visit: Visit, stub: Stub) -> None:
    stub.will("POST message", answer(*offers()))
    chat = visit(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    chat.launcher.tap()
    expect(chat.turns).to_have_count(1)
    assert chat.focus == "Gespräch"
    chat.ask("Deutsch")
    chat.log.get_by_role("button", name="Frauen (7)").tap()
    expect(chat.turns).to_have_count(5)
    assert chat.focus == "Gespräch"


def test_on_paper_there_is_the_conversation_without_controls(visit: Visit, stub: Stub) -> None:
    stub.will("POST message", answer(*MANY))
    chat = visit().open().ask("Deutsch")
    chat.page.emulate_media(media="print")
    for gone in (chat.launcher, chat.field, chat.status, chat.consent):
        expect(gone).to_be_hidden()
    assert chat.log.evaluate("log => log.scrollHeight <= log.clientHeight")
    expect(chat.last).to_be_visible()


# --- by keyboard and by ear


def test_the_order_of_the_keyboard_is_the_order_on_screen(visit: Visit, stub: Stub) -> None:
    stub.will("POST message", answer(*offers(list=None), helpful=HELPFUL))
    chat = visit().open().ask("Deutsch")
    chat.launcher.focus()
    order = []
    while chat.focus != "Was heißt das?":
        chat.page.keyboard.press("Tab")
        order.append(chat.focus)
        outline = chat.page.evaluate("""() => {
          const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement.shadowRoot.activeElement);
          return outlineStyle === "solid" && parseFloat(outlineWidth) >= 2;
        }""")
        assert outline, chat.focus
    links = ["Einzelheiten", "Website", "Anrufen: 05151 1234", "Merken"]
    assert order == [
        "Schließen", "Datenschutz", "Neu beginnen", "Gespräch",
        "Deutsch am Abend", *links, "Deutsch für Mütter mit Kinderbetreuung", *links,
        "Frauen (7)", "Neuzugewanderte (16)", "Mehr Angebote", "Ja", "Nein", "field", "Senden", "consent", "Was heißt das?",
    ]  # fmt: skip


def spoken(page: Page) -> list[tuple[str, str, dict[str, Any]]]:
    """Role, name and properties of everything in Chromium's accessibility tree."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [
        (
            node["role"]["value"],
            node.get("name", {}).get("value", ""),
            {item["name"]: item["value"].get("value") for item in node.get("properties", ())},
        )
        for node in nodes
        if not node["ignored"]
    ]


def test_names_and_roles_in_the_accessibility_tree(visit: Visit, stub: Stub) -> None:
    stub.will("POST message", answer(*offers(list=None)), refusal(429, "Bitte warten Sie."))
    chat = visit().open().ask("Deutsch").ask("Yoga")
    tree = spoken(chat.page)
    named = {(role, name): properties for role, name, properties in tree}
    assert named["button", "Bildungslotse fragen"]["expanded"] is True
    assert ("region", "Bildungslotse Hameln-Pyrmont") in named
    assert ("heading", "Bildungslotse Hameln-Pyrmont") in named
    assert named["log", "Gespräch"]["live"] == "polite"
    assert named["button", "Bildungslotse fragen"]["controls"] == "panel"
    assert named["textbox", "Ihre Frage"]["focused"] is True
    assert named["heading", "Deutsch am Abend"]["level"] == 3
    lives = {role: properties.get("live") for role, _, properties in tree}
    assert lives["status"] == "polite"
    assert lives["alert"] == "assertive"
    roles = [role for role, *_ in tree]
    assert roles.count("article") == 2
    assert "Bitte warten Sie." in [name for role, name, _ in tree if role == "StaticText"]


_LISTEN = """() => {
  const root = document.querySelector("bildungslotse-chat").shadowRoot;
  window.heard = [];
  new MutationObserver((records) => {
    for (const { target, addedNodes } of records) {
      const region = (target.nodeType === 1 ? target : target.parentElement).closest("[role=log], [role=status], [role=alert]");
      const live = region?.getAttribute("aria-live") ?? "by role";
      for (const node of addedNodes) {
        if (region && live !== "off" && node.textContent) window.heard.push([region.getAttribute("role"), node.innerText ?? node.data]);
      }
    }
  }).observe(root, { childList: true, characterData: true, subtree: true });
}"""


def test_what_is_read_out_and_when(visit: Visit, stub: Stub) -> None:
    chat = visit()
    expect(chat.launcher).to_be_visible()
    chat.page.evaluate(_LISTEN)
    stub.will("POST message", answer({"text": "Wohin?"}), refusal(503, "Bitte rufen Sie an."))
    chat.open().ask("Yoga").ask("Deutsch")
    chat.panel.get_by_role("button", name="Neu beginnen").click()
    expect(chat.status).to_have_text("Das Gespräch beginnt neu.")
    chat.page.keyboard.press("Escape")
    chat.launcher.press("Enter")
    expect(chat.panel).to_be_visible()
    heard = [(role, re.sub(r"\s+", " ", text)[:40]) for role, text in chat.page.evaluate("window.heard")]
    greeting = ("log", "Bildungslotse Guten Tag! Ich bin der Bil")
    searching = ("status", "Der Bildungslotse sucht …")
    assert heard == [
        ("status", "Einen Moment bitte …"), greeting,
        ("log", "Sie Yoga"), searching, ("log", "Bildungslotse Wohin?"),
        ("log", "Sie Deutsch"), searching, ("alert", "Bitte rufen Sie an."),
        ("status", "Einen Moment bitte …"), greeting, ("status", "Das Gespräch beginnt neu."),
    ]  # fmt: skip
