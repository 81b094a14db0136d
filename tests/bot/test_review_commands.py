"""`bildungslotse review …`: labels out of and into an office, and saved conversations among the tests."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.commands import cli
from bot.commands.review import tests as exporting
from bot.region_in_use import states_of
from bot.review.as_test import folder_of, save
from bot.review.labels import Label, Labels
from bot.settings import Settings
from bot.stored import open_stored
from catalogue.overlays.overlay import TOPIC


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("BILDUNGSLOTSE_DATA_DIR", str(tmp_path / "office"))
    monkeypatch.setenv("BILDUNGSLOTSE_TODAY", "2027-01-11")
    return Settings.from_environment()


def labels(office: Settings) -> Labels:
    return Labels(open_stored(office.conversations_url), lambda: 1_800_000_000.0)


def run(*arguments: str) -> Result:
    return CliRunner(mix_stderr=False).invoke(cli, ["review", *arguments], catch_exceptions=False)


def test_labels_go_out_and_in(office: Settings, tmp_path: Path) -> None:
    labels(office).put(Label("Yoga in Aerzen", "search", conversation="abc"), "Anna")
    file = tmp_path / "labels.jsonl"
    assert "1 Einordnungen stehen in" in run("export-labels", str(file)).stdout
    (line,) = file.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["text"] == "Yoga in Aerzen"
    assert "abc" not in line
    done = run("import-labels", str(file))
    assert done.exit_code == 0
    assert "Neu: 0, ersetzt: 0, unverändert: 1." in done.stdout


def test_what_cannot_be_read_is_told_and_the_rest_is_taken(office: Settings, tmp_path: Path) -> None:
    file = tmp_path / "labels.jsonl"
    lines = [
        {"marked": "[Sonnengruß](topic) in [Aerzen](place)", "intent": "search"},
        {"text": "Ich heiße Ali, hallo", "intent": "gruss"},
        {"synonyms": [{"word": "Sonnengruß", "field": "topic", "name": "yoga"}]},
        {"synonyms": [{"word": "Hameln", "field": "topic", "name": "yoga"}]},
    ]
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    done = run("import-labels", str(file), "--by", "Anna Kern")
    assert done.exit_code == 1
    assert "Neu: 1" in done.stdout and "Neue Wörter im Entwurf: 1." in done.stdout
    assert "Zeile 2 geht nicht: Die Art „gruss“ gibt es nicht" in done.stderr
    assert "Zeile 4 geht nicht" in done.stderr and "ist ein Ort der Region" in done.stderr
    assert [label.by for label in labels(office).all()] == ["Anna Kern"]
    assert states_of(office).draft().overlay.words[TOPIC, "yoga"].added == ("Sonnengruß",)


def test_saved_conversations_are_shown_and_then_written(
    office: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "conversations"
    monkeypatch.setattr(exporting, "CONVERSATIONS", target)
    assert "kein Gespräch" in run("export-tests").stdout
    save(folder_of(office.data_dir), "search", "Yoga in Aerzen", "- user: Yoga in Aerzen\n", "abc")
    shown = run("export-tests").stdout
    assert "+++ b/tests/conversations/search/yoga_in_aerzen.yml" in shown
    assert "+- user: Yoga in Aerzen" in shown and "abc" not in shown
    assert not target.exists()
    assert "search/yoga_in_aerzen.yml ist geschrieben." in run("export-tests", "--write").stdout
    assert (target / "search" / "yoga_in_aerzen.yml").read_text(encoding="utf-8") == "- user: Yoga in Aerzen\n"
    assert run("export-tests").stdout == ""
