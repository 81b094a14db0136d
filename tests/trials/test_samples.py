"""Files of other systems as the trials read them: what goes in, what is named."""

import json
from datetime import date
from pathlib import Path

from benchmarks.trials.samples import read_samples
from catalogue.region import Region

COURSE = {"nummer": "G-1", "name": "Yoga am Morgen", "bezirk": "Pankow", "beginn": "2027-02-01", "preis": "44.75"}


def write(folder: Path, name: str, *courses: dict[str, object]) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(json.dumps(courses), encoding="utf-8")


def test_good_entries_go_in_wherever_they_are_held_and_bad_ones_are_named(tmp_path: Path, region: Region) -> None:
    write(tmp_path / "a", "kurse.json", COURSE, {**COURSE, "nummer": "G-2", "beginn": "31.02.2027"})
    (sample,) = read_samples((tmp_path,), region, date(2027, 1, 11))
    assert (sample.file, sample.good, sample.bad, sample.unnamed) == ("kurse.json", 1, 1, 0)
    assert [(number, field) for number, field, _ in sample.refused] == [(2, "beginn")]


def test_a_file_that_is_no_catalogue_is_told(tmp_path: Path, region: Region) -> None:
    write(tmp_path, "leer.json")
    (sample,) = read_samples((tmp_path,), region, date(2027, 1, 11))
    assert (sample.good, sample.refused) == (0, ())
    assert sample.refused_whole.startswith("leer.json: ")
