"""Whole tasks in the catalogue's pages, by keyboard alone: correct, decide, enter, work off, and two at once."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy.orm import Session

from catalogue.search import find_offer
from catalogue.submissions.cells import current_cells
from catalogue.submissions.load import LoadReport
from staff.desk import Desk
from tests.browser.accessibility import is_too_wide, violations
from tests.browser.staff import Office, served
from tests.staff.catalogue import some_catalogue
from tests.staff.conftest import clock, desk

__all__ = ["clock", "desk"]

Picture = Callable[[Page, str], None]
KEY = "kulturhaus-muster/1"
EDIT = f"/angebote/eintrag/aendern?id={KEY}"


@pytest.fixture
def office(desk: Desk, page: Callable[..., Page], load_rows: Callable[..., LoadReport]) -> Iterator[Office]:
    some_catalogue(desk, load_rows)
    with served(desk) as address:
        yield Office(address, page)


def cells(desk: Desk, key: str = KEY) -> dict[str, str]:
    with Session(desk.engine) as session:
        offer = find_offer(session, key)
        assert offer is not None
        return current_cells(offer)


def type_into(page: Page, field: Locator, text: str) -> None:
    """Replace what stands in a field, without a mouse."""
    field.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def done(page: Page) -> Locator:
    return page.get_by_role("status")


def test_a_phone_number_is_corrected(office: Office, desk: Desk, picture: Picture) -> None:
    page = office.logged_in("/angebote/")
    type_into(page, page.get_by_label("Titel, Anbieter, Kennung oder Stichwort"), "töpfern")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2)).to_have_text("1 Angebot")
    page.get_by_role("link", name="Töpfern am Abend").press("Enter")
    page.get_by_role("link", name="Ändern", exact=True).press("Enter")
    phone = page.get_by_label("Telefon", exact=True)
    expect(phone).to_have_accessible_description("Öffentlich zu sehen. Angabe des Anbieters: 05151 3 Berichtigt von Anna Kern "
                                                 "am 11.01.2027; seitdem hat der Anbieter dieses Feld geändert. "
                                                 "Angabe des Anbieters wieder nehmen (Telefon)")  # fmt: skip
    type_into(page, phone, "05151 77")
    page.keyboard.press("Enter")
    expect(done(page)).to_have_text("Gespeichert: Telefon.")
    assert cells(desk)["telefon"] == "05151 77"
    picture(page, "staff-task-corrected")


def test_what_is_wrong_is_linked_from_above(office: Office, picture: Picture) -> None:
    page = office.logged_in(EDIT, bypass_csp=True)
    type_into(page, page.get_by_label("Kosten in Euro", exact=True), "viel")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("kein Betrag")
    page.get_by_role("alert").get_by_role("link", name="Kosten in Euro").press("Enter")
    assert page.url.endswith("#kosten")
    expect(page.get_by_label("Kosten in Euro", exact=True)).to_have_value("viel")
    assert violations(page) == []
    picture(page, "staff-task-fault")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_two_at_once_see_each_other(office: Office, desk: Desk, picture: Picture, scheme: str) -> None:
    mine = office.logged_in(EDIT, color_scheme=scheme, bypass_csp=True)
    other = office.logged_in(EDIT, "Bodo Lang")
    type_into(other, other.get_by_label("Straße", exact=True), "Neue Straße 1")
    type_into(other, other.get_by_label("Telefon", exact=True), "05151 8")
    other.keyboard.press("Enter")
    expect(done(other)).to_contain_text("Gespeichert")
    type_into(mine, mine.get_by_label("Telefon", exact=True), "05151 9")
    mine.keyboard.press("Enter")
    expect(mine.get_by_role("alert")).to_contain_text("Bodo Lang hat dieses Angebot geändert")
    assert cells(desk)["telefon"] == "05151 8"
    choice = mine.get_by_role("group", name="Telefon: Was soll gelten?")
    expect(mine.get_by_label("Telefon", exact=True)).to_have_value("05151 9")
    expect(mine.get_by_label("Straße", exact=True)).to_have_value("Neue Straße 1")
    assert violations(mine) == []
    choice.scroll_into_view_if_needed()
    picture(mine, f"staff-task-two-at-once-{scheme}")
    choice.get_by_label("Meine Eingabe").focus()
    mine.keyboard.press("Space")
    mine.keyboard.press("Enter")
    expect(done(mine)).to_have_text("Gespeichert: Telefon.")
    assert (cells(desk)["telefon"], cells(desk)["strasse"]) == ("05151 9", "Neue Straße 1")


def test_the_page_for_two_at_once_fits_a_small_phone(office: Office, picture: Picture) -> None:
    mine = office.logged_in(EDIT, viewport={"width": 320, "height": 640})
    other = office.logged_in(EDIT, "Bodo Lang")
    type_into(other, other.get_by_label("Telefon", exact=True), "05151 8")
    other.keyboard.press("Enter")
    expect(done(other)).to_contain_text("Gespeichert")
    type_into(mine, mine.get_by_label("Telefon", exact=True), "05151 9")
    mine.keyboard.press("Enter")
    expect(mine.get_by_role("alert")).to_be_visible()
    assert not is_too_wide(mine)
    mine.get_by_role("group", name="Telefon: Was soll gelten?").scroll_into_view_if_needed()
    picture(mine, "staff-task-two-at-once-320")


def test_a_new_offer_is_entered(office: Office, desk: Desk) -> None:
    page = office.logged_in("/angebote/")
    page.get_by_role("link", name="Neues Angebot").press("Enter")
    type_into(page, page.get_by_label("oder ein neuer Anbieter"), "Chorverein Probe")
    type_into(page, page.get_by_label("Titel"), "Singen für alle")
    page.get_by_label("Bereich").focus()
    page.keyboard.type("Kultur")
    type_into(page, page.get_by_label("Ort", exact=True), "Aerzen")
    monday = page.get_by_role("group", name="Wochentage").get_by_label("Mo", exact=True)
    monday.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Eintragen").press("Enter")
    expect(done(page)).to_have_text("Das Angebot ist im Katalog.")
    assert cells(desk, "chorverein-probe/singen-fuer-alle")["wochentage"] == "Mo"


def test_a_conflict_is_decided(office: Office, desk: Desk) -> None:
    page = office.logged_in("/")
    page.get_by_role("link", name="Konflikte: 1").press("Enter")
    page.get_by_label("Angabe des Anbieters nehmen: 05151 3").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(done(page)).to_have_text("Ein Konflikt ist entschieden.")
    assert cells(desk)["telefon"] == "05151 3"


def test_a_notice_is_worked_off(office: Office, desk: Desk) -> None:
    page = office.logged_in("/")
    page.get_by_role("link", name="Hinweise: 3").press("Enter")
    page.get_by_role("link", name=re.compile("Ändern.*Töpfern")).press("Enter")
    type_into(page, page.get_by_label("Kosten in Euro", exact=True), "20")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Offene Hinweise abarbeiten").press("Enter")
    type_into(page, page.get_by_label("Was Sie getan haben").first, "Preis berichtigt")
    page.keyboard.press("Enter")
    expect(done(page)).to_have_text("Ein Hinweis ist erledigt.")
    expect(page.get_by_role("heading", level=2)).to_have_text("2 offene Hinweise")


def test_full_up_is_one_click_and_needs_no_javascript(office: Office, desk: Desk) -> None:
    page = office.logged_in("/angebote/?suche=Deutsch", java_script_enabled=False)
    page.get_by_role("button", name=re.compile("ausgebucht.*Deutsch")).click()
    expect(done(page)).to_contain_text("Status ist jetzt: ausgebucht.")
    assert cells(desk, "kulturhaus-muster/2")["status"] == "ausgebucht"
