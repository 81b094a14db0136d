"""The command line: exit codes and reports that scripts rely on."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot import commands
from bot.commands import cli
from bot.training import PROJECT

HEADER = "kennung;titel;bereich;art;anbieter;ort;kosten\n"
GOOD = HEADER + "A-1;Yoga am Abend;Kultur und Freizeit;Kurs;Werkstatt Probe;Hameln;0\n"
BAD_ROW = GOOD + "A-2;Yoga am Morgen;Kultur und Freizeit;Kurs;Werkstatt Probe;Atlantis;0\n"
BAD_FILE = "titel;ort\nYoga;Hameln\n"

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line on an empty data directory."""
    monkeypatch.setenv("BILDUNGSLOTSE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("BILDUNGSLOTSE_TODAY", "2027-01-11")
    monkeypatch.delenv("BILDUNGSLOTSE_DATABASE_URL", raising=False)
    return lambda *arguments: CliRunner().invoke(cli, [str(item) for item in arguments])


@pytest.fixture
def submission(tmp_path: Path) -> Callable[[str], Path]:
    def write(content: str, name: str = "probe.csv") -> Path:
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize(("content", "code"), [(GOOD, 0), (BAD_ROW, 1), (BAD_FILE, 2), ("", 2)])
@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
def test_exit_codes_of_loading(
    content: str, code: int, dry: tuple[str, ...], run: Run, submission: Callable[[str], Path]
) -> None:
    assert run("catalogue", "load", submission(content), *dry).exit_code == code


def test_a_report_for_scripts(run: Run, submission: Callable[[str], Path]) -> None:
    report = json.loads(run("catalogue", "load", submission(BAD_ROW), "--format", "json").output)
    assert (report["added"], report["changed"], report["unchanged"], report["unknown_columns"]) == (1, 0, 0, [])
    (refused,) = report["refused"]
    assert (refused["file"], refused["row"], refused["field"]) == ("probe.csv", 3, "ort")
    assert refused["reason"]
    assert isinstance(report["warnings"], list)


def test_loading_again_changes_nothing(run: Run, submission: Callable[[str], Path]) -> None:
    run("catalogue", "load", submission(GOOD))
    report = json.loads(run("catalogue", "load", submission(GOOD), "--format", "json").output)
    assert (report["added"], report["changed"], report["unchanged"]) == (0, 0, 1)


def test_a_dry_run_loads_nothing(run: Run, submission: Callable[[str], Path]) -> None:
    run("catalogue", "load", submission(GOOD), "--dry-run")
    report = json.loads(run("catalogue", "load", submission(GOOD), "--format", "json").output)
    assert report["added"] == 1


def test_a_bad_file_leaves_the_others_alone(run: Run, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(GOOD, encoding="utf-8")
    bad.write_text(BAD_FILE, encoding="utf-8")
    result = run("catalogue", "load", bad, good, "--format", "json")
    assert result.exit_code == 2
    assert json.loads(result.output)["added"] == 1


def test_the_report_for_people_is_german(run: Run, submission: Callable[[str], Path]) -> None:
    output = run("catalogue", "load", submission(BAD_ROW)).output
    assert "Atlantis" in output
    assert "probe.csv" in output


@pytest.mark.parametrize(
    "arguments",
    [
        ("catalogue", "load"),
        ("catalogue", "load", "x.csv", "--format", "xml"),
        ("gibtesnicht",),
        ("start", "--port", "x"),
    ],
)
def test_wrong_usage_is_exit_code_2(arguments: tuple[str, ...], run: Run) -> None:
    assert run(*arguments).exit_code == 2


def test_a_file_that_is_not_there_is_refused_as_a_whole(run: Run, tmp_path: Path) -> None:
    assert run("catalogue", "load", tmp_path / "fehlt.csv").exit_code == 2


def test_the_example_is_loaded_once_into_an_empty_catalogue(run: Run) -> None:
    first, second = run("catalogue", "example"), run("catalogue", "example")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "Beispielkatalog geladen" in first.output
    assert "enthält schon Angebote" in second.output


@pytest.mark.parametrize("command", ["start", "ask", "train", "catalogue", "evaluate"])
def test_every_command_explains_itself(command: str, run: Run) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert run("--help").output.count(command) >= 1


@pytest.fixture
def wrong_setting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("BILDUNGSLOTSE_TODAY", "gestern")
    monkeypatch.setattr("sys.argv", ["bildungslotse", "catalogue", "example"])
    yield


@pytest.mark.usefixtures("wrong_setting")
def test_an_error_of_our_own_is_one_sentence_and_exit_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        commands.main()
    assert stop.value.code == 2
    message = capsys.readouterr().err
    assert "BILDUNGSLOTSE_TODAY" in message
    assert "Traceback" not in message


@pytest.mark.usefixtures("data_dir")
def test_a_question_in_the_terminal() -> None:
    result = CliRunner().invoke(cli, ["ask", "Yoga in Aerzen"])
    assert result.exit_code == 0, result.output
    assert "Ich habe ein Angebot gefunden (Yoga, in Aerzen)" in result.output


@pytest.mark.usefixtures("data_dir")
def test_a_dialogue_in_the_terminal_ends_with_the_input() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "ask"], input="Deutschkurs in Hameln\nlieber abends\n", cwd=PROJECT,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-1000:]
    assert "in Hameln, abends" in done.stdout


@pytest.mark.usefixtures("data_dir")
def test_an_empty_question_is_told() -> None:
    result = CliRunner().invoke(cli, ["ask", "   "])
    assert "Die Nachricht ist leer" in result.output
