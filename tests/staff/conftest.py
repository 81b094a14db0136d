"""The staff pages on a catalogue of their own, and people in front of them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from bot.settings import Settings
from bot.stored import open_stored
from staff.app import create_app
from staff.desk import Desk
from staff.identity.accounts import EDITOR, LEAD

PASSWORD = "pferd lampe wolke sieben"
NOW = datetime(2027, 1, 11, 9)


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now

    def later(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Person:
    """Somebody in front of the pages: reads a page, fills in its form, sends it with the token that stands in it."""

    client: FlaskClient
    answer: TestResponse | None = field(default=None)

    def get(self, path: str) -> TestResponse:
        self.answer = self.client.get(path)
        return self.answer

    def post(self, path: str, data: dict[str, object] | None = None, *, page: str | None = None) -> TestResponse:
        """Send a form as it stands on a page (the one at the same address, where none is named)."""
        token = token_of(self.client.get(page or path).text)
        self.answer = self.client.post(
            path, data={**(data or {}), "csrf_token": token}, content_type="multipart/form-data", follow_redirects=True
        )
        return self.answer

    def log_in(self, name: str, password: str = PASSWORD, code: str = "") -> TestResponse:
        return self.post("/anmelden", {"name": name, "password": password, "code": code})


def token_of(html: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', html)
    assert found, "no form with a token on this page"
    return found[1]


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def text_of(answer: TestResponse) -> str:
    """What somebody reads on a page."""
    parser = _Text()
    parser.feed(answer.text)
    return " ".join(" ".join(parser.parts).split())


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(engine: Engine, tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    stored = open_stored(f"sqlite:///{tmp_path / 'conversations.db'}")
    settings = Settings(data_dir=tmp_path, fixed_day=date(2027, 1, 11))
    found = Desk(settings, engine, stored, clock)
    found.accounts.add("Anna Kern", LEAD, PASSWORD, must_change=False)
    found.accounts.add("Bodo Lang", EDITOR, PASSWORD, must_change=False)
    yield found
    stored.dispose()


@pytest.fixture
def someone(desk: Desk) -> Callable[[], Person]:
    """Another browser that nobody is logged in with."""
    app = create_app(desk)
    return lambda: Person(app.test_client())


@pytest.fixture
def visitor(someone: Callable[[], Person]) -> Person:
    return someone()


@pytest.fixture
def client(someone: Callable[[], Person]) -> Person:
    """Somebody of the Redaktion."""
    person = someone()
    assert person.log_in("Bodo Lang").status_code == 200
    return person


@pytest.fixture
def leader(someone: Callable[[], Person]) -> Person:
    person = someone()
    assert person.log_in("Anna Kern").status_code == 200
    return person
