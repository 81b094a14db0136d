"""A real Chromium, pages that are watched for anything they must not do, and a stub server.

Tests here are plain functions: playwright's synchronous interface occupies the event loop of the thread.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.browser.chat import Chat
from tests.browser.stub import Stub

_CHROMIUM = "/usr/bin/chromium"
_ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
_REPORT_VIOLATIONS = """addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP violation: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));"""


# Not for the whole session: the loop has to be free again for the asynchronous tests after this folder.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if shutil.which(_CHROMIUM) is None:
        reason = "Chromium is not installed (Debian: apt-get install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=_ARGUMENTS)
        yield browser
        browser.close()


class Watch:
    """What pages did that no visitor sees."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.problems: list[str] = []

    def follow(self, page: Page) -> None:
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", self._console)

    def _console(self, message: ConsoleMessage) -> None:
        # Chromium notes every refused or failed request; whether these are meant is what the tests are about.
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.problems.append(message.text)

    @property
    def strangers(self) -> list[str]:
        """Requests that leave this machine."""
        return [url for url in self.requests if urlsplit(url).hostname != "127.0.0.1"]


@pytest.fixture
def watch() -> Iterator[Watch]:
    watch = Watch()
    yield watch
    assert watch.problems == []
    assert watch.strangers == []


@pytest.fixture
def stub() -> Iterator[Stub]:
    stub = Stub()
    stub.start()
    yield stub
    stub.stop()


@pytest.fixture
def page(browser: Browser, watch: Watch) -> Iterator[Callable[..., Page]]:
    """A page at an address, in a browser context of its own; options are those of the context."""
    contexts = []

    def open_page(address: str, scripts: tuple[str, ...] = (), **options: Any) -> Page:
        # Without smooth scrolling a test need not wait for it.
        usual = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"}
        context = browser.new_context(**{**usual, **options})
        contexts.append(context)
        for script in (_REPORT_VIOLATIONS, *scripts):
            context.add_init_script(script)
        context.on("page", watch.follow)
        page = context.new_page()
        page.set_default_timeout(5000)
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def visit(page: Callable[..., Page], stub: Stub) -> Callable[..., Chat]:
    """The chat element on a page of the stub."""
    return lambda path="/", **options: Chat(page(stub.address + path, **options))


@pytest.fixture
def picture() -> Callable[[Page, str], None]:
    """Keeps a screenshot where the environment names a folder for it."""
    folder = os.environ.get("BILDUNGSLOTSE_SCREENSHOTS")

    def keep(page: Page, name: str) -> None:
        if folder:
            page.screenshot(path=Path(folder) / f"{name}.png")

    return keep
