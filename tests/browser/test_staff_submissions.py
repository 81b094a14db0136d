"""From a provider's file to the offer in the catalogue, by somebody who uses the keyboard alone."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.models import Offer
from staff.desk import Desk
from tests.browser.accessibility import violations
from tests.browser.staff import Office, served
from tests.catalogue.offers import row, table
from tests.staff.conftest import clock, desk

__all__ = ["clock", "desk"]


@pytest.fixture
def office(desk: Desk, page: Callable[..., Page]) -> Iterator[Office]:
    with served(desk) as address:
        yield Office(address, page)


def press(page: Page, name: str) -> None:
    """Go on by Tab until a button or link of this name has the focus, then press it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.innerText || ''")
        if focused.strip() == name:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{name} cannot be reached by keyboard")


def test_from_a_file_to_the_offer_by_keyboard(office: Office, desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "töpferei.csv"
    file.write_bytes(table([row("1", titel="Töpfern am Abend"), row("2", titel="Nähen"), row("3", kosten="viel")]))
    page = office.logged_in("/", bypass_csp=True)
    press(page, "Meldungen")
    page.get_by_label("Dateien").set_input_files(file)
    page.get_by_label("Dateien").focus()
    press(page, "Hochladen und ansehen")
    expect(page.get_by_role("heading", level=1)).to_have_text("töpferei.csv")
    expect(page.get_by_role("listitem").filter(has_text="Zeile 4, Kosten in Euro:")).to_have_count(1)
    page.get_by_role("checkbox", name="Übernehmen: Nähen").focus()
    page.keyboard.press("Space")
    press(page, "Weiter zur Freigabe")
    expect(page.get_by_role("heading", level=1)).to_have_text("Freigabe: töpferei.csv")
    expect(page.get_by_role("listitem").filter(has_text="Nähen (Kulturhaus Muster)")).to_have_count(1)
    assert violations(page) == []
    press(page, "Jetzt übernehmen")
    expect(page.get_by_text("in Teilen übernommen")).to_be_visible()
    with Session(desk.engine) as session:
        assert [offer.title for offer in session.scalars(select(Offer))] == ["Töpfern am Abend"]
    press(page, "Dem Anbieter schreiben")
    page.get_by_label("Ihre Nachricht").fill("Bitte nennen Sie die Kosten als Zahl.")
    press(page, "Mail schreiben")
    expect(page.get_by_label("Text zum Kopieren")).to_have_value(re.compile("Bitte nennen Sie die Kosten als Zahl."))
    with page.expect_download() as download:
        press(page, "Als Mail-Entwurf herunterladen (.eml)")
    assert b"X-Unsent: 1" in Path(download.value.path()).read_bytes()
