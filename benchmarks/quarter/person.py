"""Somebody of the office in front of a browser, whose every step is counted."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Locator, Page

PASSWORD = "pferd lampe wolke sieben"
_SHOWN_ENTRIES = "ul.planned > li"


class Person:
    """`steps` by task; `entries` is how many offers and reasons stood in the plans that were read."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.task = ""
        self.steps: Counter[str] = Counter()
        self.entries = 0

    def step(self, times: int = 1) -> None:
        self.steps[self.task] += times

    def log_in(self) -> None:
        """With an address to open, a name, a password and a button; whoever was logged in is not any more."""
        self.page.context.clear_cookies()
        self.page.goto(f"{self.address}/anmelden")
        self.step()
        self.fill("Name", "Anna Kern")
        self.fill("Passwort", PASSWORD)
        self.press("Anmelden")
        self.page.get_by_role("heading", name="Guten Tag").wait_for()

    def press(self, name: "str | re.Pattern[str]", *, within: Locator | None = None) -> None:
        self._click((within or self.page).get_by_role("button", name=name, exact=isinstance(name, str)))

    def follow(self, name: "str | re.Pattern[str]", *, within: Locator | None = None) -> None:
        self._click((within or self.page).get_by_role("link", name=name, exact=isinstance(name, str)))

    def room(self, name: str) -> None:
        """A room of the menu."""
        self.follow(name, within=self.page.get_by_role("navigation", name="Hauptmenü"))

    def tick(self, label: str, *, exact: bool = False, within: Locator | None = None) -> None:
        self._click((within or self.page).get_by_label(label, exact=exact))

    def fill(self, label: "str | re.Pattern[str]", text: str, *, within: Locator | None = None) -> None:
        (within or self.page).get_by_label(label, exact=isinstance(label, str)).first.fill(text)
        self.step()

    def choose(self, label: str, option: str) -> None:
        self.page.get_by_label(label).select_option(option)
        self.step()

    def pick(self, label: str, files: Sequence[Path]) -> None:
        self.page.get_by_label(label).set_input_files(list(files))
        self.step(1 + len(files))

    def download(self, name: str) -> bytes:
        with self.page.expect_download() as found:
            self.follow(name)
        return Path(found.value.path()).read_bytes()

    def read_plan(self) -> None:
        """Every page of a plan's changes."""
        while True:
            self.page.get_by_role("button", name="Weiter zur Freigabe").wait_for()
            self.step()
            self.entries += self.page.locator(_SHOWN_ENTRIES).count()
            further = self.page.get_by_role("button", name=re.compile("Weiter zu Seite"))
            if not further.count():
                return
            self._click(further)

    def sees(self, text: str) -> None:
        """Wait until something stands on the page; no step, for whoever waits does nothing."""
        self.page.get_by_text(text).first.wait_for()

    def _click(self, found: Locator) -> None:
        found.click()
        self.step()
