"""Files of other systems, read and checked: every good entry goes in, every bad one is named."""

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from benchmarks.measuring import PROJECT
from catalogue.errors import SubmissionError
from catalogue.geography import Gazetteer
from catalogue.region import Region
from catalogue.submissions import fields
from catalogue.submissions.check import check
from catalogue.submissions.readers import EXPORTS, TABLES, read
from catalogue.submissions.record import RawRow, RawTable

FOLDERS = tuple(PROJECT.parent / "shared" / "data" / name for name in ("openqcat", "vhs", "ba-weiterbildung", "ams"))
# Whoever offers what a file names nobody for.
_PROVIDER = "Musterhaus"


@dataclass(frozen=True)
class Sample:
    """What became of one file: how many entries went in, and the others as (entry, field, reason).

    `refused_whole` is the sentence for a file that could not be read; `unknown` are fields without a home.
    """

    file: str
    good: int = 0
    refused: tuple[tuple[int | None, str | None, str], ...] = ()
    refused_whole: str = ""
    unknown: tuple[str, ...] = ()

    @property
    def bad(self) -> int:
        return len({number for number, _, _ in self.refused})

    @property
    def unnamed(self) -> int:
        """Refusals that do not say which entry they are about, and why."""
        return sum(number is None or not reason for number, _, reason in self.refused)


def read_samples(folders: tuple[Path, ...], region: Region, today: date) -> list[Sample]:
    """Read all files of these folders that a reader is for. Places that the region does not know become some of it."""
    paths = [path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in (*TABLES, *EXPORTS)]
    return [_sample(path, region, today) for path in paths]


def _sample(path: Path, region: Region, today: date) -> Sample:
    try:
        table = read(path, _PROVIDER)
    except SubmissionError as error:
        return Sample(path.name, refused_whole=error.message)
    records, refused, _ = check(_in_the_region(table, region.gazetteer), region, today)
    found = tuple((fault.row, fault.field, fault.reason) for fault in refused)
    return Sample(path.name, len(records), found, unknown=table.unknown_columns)


def _in_the_region(table: RawTable, gazetteer: Gazetteer) -> RawTable:
    return replace(table, rows=tuple(_moved(row, number, gazetteer) for number, row in enumerate(table.rows)))


def _moved(row: RawRow, number: int, gazetteer: Gazetteer) -> RawRow:
    place = row.cells.get("ort", "")
    try:
        known = not place or fields.place(place, row.cells.get("plz", ""), gazetteer)
    except fields.BadValueError:
        known = False
    if known:
        return row
    towns = [town for town in gazetteer.places if town.postcodes and re.fullmatch(r"\w+", town.title)]
    town = towns[number % len(towns)]
    return row._replace(cells={**row.cells, "ort": town.title, "plz": town.postcodes[0]})
