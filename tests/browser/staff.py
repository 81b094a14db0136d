"""The staff pages for a browser: served on loopback, on a desk of the test."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from flask import Flask
from playwright.sync_api import Page
from werkzeug.serving import make_server

from staff.app import create_app
from staff.desk import Desk
from tests.staff.conftest import PASSWORD


@contextmanager
def served(desk: Desk, app: Flask | None = None) -> Iterator[str]:
    """The address at which the pages of a desk are served, or an application made for it."""
    server = make_server("127.0.0.1", 0, app or create_app(desk), threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass(frozen=True)
class Office:
    """Somebody of the office in front of a real browser."""

    address: str
    open_page: Callable[..., Page]
    # What stands in addresses of things that the test has made: {"plan": "83f2347c4259"}.
    made: Mapping[str, str] = field(default_factory=dict)

    def logged_in(self, path: str = "/", name: str = "Anna Kern", **options: Any) -> Page:
        """A page, seen by somebody who has just logged in to see it."""
        path = path.format(**self.made)
        page = self.open_page(f"{self.address}/anmelden?weiter={quote(path)}", **options)
        page.get_by_label("Name").fill(name)
        page.get_by_label("Passwort").fill(PASSWORD)
        page.get_by_role("button", name="Anmelden").click()
        page.wait_for_url(self.address + path)
        return page
