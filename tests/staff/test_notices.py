"""Notices are worked off by whoever comes first, and can be opened again; who reported is for the office alone."""

from collections.abc import Callable

import pytest

from catalogue.notices import report
from catalogue.submissions.load import LoadReport
from staff.desk import Desk
from tests.catalogue.offers import row
from tests.staff.conftest import NOW, Person, text_of

Load = Callable[..., LoadReport]
KEY = "kulturhaus-muster/1"


@pytest.fixture
def reported(desk: Desk, load_rows: Load) -> None:
    load_rows([row("1", titel="Töpfern")])
    report(desk.engine, KEY, "Kosten", "<b>20 €</b>", NOW)
    report(desk.engine, KEY, "Ort", "", NOW, by="Frau Muster")
    report(desk.engine, "kulturhaus-muster/weg", "Angebot gibt es nicht mehr", "", NOW)


def finish(person: Person, *numbers: int, how: str = "") -> str:
    return text_of(person.post("/hinweise/erledigen", {"nummer": list(numbers), "wie": how}, page="/hinweise/"))


def test_open_ones_are_listed_by_offer_with_who_reported(client: Person, reported: None) -> None:
    page = text_of(client.get("/hinweise/"))
    assert "3 offene Hinweise" in page and "von Frau Muster (Beratung)" in page
    assert page.count("Töpfern Kulturhaus Muster") == 1
    assert "<b>20 €</b>" in page and "<b>20 €</b>" not in client.get("/hinweise/").text
    assert "gibt es im Katalog nicht mehr" in page
    assert "Hinweise: 3" in text_of(client.get("/"))


def test_worked_off_with_a_word_how_and_by_whom(client: Person, leader: Person, reported: None) -> None:
    assert "Ein Hinweis ist erledigt." in finish(client, 1, how="Preis berichtigt")
    assert "2 offene Hinweise" in text_of(client.get("/hinweise/"))
    done = text_of(client.get("/hinweise/erledigt"))
    assert "Preis berichtigt" in done and "Bodo Lang" in done
    trail = text_of(leader.get("/protokoll/"))
    assert f"Bodo Lang Hinweis erledigt {KEY}" in trail


def test_all_about_one_offer_at_once(client: Person, reported: None) -> None:
    assert "2 Hinweise sind erledigt." in finish(client, 1, 2)
    assert "1 offener Hinweis" in text_of(client.get("/hinweise/"))


def test_one_about_an_offer_that_is_gone_can_be_worked_off(client: Person, reported: None) -> None:
    assert client.get("/angebote/eintrag?id=kulturhaus-muster/weg").status_code == 200
    assert "Ein Hinweis ist erledigt." in finish(client, 3)


def test_of_two_people_the_second_is_told_who_was_first(client: Person, leader: Person, reported: None) -> None:
    finish(leader, 1, how="angerufen")
    assert "schon erledigt, von Anna Kern" in finish(client, 1, how="anders")
    assert "anders" not in text_of(client.get("/hinweise/erledigt"))


def test_opened_again_it_waits_again(client: Person, reported: None) -> None:
    finish(client, 1)
    client.post("/hinweise/1/offen", page="/hinweise/erledigt")
    assert "3 offene Hinweise" in text_of(client.get("/hinweise/"))
    assert client.post("/hinweise/1/offen", page="/hinweise/").status_code == 409


@pytest.mark.parametrize("numbers", [(), ("x",), (99,), ("٣",), ("9" * 30,)])
def test_what_is_no_notice_changes_nothing(client: Person, reported: None, numbers: tuple[object, ...]) -> None:
    answer = client.post("/hinweise/erledigen", {"nummer": list(numbers)}, page="/hinweise/")
    assert answer.status_code == 200
    assert "3 offene Hinweise" in text_of(client.get("/hinweise/"))


def test_they_stand_on_the_offers_page(client: Person, reported: None) -> None:
    assert "von Frau Muster (Beratung)" in text_of(client.get(f"/angebote/eintrag?id={KEY}"))
