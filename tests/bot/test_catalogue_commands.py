"""What staff do with the catalogue on the command line, and what they read."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import parse

import openpyxl
import pytest
from click.testing import CliRunner
from icalendar import Calendar

from bot.commands import cli
from catalogue.errors import BildungslotseError
from catalogue.exports import ical, openqcat, schema_org, tables
from catalogue.submissions.record import COLUMNS

Run = Callable[..., "Said"]
HEADER = "kennung;titel;bereich;art;anbieter;ort;telefon;email;ansprechperson;beginn;kosten;stand\n"
ROW = "{0};Töpfern {0};Sprachbildung;Kurs;Werkstatt Probe;Hameln;05151 1;werkstatt@probe.example;Mara Muster;2027-02-01;{1};2027-01-05\n"
ID = "werkstatt-probe/1"


@dataclass(frozen=True)
class Said:
    """What a command printed, and its exit code; an error of our own is a sentence and 2, as `main` has it."""

    exit_code: int
    output: str


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line on an empty data directory."""
    monkeypatch.setenv("BILDUNGSLOTSE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("BILDUNGSLOTSE_TODAY", "2027-01-11")
    monkeypatch.delenv("BILDUNGSLOTSE_DATABASE_URL", raising=False)

    def command(*arguments: object) -> Said:
        result = CliRunner().invoke(cli, ["catalogue", *map(str, arguments)])
        if isinstance(result.exception, BildungslotseError):
            return Said(2, result.exception.message)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return Said(result.exit_code, result.output)

    return command


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """A submission of some offers, by number and cost."""

    def write(*offers: tuple[int, str], name: str = "probe.csv") -> Path:
        path = tmp_path / name
        path.write_text(HEADER + "".join(ROW.format(*offer) for offer in offers), encoding="utf-8")
        return path

    return write


def plan_of(result: Said) -> str:
    return str(json.loads(result.output)["plan"])


# --- plans


def test_a_plan_changes_nothing_and_is_loaded_as_it_was_shown(run: Run, file: Callable[..., Path]) -> None:
    shown = run("plan", file((1, "5"), (2, "viel")), "--format", "json")
    assert (shown.exit_code, json.loads(shown.output)["added"]) == (1, 1)
    assert run("show", ID).exit_code == 2
    # The file itself may have changed meanwhile: what counts is what was looked at.
    file((3, "5"))
    loaded = run("load", "--plan", plan_of(shown), "--format", "json")
    assert {**json.loads(loaded.output), "plan": plan_of(shown)} == json.loads(shown.output)
    assert run("show", ID).exit_code == 0


def test_a_plan_is_refused_when_the_catalogue_has_moved_on(run: Run, file: Callable[..., Path]) -> None:
    plan = plan_of(run("plan", file((1, "5")), "--format", "json"))
    run("load", file((2, "5"), name="anders.csv"))
    refused = run("load", "--plan", plan)
    assert refused.exit_code == 2
    assert "seit dem Plan geändert" in refused.output
    assert run("show", ID).exit_code == 2


def test_a_plan_is_used_up(run: Run, file: Callable[..., Path]) -> None:
    plan = plan_of(run("plan", file((1, "5")), "--format", "json"))
    run("load", "--plan", plan)
    assert run("load", "--plan", plan).exit_code == 2


@pytest.fixture
def nameless(tmp_path: Path) -> Path:
    """What another system exports for one provider only, without naming it."""
    path = tmp_path / "kurse.json"
    path.write_text('[{"nummer": "G-1", "name": "Yoga", "ort": "Hameln"}]', encoding="utf-8")
    return path


def test_a_file_without_a_provider_is_refused_with_the_option_that_helps(run: Run, nameless: Path) -> None:
    refused = run("load", nameless)
    assert (refused.exit_code, "--provider NAME" in refused.output) == (2, True)
    assert run("load", nameless, "--provider", "Kulturhaus Muster").exit_code == 0
    assert "Kulturhaus Muster" in run("show", "kulturhaus-muster/G-1").output


def test_a_plan_remembers_the_provider_that_was_named(run: Run, nameless: Path) -> None:
    shown = run("plan", nameless, "--provider", "Kulturhaus Muster", "--format", "json")
    loaded = run("load", "--plan", plan_of(shown), "--format", "json")
    assert {**json.loads(loaded.output), "plan": plan_of(shown)} == json.loads(shown.output)
    assert run("show", "kulturhaus-muster/G-1").exit_code == 0


def test_plans_for_two_providers_are_two(run: Run, nameless: Path) -> None:
    plans = {plan_of(run("plan", nameless, "--provider", name, "--format", "json")) for name in ("Eins", "Zwei")}
    assert len(plans) == 2


def test_a_plan_has_its_provider_already(run: Run, nameless: Path) -> None:
    plan = plan_of(run("plan", nameless, "--provider", "Eins", "--format", "json"))
    assert run("load", "--plan", plan, "--provider", "Zwei").exit_code == 2


@pytest.mark.parametrize("plan", ["", "gibtesnicht", "../../data", "*"])
def test_a_plan_that_is_none(plan: str, run: Run) -> None:
    assert run("load", "--plan", plan).exit_code == 2


def test_files_of_one_plan_see_each_other(run: Run, file: Callable[..., Path]) -> None:
    first, second = file((1, "5")), file((1, "7"), name="zwei.csv")
    shown = json.loads(run("plan", first, second, "--format", "json").output)
    assert (shown["added"], shown["changed"]) == (1, 1)
    loaded = json.loads(run("load", "--plan", shown["plan"], "--format", "json").output)
    assert (loaded["added"], loaded["changed"]) == (1, 1)


# --- looking after it


def test_a_correction_survives_and_can_be_traced(run: Run, file: Callable[..., Path]) -> None:
    run("load", file((1, "5")), "--by", "Anna")
    assert "telefon: 05151 1 → 05151 2" in run("edit", ID, "telefon=05151 2", "--by", "Ben").output
    run("load", file((1, "5")))
    shown = {item["field"]: item for item in json.loads(run("show", ID, "--format", "json").output)}
    assert (shown["telefon"]["value"], shown["telefon"]["by"]) == ("05151 2", "Ben")
    assert (shown["titel"]["row"], shown["titel"]["by"]) == (2, "Anna")
    assert "probe.csv" in shown["titel"]["submission"]
    history = run("show", ID, "--history").output
    assert "neu: Meldung probe.csv, Zeile 2" in history
    assert "geändert: Berichtigung" in history


def test_undo_is_told_and_has_an_end(run: Run, file: Callable[..., Path]) -> None:
    run("load", file((1, "5")))
    assert "probe.csv" in run("undo").output
    again = run("undo")
    assert (again.exit_code, "nichts" in again.output) == (2, True)


def test_a_person_is_erased_everywhere(run: Run, file: Callable[..., Path], tmp_path: Path) -> None:
    run("load", file((1, "5")))
    run("edit", ID, "anmeldung=bei Mara Muster")
    assert "Werkstatt Probe" in run("erase-person", "mara  muster").output
    assert "Mara" not in run("show", ID).output + run("show", ID, "--history").output
    left = [path for path in (tmp_path / "data").rglob("*.db*") if b"Muster" in path.read_bytes()]
    assert left == []


def test_half_a_name_erases_nobody(run: Run, file: Callable[..., Path]) -> None:
    run("load", file((1, "5")))
    assert run("erase-person", "Mu").exit_code == 2
    assert "in 0 Angeboten" in run("erase-person", "Must").output


# --- freshness


def test_overdue_providers_are_asked_once_and_their_answer_is_kept(
    run: Run, file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    run("load", file((1, "5"), (2, "7")))
    assert "frisch" in run("freshness").output
    monkeypatch.setenv("BILDUNGSLOTSE_TODAY", "2027-05-01")
    (found,) = json.loads(run("freshness", "--format", "json").output)
    assert (found["provider"], found["overdue"], found["asked"]) == ("Werkstatt Probe", 2, None)
    written = run("ask-providers", "--by", "Anna").output
    path = Path(written.split(": ", 1)[1].splitlines()[0])
    mail = message_from_bytes(path.read_bytes())
    assert mail["To"] == "werkstatt@probe.example"
    _, workbook = mail.get_payload()  # type: ignore[misc]
    content = workbook.get_payload(decode=True)  # type: ignore[union-attr]
    assert "0 Mails" in run("ask-providers").output
    sent_back = path.with_suffix(".xlsx")
    sent_back.write_bytes(content)  # type: ignore[arg-type]
    report = json.loads(run("load", sent_back, "--format", "json").output)
    assert (report["unchanged"], report["changed"]) == (2, 0)
    assert "frisch" in run("freshness").output


# --- export


def test_an_export_loads_back_without_a_change(run: Run, file: Callable[..., Path], tmp_path: Path) -> None:
    run("load", file((1, "5"), (2, "12,50")))
    run("edit", ID, "titel==SUMME(A1)", "beschreibung=+49 oder 'so'", "anmeldung=@home")
    for name in ("katalog.csv", "katalog.xlsx"):
        target = tmp_path / name
        assert run("export", target).exit_code == 0
        report = json.loads(run("load", target, "--format", "json").output)
        assert (report["added"], report["changed"], report["unchanged"], report["refused"]) == (0, 0, 2, [])


def test_no_cell_of_an_export_is_a_formula(run: Run, file: Callable[..., Path], tmp_path: Path) -> None:
    run("load", file((1, "5")))
    run("edit", ID, "titel==SUMME(A1)", "anmeldung=-1+2")
    run("export", tmp_path / "katalog.xlsx")
    run("export", tmp_path / "katalog.csv")
    sheet = openpyxl.load_workbook(BytesIO((tmp_path / "katalog.xlsx").read_bytes())).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None} == {"s"}
    assert ";'=SUMME(A1);" in (tmp_path / "katalog.csv").read_text(encoding="utf-8-sig")


def test_dates_and_linked_data_can_be_exported(run: Run, file: Callable[..., Path], tmp_path: Path) -> None:
    run("load", file((1, "5")))
    run("export", tmp_path / "katalog.ics")
    assert len(Calendar.from_ical((tmp_path / "katalog.ics").read_bytes()).events) == 1
    run("export", tmp_path / "katalog.jsonld")
    (course,) = json.loads((tmp_path / "katalog.jsonld").read_text(encoding="utf-8"))["@graph"]
    assert (course["@type"], course["name"]) == ("Course", "Töpfern 1")


@pytest.mark.parametrize(
    ("name", "dropped"),
    [
        ("katalog.csv", tables.DROPPED),
        ("katalog.xlsx", tables.DROPPED),
        ("katalog.jsonld", schema_org.DROPPED),
        ("katalog.xml", openqcat.DROPPED),
        ("katalog.ics", ical.DROPPED),
    ],
)
def test_an_export_names_what_its_format_drops(
    name: str, dropped: dict[str, str], run: Run, file: Callable[..., Path], tmp_path: Path
) -> None:
    run("load", file((1, "5"), (2, "12,50")))
    first, *others = run("export", tmp_path / name).output.splitlines()
    assert first == f"{tmp_path / name}: 2 Angebote."
    assert others[1:] == [f"  {column}: {reason}" for column, reason in dropped.items()]


def test_openqcat_is_a_full_catalogue_that_loads_back_without_a_change(
    run: Run, file: Callable[..., Path], tmp_path: Path
) -> None:
    run("load", file((1, "5"), (2, "12,50")))
    target = tmp_path / "katalog.xml"
    run("export", target, "--format", "openqcat")
    assert len(parse(target).findall("NEW_CATALOG/SERVICE")) == 2
    report = json.loads(run("load", target, "--format", "json").output)
    assert (report["added"], report["changed"], report["unchanged"], report["refused"]) == (0, 0, 2, [])


def test_offers_that_a_format_cannot_hold_are_counted(run: Run, file: Callable[..., Path], tmp_path: Path) -> None:
    run("load", file((1, "5"), (2, "5")))
    run("edit", ID, "beginn=")
    first, second, *_ = run("export", tmp_path / "katalog.ics").output.splitlines()
    assert first.endswith("katalog.ics: 1 Angebot.")
    assert second == "Nicht ausgegeben: 1 Angebot ohne Beginn."


def test_an_unknown_ending_is_asked_about(run: Run, tmp_path: Path) -> None:
    result = run("export", tmp_path / "katalog.pdf")
    assert (result.exit_code, ".pdf" in result.output) == (2, True)


def test_the_template_explains_every_column_and_is_an_empty_submission(run: Run, tmp_path: Path) -> None:
    run("template", tmp_path / "vorlage.xlsx")
    workbook = openpyxl.load_workbook(tmp_path / "vorlage.xlsx")
    assert [cell.value for cell in workbook["Angebote"][1]] == list(COLUMNS)
    assert [row[0].value for row in workbook["Erklärung"].iter_rows(min_row=2)] == list(COLUMNS)
    assert len(workbook["Angebote"].data_validations.dataValidation) == 7
    report = json.loads(run("load", tmp_path / "vorlage.xlsx", "--format", "json").output)
    assert (report["added"], report["refused"]) == (0, [])
