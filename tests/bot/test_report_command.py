"""`bildungslotse report`: three files, or a German sentence."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot import paper
from bot.commands import cli
from catalogue.errors import ReportError


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setenv("BILDUNGSLOTSE_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("BILDUNGSLOTSE_TODAY", "2027-04-02")
    for name in ("DATABASE_URL", "CONVERSATIONS_URL", "REGION"):
        monkeypatch.delenv(f"BILDUNGSLOTSE_{name}", raising=False)
    return lambda *arguments: CliRunner().invoke(cli, ["report", *arguments])


needs_pdf = pytest.mark.skipif(not paper.is_available(), reason="Pango is not installed (debian-packages.txt)")


@needs_pdf
@pytest.mark.parametrize("written", [["2027Q1"], ["2027", "q1"], ["Q1/2027"]])
def test_it_writes_a_page_a_table_and_a_pdf(run: object, tmp_path: Path, written: list[str]) -> None:
    done: Result = run(*written, "--output", str(tmp_path / "für" / "alle"))  # type: ignore[operator]
    assert done.exit_code == 0, done.output
    found = sorted((tmp_path / "für" / "alle").iterdir())
    assert [path.name for path in found] == ["bericht-2027Q1.csv", "bericht-2027Q1.html", "bericht-2027Q1.pdf"]
    assert all(path.stat().st_size for path in found)
    assert "Zwischenstand" not in done.output


def test_it_goes_to_the_data_directory_and_says_where(
    run: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper, "_library", lambda: None)
    done: Result = run("2027Q2")  # type: ignore[operator]
    # Without Pango the other two are there, and it says what is missing.
    assert isinstance(done.exception, paper.PdfError)
    folder = tmp_path / "var" / "berichte"
    assert sorted(path.name for path in folder.iterdir()) == ["bericht-2027Q2.csv", "bericht-2027Q2.html"]
    assert str(folder / "bericht-2027Q2.html") in done.output


@pytest.mark.parametrize("written", [["2027Q5"], ["morgen"], ["2027Q3"]])
def test_a_quarter_that_there_is_not_is_refused(run: object, written: list[str]) -> None:
    done: Result = run(*written)  # type: ignore[operator]
    assert isinstance(done.exception, ReportError)
    assert "Quartal" in done.exception.message


def test_a_folder_that_cannot_be_written_is_told(run: object, tmp_path: Path) -> None:
    (tmp_path / "datei").write_text("")
    done: Result = run("2027Q1", "--output", str(tmp_path / "datei" / "darin"))  # type: ignore[operator]
    assert isinstance(done.exception, ReportError)
    assert "lässt sich nicht schreiben" in done.exception.message
