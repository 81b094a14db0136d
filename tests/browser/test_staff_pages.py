"""What holds for every staff page: readable for everybody, on every screen, without a policy being broken."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from bot.counsellors import Counsellors
from catalogue.submissions.load import LoadReport
from staff.desk import Desk
from staff.insight.making import prepare
from tests.browser.accessibility import is_too_wide, violations
from tests.browser.staff import Office, served
from tests.browser.submitted import submitted
from tests.staff.catalogue import some_catalogue
from tests.staff.conftest import clock, desk
from tests.staff.questions import some_questions
from tests.staff.some_labels import some_labels
from tests.staff.some_models import some_models

__all__ = ["clock", "desk"]

Picture = Callable[[Page, str], None]
# One of each kind of page; a room adds its own.
PAGES = {
    "overview": "/",
    "own": "/mein-konto",
    "password": "/mein-konto/passwort",
    "code": "/mein-konto/code",
    "accounts": "/konten",
    "account": "/konten/1",
    "audit": "/protokoll/",
    "handbook": "/handbuch/",
    "offers": "/angebote/",
    "offers-nothing": "/angebote/?suche=gibtesnicht",
    "offer": "/angebote/eintrag?id=kulturhaus-muster/1",
    "offer-edit": "/angebote/eintrag/aendern?id=kulturhaus-muster/1",
    "offer-new": "/angebote/neu",
    "offer-gone": "/angebote/eintrag?id=kulturhaus-muster/weg",
    "conflicts": "/angebote/konflikte",
    "notices": "/hinweise/",
    "notices-done": "/hinweise/erledigt",
    "invitations": "/einladungen/",
    "words": "/woerter/",
    "terms": "/woerter/begriffe?q=sprache",
    "term": "/woerter/begriffe/topic/deutsch",
    "new topic": "/woerter/neues-thema",
    "answers": "/woerter/antworten",
    "answer": "/woerter/antworten/utter_none",
    "office": "/woerter/bildungsbuero",
    "responsible": "/woerter/zustaendig",
    "one responsible": "/woerter/zustaendig/kindergeld",
    "new responsible": "/woerter/neue-stelle",
    "trying out": "/woerter/ausprobieren",
    "questions": "/fragen/",
    "question": "/fragen/2",
    "questions list": "/fragen/liste?alle=1",
    "question synonym": "/fragen/1/synonym",
    "question topic": "/fragen/1/thema",
    "conversation": "/fragen/gespraech/abc",
    "conversation test": "/fragen/gespraech/abc/test",
    "unknown": "/gibtesnicht",
    "submissions": "/meldungen/",
    "plan": "/meldungen/{plan}",
    "plan-new": "/meldungen/{plan}?zeige=neu",
    "approval": "/meldungen/{plan}/freigabe",
    "refusal": "/meldungen/{plan}/ablehnen",
    "decision": "/meldungen/erledigt/1",
    "letter": "/meldungen/erledigt/1/mail",
    "undoing": "/meldungen/ruecknahme/1",
    "undoing-open": "/meldungen/ruecknahme/2",
    "freshness": "/aktualitaet/?zeige=alle",
    "provider": "/aktualitaet/1",
    "mails": "/aktualitaet/mails/{round}",
    "mail": "/aktualitaet/mails/{round}/kulturhaus-muster",
    "insight": "/fragen/einblick/",
    "models": "/modelle/",
    "model": "/modelle/1",
    "model-refused": "/modelle/2",
    "model-counting": "/modelle/0",
    "model-card": "/modelle/karte/{card}",
}


@pytest.fixture
def office(desk: Desk, page: Callable[..., Page], load_rows: Callable[..., LoadReport]) -> Iterator[Office]:
    some_catalogue(desk, load_rows)
    some_labels(desk)
    prepare()
    Counsellors(desk.stored, lambda: desk.clock().timestamp()).invite("Frau Muster, Jobcenter")
    desk.audit.note("Anna Kern", "Rolle geändert", "Bodo Lang", {"Rolle": "Redaktion"}, {"Rolle": "Leitung"})
    some_questions(desk)
    found = submitted(desk)
    card = some_models(desk)
    with served(desk) as address:
        yield Office(address, page, {"plan": found.plan.id, "round": found.round, "card": card})


every_page = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())


@every_page
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    office: Office, picture: Picture, path: str, scheme: str, request: pytest.FixtureRequest
) -> None:
    page = office.logged_in(path, color_scheme=scheme, bypass_csp=True)
    assert violations(page) == []
    picture(page, f"staff-{request.node.callspec.id}")


@every_page
def test_it_fits_a_small_phone_and_double_size(
    office: Office, picture: Picture, path: str, request: pytest.FixtureRequest
) -> None:
    page = office.logged_in(path, viewport={"width": 320, "height": 640})
    assert not is_too_wide(page)
    picture(page, f"staff-{request.node.callspec.id}-320")
    for target in page.locator("button:visible").all():
        box = target.bounding_box()
        assert box is not None and min(box["width"], box["height"]) >= 44, target.inner_text()
    page.set_viewport_size({"width": 640, "height": 800})
    page.evaluate("document.adoptedStyleSheets = [Object.assign(new CSSStyleSheet(), {})]")
    page.evaluate("document.adoptedStyleSheets[0].replaceSync('html { font-size: 200%; }')")
    assert not is_too_wide(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_log_in_is_for_everybody(office: Office, picture: Picture, scheme: str) -> None:
    page = office.open_page(f"{office.address}/anmelden", color_scheme=scheme, bypass_csp=True)
    page.get_by_label("Name").fill("Anna Kern")
    page.get_by_label("Passwort").fill("falsch")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("stimmen nicht")
    assert violations(page) == []
    picture(page, f"staff-log-in-{scheme}")


def test_by_keyboard_alone_in_and_out(office: Office) -> None:
    page = office.open_page(f"{office.address}/anmelden")
    page.get_by_label("Name").focus()
    page.keyboard.type("Anna Kern")
    page.keyboard.press("Tab")
    page.keyboard.type("pferd lampe wolke sieben")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Guten Tag, Anna Kern")
    page.get_by_role("button", name="Abmelden").press("Enter")
    expect(page.get_by_role("status")).to_have_text("Sie sind abgemeldet.")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Anmelden")
