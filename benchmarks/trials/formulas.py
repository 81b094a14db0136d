"""Exports of nasty offers: no cell of them may be a formula, whatever program opens them."""

import csv
import io
import random
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple
from xml.etree.ElementTree import iterparse

import openpyxl

from benchmarks.trials.nasty import CELLS
from catalogue.exports.tables import csv_table, xlsx_table
from catalogue.models import Offer, OfferText, Provider
from catalogue.region import Region, load_region

# What a spreadsheet program begins a formula with when it opens a CSV file.
_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NASTY = (
    *(cell for cell in CELLS if cell.strip() and "\x00" not in cell and "\x07" not in cell and len(cell) < 1_000),
    '=HYPERLINK("http://evil.example","hier")', "+1+cmd|'/c calc'!A1", "-2+3", "@SUM(1)", "\t=1", "\r=1", "'=1",
    "''=1", "=1\n=2", '"=1"', "=1;=2", "=1,=2", " =1", "+49 5151 000-1", "=\u00e4", "-- Ende --",
)  # fmt: skip
_BATCH = 500


class Cells(NamedTuple):
    """How many cells were looked at, and how many of them were formulas."""

    seen: int
    formulas: int


def try_formulas(seed: int, offers: int) -> tuple[Cells, Cells]:
    """Export so many random offers as CSV and XLSX, and look at every cell. Returns (of CSV, of XLSX)."""
    region, draw = load_region(), random.Random(seed)
    of_csv, of_xlsx = Cells(0, 0), Cells(0, 0)
    for start in range(0, offers, _BATCH):
        found = [_offer(region, draw, number) for number in range(start, min(start + _BATCH, offers))]
        of_csv = _sum(of_csv, in_csv(csv_table(found)))
        of_xlsx = _sum(of_xlsx, in_xlsx(xlsx_table(found, region)))
    return of_csv, of_xlsx


def in_csv(content: bytes) -> Cells:
    """By what a cell begins with."""
    text = content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=";") for cell in row]
    return Cells(len(cells), sum(cell.startswith(_STARTS) for cell in cells))


def in_xlsx(content: bytes) -> Cells:
    """By the type that the library tells, and by what stands in the sheets themselves."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    return Cells(len(cells), sum(cell.data_type == "f" for cell in cells) + sum(1 for _ in _formula_elements(content)))


def _formula_elements(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                with archive.open(name) as source:
                    yield from (element.tag for _, element in iterparse(source) if element.tag.endswith("}f"))


def _offer(region: Region, draw: random.Random, number: int) -> Offer:
    def text() -> str:
        return draw.choice(_NASTY) + draw.choice(("", "", " und mehr", draw.choice(_NASTY)))

    return Offer(
        key=f"nasty/{number}",
        reference=f"{text()} {number}",
        title=text(),
        area=draw.choice(region.areas).name,
        kind=draw.choice(region.kinds).name,
        format="Online",
        status="offen",
        confirmed=date(2027, 1, 11),
        audiences=(),
        levels=(),
        languages=(),
        weekdays=(),
        provider=Provider(slug="nasty", name=text()),
        text=OfferText(
            description=text(),
            keywords=(text(), text()),
            contact_person=text(),
            phone=text(),
            email=text(),
            url=text(),
            counsellor_phone=text(),
            street=text(),
            cost_note=text(),
            registration=text(),
        ),
    )


def _sum(one: Cells, other: Cells) -> Cells:
    return Cells(one.seen + other.seen, one.formulas + other.formulas)
