"""The catalogue's pages: looking for offers, correcting them, deciding conflicts, entering new ones."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from urllib.parse import quote

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from catalogue.editing import edit
from catalogue.history import latest_version, versions
from catalogue.region import Region
from catalogue.search import find_offer, search
from catalogue.submissions.cells import current_cells
from catalogue.submissions.load import LoadReport
from catalogue.wish import Wish
from staff.desk import Desk
from tests.catalogue.offers import row
from tests.staff.conftest import NOW, Person, text_of

Load = Callable[..., LoadReport]
KEY = "kulturhaus-muster/1"
ONE = f"/angebote/eintrag?id={quote(KEY)}"
EDIT = f"/angebote/eintrag/aendern?id={quote(KEY)}"


def cells(engine: Engine, key: str = KEY) -> dict[str, str]:
    with Session(engine) as session:
        offer = find_offer(session, key)
        assert offer is not None
        return current_cells(offer)


def found(engine: Engine, region: Region, **wish: object) -> list[str]:
    with Session(engine) as session:
        return [hit.offer.key for hit in search(session, Wish(**wish), region, NOW.date(), limit=20).hits]  # type: ignore[arg-type]


def filled(html: str) -> dict[str, object]:
    """The form of an offer as a browser would send it back: everything that stands in it."""
    form = html[html.index('class="offer-form"') :]
    sent: dict[str, object] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form):
        sent.setdefault(name, unescape(value))
    for name, value in re.findall(r'<input id="[^"]+" name="([^"]+)" value="([^"]*)"', form):
        sent[name] = unescape(value)
    for name, value in re.findall(r'<textarea id="[^"]+" name="([^"]+)"[^>]*>\n(.*?)</textarea>', form, re.DOTALL):
        sent[name] = unescape(value).replace("\n", "\r\n")
    for name, options in re.findall(r'<select id="[^"]+" name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.findall(r"<option[^>]* selected>([^<]*)<", options)
        sent[name] = unescape(chosen[0]) if chosen else ""
    for name, value in re.findall(r'<input type="checkbox" name="([^"]+)" value="([^"]*)"[^>]* checked', form):
        ticked = sent.get(name)
        sent[name] = [*(ticked if isinstance(ticked, list) else []), unescape(value)]
    return sent


def correct(person: Person, path: str = EDIT, **typed: object) -> str:
    """Open the form, type something, save; the text of the page that follows."""
    return text_of(person.post(path, {**filled(person.get(path).text), **typed}, page=path))


# --- looking for offers


def test_offers_that_nobody_is_shown_are_found_as_well(client: Person, load_rows: Load, engine: Engine) -> None:
    load_rows([
        row("1", titel="Töpfern"), row("2", titel="Abgesagt", status="abgesagt"), row("3", titel="Vorbei", ende="2026-01-01"),
        row("4", titel="Alt", stand="2020-01-01"),
    ])  # fmt: skip
    page = text_of(client.get("/angebote/"))
    assert "4 Angebote" in page
    for title in ("Töpfern", "Abgesagt", "Vorbei", "Alt"):
        assert title in page
    assert "1 Angebot " in text_of(client.get("/angebote/?zustand=abgelaufen")) + " "


@pytest.mark.parametrize("query", ["suche=töpf", "suche=TÖPFERN", "suche=kulturhaus+töpfern", "suche=keramik", "suche=/1",
                                   "zustand=ohne-kontakt&suche=Töpfern", "status=offen&ort=Hameln&suche=t%C3%B6pfern"])  # fmt: skip
def test_by_parts_of_title_provider_key_and_by_keywords(client: Person, load_rows: Load, query: str) -> None:
    load_rows(
        [row("1", titel="Töpfern am Abend", themen="Keramik"), row("x2", titel="Yoga", anbieter="Anderer", telefon="1")]
    )
    page = text_of(client.get(f"/angebote/?{query}"))
    assert "Töpfern am Abend" in page and "1 Angebot " in page


@pytest.mark.parametrize(
    "query", ["suche=%25", "suche=_", "zustand=quatsch", "seite=-3", "seite=99999999999", "ordnung=;DROP"]
)
def test_any_address_is_answered(client: Person, load_rows: Load, query: str) -> None:
    load_rows([row("1")])
    assert client.get(f"/angebote/?{query}").status_code == 200


def test_what_was_found_is_handed_over_as_a_table(client: Person, load_rows: Load) -> None:
    load_rows([row("1", titel="=cmd()"), row("2", titel="Anderes")])
    answer = client.get("/angebote/tabelle/csv?suche=cmd")
    assert "'=cmd()" in answer.text and "Anderes" not in answer.text
    assert client.get("/angebote/tabelle/xlsx").data.startswith(b"PK")
    assert client.get("/angebote/tabelle/exe").status_code == 404


# --- correcting


def test_a_corrected_number_is_still_right_after_the_next_file(client: Person, load_rows: Load, engine: Engine) -> None:
    load_rows([row("1", telefon="05151 1", kosten="5")])
    assert "Gespeichert: Telefon." in correct(client, telefon="05151 2")
    load_rows([row("1", telefon="05151 1", kosten="6")])
    assert (cells(engine)["telefon"], cells(engine)["kosten"]) == ("05151 2", "6")
    page = text_of(client.get(ONE))
    assert "Berichtigt von Bodo Lang am 11.01.2027" in page and "05151 1" in page


def test_saving_without_a_change_writes_nothing(client: Person, load_rows: Load, engine: Engine) -> None:
    whole = {
        "beschreibung": "Erste Zeile\nzweite  Zeile", "themen": "Ton|Glasur", "zielgruppen": "Erwachsene|Jugendliche",
        "sprachen": "Türkisch|Deutsch", "niveau": "A1|A2", "wochentage": "Mo|Mi", "uhrzeit_von": "18:30", "kosten": "12,50",
        "beginn": "2027-02-15", "ende": "2027-03-15", "art": "Kurs", "nur_frauen": "ja", "barrierefrei": "nein",
        "email": "a@b.de", "url": "https://b.de/?a=1&b=2", "ansprechperson": 'Frau "Ü" <b>', "plz": "31785",
    }  # fmt: skip
    load_rows([row("1", **whole)])
    before = cells(engine)
    assert "Es wurde nichts geändert." in correct(client)
    with Session(engine) as session:
        assert len(versions(session, KEY)) == 1
    assert cells(engine) == before


def test_only_what_was_typed_is_written(client: Person, load_rows: Load, engine: Engine) -> None:
    load_rows([row("1", sprachen="Türkisch|Deutsch", themen="Ton")])
    correct(client, themen="Ton\r\nGlasur", beginn="15.2.2027", wochentage=["", "Mi", "Mo"])
    assert cells(engine)["themen"] == "Ton|Glasur"
    assert (cells(engine)["beginn"], cells(engine)["wochentage"]) == ("2027-02-15", "Mo|Mi")
    with Session(engine) as session:
        assert set(versions(session, KEY)[-1].changes) == {"themen", "beginn", "wochentage"}


def test_what_does_not_fit_stands_at_its_field_and_nothing_typed_is_lost(
    client: Person, load_rows: Load, engine: Engine
) -> None:
    load_rows([row("1")])
    page = correct(client, kosten="viel", beginn="31.02.2027", ort="Atlantis", telefon="05151 9")
    assert client.answer is not None and client.answer.status_code == 422
    for typed in ("viel", "31.02.2027", "Atlantis", "05151 9"):
        assert f'value="{typed}"' in client.answer.text
    assert "kein Betrag in Euro" in page
    assert re.search(
        r'id="kosten"[^>]*aria-describedby="[^"]*kosten-fehler[^>]*aria-invalid="true"', client.answer.text
    )
    assert cells(engine)["telefon"] == ""


def test_the_providers_value_can_be_taken_again(client: Person, load_rows: Load, engine: Engine) -> None:
    load_rows([row("1", telefon="05151 1")])
    correct(client, telefon="05151 2")
    correct(client, zuruecknehmen="telefon")
    assert cells(engine)["telefon"] == "05151 1"
    assert "Berichtigt" not in text_of(client.get(ONE))


def test_hostile_values_stay_text(client: Person, load_rows: Load, engine: Engine) -> None:
    load_rows([row("1", titel="<script>alert(1)</script>", beschreibung="</textarea><b>x", telefon='" onfocus="x')])
    for path in ("/angebote/", ONE, EDIT, f"/angebote/neu?vorlage={quote(KEY)}"):
        page = client.get(path).text
        assert "<script>alert" not in page and "</textarea><b>" not in page and 'value="" onfocus' not in page
    assert "keine Internetadresse" in correct(client, url="javascript://x.de/%0aalert(1)")
    assert "javascript:" not in "".join(re.findall(r'href="[^"]*"', client.get(ONE).text))


# --- two at once


def test_what_somebody_else_wrote_meanwhile_is_shown_and_not_overwritten(
    client: Person, leader: Person, load_rows: Load, engine: Engine
) -> None:
    load_rows([row("1", telefon="05151 1", kosten="5")])
    form = filled(client.get(EDIT).text)
    correct(leader, telefon="05151 2", kosten="6")
    page = text_of(client.post(EDIT, {**form, "telefon": "05151 3", "ansprechperson": "Frau Neu"}))
    assert client.answer is not None and client.answer.status_code == 409
    assert "Anna Kern hat dieses Angebot geändert" in page
    assert "Anna Kern hat inzwischen geändert: 05151 1 → 05151 2" in page
    assert (cells(engine)["telefon"], cells(engine)["ansprechperson"]) == ("05151 2", "")
    # What was typed still stands there, and what only the other changed as he wrote it.
    again = filled(client.answer.text)
    assert (again["telefon"], again["ansprechperson"], again["kosten"]) == ("05151 3", "Frau Neu", "6")
    undecided = text_of(client.post(EDIT, again))
    assert "Bitte entscheiden Sie" in undecided and cells(engine)["telefon"] == "05151 2"
    again = filled(client.answer.text)
    client.post(EDIT, {**again, "entscheidung-telefon": "andere"})
    assert (cells(engine)["telefon"], cells(engine)["ansprechperson"], cells(engine)["kosten"]) == (
        "05151 2", "Frau Neu", "6",
    )  # fmt: skip


def test_of_two_values_ones_own_can_be_chosen(client: Person, leader: Person, load_rows: Load, engine: Engine) -> None:
    load_rows([row("1", telefon="05151 1")])
    form = filled(client.get(EDIT).text)
    correct(leader, telefon="05151 2")
    client.post(EDIT, {**form, "telefon": "05151 3"})
    assert client.answer is not None
    client.post(EDIT, {**filled(client.answer.text), "entscheidung-telefon": "eigene"})
    assert cells(engine)["telefon"] == "05151 3"


def test_a_third_one_who_was_faster_is_seen_as_well(
    client: Person, leader: Person, load_rows: Load, engine: Engine
) -> None:
    load_rows([row("1", telefon="05151 1")])
    form = filled(client.get(EDIT).text)
    correct(leader, telefon="05151 2")
    client.post(EDIT, {**form, "telefon": "05151 3"})
    assert client.answer is not None
    again = filled(client.answer.text)
    correct(leader, telefon="05151 4")
    page = text_of(client.post(EDIT, {**again, "entscheidung-telefon": "eigene"}))
    assert "05151 2 → 05151 4" in page and cells(engine)["telefon"] == "05151 4"


# --- one click


def test_one_click_marks_an_offer_from_the_list(client: Person, load_rows: Load, engine: Engine) -> None:
    load_rows([row("1")])
    with Session(engine) as session:
        seen = latest_version(session, KEY)
    path = f"/angebote/eintrag/status?id={quote(KEY)}"
    data = {"status": "ausgebucht", "gesehen": seen, "weiter": "/angebote/?suche=Offener"}
    page = text_of(client.post(path, data, page="/angebote/"))
    assert "Status ist jetzt: ausgebucht" in page and cells(engine)["status"] == "ausgebucht"
    # Whoever still sees "offen" does not overwrite it unseen.
    assert "inzwischen" in text_of(client.post(path, {**data, "status": "Warteliste"}, page="/angebote/"))
    assert cells(engine)["status"] == "ausgebucht"


def test_another_field_that_somebody_changed_is_no_hindrance(
    client: Person, load_rows: Load, engine: Engine, region: Region
) -> None:
    load_rows([row("1")])
    with Session(engine) as session:
        seen = latest_version(session, KEY)
    edit(engine, KEY, {"telefon": "05151 2"}, region, NOW, "Anna Kern")
    client.post(
        f"/angebote/eintrag/status?id={quote(KEY)}", {"status": "ausgebucht", "gesehen": seen}, page="/angebote/"
    )
    assert (cells(engine)["status"], cells(engine)["telefon"]) == ("ausgebucht", "05151 2")


def test_confirmed_today(client: Person, load_rows: Load, engine: Engine) -> None:
    load_rows([row("1", stand="2026-01-01")])
    client.post(f"/angebote/eintrag/bestaetigt?id={quote(KEY)}", {"gesehen": 1}, page="/angebote/")
    assert cells(engine)["stand"] == "2027-01-11"


def test_what_was_taken_out_stays_out_until_somebody_puts_it_back(
    client: Person, load_rows: Load, engine: Engine, region: Region
) -> None:
    load_rows([row("1")])
    client.post(f"/angebote/eintrag/zurueckziehen?id={quote(KEY)}", {"gesehen": 1}, page=ONE)
    load_rows([row("1", kosten="7")], on=date(2027, 1, 12))
    assert found(engine, region) == [] and cells(engine)["kosten"] == "7"
    page = text_of(client.get(ONE))
    assert "Das Bildungsbüro hat dieses Angebot" in page and "Im Verzeichnis: ja → nein" in page
    with Session(engine) as session:
        seen = latest_version(session, KEY)
    client.post(f"/angebote/eintrag/aufnehmen?id={quote(KEY)}", {"gesehen": seen}, page=ONE)
    assert found(engine, region) == [KEY]


# --- conflicts


def decide(person: Person, *choices: tuple[str, str], **more: str) -> str:
    """Choose for the conflicts of the page, in their order."""
    html = person.get("/angebote/konflikte").text
    data: dict[str, object] = dict(re.findall(r'name="((?:angebot|feld|gesehen)-\d+)" value="([^"]*)"', html))
    for number, (choice, value) in enumerate(choices):
        data |= {f"wahl-{number}": choice, f"wert-{number}": value}
    return text_of(person.post("/angebote/konflikte", {**data, **more}))


@pytest.fixture
def in_conflict(load_rows: Load, engine: Engine, region: Region) -> None:
    old = {"telefon": "05151 1", "kosten": "5"}
    load_rows([row("1", **old), row("2", titel="Zweites", **old)])
    edit(engine, KEY, {"telefon": "05151 2", "kosten": "6"}, region, NOW, "Anna Kern")
    edit(engine, "kulturhaus-muster/2", {"telefon": "05151 2"}, region, NOW, "Anna Kern")
    new = {"telefon": "05151 3", "kosten": "7"}
    load_rows([row("1", **new), row("2", titel="Zweites", **new)])


def test_several_conflicts_are_decided_at_once(client: Person, in_conflict: None, engine: Engine) -> None:
    assert "Konflikte: 3" in text_of(client.get("/"))
    page = decide(client, ("anbieter", ""), ("unsere", ""), ("andere", "05151 4"))
    assert "3 Konflikte sind entschieden" in page and "Es gibt nichts zu entscheiden" in page
    assert (cells(engine)["kosten"], cells(engine)["telefon"]) == ("7", "05151 2")
    assert cells(engine, "kulturhaus-muster/2")["telefon"] == "05151 4"
    assert "Konflikte" not in text_of(client.get("/"))


def test_a_wrong_value_is_refused_beside_its_field_and_the_others_are_decided(
    client: Person, in_conflict: None, engine: Engine
) -> None:
    page = decide(client, ("andere", "viel"), ("", ""), ("anbieter", ""))
    assert "kein Betrag in Euro" in page and "Ein Konflikt ist entschieden" in page
    assert client.answer is not None and 'value="viel"' in client.answer.text
    assert cells(engine)["kosten"] == "6"


def test_a_conflict_that_changed_under_ones_eyes_is_not_decided(
    client: Person, in_conflict: None, engine: Engine
) -> None:
    assert "Bitte sehen Sie noch einmal hin" in decide(client, ("anbieter", ""), **{"gesehen-0": "1"})
    assert cells(engine)["kosten"] == "6"


# --- new ones


def entered(person: Person, path: str = "/angebote/neu", **typed: object) -> str:
    return text_of(person.post(path, {**filled(person.get(path).text), **typed}, page=path))


def test_what_was_told_in_a_meeting_is_found_at_once(
    client: Person, engine: Engine, region: Region, load_rows: Load
) -> None:
    page = entered(
        client, "/angebote/neu", new_provider="Töpferei Musterhof", titel="Töpfern am Abend", bereich="Kultur und Freizeit",
        ort="Aerzen", kosten="45",
    )  # fmt: skip
    assert "Das Angebot ist im Katalog" in page and "Eintrag von Bodo Lang" in page
    key = "toepferei-musterhof/toepfern-am-abend"
    assert found(engine, region, place=("Aerzen",)) == [key]
    # The provider's file changes it like any other.
    sent = {"anbieter": "Töpferei Musterhof", "titel": "Töpfern am Abend", "ort": "Aerzen"}
    load_rows([row("toepfern-am-abend", **{**sent, "kosten": "49"})])
    assert cells(engine, key)["kosten"] == "49"


def test_a_second_one_of_the_same_name_gets_a_key_of_its_own(client: Person, engine: Engine, load_rows: Load) -> None:
    load_rows([row("1")])
    for _ in range(2):
        entered(client, provider="Kulturhaus Muster", titel="Chor", bereich="Kultur und Freizeit", ort="Hameln")
    assert (
        cells(engine, "kulturhaus-muster/chor")["titel"] == cells(engine, "kulturhaus-muster/chor-2")["titel"] == "Chor"
    )


def test_a_new_one_is_checked_like_a_row_and_nothing_typed_is_lost(client: Person, load_rows: Load) -> None:
    load_rows([row("1")])
    page = entered(client, titel="Chor", telefon="05151 7")
    assert page.count("Diese Angabe fehlt.") == 4  # provider and area, above and at their fields
    assert client.answer is not None and 'value="05151 7"' in client.answer.text
    taken = entered(
        client, provider="Kulturhaus Muster", reference="1", titel="X", bereich="Kultur und Freizeit", ort="Hameln"
    )
    assert "schon für ein anderes Angebot" in taken


def test_an_offer_may_be_the_pattern_of_another(client: Person, load_rows: Load, engine: Engine) -> None:
    load_rows(
        [row("1", titel="Töpfern", wochentage="Mo|Mi", zielgruppen="Erwachsene", kosten="5", status="ausgebucht")]
    )
    entered(client, f"/angebote/neu?vorlage={quote(KEY)}", titel="Töpfern für Anfänger")
    new = cells(engine, "kulturhaus-muster/toepfern-fuer-anfaenger")
    assert (new["wochentage"], new["zielgruppen"], new["kosten"], new["status"]) == (
        "Mo|Mi",
        "Erwachsene",
        "5",
        "offen",
    )


def test_the_history_names_who_did_what(client: Person, leader: Person, load_rows: Load) -> None:
    load_rows([row("1", telefon="05151 1")], file="januar.csv")
    correct(client, telefon="05151 2")
    correct(leader, kosten="3")
    page = text_of(client.get(ONE))
    story = page[page.index("Verlauf") :]
    assert story.index("Anna Kern") < story.index("Bodo Lang") < story.index("januar.csv")
    assert "Telefon: 05151 1 → 05151 2" in story
    assert "Bodo Lang" in text_of(leader.get("/protokoll/"))


@pytest.mark.parametrize("reference", ["a/b", "a//b", "../1", "ä ö?#%", "1&2", "<b>"])
def test_any_key_of_a_provider_has_a_page(client: Person, load_rows: Load, engine: Engine, reference: str) -> None:
    load_rows([row(reference)])
    key = f"kulturhaus-muster/{reference}"
    (address,) = set(re.findall(r'href="(/angebote/eintrag\?[^"]*)"', client.get("/angebote/").text))
    assert client.get(unescape(address)).status_code == 200
    correct(client, f"/angebote/eintrag/aendern?id={quote(key)}", telefon="05151 2")
    assert cells(engine, key)["telefon"] == "05151 2"


def test_what_does_not_exist_says_so(desk: Desk, client: Person) -> None:
    for path in ("/angebote/eintrag", "/angebote/eintrag?id=x/y", "/angebote/eintrag/aendern?id=x/y"):
        assert client.get(path).status_code == 404
