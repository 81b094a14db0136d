"""The real service in a process of its own, and a visitor who talks to it through HTTP."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from bot.training import PROJECT

_PATIENCE_SECONDS = 120


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def running(folder: Path, **environment: str) -> Iterator[str]:
    """`bildungslotse start` on a data directory; gives its address once it answers questions."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    variables = {
        **os.environ,
        "BILDUNGSLOTSE_DATA_DIR": str(folder),
        "BILDUNGSLOTSE_TODAY": "2027-01-11",
        **environment,
    }
    with (folder / f"service-{port}.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "start", "--port", str(port)],
            cwd=PROJECT,
            env=variables,
            stdout=log,
            stderr=log,
        )
        try:
            _wait(address, process, Path(log.name))
            yield address
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()[-1500:]
        try:
            answer = httpx.get(f"{address}/health")
            assert answer.status_code in (200, 503)
            if answer.status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError(log.read_text()[-1500:])


class Visitor:
    """One conversation through the `rest` channel."""

    def __init__(self, address: str) -> None:
        self.sender = secrets.token_hex(16)
        self._address = address

    def say(self, text: str) -> list[dict[str, Any]]:
        answer = self.post({"sender": self.sender, "message": text})
        assert answer.status_code == 200, answer.text
        messages: list[dict[str, Any]] = answer.json()
        return messages

    def post(self, body: Any) -> httpx.Response:
        return httpx.post(f"{self._address}/webhooks/rest/webhook", json=body, timeout=30)


def offers(messages: list[dict[str, Any]]) -> dict[str, Any]:
    """The one message with offers."""
    (found,) = [message["custom"] for message in messages if "custom" in message]
    return dict(found)


def text_of(messages: list[dict[str, Any]]) -> str:
    return "\n".join(message["text"] for message in messages if message.get("text"))
