"""The report in a browser: plots are there, for everybody, on every screen, and it can be chosen by keyboard."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from catalogue.demand import NOTHING, RELAXED, Cell
from catalogue.statistics import CLICK, CONVERSATION, SEARCH, Tally, write
from staff.desk import Desk
from tests.browser.accessibility import is_too_wide, violations
from tests.browser.staff import Office, served
from tests.staff.conftest import clock, desk

__all__ = ["clock", "desk"]

Picture = Callable[[Page, str], None]
RUNNING = "/bericht/?quartal=2027Q1"


@pytest.fixture
def office(desk: Desk, page: Callable[..., Page], load_rows: Callable[..., object]) -> Iterator[Office]:
    load_rows(
        [{"kennung": "1", "titel": "Treff", "bereich": "Sprachbildung", "anbieter": "Haus", "ort": "Hameln"}],
        on=date(2026, 11, 2),
    )
    tally = Tally(lambda: date(2027, 1, 5))
    for outcome in (NOTHING, RELAXED) * 6:
        tally.use(CONVERSATION, "website")
        tally.use(SEARCH, outcome, "website")
        tally.use(CLICK, "haus", "Sprachbildung")
        tally.demand(Cell("yoga", "Frauen", "Aerzen"), outcome)
    assert write(desk.engine, tally)
    with served(desk) as address:
        yield Office(address, page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(office: Office, picture: Picture, scheme: str) -> None:
    page = office.logged_in(color_scheme=scheme, bypass_csp=True)
    page.goto(office.address + RUNNING)
    assert violations(page) == []
    picture(page, f"staff-report-{scheme}")


def test_every_plot_is_shown_and_said_in_words(office: Office) -> None:
    page = office.logged_in()
    page.goto(office.address + RUNNING)
    plots = page.locator("figure img")
    assert plots.count() == 5
    for plot in plots.all():
        plot.scroll_into_view_if_needed()
        assert plot.evaluate("image => image.complete && image.naturalWidth > 0")
        assert len(plot.get_attribute("alt") or "") > 50


def test_it_fits_a_small_phone_and_double_size(office: Office, picture: Picture) -> None:
    page = office.logged_in(viewport={"width": 320, "height": 640})
    page.goto(office.address + RUNNING)
    assert not is_too_wide(page)
    picture(page, "staff-report-320")
    page.set_viewport_size({"width": 640, "height": 800})
    page.evaluate("document.adoptedStyleSheets = [Object.assign(new CSSStyleSheet(), {})]")
    page.evaluate("document.adoptedStyleSheets[0].replaceSync('html { font-size: 200%; }')")
    assert not is_too_wide(page)


def test_another_quarter_is_chosen_by_keyboard_and_taken_along(office: Office) -> None:
    page = office.logged_in("/bericht/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bericht 4. Quartal 2026")
    page.get_by_label("Anderes Quartal").focus()
    page.keyboard.type("1. Quartal 2027")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bericht 1. Quartal 2027")
    with page.expect_download() as download:
        page.get_by_role("link", name="Als Tabelle (CSV) herunterladen").click()
    assert download.value.suggested_filename == "bericht-2027Q1.csv"
