"""`bildungslotse staff`: the first account, and serving the pages."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner, Result

from bot.commands import cli
from bot.stored import open_stored
from catalogue.errors import ChangeError
from staff.identity.accounts import Accounts
from tests.bot.service import free_port


@pytest.fixture(autouse=True)
def data_dir(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("BILDUNGSLOTSE_DATA_DIR", str(tmp_path))
    return tmp_path


def run(*arguments: str, given: str = "") -> Result:
    return CliRunner().invoke(cli, ["staff", *arguments], input=given)


def accounts(data_dir: Path) -> Accounts:
    return Accounts(open_stored(f"sqlite:///{data_dir / 'conversations.db'}"))


def test_the_first_account_leads(data_dir: Path) -> None:
    result = run("add", "Anna Kern", given="pferd lampe wolke sieben\n")
    assert result.exit_code == 0, result.output
    assert result.output == "Das Konto Anna Kern ist angelegt, Rolle Leitung.\n"
    assert accounts(data_dir).log_in("Anna Kern", "pferd lampe wolke sieben").leads


def test_without_a_password_there_is_one_to_start_with(data_dir: Path) -> None:
    start = run("add", "Anna Kern", "--role", "Redaktion").output.split("Startpasswort: ")[1].split()[0]
    found = accounts(data_dir).log_in("Anna Kern", start)
    assert found.must_change and not found.leads


def test_a_weak_password_opens_no_account(data_dir: Path) -> None:
    result = run("add", "Anna Kern", given="kurz\n")
    assert isinstance(result.exception, ChangeError)
    assert not accounts(data_dir).all()


def test_whoever_is_locked_out_gets_a_new_start(data_dir: Path) -> None:
    run("add", "Anna Kern", given="pferd lampe wolke sieben\n")
    start = run("reset", "anna kern").output.split("Startpasswort: ")[1].split()[0]
    assert accounts(data_dir).log_in("Anna Kern", start).must_change


def serve(port: int, **popen: object) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "BILDUNGSLOTSE_STAFF_PORT": str(port)}
    return subprocess.Popen([sys.executable, "-m", "bot", "staff", "--beside"], env=environment, **popen)  # type: ignore[call-overload, no-any-return]


def test_the_pages_are_served_until_whoever_started_them_is_gone() -> None:
    port = free_port()
    with serve(port, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        answer = None
        while answer is None and process.poll() is None:
            try:
                answer = httpx.get(f"http://127.0.0.1:{port}/anmelden", timeout=10)
            except httpx.ConnectError:
                time.sleep(0.05)
        assert answer is not None and answer.status_code == 200
        assert "Server" not in answer.headers
        assert process.stdin
        process.stdin.close()
        assert process.wait(timeout=30) == 0


def test_a_port_that_is_taken_is_said(data_dir: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = serve(port, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        assert process.stderr
        said = process.stderr.read()
        process.communicate()
    assert process.returncode == 2 and f"Port {port} ist nicht frei" in said.decode()
