"""A sample of the trials of the loader; `make trials` runs all of them."""

import io
import random
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl

from benchmarks.trials.formulas import in_csv, in_xlsx, try_formulas
from benchmarks.trials.hindered import hinder_loads
from benchmarks.trials.histories import lost, try_histories
from benchmarks.trials.killed import kill_loads
from benchmarks.trials.malformed import try_malformed
from benchmarks.trials.nasty import nasty
from benchmarks.trials.years import live_through
from catalogue.submissions.merge import Corrected, Merged


def test_malformed_submissions_are_refused_in_words_and_break_nothing() -> None:
    outcome = try_malformed(100_000, 250)
    assert outcome.faults == []
    assert outcome.reached_rows > 50
    assert outcome.megabytes < 300


def test_no_cell_of_an_export_is_a_formula() -> None:
    of_csv, of_xlsx = try_formulas(seed=3, offers=300)
    assert (of_csv.formulas, of_xlsx.formulas) == (0, 0)
    assert min(of_csv.seen, of_xlsx.seen) > 4_000


def test_a_formula_would_be_seen() -> None:
    book, target = openpyxl.Workbook(), io.BytesIO()
    book.worksheets[0].append(["=1+1", "1+1"])
    book.save(target)
    assert in_xlsx(target.getvalue()).formulas > 0
    assert in_csv(b"titel;ort\r\n=1+1;Hameln\r\n'=1+1;@home\r\n") == (6, 2)


def test_every_malformed_submission_can_be_repeated() -> None:
    assert all(nasty(seed) == nasty(seed) for seed in random.Random(1).sample(range(10_000), 20))


def test_a_load_that_is_killed_leaves_the_old_or_the_new_catalogue(tmp_path: Path) -> None:
    outcome = kill_loads(tmp_path, 6, seed=2)
    assert outcome.broken == 0
    assert outcome.old + outcome.new == 6


def test_no_history_loses_anything() -> None:
    assert try_histories(300, seed=50_000) == []


def test_a_loss_would_be_seen() -> None:
    before = Merged({"telefon": "b"}, {"telefon": "a"}, {"telefon": Corrected("b", "a")})
    overwritten = Merged({"telefon": "c"}, {"telefon": "c"}, {})
    assert lost(before, {"telefon": "c"}, overwritten, is_provider=True) == ["telefon: the correction is lost"]
    ended = Merged({"telefon": "a"}, {"telefon": "a"}, {})
    assert lost(before, {"titel": "a"}, ended, is_provider=False) == ["telefon: the correction has ended for no reason"]


def test_a_load_that_cannot_write_says_so_and_leaves_the_catalogue_alone() -> None:
    # Not in the tests' own folder, which nobody else may look into.
    with TemporaryDirectory() as folder:
        outcome = hinder_loads(Path(folder), 2, seed=5)
    assert outcome.wrong == []
    assert set(outcome.tried.values()) == {2}


def test_over_the_months_everything_current_is_shown_and_nothing_else(tmp_path: Path) -> None:
    outcome = live_through(tmp_path, 400, seed=3)
    assert outcome.wrong == []
    assert outcome.shown > outcome.on_request > 0
