"""The chat element as a visitor finds it: by roles and names, never by classes."""

import json
import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

_FOCUS = """() => {
  let found = document.activeElement;
  while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
  return found === document.body ? "body" : (found.getAttribute("aria-label") || found.id || found.textContent);
}"""


class Chat:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.element = page.locator("bildungslotse-chat").first
        self.launcher = page.get_by_role("button", name="Bildungslotse fragen")
        self.panel = page.get_by_role("region", name="Bildungslotse")
        self.log = page.get_by_role("log", name="Gespräch")
        self.field = page.get_by_label("Ihre Frage")
        self.send = self.element.get_by_role("button", name="Senden")
        self.status = self.element.get_by_role("status")
        self.consent = self.element.get_by_role("checkbox")
        self.alert = self.element.get_by_role("alert")

    @property
    def turns(self) -> Locator:
        return self.log.locator("> *")

    @property
    def last(self) -> Locator:
        return self.turns.last

    @property
    def choices(self) -> Locator:
        """The buttons that answer a question of the assistant; "Merken" on the cards is none of them."""
        return self.log.get_by_role("button").filter(has_not_text=re.compile(r"^\s*Merken\s*$"))

    @property
    def focus(self) -> str:
        """Where the keyboard is: the label, id or text of the element."""
        return str(self.page.evaluate(_FOCUS))

    @property
    def stored(self) -> dict[str, Any]:
        items = self.page.evaluate("Object.fromEntries(Object.entries(sessionStorage))")
        return {name: json.loads(value) for name, value in items.items()}

    def open(self) -> "Chat":
        # By key: a click waits for the screen to be drawn, which adds up over all tests.
        self.launcher.press("Enter")
        expect(self.turns).to_have_count(1)
        return self

    def ask(self, text: str) -> "Chat":
        """Asks, and waits for what comes of it: an answer or an error."""
        self.field.fill(text)
        self.field.press("Enter")
        return self.wait()

    def press(self, title: str) -> "Chat":
        self.log.get_by_role("button", name=title, disabled=False).press("Enter")
        return self.wait()

    def wait(self) -> "Chat":
        expect(self.send).to_have_attribute("aria-disabled", "false")
        return self

    def names(self, role: Any) -> list[str]:
        """The texts of all elements of a role within the log."""
        return [text.strip() for text in self.log.get_by_role(role).all_inner_texts()]
