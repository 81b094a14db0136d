"""The report as files: complete, readable by everybody, and the same bytes from the same data."""

import csv
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot import paper
from catalogue.database import migrate, open_engine
from catalogue.demand import NOTHING, OFFERED, RELAXED, Cell
from catalogue.example import write_shifted
from catalogue.models import Offer, Provider
from catalogue.region import Region
from catalogue.reporting.quarter import Quarter
from catalogue.reporting.report import Report, report
from catalogue.statistics import (
    CLICK,
    CONVERSATION,
    HANDED_OVER,
    IN_SERVICE,
    NO,
    OFFER_OPENED,
    SEARCH,
    THUMB,
    TURN,
    YES,
    Tally,
    write,
)
from catalogue.submissions.load import load
from staff.report.document import as_html, as_pdf, sections
from staff.report.plots import Plot, Series, draw
from staff.report.spreadsheet import COLUMNS, as_csv

Q1 = Quarter(2027, 1)
needs_pdf = pytest.mark.skipif(not paper.is_available(), reason="Pango is not installed (debian-packages.txt)")


def use(engine: Engine) -> None:
    """What three months of use leave behind, made up."""
    with Session(engine) as session:
        offers = session.execute(select(Provider.slug, Offer.area).join(Offer).order_by(Offer.key)).tuples().all()
    for month in (1, 2, 3):
        tally = Tally(lambda month=month: date(2027, month, 14))  # type: ignore[misc]
        tally.use(IN_SERVICE)
        for number in range(60):
            tally.use(CONVERSATION, "website" if number % 4 else "telegram")
            tally.use(TURN, "search", "website")
            tally.use(SEARCH, (OFFERED, OFFERED, RELAXED, NOTHING)[number % 4], "website")
            tally.use(OFFER_OPENED, *offers[number % len(offers)])
            tally.use(HANDED_OVER, "pdf", "website")
            tally.use(THUMB, NO if number % 6 == 0 else YES, "website")
            tally.demand(
                Cell("yoga" if number % 3 else "deutsch", "", "Hameln"), (NOTHING, RELAXED, OFFERED)[number % 3]
            )
            tally.demand(Cell("deutsch", "Frauen", ("Aerzen", "Hameln")[number % 2]), NOTHING)
        tally.use(CLICK, *offers[0])
        tally.demand(Cell("nähen", "Seniorinnen und Senioren", "Emmerthal"), NOTHING)
        assert write(engine, tally)


