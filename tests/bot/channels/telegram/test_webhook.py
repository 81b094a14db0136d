"""The webhook: nobody but Telegram gets anything in, nothing gets in twice, nobody else can set it."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from rasa.core.channels.channel import register
from rasa.shared.core.domain import Domain
from sqlalchemy import Engine

from benchmarks.telegram import forged
from bot.channels.origins import Origins
from bot.channels.sessions import Sessions
from bot.channels.telegram.channel import SECRET_HEADER, WEBHOOK_PATH, TelegramInput
from bot.channels.telegram.names import webhook_secret
from bot.channels.website import WebsiteInput
from bot.conversations import ConversationStore
from bot.erasing import Eraser
from bot.records import Records
from bot.region_now import RegionNow
from bot.settings import Settings
from catalogue.region import Region
from tests.bot.channels.conftest import GREETING, PLENTY, Repeating
from tests.bot.channels.telegram.conftest import KEY
from tests.bot.channels.telegram.fake_telegram import TOKEN, message
from tests.bot.in_process import new_app, served
from tests.bot.service import free_port

SECRET = webhook_secret(KEY, TOKEN)
PATIENCE_SECONDS = 20


@dataclass
class Hook:
    """The service with its webhook; Telegram itself is away all the time."""

    client: httpx.Client
    agent: Repeating

    def post(self, body: object, secret: str | bytes | None = SECRET) -> httpx.Response:
        headers = {} if secret is None else {SECRET_HEADER: secret}
        content = {"content": body} if isinstance(body, bytes) else {"json": body}
        return self.client.post(WEBHOOK_PATH, headers=headers, **content)  # type: ignore[arg-type]

    def heard(self, number: int) -> list[str]:
        """What the assistant has heard, as soon as it is so much."""
        until = time.monotonic() + PATIENCE_SECONDS
        while len(self.agent.heard) < number and time.monotonic() < until:
            threading.Event().wait(0.005)
        return [item.text for item in self.agent.heard]


OpenHook = Callable[..., AbstractContextManager[Hook]]


@pytest.fixture
def open_hook(region: Region, engine: Engine, tmp_path: Path) -> OpenHook:
    @contextmanager
    def serve(loaded: bool = True, **chosen: Any) -> Iterator[Hook]:
        url = f"sqlite:///{tmp_path / 'conversations.db'}"
        settings = Settings(
            data_dir=tmp_path,
            public_url="https://lotse.example",
            session_limit=PLENTY,
            telegram_token=TOKEN,
            telegram_api_url=f"http://127.0.0.1:{free_port()}",
            telegram_webhook=True,
        )
        store = ConversationStore(Domain.empty(), url=url)
        app, agent = new_app(), Repeating(store)
        app.ctx.agent, app.ctx.records = agent if loaded else None, Records.beside(store)
        app.ctx.eraser = Eraser(store, settings)
        now = RegionNow(region)
        limits = {"session_limit": PLENTY, "address_limit": PLENTY}
        website = WebsiteInput(now, Sessions(KEY), Origins(), lambda: GREETING, **limits)
        telegram = TelegramInput(replace(settings, **chosen), now, Records.beside(store), engine, KEY)
        register([website, telegram], app, route="/webhooks/")
        with served(app) as address, httpx.Client(base_url=address, timeout=30) as client:
            yield Hook(client, agent)
        store.engine.dispose()

    return serve


@pytest.fixture
def hook(open_hook: OpenHook) -> Iterator[Hook]:
    with open_hook() as hook:
        until_open(hook)
        yield hook


def until_open(hook: Hook) -> None:
    """The webhook opens a moment after the assistant is there."""
    until = time.monotonic() + PATIENCE_SECONDS
    while hook.post({}).status_code == 503 and time.monotonic() < until:
        threading.Event().wait(0.01)


def update(number: int, text: str = "Yoga") -> dict[str, Any]:
    return {"update_id": number, "message": message(text=text)}


def test_what_telegram_sends_is_heard(hook: Hook) -> None:
    assert hook.post(update(1)).status_code == 200
    assert hook.heard(1) == ["Yoga"]


@pytest.mark.parametrize("secret", [None, "", "x", SECRET[:-1], SECRET + "x", SECRET.upper(), "ä".encode("latin-1")])
def test_without_the_secret_nothing_is_heard(hook: Hook, secret: str | bytes | None) -> None:
    answer = hook.post(update(1), secret)
    assert (answer.status_code, answer.content) == (403, b"")
    # Nor is anything remembered of it.
    assert hook.post(update(1)).status_code == 200
    assert hook.heard(1) == ["Yoga"]


def test_the_secret_is_looked_at_before_anything_else(hook: Hook) -> None:
    assert hook.post(b"{not json", "wrong").status_code == 403
    assert hook.post(b"{not json").status_code == 400


def test_the_same_update_is_heard_once(hook: Hook) -> None:
    for _ in range(5):
        assert hook.post(update(1)).status_code == 200
    hook.post(update(2, "Deutsch"))
    assert hook.heard(2) == ["Yoga", "Deutsch"]


def test_a_replay_after_a_restart_is_not_heard(open_hook: OpenHook) -> None:
    with open_hook() as hook:
        until_open(hook)
        hook.post(update(1))
        hook.heard(1)
    with open_hook() as hook:
        until_open(hook)
        hook.post(update(1))
        hook.post(update(2, "Deutsch"))
        assert hook.heard(1) == ["Deutsch"]


def test_of_many_forged_and_replayed_updates_none_is_heard(hook: Hook) -> None:
    hook.post(update(7))
    hook.heard(1)
    for body, secret in forged(random.Random(1), SECRET, update(7), 300):
        hook.post(body, secret)
    hook.post(update(8, "Deutsch"))
    assert hook.heard(2) == ["Yoga", "Deutsch"]


@pytest.mark.parametrize(
    "body", [{}, {"update_id": "1"}, {"update_id": True}, {"update_id": -1}, {"update_id": 2**70}, {"update_id": 3}]
)
def test_what_is_no_update_does_no_harm(hook: Hook, body: object) -> None:
    assert hook.post(body).status_code == 200
    hook.post(update(9))
    assert hook.heard(1) == ["Yoga"]


@pytest.mark.parametrize("path", ["set_webhook", "setWebhook", "webhook", ""])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_there_is_no_way_to_set_it(hook: Hook, path: str, method: str) -> None:
    answer = hook.client.request(method, f"/webhooks/telegram/{path}", params={"url": "https://evil.example"})
    assert answer.status_code in (404, 405)


def test_until_the_assistant_is_there_telegram_is_asked_to_come_again(open_hook: OpenHook) -> None:
    with open_hook(loaded=False) as hook:
        assert hook.post(update(1)).status_code == 503


def test_where_telegram_is_polled_there_is_no_webhook(open_hook: OpenHook) -> None:
    with open_hook(telegram_webhook=False) as hook:
        assert hook.post(update(1)).status_code == 404


def test_a_secret_that_was_chosen_is_the_one_that_counts(open_hook: OpenHook) -> None:
    with open_hook(telegram_webhook_secret="selbst-gewaehlt-1") as hook:
        assert hook.post(update(1)).status_code == 403
        until = time.monotonic() + PATIENCE_SECONDS
        while hook.post(update(1), "selbst-gewaehlt-1").status_code == 503 and time.monotonic() < until:
            threading.Event().wait(0.01)
        assert hook.heard(1) == ["Yoga"]


def test_the_homepage_does_not_notice_that_telegram_is_away(hook: Hook) -> None:
    session = hook.client.post("/webhooks/website/session").json()["session"]
    body = {"session": session, "message": "Deutsch"}
    hook.post(update(1))
    assert (
        hook.client.post("/webhooks/website/message", json=body).json()["messages"][0]["text"] == "Sie sagten: Deutsch"
    )
