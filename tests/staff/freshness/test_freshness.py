"""Who has to confirm his offers, the mails that ask for it, who answers, and answers on the phone."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.models import Inquiry, Offer, Submission
from staff.desk import Desk
from tests.catalogue.offers import row
from tests.staff.conftest import Clock, Person, text_of

Loaded = Callable[..., object]
LONG_AGO = date(2025, 3, 1)


@pytest.fixture(autouse=True)
def entries(load_rows: Loaded, desk: Desk) -> None:
    """Two providers with old entries, one with fresh ones."""
    old = LONG_AGO.isoformat()
    load_rows(
        [
            row("1", stand=old, email="kurse@kulturhaus.example", titel="<i>Malen</i>"),
            row("2", stand=desk.today().isoformat()),
            row("1", anbieter="Verein Süd", stand=old),
            row("1", anbieter="Frischer Verein", stand=desk.today().isoformat()),
        ]
    )


def ids(desk: Desk) -> dict[str, int]:
    with Session(desk.engine) as session:
        return {offer.provider.name: offer.provider_id for offer in session.scalars(select(Offer))}


def stands(desk: Desk) -> dict[str, date]:
    with Session(desk.engine) as session:
        return {offer.key: offer.confirmed for offer in session.scalars(select(Offer))}


def test_the_overdue_are_listed(client: Person) -> None:
    page = text_of(client.get("/aktualitaet/"))
    assert "Kulturhaus Muster 2 1 1 01.03.2025 noch nie" in page
    assert "Verein Süd 1 1 1 01.03.2025 noch nie" in page and "Frischer Verein" not in page
    assert "Frischer Verein" in text_of(client.get("/aktualitaet/?zeige=alle"))
    assert "Verein Süd" not in text_of(client.get("/aktualitaet/?suche=kultur"))
    assert "Anbieter zu fragen: 2" in text_of(client.get("/"))


def test_a_round_is_written_to_those_who_were_chosen(client: Person, leader: Person, desk: Desk) -> None:
    chosen = {"anbieter": [str(ids(desk)["Kulturhaus Muster"])]}
    page = client.post("/aktualitaet/mails", chosen, page="/aktualitaet/")
    assert page.request.path == "/aktualitaet/mails/2027-01-11-090000"
    assert "Kulturhaus Muster kurse@kulturhaus.example" in text_of(page)
    with zipfile.ZipFile(io.BytesIO(client.get(f"{page.request.path}.zip").data)) as archive:
        assert archive.namelist() == ["kulturhaus-muster.eml"]
    one = client.get(f"{page.request.path}/kulturhaus-muster")
    assert "&lt;i&gt;Malen&lt;/i&gt;" in one.text and "mailto:kurse@kulturhaus.example?" in one.text
    draft = client.get(f"{page.request.path}/kulturhaus-muster.eml").data
    assert b"X-Unsent: 1" in draft and b'filename="kulturhaus-muster.xlsx"' in draft
    index = text_of(client.get("/aktualitaet/"))
    assert "Kulturhaus Muster" not in index and "Verein Süd" in index
    with Session(desk.engine) as session:
        assert [item.by for item in session.scalars(select(Inquiry))] == ["Bodo Lang"]
    assert "Mails an Anbieter geschrieben Kulturhaus Muster" in text_of(leader.get("/protokoll/"))


def test_nobody_is_asked_twice_while_he_may_answer(client: Person, desk: Desk) -> None:
    chosen = {"anbieter": [str(ids(desk)["Verein Süd"])]}
    client.post("/aktualitaet/mails", chosen, page="/aktualitaet/")
    again = client.post("/aktualitaet/mails", chosen, page="/aktualitaet/?zeige=alle")
    assert "Es war niemand mehr zu fragen" in text_of(again)
    with Session(desk.engine) as session:
        assert len(session.scalars(select(Inquiry)).all()) == 1


def test_after_three_weeks_without_an_answer_he_is_asked_again(
    client: Person, desk: Desk, clock: Clock, load_rows: Loaded
) -> None:
    client.post("/aktualitaet/mails", {"anbieter": list(map(str, ids(desk).values()))}, page="/aktualitaet/")
    load_rows([row("1", stand="")], on=desk.today())
    with Session(desk.engine) as session, session.begin():
        for inquiry in session.scalars(select(Inquiry)):
            inquiry.asked_at -= timedelta(days=21)
    silent = text_of(client.get("/aktualitaet/?zeige=still"))
    assert "Verein Süd noch einmal" in silent and "keine Antwort" in silent and "Kulturhaus" not in silent
    answered = text_of(client.get("/aktualitaet/?zeige=geantwortet"))
    assert "Kulturhaus Muster" in answered and "11.01.2027" in answered


def test_nobody_chosen_is_said(client: Person) -> None:
    assert "mindestens einen Anbieter" in text_of(client.post("/aktualitaet/mails", page="/aktualitaet/"))


def test_all_is_right_said_on_the_phone(client: Person, desk: Desk) -> None:
    number = ids(desk)["Kulturhaus Muster"]
    client.post("/aktualitaet/mails", {"anbieter": [str(number)]}, page="/aktualitaet/")
    path = f"/aktualitaet/{number}"
    answer = client.post(f"{path}/bestaetigen", {"welche": "alle"}, page=path)
    assert "Kulturhaus Muster: 2 Angebote mit dem heutigen Stand bestätigt." in text_of(answer)
    assert "geantwortet 11.01.2027" in text_of(answer)
    assert {key for key, day in stands(desk).items() if day == LONG_AGO} == {"verein-sued/1"}
    with Session(desk.engine) as session:
        kept = session.scalars(select(Submission).where(Submission.kind == "edit")).one()
    assert (kept.by, kept.file) == ("Bodo Lang", "Bestätigung")


def test_only_the_ticked_are_confirmed(client: Person, desk: Desk, load_rows: Loaded) -> None:
    load_rows([row(str(number), anbieter="Verein Süd", stand=LONG_AGO.isoformat()) for number in (1, 2, 3)])
    path = f"/aktualitaet/{ids(desk)['Verein Süd']}"
    nothing = client.post(f"{path}/bestaetigen", {"welche": "angekreuzte"}, page=path)
    assert nothing.status_code == 422 and "mindestens ein Angebot" in text_of(nothing)
    foreign = {"welche": "angekreuzte", "angebot": ["verein-sued/2", "kulturhaus-muster/1"]}
    client.post(f"{path}/bestaetigen", foreign, page=path)
    assert {key for key, day in stands(desk).items() if day == LONG_AGO} == {
        "verein-sued/1", "verein-sued/3", "kulturhaus-muster/1",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["..", "2027-01-11", "%2e%2e%2fgeheim", "A"])
def test_there_is_no_way_out_of_the_folder_of_mails(client: Person, name: str, desk: Desk) -> None:
    (desk.settings.data_dir / "geheim.eml").write_text("geheim")
    for path in (
        f"/aktualitaet/mails/{name}",
        f"/aktualitaet/mails/{name}.zip",
        f"/aktualitaet/mails/{name}/geheim.eml",
    ):
        answer = client.get(path)
        assert answer.status_code in (404, 409) and "geheim</" not in answer.text
