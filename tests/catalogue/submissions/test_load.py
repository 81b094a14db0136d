"""Refreshing the catalogue: added, changed, unchanged, refused; and nothing else happens to it."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from catalogue.database import migrate, open_engine
from catalogue.errors import CatalogueError
from catalogue.models import Base, CatalogueState, Offer, OfferTerm, Provider, Submission
from catalogue.region import Region
from catalogue.search import find_offer
from catalogue.submissions.load import LoadReport, load
from catalogue.submissions.report import human_text
from tests.catalogue.offers import row

Load = Callable[..., LoadReport]
NOW = datetime(2027, 1, 11, 9)


def counts(report: LoadReport) -> tuple[int, int, int]:
    found = report.as_dict()
    return found["added"], found["changed"], found["unchanged"]


def one(engine: Engine, reference: str = "1") -> Offer:
    with Session(engine) as session:
        offer = find_offer(session, f"kulturhaus-muster/{reference}")
        assert offer is not None
        return offer


def dump(engine: Engine) -> dict[str, list[Any]]:
    """Everything that stands in the catalogue."""
    with engine.connect() as connection:
        return {
            table.name: [tuple(line) for line in connection.execute(select(table).order_by(*table.primary_key))]
            for table in Base.metadata.sorted_tables
        }


class TestRows:
    def test_new_rows_are_added(self, load_rows: Load, engine: Engine) -> None:
        assert counts(load_rows([row("1"), row("2")])) == (2, 0, 0)
        assert one(engine).title == "Offener Nachmittag"

    def test_the_same_file_twice_changes_nothing(self, load_rows: Load, engine: Engine) -> None:
        rows = [
            row("1", beschreibung="Kommt alle!", themen="Nähen|Stricken", kosten="49,50"),
            row("2", uhrzeit_von="18:30"),
        ]
        load_rows(rows)
        before = dump(engine)
        assert counts(load_rows(rows)) == (0, 0, 2)
        after = dump(engine)
        for table in ("offers", "offer_texts", "offer_terms", "providers"):
            assert before[table] == after[table]

    def test_a_changed_value_is_changed_and_told(self, load_rows: Load, engine: Engine) -> None:
        load_rows([row("1", kosten="10"), row("2", kosten="20")])
        report = load_rows([row("1", kosten="12"), row("2", kosten="20")])
        assert counts(report) == (0, 1, 1)
        assert one(engine).cost == 12
        key, changes = report.files[0].changed[0]
        assert key == "kulturhaus-muster/1"
        assert [tuple(change) for change in changes] == [("kosten", 10, 12)]

    def test_a_moved_offer_lies_where_it_is_now(self, load_rows: Load, engine: Engine, region: Region) -> None:
        load_rows([row("1")])
        load_rows([row("1", ort="Fischbeck")])
        offer, place = one(engine), region.gazetteer["Fischbeck"]
        assert (offer.place, offer.municipality) == ("Fischbeck", "Hessisch Oldendorf")
        assert (offer.latitude, offer.longitude) == (place.latitude, place.longitude)

    def test_an_empty_cell_clears_the_value(self, load_rows: Load, engine: Engine) -> None:
        cells = {
            "beschreibung": "x",
            "niveau": "A1",
            "kosten": "5",
            "beginn": "2027-02-01",
            "format": "Hybrid",
            "status": "Warteliste",
        }
        load_rows([row("1", **cells)])
        load_rows([row("1", **dict.fromkeys(cells, ""))])
        offer = one(engine)
        assert (offer.text.description, offer.levels, offer.cost, offer.begins) == (None, (), None, None)
        assert (offer.format, offer.status) == ("Präsenz", "offen")

    def test_a_missing_column_leaves_the_value(self, load_rows: Load, engine: Engine) -> None:
        load_rows([row("1", beschreibung="Kommt alle!", niveau="A1", kosten="5", format="Hybrid", stand="2026-12-01")])
        assert counts(load_rows([row("1")])) == (0, 0, 1)
        offer = one(engine)
        assert (offer.text.description, offer.levels, offer.cost, offer.format) == ("Kommt alle!", ("A1",), 5, "Hybrid")
        assert offer.confirmed == date(2026, 12, 1)

    def test_an_online_offer_stays_without_a_place_when_the_format_column_is_missing(self, load_rows: Load) -> None:
        load_rows([row("1", ort="", format="Online")])
        assert load_rows([row("1", ort="")]).as_dict()["refused"] == []

    def test_a_new_offer_without_the_place_column_is_refused(self, load_rows: Load) -> None:
        cells = row("1")
        del cells["ort"]
        report = load_rows([cells])
        assert counts(report) == (0, 0, 0)
        assert [(fault["row"], fault["field"]) for fault in report.as_dict()["refused"]] == [(2, "ort")]

    def test_an_offer_without_a_place_does_not_leave_the_internet(self, load_rows: Load, engine: Engine) -> None:
        load_rows([row("1", ort="", format="Online")])
        cells = row("1", format="Präsenz")
        del cells["ort"]
        assert [fault["field"] for fault in load_rows([cells]).as_dict()["refused"]] == ["ort"]
        assert one(engine).format == "Online"

    def test_an_offer_that_is_no_longer_in_the_file_stays(self, load_rows: Load, engine: Engine) -> None:
        load_rows([row("1"), row("2")])
        load_rows([row("1")])
        assert one(engine, "2").status == "offen"

    def test_a_refused_row_leaves_the_offer_as_it_was(self, load_rows: Load, engine: Engine) -> None:
        load_rows([row("1", kosten="5")])
        report = load_rows([row("1", kosten="viel"), row("2", kosten="7")])
        assert counts(report) == (1, 0, 0)
        assert one(engine).cost == 5

    def test_the_provider_s_key_stays_verbatim(self, load_rows: Load, engine: Engine) -> None:
        load_rows([row("Ä/1 b?")])
        assert one(engine, "Ä/1 b?").reference == "Ä/1 b?"

    def test_a_provider_s_new_spelling_is_taken_over_and_makes_no_second_provider(
        self, load_rows: Load, engine: Engine
    ) -> None:
        load_rows([row("1", anbieter="KULTURHAUS MUSTER")])
        assert counts(load_rows([row("1")])) == (0, 1, 0)
        with Session(engine) as session:
            assert list(session.scalars(select(Provider.name))) == ["Kulturhaus Muster"]

    def test_two_spellings_of_a_provider_in_one_file_do_not_break_the_load(self, load_rows: Load) -> None:
        report = load_rows([row("1"), row("1", anbieter="Kulturhaus, Muster"), row("2")])
        assert counts(report) == (2, 0, 0)
        assert [fault["row"] for fault in report.as_dict()["refused"]] == [3]

    @pytest.mark.parametrize("cell", ["", None])
    def test_an_offer_whose_confirmation_is_left_empty_is_confirmed_today(
        self, load_rows: Load, engine: Engine, today: date, cell: str | None
    ) -> None:
        cells = {} if cell is None else {"stand": cell}
        load_rows([row("1", **cells)])
        assert one(engine).confirmed == today

    def test_loading_it_again_tomorrow_confirms_it_anew_and_is_no_change(
        self, load_rows: Load, engine: Engine, today: date
    ) -> None:
        load_rows([row("1", stand="")])
        tomorrow = today + timedelta(days=1)
        assert counts(load_rows([row("1", stand="")], on=tomorrow)) == (0, 0, 1)
        assert one(engine).confirmed == tomorrow


class TestOrigin:
    def test_an_offer_knows_its_file_and_row(self, load_rows: Load, engine: Engine) -> None:
        load_rows([row("1"), row("2")], file="herbst.csv")
        text = one(engine, "2").text
        assert (text.submission.file, text.row, text.submission.loaded_at) == ("herbst.csv", 3, NOW)
        assert len(text.submission.sha256) == 64

    def test_a_change_moves_the_origin_to_the_file_that_made_it(self, load_rows: Load, engine: Engine) -> None:
        load_rows([row("1")], file="herbst.csv")
        load_rows([row("1", kosten="5")], file="winter.csv")
        assert one(engine).text.submission.file == "winter.csv"

    def test_an_unchanged_offer_keeps_its_origin(self, load_rows: Load, engine: Engine) -> None:
        load_rows([row("1")], file="herbst.csv")
        load_rows([row("0"), row("1")], file="winter.csv")
        text = one(engine).text
        assert (text.submission.file, text.row) == ("herbst.csv", 2)

    def test_every_load_is_counted(self, load_rows: Load, engine: Engine) -> None:
        load_rows([row("1"), row("2")])
        load_rows([row("1", kosten="5"), row("2"), row("3"), row("4", kosten="?", niveau="?")])
        with Session(engine) as session:
            last = session.scalars(select(Submission).order_by(Submission.id.desc())).first()
        assert last is not None
        assert (last.added, last.changed, last.unchanged, last.refused) == (1, 1, 1, 1)

    def test_every_load_moves_the_revision_that_services_watch(self, load_rows: Load, engine: Engine) -> None:
        revisions = []
        for reference in ("1", "2"):
            load_rows([row(reference)])
            with Session(engine) as session:
                revisions.append(session.scalar(select(CatalogueState.revision)))
        assert revisions[0] < revisions[1]


class TestDryRun:
    def test_a_dry_run_of_new_offers_adds_none(self, load_rows: Load, engine: Engine) -> None:
        report = load_rows([row("1")], dry_run=True)
        assert counts(report) == (1, 0, 0)
        with Session(engine) as session:
            for table in (Offer, Provider, Submission, OfferTerm):
                assert session.scalar(select(func.count()).select_from(table)) == 0

    def test_a_dry_run_changes_nothing(self, load_rows: Load, engine: Engine) -> None:
        load_rows([row("1"), row("2")])
        before = dump(engine)
        report = load_rows(
            [row("1", titel="Anders", stand=""), row("2", stand=""), row("3")], dry_run=True, on=date(2027, 1, 12)
        )
        assert counts(report) == (1, 1, 1)
        assert dump(engine) == before

    def test_a_dry_run_says_what_the_load_will_say(self, load_rows: Load) -> None:
        load_rows([row("1")])
        rows = [
            row("1", titel="Anders", raum="7"),
            row("2", kosten="viel", raum=""),
            row("3", ende="2027-01-01", raum=""),
        ]
        rehearsed, done = load_rows(rows, dry_run=True), load_rows(rows)
        assert rehearsed.as_dict() == done.as_dict()
        assert rehearsed.exit_code == done.exit_code == 1


class TestFiles:
    def test_a_file_refused_as_a_whole_leaves_the_others_alone(
        self, engine: Engine, region: Region, tmp_path: Path
    ) -> None:
        (tmp_path / "kaputt.xlsx").write_bytes(b"nichts")
        (tmp_path / "ohne.csv").write_text("kennung;titel\n1;x\n", encoding="utf-8")
        book = openpyxl.Workbook()
        book.active.append(list(row("1")))
        book.active.append(list(row("1").values()))
        book.save(tmp_path / "gut.xlsx")
        names = ("fehlt.csv", "kaputt.xlsx", "ohne.csv", "gut.xlsx")
        report = load(engine, [tmp_path / name for name in names], region, NOW)
        assert [file.refused_whole for file in report.files] == [True, True, True, False]
        assert counts(report) == (1, 0, 0)
        assert one(engine).title == "Offener Nachmittag"
        assert [fault["file"] for fault in report.as_dict()["refused"]] == list(names[:3])

    def test_an_unusable_web_address_does_not_stop_the_other_files(
        self, engine: Engine, region: Region, tmp_path: Path
    ) -> None:
        for name, reference, url in (("a.csv", "1", "https://[kaputt"), ("b.csv", "2", "https://gut.example")):
            cells = row(reference, url=url)
            text = ";".join(cells) + "\n" + ";".join(cells.values()) + "\n"
            (tmp_path / name).write_text(text, encoding="utf-8")
        report = load(engine, [tmp_path / "a.csv", tmp_path / "b.csv"], region, NOW)
        assert counts(report) == (1, 0, 0)

    def test_a_number_with_three_decimals_in_a_workbook_is_no_thousand(
        self, engine: Engine, region: Region, tmp_path: Path
    ) -> None:
        cells: dict[str, Any] = {**row("1"), "kosten": 2.125}
        book = openpyxl.Workbook()
        book.active.append(list(cells))
        book.active.append(list(cells.values()))
        book.save(tmp_path / "a.xlsx")
        load(engine, [tmp_path / "a.xlsx"], region, NOW)
        assert one(engine).cost == pytest.approx(2.12, abs=0.01)

    def test_a_catalogue_that_cannot_be_written_is_told_as_such(self, region: Region, tmp_path: Path) -> None:
        engine = open_engine(f"sqlite:///{tmp_path / 'leer.sqlite'}")
        with pytest.raises(CatalogueError):
            load(engine, [], region, NOW)
        engine.dispose()

    def test_a_file_is_written_wholly_or_not_at_all(
        self, engine: Engine, load_rows: Load, region: Region, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        load_rows([row("0")])
        before = dump(engine)

        def break_down(session: Session) -> None:
            raise RuntimeError("Stromausfall")

        monkeypatch.setattr("catalogue.submissions.apply.touch", break_down)
        with pytest.raises(RuntimeError, match="Stromausfall"):
            load_rows([row("0", kosten="5"), row("1"), row("2")])
        assert dump(engine) == before


class TestReport:
    def test_the_report_for_scripts_has_the_keys_of_the_interface(self, load_rows: Load) -> None:
        load_rows([row("1"), row("2")])
        rows = [row("1", titel="Neu", raum="7"), row("2", raum=""), row("3", raum=""), row("4", kosten="viel", raum="")]
        report = load_rows([*rows, row("5", ende="2027-01-01")])
        assert json.loads(json.dumps(report.as_dict())) == {
            "added": 2,
            "changed": 1,
            "unchanged": 1,
            "refused": [
                {
                    "file": "angebote.csv",
                    "row": 5,
                    "field": "kosten",
                    "reason": "„viel“ ist kein Betrag in Euro. Hinweise gehören in kosten_hinweis.",
                }
            ],
            "warnings": [
                {
                    "file": "angebote.csv",
                    "row": 6,
                    "field": "ende",
                    "reason": "Das Angebot ist schon vorbei und wird nicht gezeigt.",
                }
            ],
            "withdrawn": [],
            "conflicts": [],
            "unknown_columns": ["raum"],
        }

    def test_the_report_for_people_is_german(self, load_rows: Load) -> None:
        load_rows([row("1", kosten="10", niveau="A1", beginn="2027-02-01", kinderbetreuung="ja", uhrzeit_von="9:00")])
        cells = {
            "kosten": "12",
            "niveau": "",
            "beginn": "2027-02-08",
            "kinderbetreuung": "nein",
            "uhrzeit_von": "10:00",
        }
        report = load_rows([row("1", **cells, raum="7"), row("2", kosten="viel"), row("3", ende="2027-01-01")])
        assert human_text(report).splitlines() == [
            "angebote.csv: 1 neu, 1 geändert, 0 unverändert, 1 abgelehnt",
            "  geändert: kulturhaus-muster/1",
            "    kosten: 10.0 → 12.0",
            "    niveau: A1 → (leer)",
            "    beginn: 01.02.2027 → 08.02.2027",
            "    kinderbetreuung: ja → nein",
            "    uhrzeit_von: 09:00 → 10:00",
            "  abgelehnt: Zeile 3, kosten: „viel“ ist kein Betrag in Euro. Hinweise gehören in kosten_hinweis.",
            "  Hinweis: Zeile 4, ende: Das Angebot ist schon vorbei und wird nicht gezeigt.",
            "  Unbekannte Spalten (nicht übernommen): raum",
        ]

    def test_the_report_of_a_dry_run_says_so(self, load_rows: Load) -> None:
        assert "nichts geändert" in human_text(load_rows([row("1")], dry_run=True))
        assert "nichts geändert" not in human_text(load_rows([row("1")]))

    def test_the_report_names_a_file_refused_as_a_whole(self, engine: Engine, region: Region, tmp_path: Path) -> None:
        report = load(engine, [tmp_path / "fehlt.csv"], region, NOW)
        assert human_text(report).startswith("fehlt.csv: ")
        assert human_text(report).endswith("Die Datei wurde nicht übernommen.")

    @pytest.mark.parametrize("dry_run", [False, True])
    def test_exit_codes(self, load_rows: Load, engine: Engine, region: Region, tmp_path: Path, dry_run: bool) -> None:
        assert load_rows([row("1")], dry_run=dry_run).exit_code == 0
        assert load_rows([row("1", ende="2027-01-01")], dry_run=dry_run).exit_code == 0
        assert load_rows([row("1"), row("2", kosten="viel")], dry_run=dry_run).exit_code == 1
        assert load(engine, [tmp_path / "fehlt.csv"], region, NOW, dry_run=dry_run).exit_code == 2

    def test_a_refused_file_weighs_more_than_a_refused_row(
        self, engine: Engine, region: Region, tmp_path: Path
    ) -> None:
        cells = row("1", kosten="viel")
        (tmp_path / "a.csv").write_text(";".join(cells) + "\n" + ";".join(cells.values()), encoding="utf-8")
        assert load(engine, [tmp_path / "fehlt.csv", tmp_path / "a.csv"], region, NOW).exit_code == 2


def test_a_migrated_catalogue_is_empty(engine: Engine) -> None:
    migrate(engine)
    assert all(not lines for lines in dump(engine).values())
