"""From a file to the catalogue: uploaded, looked at, approved in whole or in part, refused, taken back."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from openpyxl import Workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.editing import edit
from catalogue.models import Offer, Submission
from catalogue.submissions.cells import current_cells
from catalogue.submissions.plans import store_plan, waiting_plans
from staff.desk import Desk
from staff.submissions.uploads import plain_name
from tests.catalogue.offers import row, table
from tests.conftest import Rows
from tests.staff.conftest import Person, text_of, token_of
from tests.staff.submissions.uploading import approve, choose, hidden, plan_path, upload

Loaded = Callable[..., object]


def offers(desk: Desk) -> dict[str, dict[str, str]]:
    with Session(desk.engine) as session:
        return {offer.reference: current_cells(offer) for offer in session.scalars(select(Offer))}


def uploaded(person: Person, rows: Rows, name: str = "angebote.csv", **fields: str) -> str:
    return plan_path(upload(person, {name: table(rows)}, **fields))


# --- looking at it


def test_a_plan_shows_everything_and_changes_nothing(client: Person, desk: Desk, load_rows: Loaded) -> None:
    load_rows([row("1", telefon="05151 1"), row("2"), row("3")], on=desk.today() - timedelta(days=9))
    path = uploaded(
        client,
        [
            row("1", telefon="05151 2", stand=""),
            row("2"),
            row("4", titel="Töpfern", kosten="12,50"),
            row("5", kosten="viel"),
        ],
        complete="y",
    )
    page = text_of(client.get(path))
    assert "Neu 1" in page and "Geändert 1" in page and "Nicht mehr gelistet 1" in page
    assert "Abgelehnte Zeilen 1" in page
    assert "Telefon: vorher 05151 1 → nachher 05151 2" in page
    assert "Kosten in Euro: 12,50" in page
    assert "Zeile 5, Kosten in Euro:" in page
    assert "Stand: vorher 02.01.2027 → nachher 11.01.2027" in page
    assert set(offers(desk)) == {"1", "2", "3"}
    assert offers(desk)["1"]["telefon"] == "05151 1"


def test_what_stands_in_a_file_is_never_taken_for_a_page(client: Person) -> None:
    page = client.get(uploaded(client, [row("=1+1", titel="<script>alert(1)</script>", anbieter='"><b>Haus')]))
    assert "<script>alert" not in page.text and "&lt;script&gt;alert(1)" in page.text
    assert "<b>Haus" not in page.text
    assert "· =1+1 ·" in text_of(page)


def test_unknown_columns_and_conflicts_are_named(client: Person, desk: Desk, load_rows: Loaded) -> None:
    load_rows([row("1", telefon="05151 1")])
    edit(desk.engine, "kulturhaus-muster/1", {"telefon": "05151 2"}, desk.region, desk.now(), "Anna")
    page = text_of(client.get(uploaded(client, [row("1", telefon="05151 3", raum="7")])))
    assert "Unbekannte Spalten in angebote.csv, die nicht übernommen werden: raum" in page
    assert "Wir haben „05151 2“ eingetragen, der Anbieter schreibt jetzt „05151 3“" in page
    approve(client, waiting(desk))
    assert offers(desk)["1"]["telefon"] == "05151 2"


def waiting(desk: Desk) -> str:
    (plan,) = waiting_plans(desk.plans)
    return f"/meldungen/{plan.id}"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("liste.pdf", b"%PDF", "Dieses Format kann nicht gelesen werden"),
        ("liste.xls", b"\xd0\xcf", "speichern Sie bitte als .xlsx"),
        ("leer.csv", b"\r\n", "Die Datei ist leer"),
        ("ohne", b"x", "Dieses Format kann nicht gelesen werden"),
    ],
)
def test_what_cannot_be_read_is_refused_and_the_rest_is_kept(
    client: Person, desk: Desk, name: str, content: bytes, reason: str
) -> None:
    answer = upload(client, {name: content, "gut.csv": table([row("1")])}, provider="Verein", complete="y")
    assert answer.status_code == 422
    page = text_of(answer)
    assert reason in page and "Angenommen: gut.csv" in page
    assert 'value="Verein"' in answer.text and "checked" in answer.text
    assert [plan.paths[0].name for plan in waiting_plans(desk.plans)] == ["gut.csv"]


def test_nothing_chosen_is_said(client: Person) -> None:
    assert "Bitte wählen Sie mindestens eine Datei aus." in text_of(upload(client, {}))


def test_a_broken_file_waits_with_its_reason_and_can_only_be_refused(client: Person, desk: Desk) -> None:
    answer = upload(client, {"kaputt.xlsx": b"PK kein Archiv"})
    page = text_of(answer)
    assert "kaputt.xlsx" in page and "Weiter zur Freigabe" not in page
    assert client.get(f"{waiting(desk)}/freigabe").location == waiting(desk)


def test_a_file_that_names_nobody_is_read_again_with_a_name(client: Person, desk: Desk) -> None:
    nameless = {key: value for key, value in row("1").items() if key != "anbieter"}
    path = uploaded(client, [nameless])
    page = client.post(f"{path}/lesen", {"provider": " Verein  Nord "}, page=path)
    assert "Einträge ohne Anbieter gelten als Angebote von Verein Nord." in text_of(page)
    approve(client, path)
    assert offers(desk)["1"]["anbieter"] == "Verein Nord"


def test_a_workbook_with_formulas_shows_values_only(client: Person) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(row("1")))
    sheet.append(list(row("1", titel='=HYPERLINK("http://boese.example")').values()))
    target = io.BytesIO()
    book.save(target)
    page = client.get(plan_path(upload(client, {"formel.xlsx": target.getvalue()})))
    assert "Abgelehnte Zeilen 1" in text_of(page)
    assert "boese.example" not in page.text


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/kurse.csv", "kurse.csv"),
        ("C:\\Eigene Dateien\\Übersicht 2027.xlsx", "Übersicht 2027.xlsx"),
        ("a\nb?.csv", "ab.csv"),
        ("..", ""),
        (f"{'x' * 300}.csv", f"{'x' * 116}.csv"),
    ],
)
def test_names_of_files_are_only_names(sent: str, kept: str) -> None:
    assert plain_name(sent) == kept


def test_the_same_file_waits_only_once(client: Person, desk: Desk) -> None:
    uploaded(client, [row("1")])
    assert "wartet schon" in text_of(upload(client, {"angebote.csv": table([row("1")])}))
    assert len(waiting_plans(desk.plans)) == 1


def test_plans_of_the_command_line_wait_here_as_well(client: Person, desk: Desk) -> None:
    paths = []
    for number in (1, 2):
        paths.append(desk.settings.data_dir / f"datei{number}.csv")
        paths[-1].write_bytes(table([row(str(number))]))
    plan = store_plan(desk.plans, paths, 0, False, desk.now() - timedelta(days=100))
    page = text_of(client.get("/meldungen/"))
    assert "datei1.csv, datei2.csv" in page and "seit mehr als 90 Tagen: datei1.csv" in page
    approve(client, f"/meldungen/{plan.id}")
    assert set(offers(desk)) == {"1", "2"}


# --- choosing


def test_what_is_left_out_stays_as_it_is(client: Person, desk: Desk, load_rows: Loaded) -> None:
    load_rows([row("1"), row("2"), row("3")])
    path = uploaded(client, [row("1", titel="A"), row("2", titel="B"), row("4"), row("5")], complete="y")
    choose(client, path, ["kulturhaus-muster/1", "kulturhaus-muster/5"])
    approve(client, path)
    found = offers(desk)
    assert {key: cells["titel"] for key, cells in found.items()} == {
        "1": "A", "2": "Offener Nachmittag", "3": "Offener Nachmittag", "5": "Offener Nachmittag",
    }  # fmt: skip
    with Session(desk.engine) as session:
        assert session.scalars(select(Offer).where(Offer.withdrawn_on.is_not(None))).all() == []
    assert "in Teilen übernommen" in text_of(client.get("/meldungen/"))


def test_a_choice_is_kept_from_page_to_page(client: Person, desk: Desk) -> None:
    path = uploaded(client, [row(f"{number:03}") for number in range(120)])
    second = choose(client, path, [], seite="2")
    assert "seite=2" in second.request.full_path
    assert second.text.count(" checked>") == 50
    assert client.get(path).text.count(" checked>") == 0
    assert "Ausgelassen 50" in text_of(client.get(path))
    assert choose(client, path, tun="alle").text.count(" checked>") == 50
    assert choose(client, path, tun="seite-aus").text.count(" checked>") == 0
    assert "Ausgelassen 0" in text_of(choose(client, path, tun="seite-an"))


def test_only_new_ones(client: Person, desk: Desk, load_rows: Loaded) -> None:
    load_rows([row("1"), row("2", telefon="05151 1")], on=desk.today() - timedelta(days=5))
    before = offers(desk)
    path = uploaded(client, [row("1"), row("2", telefon="05151 2"), row("3")])
    choose(client, path, tun="nur-neue")
    approve(client, path)
    after = offers(desk)
    assert set(after) == {"1", "2", "3"} and {key: after[key] for key in before} == before


def test_views_and_words_narrow_a_plan(client: Person, load_rows: Loaded) -> None:
    load_rows([row("1")])
    path = uploaded(client, [row("1", titel="Tanz"), row("2", titel="Töpfern"), row("3", titel="Nähen")])
    page = text_of(choose(client, path, zeige="neu", suche="töpf"))
    assert "Töpfern" in page and "Nähen" not in page and "Tanz" not in page


def test_choosing_nothing_is_no_approval(client: Person, desk: Desk) -> None:
    path = uploaded(client, [row("1")])
    page = choose(client, path, [], tun="freigeben")
    assert "So würde nichts übernommen" in text_of(page)
    assert "Jetzt übernehmen" not in text_of(page)


# --- approving exactly what was shown


def test_approving_says_what_came_of_it(client: Person, desk: Desk) -> None:
    answer = approve(client, uploaded(client, [row("1"), row("2", kosten="viel")]))
    page = text_of(answer)
    assert "Ergebnis übernommen" in page and "1 neu" in page and "Bodo Lang" in page
    with Session(desk.engine) as session:
        (submission,) = session.scalars(select(Submission))
    assert (submission.by, submission.file, submission.added, submission.refused) == ("Bodo Lang", "angebote.csv", 1, 1)
    assert waiting_plans(desk.plans) == []
    assert list(desk.plans.iterdir()) == []


def test_an_approval_leaves_no_complaint_in_the_log(client: Person, caplog: pytest.LogCaptureFixture) -> None:
    """The page that waits for it looks at a plan that has just gone."""
    assert "Ergebnis übernommen" in text_of(approve(client, uploaded(client, [row("1")])))
    assert [record.getMessage() for record in caplog.records if record.name == "staff.jobs"] == []


def test_a_change_elsewhere_does_not_stand_in_the_way(client: Person, leader: Person, desk: Desk) -> None:
    """Fifteen files uploaded together can be approved one after the other."""
    first, second = uploaded(client, [row("1")], "a.csv"), uploaded(client, [row("1", anbieter="Verein")], "b.csv")
    page = choose(client, second, tun="freigeben")
    approve(leader, first)
    answer = client.post(f"{second}/freigabe", {"fingerprint": hidden(page, "fingerprint")[0]})
    assert "Ergebnis übernommen" in text_of(answer)


def test_a_plan_that_became_another_is_shown_again_with_the_choice(
    client: Person, desk: Desk, load_rows: Loaded
) -> None:
    load_rows([row("1", telefon="05151 1"), row("2")])
    path = uploaded(client, [row("1", telefon="05151 9"), row("2", titel="Neu"), row("3")])
    choose(client, path, ["kulturhaus-muster/1", "kulturhaus-muster/3"])
    page = choose(client, path, tun="freigeben")
    edit(desk.engine, "kulturhaus-muster/1", {"telefon": "05151 5"}, desk.region, desk.now(), "Anna")
    before = offers(desk)
    form = {"fingerprint": hidden(page, "fingerprint")[0], "csrf_token": token_of(page.text)}
    shown = text_of(client.client.post(f"{path}/freigabe", data=form, follow_redirects=True))
    assert "Nichts wurde übernommen: Der Katalog hat sich inzwischen geändert" in shown
    assert "Jetzt anders: 1 Eintrag" in shown and "Ausgelassen 1" in shown
    assert offers(desk) == before
    moved = text_of(client.get(f"{path}?zeige=anders"))
    assert "Zu entscheiden" in moved and "jetzt anders" in moved
    approve(client, path)
    assert set(offers(desk)) == {"1", "2", "3"} and offers(desk)["2"]["titel"] == "Offener Nachmittag"


def test_an_approval_counts_for_the_choice_that_was_shown(client: Person, leader: Person, desk: Desk) -> None:
    path = uploaded(client, [row("1"), row("2")])
    page = choose(client, path, tun="freigeben")
    choose(leader, path, ["kulturhaus-muster/1"])
    answer = client.post(f"{path}/freigabe", {"fingerprint": hidden(page, "fingerprint")[0]})
    assert "hat sich die Auswahl oder der Katalog geändert" in text_of(answer)
    assert offers(desk) == {}


def test_two_people_do_not_approve_twice(client: Person, leader: Person, desk: Desk) -> None:
    path = uploaded(client, [row("1")])
    pages = [(person, choose(person, path, tun="freigeben")) for person in (client, leader)]
    answers = []
    for person, page in pages:
        form = {"fingerprint": hidden(page, "fingerprint")[0], "csrf_token": token_of(page.text)}
        answers.append(person.client.post(f"{path}/freigabe", data=form, follow_redirects=True))
    assert "Ergebnis übernommen" in text_of(answers[0])
    assert "entschieden 11.01.2027, 09:00 Uhr von Bodo Lang" in text_of(answers[1]).replace(
        "Entschieden", "entschieden"
    )
    with Session(desk.engine) as session:
        assert len(session.scalars(select(Submission)).all()) == 1


def test_what_somebody_has_not_seen_he_cannot_go_on_to_approve(client: Person, desk: Desk, load_rows: Loaded) -> None:
    path = uploaded(client, [row("1", telefon="05151 9")])
    seen = client.get(path)
    load_rows([row("1", telefon="05151 1")])
    form = {"gezeigt": hidden(seen, "gezeigt")[0], "jetzt": "", "gesucht": "", "hier": "1", "tun": "freigeben"}
    answer = client.post(f"{path}/auswahl", {**form, "gesehen": [], "nimm": []}, page=path)
    assert answer.request.path == path
    assert "neu gerechnet" in text_of(answer)


# --- refusing


def test_a_refusal_becomes_a_mail(client: Person, leader: Person, desk: Desk, load_rows: Loaded) -> None:
    load_rows([row("1", email="kurse@kulturhaus.example")])
    path = uploaded(client, [row("1"), row("2", kosten="viel"), row("3", ort="Atlantis")])
    page = client.get(f"{path}/ablehnen")
    assert 'value="kurse@kulturhaus.example"' in page.text
    wrong = client.post(f"{path}/ablehnen", {"email": "keine adresse", "note": "Bitte <b>prüfen</b>."})
    assert wrong.status_code == 422 and "Bitte &lt;b&gt;prüfen&lt;/b&gt;." in wrong.text
    answer = client.post(
        f"{path}/ablehnen", {"email": "kurse@kulturhaus.example", "note": "Bitte rufen Sie mich an.\nAnna"}
    )
    shown = text_of(answer)
    assert "Ergebnis abgelehnt" in shown and "Bitte rufen Sie mich an." in shown
    assert "Zeile 3, Kosten in Euro:" in shown and "Zeile 4, Ort:" in shown
    assert "mailto:kurse@kulturhaus.example?subject=Ihre%20Datei" in answer.text
    assert set(offers(desk)) == {"1"} and waiting_plans(desk.plans) == []
    draft = client.get("/meldungen/erledigt/1.eml")
    assert b"To: kurse@kulturhaus.example" in draft.data and b"X-Unsent: 1" in draft.data
    assert client.get(path).location == "/meldungen/erledigt/1"
    trail = text_of(leader.get("/protokoll/"))
    assert "Meldung hochgeladen" in trail and "Meldung abgelehnt" in trail


def test_after_an_approval_the_provider_can_be_told_what_was_refused(client: Person) -> None:
    page = approve(client, uploaded(client, [row("1"), row("2", kosten="viel")]))
    assert "Dem Anbieter schreiben" in text_of(page)
    answer = client.post("/meldungen/erledigt/1/mail", {"note": "", "email": ""})
    assert "Wir haben sie übernommen, bis auf die Einträge, die unten stehen." in text_of(answer)
    assert "(Adresse nicht bekannt, bitte selbst eintragen)" in text_of(answer)


# --- taking it back


def test_a_load_is_taken_back(client: Person, desk: Desk, load_rows: Loaded) -> None:
    load_rows([row("1", telefon="05151 1")], file="alt.csv")
    before = offers(desk)
    approve(client, uploaded(client, [row("1", telefon="05151 2"), row("2")]))
    load_rows([row("1", anbieter="Verein")], file="anderer.csv")
    page = text_of(client.get("/meldungen/ruecknahme/2"))
    assert "1 Angebot, das diese Meldung gebracht hat, wird entfernt." in page
    assert "Telefon: vorher 05151 1 → nachher 05151 2" in page
    answer = client.post("/meldungen/ruecknahme/2")
    assert "Zurückgenommen am" in text_of(answer) and "Bodo Lang" in text_of(answer)
    with Session(desk.engine) as session:
        kept = {offer.key: current_cells(offer) for offer in session.scalars(select(Offer))}
    assert kept.pop("verein/1") and kept == {"kulturhaus-muster/1": before["1"]}
    assert "zurückgenommen" in text_of(client.get("/meldungen/"))


def test_later_changes_stand_in_the_way(client: Person, desk: Desk) -> None:
    approve(client, uploaded(client, [row("1"), row("2")]))
    edit(desk.engine, "kulturhaus-muster/1", {"telefon": "05151 5"}, desk.region, desk.now(), "Anna Kern")
    page = text_of(client.get("/meldungen/ruecknahme/1"))
    assert "Das lässt sich nicht mehr zurücknehmen: 1 Angebot wurde seitdem noch einmal geändert." in page
    assert "kulturhaus-muster/1: Berichtigung" in page and "Jetzt zurücknehmen" not in page
    answer = client.post("/meldungen/ruecknahme/1", page="/mein-konto")
    assert "noch einmal geändert" in text_of(answer)
    assert set(offers(desk)) == {"1", "2"}


def test_files_of_the_command_line_are_listed_and_unknown_ones_are_not_there(
    client: Person, desk: Desk, load_rows: Loaded
) -> None:
    load_rows([row("1")])
    assert "angebote.csv 11.01.2027, 09:00 Uhr (Befehlszeile) übernommen 1 neu" in text_of(client.get("/meldungen/"))
    for path in ("/meldungen/gibtesnicht", "/meldungen/erledigt/9", "/meldungen/ruecknahme/9"):
        assert client.get(path).status_code == 409
