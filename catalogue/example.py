"""The example catalogue: submission files whose dates are kept relative to the day of loading."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from catalogue.models import Offer
from catalogue.region import Region
from catalogue.submissions.fields import BadValueError, day

# The Monday in whose week the files of an example were written, unless `example/written_on.txt` says otherwise.
_WRITTEN_ON_FILE = "written_on.txt"
_DATE_COLUMNS = ("beginn", "ende", "stand")


def example_files(region: Region) -> list[Path]:
    """The example submissions of a region, as they were written."""
    return sorted((region.folder / "example").glob("*.csv"))


def is_empty(engine: Engine) -> bool:
    with Session(engine) as session:
        return not session.scalar(select(func.count()).select_from(Offer))


def write_shifted(region: Region, today: date, folder: Path) -> list[Path]:
    """Write the example into a folder as if it had been sent in this week; returns the files.

    Dates move by whole weeks, so that weekdays stay what they are.
    """
    written_on = date.fromisoformat((region.folder / "example" / _WRITTEN_ON_FILE).read_text().strip())
    shift = timedelta(weeks=(today - written_on).days // 7)
    folder.mkdir(parents=True, exist_ok=True)
    return [_shift_file(path, folder / path.name, shift) for path in example_files(region)]


def _shift_file(source: Path, target: Path, shift: timedelta) -> Path:
    with source.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, delimiter=";")
        rows = list(_shifted(reader, shift))
        columns = list(reader.fieldnames or ())
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return target


def _shifted(rows: Iterable[dict[str, str]], shift: timedelta) -> Iterator[dict[str, str]]:
    for row in rows:
        for column in _DATE_COLUMNS:
            if row.get(column):
                try:
                    row[column] = (day(row[column].strip()) + shift).isoformat()
                except BadValueError:
                    pass  # left as it is, for the loader to refuse
        yield row
