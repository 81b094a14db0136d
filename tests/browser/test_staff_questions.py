"""A hundred questions gone through by keyboard in a real browser; and the same by forms, without JavaScript."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from bot.region_in_use import states_of
from bot.review.labels import Label, Labels, Marked
from bot.review.tables import DECLINED, NOTHING, KeptMessage
from catalogue.overlays.overlay import TOPIC
from staff.desk import Desk
from tests.bot.review.kept import fact, keep, message
from tests.browser.accessibility import is_too_wide, violations
from tests.browser.staff import Office, served
from tests.staff.conftest import clock, desk

__all__ = ["clock", "desk"]

Picture = Callable[[Page, str], None]
MOST_PRESSES = 300
# The text of the message without what its conditions are called.
TEXT = """() => { const asked = document.querySelector("blockquote")?.cloneNode(true);
  asked?.querySelectorAll(".meaning").forEach((item) => item.remove()); return asked?.textContent.trim() ?? null; }"""
# A letter for each kind of turn that the machine took for a search.
CORRECTED = {"e": "detail", "k": "contact", "m": "more", "p": "human", "w": "why"}
SYNONYMS = ("Asanas", "Yogini", "Mudras", "Lotussitz", "Chakren")


def word(number: int) -> str:
    """A word for each number that no other is alike with."""
    letters = "bdfgklmnpr"
    return f"{letters[number // 10 % 10]}a{letters[number % 10]}o{letters[number % 7]}u"


def messages() -> list[tuple[str, KeptMessage]]:
    """What is to be done with each of a hundred messages, all mixed: 60, 25, 5, 5 and 5."""
    todo = ["confirm"] * 60 + ["correct"] * 25 + ["synonym"] * 5 + ["elsewhere"] * 5 + ["nothing"] * 5
    mixed = [todo[number * 37 % 100] for number in range(100)]
    found, synonyms = [], iter(SYNONYMS)
    for number, what in enumerate(mixed):
        text = f"{next(synonyms)} in Hameln" if what == "synonym" else f"Frage {word(number)} in Hameln"
        facts = [fact(text, "Hameln", "place", "Hameln")]
        found.append((what, message(text, outcome=DECLINED, confidence=0.3, facts=facts)))
    return found


@pytest.fixture
def office(desk: Desk, page: Callable[..., Page]) -> Iterator[Office]:
    with served(desk) as address:
        yield Office(address, page)


class Keyboard:
    """Presses keys and counts them, those with which words are typed as well."""

    def __init__(self, page: Page) -> None:
        self.page, self.presses = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.presses += 1

    def type(self, text: str) -> None:
        self.press(*text)


def test_a_hundred_messages_by_keyboard(office: Office, desk: Desk) -> None:
    made = messages()
    expected = {item.text: what for what, item in made}
    keep(desk.stored, [item for _, item in made])
    page = office.logged_in("/fragen/")
    keys, letters, wanted = Keyboard(page), iter([*CORRECTED] * 5), {}
    text = page.evaluate(TEXT)
    for _ in range(100):
        assert text is not None
        what = expected[text]
        wanted[text] = what
        if what == "confirm":
            keys.press("Enter" if len(wanted) % 2 else "j")
        elif what == "correct":
            letter = next(letters)
            wanted[text] = CORRECTED[letter]
            keys.press("k", letter)
        elif what == "synonym":
            keys.press("s")
            expect(page.get_by_label("Neues Wort")).to_be_focused()
            keys.type(text.split()[0])
            keys.press("Tab", "Tab")
            keys.type("yoga")
            keys.press("Enter")
        else:
            keys.press({"elsewhere": "n", "nothing": "l"}[what])
        text = _next(page, text)
    expect(page.get_by_text("Zurzeit wartet keine Nachricht.")).to_be_visible()
    assert keys.presses <= MOST_PRESSES
    _check(desk, wanted)


def _next(page: Page, before: str) -> str | None:
    """The text of the message that comes after one; None after the last."""
    page.wait_for_function(
        f"""before => document.readyState === "complete" && location.pathname === "/fragen/" && ({TEXT})() !== before""",
        arg=before,
    )
    text: str | None = page.evaluate(TEXT)
    return text


def _check(desk: Desk, wanted: dict[str, str]) -> None:
    labels: dict[str, Label] = {label.text: label for label in Labels(desk.stored).all()}
    assert labels.keys() == wanted.keys()
    intents = {"confirm": "search", "synonym": "search", "elsewhere": "out_of_scope", "nothing": None}
    for text, what in wanted.items():
        label, place = labels[text], text.index("Hameln")
        assert label.intent == intents.get(what, what), text
        marks = [Marked(place, place + 6, "place")] if what not in ("elsewhere", "nothing") else []
        if what == "synonym":
            marks.insert(0, Marked(0, text.index(" "), "topic"))
        assert label.entities == tuple(marks), text
        assert label.by == "Anna Kern"
    assert set(states_of(desk.settings).draft().overlay.words[TOPIC, "yoga"].added) == set(SYNONYMS)


def shown(page: Page, text: str) -> None:
    """Wait for a message, and for the script that listens to keys."""
    expect(page.locator("blockquote")).to_contain_text(text)
    page.wait_for_function("document.readyState === 'complete'")


def test_undo_and_the_whole_conversation_by_keyboard(office: Office, desk: Desk) -> None:
    keep(desk.stored, [message("Töpfern", "abc", outcome=DECLINED), message("Singen", outcome=NOTHING)])
    page = office.logged_in("/fragen/")
    page.keyboard.press("j")
    shown(page, "Singen")
    page.keyboard.press("u")
    expect(page.get_by_role("status")).to_contain_text("Zurückgenommen: „Sucht etwas“.")
    shown(page, "Töpfern")
    page.keyboard.press("g")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ganzes Gespräch")
    page.go_back()
    shown(page, "Töpfern")
    page.keyboard.press("w")
    shown(page, "Singen")
    assert Labels(desk.stored).all() == []


def test_keys_do_nothing_in_fields_with_modifiers_and_when_switched_off(office: Office, desk: Desk) -> None:
    keep(desk.stored, [message("Töpfern", outcome=DECLINED)])
    page = office.logged_in("/fragen/")
    page.keyboard.press("Control+j")
    page.keyboard.press("b")
    page.get_by_label("Gemeint ist das Thema").focus()
    page.keyboard.type("jnl")
    expect(page.get_by_label("Gemeint ist das Thema")).to_have_value("jnl")
    page.get_by_role("button", name="Tastenkürzel ausschalten").press("Enter")
    expect(page.get_by_text("Die Tastenkürzel sind ausgeschaltet.")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.reload()
    expect(page.locator("blockquote")).to_contain_text("Töpfern")
    assert Labels(desk.stored).all() == []


def test_a_kind_is_chosen_or_not(office: Office, desk: Desk) -> None:
    keep(desk.stored, [message("Töpfern", outcome=DECLINED)])
    page = office.logged_in("/fragen/")
    page.keyboard.press("k")
    expect(page.get_by_role("button", name="Sucht etwas")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sucht etwas")).to_be_hidden()
    page.keyboard.press("k")
    page.keyboard.press("Enter")  # on the button that has the focus
    expect(page.get_by_text("Zurzeit wartet keine Nachricht.")).to_be_visible()
    assert [label.intent for label in Labels(desk.stored).all()] == ["search"]


def test_without_javascript(office: Office, desk: Desk) -> None:
    keep(desk.stored, [message("Töpfern ab März", outcome=DECLINED)])
    page = office.logged_in("/fragen/", java_script_enabled=False)
    page.get_by_text("Bedingungen ändern").click()
    page.get_by_label("Vom Wort").select_option(label="2. ab")
    page.get_by_label("Bis zum Wort").select_option(label="3. März")
    page.locator("#neu-was").select_option(label="Zeitraum")
    page.get_by_role("button", name="Markieren").click()
    expect(page.locator("blockquote mark")).to_contain_text("ab März")
    page.get_by_text("Andere Art der Nachricht").click()
    page.get_by_role("button", name="Ändert oder ergänzt den Wunsch").click()
    expect(page.get_by_text("Zurzeit wartet keine Nachricht.")).to_be_visible()
    (label,) = Labels(desk.stored).all()
    assert (label.intent, label.entities) == ("refine", (Marked(8, 15, "date"),))
    page.get_by_role("button", name="Zurücknehmen").click()
    expect(page.locator("blockquote")).to_contain_text("Töpfern")


def test_two_people_at_the_same_moment_see_different_messages(office: Office, desk: Desk) -> None:
    keep(desk.stored, [message("Töpfern", outcome=DECLINED), message("Singen", outcome=NOTHING)])
    pages = [office.logged_in("/mein-konto", name=name) for name in ("Anna Kern", "Bodo Lang")]
    for page in pages:
        page.evaluate("location.assign('/fragen/')")
    for page in pages:
        page.wait_for_url("**/fragen/")
    texts = {page.evaluate(TEXT) for page in pages}
    assert texts == {"Töpfern", "Singen"}


def test_a_message_with_everything_is_readable_for_everybody(office: Office, desk: Desk, picture: Picture) -> None:
    text = "Meine Tochter (15) macht Abitur, suche Nachhilfe Mathe nachmittags, nicht in Hameln"
    facts = [
        fact(text, "Abitur", "topic", "abitur", "background"),
        fact(text, "15", "age", 15),
        fact(text, "Nachhilfe", "topic"),
        fact(text, "Mathe", "words"),
        fact(text, "nachmittags", "time"),
        fact(text, "Hameln", "place", "Hameln", "exclude"),
    ]
    keep(desk.stored, [message(text, outcome=DECLINED, confidence=0.2, facts=facts, thumb=-1)])
    for scheme in ("light", "dark"):
        page = office.logged_in("/fragen/", color_scheme=scheme, bypass_csp=True)
        assert violations(page) == []
        picture(page, f"staff-questions-{scheme}")
        page.keyboard.press("k")
        page.keyboard.press("Escape")
        for summary in ("Andere Art der Nachricht", "Bedingungen ändern"):
            page.get_by_text(summary).click()
        assert violations(page) == []
        page.set_viewport_size({"width": 1280, "height": 2200})
        picture(page, f"staff-questions-open-{scheme}")
    page.set_viewport_size({"width": 320, "height": 640})
    assert not is_too_wide(page)
    page.set_viewport_size({"width": 320, "height": 3800})
    picture(page, "staff-questions-320")