@pytest.fixture(scope="module")
def used(region: Region, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The example catalogue, after some use."""
    folder = tmp_path_factory.mktemp("used")
    engine = open_engine(f"sqlite:///{folder / 'catalogue.db'}")
    migrate(engine)
    files = write_shifted(region, date(2027, 1, 11), folder / "files")
    load(engine, files, region, datetime.combine(date(2027, 1, 11), time(9)))
    use(engine)
    yield engine
    engine.dispose()


def made(engine: Engine, region: Region, today: date = date(2027, 4, 1)) -> Report:
    with Session(engine) as session:
        return report(session, region, Q1, today)


@pytest.fixture(scope="module")
def found(used: Engine, region: Region) -> Report:
    return made(used, region)


class _Outline(HTMLParser):
    """Headings, pictures and tables of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.pictures: list[dict[str, str | None]] = []
        self.ids: list[str] = []
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        facts = dict(attributes)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "img":
            self.pictures.append(facts)
        if facts.get("id"):
            self.ids.append(str(facts["id"]))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_the_page_holds_everything_and_asks_nobody_for_more(found: Report) -> None:
    html = as_html(found)
    outline = _Outline(html)
    assert outline.headings == [1, 2, 2, 2, 2, 2, 2, 2, 2]
    assert len(outline.ids) == len(set(outline.ids))
    assert len(outline.pictures) == 5
    for picture in outline.pictures:
        assert str(picture["src"]).startswith("data:image/svg+xml;base64,")
        assert len(str(picture["alt"])) > 50
    assert not re.search(r"(?:src|href)=\"(?!data:|#)", html)
    assert "<script" not in html


def test_every_plot_has_its_numbers_in_a_table_beside_it(found: Report) -> None:
    for section in sections(found):
        if section.plot is None:
            continue
        cells = {cell for table in section.tables for row in table.rows for cell in row}
        for series in section.plot.series:
            assert {value for value in series.values if value} - cells <= {
                # Overdue ones are drawn in two parts, which the table adds up.
                value
                for value in series.values
                if section.key == "aktualitaet"
            }
        assert {label for label in section.plot.labels if len(label) < 30} <= cells | {
            column for table in section.tables for column in table.columns
        }


def test_everything_has_a_name_of_its_own(found: Report) -> None:
    names = [table.name for section in sections(found) for table in section.tables]
    names += [section.plot.title for section in sections(found) if section.plot]
    assert len(names) == len(set(names))


def test_small_numbers_of_demand_stand_nowhere(found: Report) -> None:
    (section,) = [item for item in sections(found) if item.key == "bedarf"]
    numbers = [cell for table in section.tables for row in table.rows for cell in row if isinstance(cell, int)]
    assert numbers
    assert min(number for number in numbers if number) >= 5
    for text in (as_html(found), as_csv(found).decode()):
        assert "Nähen" not in text
        assert "Emmerthal" not in text


def test_the_table_for_spreadsheets_has_a_line_for_each_figure(found: Report) -> None:
    content = as_csv(found)
    assert content.startswith(b"\xef\xbb\xbf")
    header, *lines = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
    assert tuple(header) == COLUMNS
    assert {len(line) for line in lines} == {len(COLUMNS)}
    figures = {(line[3], line[4], line[7]): line[8] for line in lines}
    assert figures["Die wichtigsten Zahlen", "Gespräche", "1. Quartal 2027"] == "180"
    assert figures["Die wichtigsten Zahlen", "Gespräche", "4. Quartal 2026"] == "–"
    assert figures["Suchen im Gespräch", "gefunden wie gesucht", "Anteil"] == "50,0 %"


def test_it_tells_how_often_an_answer_helped(found: Report) -> None:
    (table,) = [table for section in sections(found) for table in section.tables if "hilfreich" in table.name]
    assert [row[:2] for row in table.rows] == [("ja", 150), ("nein", 30)]
    assert "War das hilfreich?" in as_csv(found).decode()


def test_a_providers_name_is_no_formula_in_the_table(
    engine: Engine, region: Region, load_rows: Callable[..., object]
) -> None:
    load_rows([{"kennung": "1", "titel": "Treff", "bereich": "Sprachbildung", "anbieter": "=1+1", "ort": "Hameln"}])
    assert ";'=1+1;" in as_csv(made(engine, region)).decode()


@needs_pdf
def test_the_pdf_is_tagged_and_says_what_it_is(found: Report, tmp_path: Path) -> None:
    path = tmp_path / "bericht.pdf"
    path.write_bytes(as_pdf(found))
    facts = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Tagged:\s+yes", facts)
    assert re.search(r"Title:\s+Bericht 1\. Quartal 2027", facts)
    assert "CreationDate" not in facts
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout
    assert "Gesucht und nicht gefunden" in text
    assert "Seite 1 von" in text


SAME = """
import hashlib, sys
from datetime import date
from sqlalchemy.orm import Session
from catalogue.database import open_engine
from catalogue.region import load_region
from catalogue.reporting.quarter import quarter_named
from catalogue.reporting.report import report
from staff.report.forms import FORMS
with Session(open_engine(sys.argv[1])) as session:
    found = report(session, load_region(), quarter_named("2027Q1"), date.fromisoformat(sys.argv[2]))
for ending, form in FORMS.items():
    if ending in sys.argv[3].split(","):
        print(ending, hashlib.sha256(form.write(found)).hexdigest())
"""


def test_the_same_data_give_the_same_bytes(used: Engine) -> None:
    """In processes of their own, on different days, with different hashes."""
    endings = "html,csv,pdf" if paper.is_available() else "html,csv"
    said = set()
    for seed, today in (("1", "2027-04-01"), ("2", "2028-09-09")):
        command = [sys.executable, "-W", "ignore", "-c", SAME, str(used.url), today, endings]
        done = subprocess.run(
            command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC-{seed}"},
        )  # fmt: skip
        said.add(done.stdout)
    (only,) = said
    assert only.count("\n") == len(endings.split(","))


def test_an_empty_catalogue_has_a_report_as_well(engine: Engine, region: Region) -> None:
    empty = made(engine, region)
    html = as_html(empty)
    assert "In diesem Quartal wurde noch nicht gezählt." in html
    assert "Das Verzeichnis gab es in diesem Quartal noch nicht." in html
    lines = list(csv.reader(io.StringIO(as_csv(empty).decode("utf-8-sig")), delimiter=";"))[1:]
    assert {line[-1] for line in lines} == {"–"}
    assert _Outline(html).pictures == []
    if paper.is_available():
        assert as_pdf(empty).startswith(b"%PDF")


def test_a_service_that_nobody_used_counts_nothing_but_says_so(engine: Engine, region: Region) -> None:
    tally = Tally(lambda: date(2027, 2, 1))
    tally.use(IN_SERVICE)
    assert write(engine, tally)
    html = as_html(made(engine, region))
    assert "Der Bildungslotse lief an 1 Tag dieses Quartals. Gezählt wird seit dem 01.02.2027." in html
    assert "Es wurde noch nicht gesucht." in html
    assert _Outline(html).pictures == []


def test_a_quarter_that_is_not_over_says_until_when_and_is_not_to_be_handed_on(used: Engine, region: Region) -> None:
    html = as_html(made(used, region, date(2027, 3, 20)))
    assert "01.01.2027 bis 20.03.2027 (Zwischenstand)" in html
    assert "Bitte geben Sie ihn nicht weiter." in html
    assert "Zwischenstand" not in as_html(made(used, region))


# --- plots

PLOT = Plot(
    "a", "Ein Bild", "Was zu sehen ist.", ("Eins", "<Zwei>"), (Series("so", (3, None)), Series("anders", (1, 2)))
)


def test_a_plot_brings_no_styles_scripts_or_dates(found: Report) -> None:
    for plot in (PLOT, *(section.plot for section in sections(found) if section.plot)):
        svg = draw(plot)
        assert svg.startswith("<svg ")
        assert not re.search(r"style=|<style|<script|dc:date|20\d\d-\d\d-\d\d", svg)


def test_a_plot_is_told_apart_without_colours() -> None:
    """The second kind of bars is hatched."""
    assert draw(PLOT).count("<pattern") == 1
    three = Plot("a", "", "", ("x",), tuple(Series(str(number), (number,)) for number in (1, 2, 3)), stacked=True)
    assert draw(three).count("<pattern") == 2


def test_the_same_plot_is_the_same_picture() -> None:
    assert draw(PLOT) == draw(PLOT)
