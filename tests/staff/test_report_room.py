"""The report on the staff pages: choose a quarter, look at it, take it along."""

from collections.abc import Callable
from datetime import date

import pytest

from bot import paper
from catalogue.demand import NOTHING, Cell
from catalogue.statistics import CONVERSATION, SEARCH, Tally, write
from staff.desk import Desk
from tests.catalogue.offers import row
from tests.staff.conftest import Person, text_of


@pytest.fixture
def counted(desk: Desk, load_rows: Callable[..., object]) -> None:
    load_rows([row("1", bereich="Sprachbildung"), row("2")], on=date(2026, 11, 2))
    for day in (date(2026, 11, 3), date(2027, 1, 4)):
        tally = Tally(lambda day=day: day)  # type: ignore[misc]
        for _ in range(7):
            tally.use(CONVERSATION, "website")
            tally.use(SEARCH, NOTHING, "website")
            tally.demand(Cell("yoga", "Frauen", "Aerzen"), NOTHING)
        assert write(desk.engine, tally)


@pytest.mark.usefixtures("counted")
def test_the_report_begins_with_the_last_quarter_that_is_over(client: Person) -> None:
    found = text_of(client.get("/bericht/"))
    assert "Bericht 4. Quartal 2026 01.10.2026 bis 31.12.2026 " in found
    assert "Zwischenstand" not in found
    assert "1. Quartal 2027 (läuft noch)" in found


@pytest.mark.usefixtures("counted")
def test_another_quarter_is_chosen_by_its_name(client: Person) -> None:
    found = text_of(client.get("/bericht/?quartal=2027Q1"))
    assert "Bericht 1. Quartal 2027 01.01.2027 bis 11.01.2027 (Zwischenstand)" in found
    assert "Yoga Frauen Aerzen 7" in found


@pytest.mark.parametrize("name", ["2027Q2", "irgendwas", "9999Q1"])
def test_a_quarter_that_there_is_not_is_refused_with_a_sentence(client: Person, name: str) -> None:
    answer = client.get(f"/bericht/?quartal={name}")
    assert answer.status_code == 409
    assert "Quartal" in text_of(answer) or "Jahr" in text_of(answer)


@pytest.mark.usefixtures("counted")
def test_plots_are_files_of_our_own(client: Person) -> None:
    html = client.get("/bericht/?quartal=2027Q1").text
    assert 'src="/bericht/2027Q1/bild/suchen.svg"' in html
    assert "data:" not in html
    answer = client.get("/bericht/2027Q1/bild/suchen.svg")
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    assert client.get("/bericht/2027Q1/bild/nichts.svg").status_code == 404


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize(
    ("ending", "begin"), [("html", b"<!doctype html>"), ("csv", b"\xef\xbb\xbfquartal;"), ("pdf", b"%PDF-")]
)
def test_the_report_is_taken_along_as_a_file(client: Person, ending: str, begin: bytes) -> None:
    if ending == "pdf" and not paper.is_available():
        pytest.skip("Pango is not installed (debian-packages.txt)")
    path = f"/bericht/2026Q4/bericht-2026Q4.{ending}"
    assert f'href="{path}"' in client.get("/bericht/").text
    answer = client.get(path)
    assert answer.data.startswith(begin)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="bericht-2026Q4.{ending}"'


def test_without_a_pdf_the_page_says_what_there_is_instead(client: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "_library", lambda: None)
    answer = client.get("/bericht/2027Q1/bericht-2027Q1.pdf")
    assert answer.status_code == 409
    assert "Den Bericht gibt es weiterhin als Seite und als Tabelle (CSV)." in text_of(answer)


@pytest.mark.parametrize(
    "path", ["2027Q1/bericht-2026Q4.csv", "2027Q1/bericht-2027Q1.exe", "2027Q1/bericht-2027Q1.svg"]
)
def test_other_files_there_are_none(client: Person, path: str) -> None:
    assert client.get(f"/bericht/{path}").status_code == 404


@pytest.mark.parametrize("path", ["", "2027Q1/bild/suchen.svg", "2027Q1/bericht-2027Q1.csv"])
def test_nobody_reads_it_without_logging_in(visitor: Person, path: str) -> None:
    answer = visitor.get(f"/bericht/{path}")
    assert answer.status_code in (302, 303)
    assert "/anmelden" in answer.headers["Location"]


def test_an_empty_catalogue_has_a_page_as_well(client: Person) -> None:
    assert "In diesem Quartal wurde noch nicht gezählt." in text_of(client.get("/bericht/"))
