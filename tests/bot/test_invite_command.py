"""`bildungslotse invite`: the office gives out codes, sees who has one, takes them back, and never reads one again."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.commands import cli
from bot.counsellors import Counsellors
from bot.settings import Settings
from bot.stored import open_stored

CODE = re.compile(r"\b[A-Z2-9]{4}(?:-[A-Z2-9]{4}){3}\b")


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BILDUNGSLOTSE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("BILDUNGSLOTSE_CONVERSATIONS_URL", raising=False)


def invite(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["invite", *arguments])


def counsellors() -> Counsellors:
    return Counsellors(open_stored(Settings.from_environment().conversations_url))


def test_an_invitation_says_what_to_do_with_the_code(tmp_path: Path) -> None:
    done = invite("Frau  Muster")
    assert done.exit_code == 0
    assert "Frau Muster" in done.output and "als Nachricht schreiben" in done.output
    (code,) = CODE.findall(done.output)
    assert counsellors().redeem(code, "a") == "Frau Muster"


def test_the_list_tells_how_it_stands_and_never_a_code() -> None:
    assert "noch niemand eingeladen" in invite("--list").output
    code = CODE.findall(invite("Frau Muster").output)[0]
    invite("Herr Beispiel")
    counsellors().redeem(code, "a")
    assert invite("--revoke", "2").exit_code == 0
    first, second = invite("--list").output.splitlines()
    assert re.fullmatch(r"1\. Frau Muster: eingeladen am [\d.]{10}, benutzt am [\d.]{10}, offene Gespräche: 1", first)
    assert re.fullmatch(r"2\. Herr Beispiel: eingeladen am [\d.]{10}, zurückgenommen am [\d.]{10}", second)
    assert not CODE.search(first + second)


def test_an_unused_invitation_names_the_day_until_which_it_is_good() -> None:
    invite("Frau Muster")
    assert "noch nicht benutzt, gilt bis" in invite("--list").output


def test_a_revoked_invitation_opens_nothing() -> None:
    code = CODE.findall(invite("Frau Muster").output)[0]
    assert "ist zurückgenommen" in invite("--revoke", "1").output
    assert counsellors().redeem(code, "a") is None


@pytest.mark.parametrize(
    "arguments",
    [(), ("Frau Muster", "--list"), ("--list", "--revoke", "1"), ("--revoke", "7"), (" ",), ("x" * 101,), ("a\x07b",)],
)
def test_wrong_use_is_told_in_german(arguments: tuple[str, ...]) -> None:
    done = invite(*arguments)
    assert done.exit_code == 2
    assert re.search(r"Bitte|Es gibt keine|Der Name", done.output)
