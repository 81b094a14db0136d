"""The tasks of the handbook, walked through with the mouse as it tells them; its pictures are made on the way.

`make handbook` writes the pictures. The offers are those of the example region, whose providers are invented.
"""

import csv
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from catalogue.demand import NOTHING, OFFERED, RELAXED, Cell
from catalogue.editing import edit
from catalogue.example import write_shifted
from catalogue.notices import report
from catalogue.statistics import CLICK, CONVERSATION, IN_SERVICE, SEARCH, Tally, write
from catalogue.submissions.load import load
from staff.app import create_app
from staff.desk import Desk
from staff.identity.accounts import EDITOR, LEAD
from staff.insight.making import prepare
from staff.words.trials import Trials
from tests.browser.pictures import keep_picture
from tests.browser.staff import Office, served
from tests.staff.conftest import PASSWORD, clock, desk
from tests.staff.questions import some_questions
from tests.staff.some_labels import some_labels

__all__ = ["clock", "desk"]

PROVIDER = "Kulturverein Kulissenschieber e. V."
THEATRE = "Theaterwerkstatt für Einsteiger: raus auf die Bühne"
KEY = "kulturverein-kulissenschieber-e-v/THEA-1"
WORD = "Sonnengruß"
_WRITTEN = date(2027, 1, 4)


@pytest.fixture
def office(desk: Desk, page: Callable[..., Page], tmp_path: Path) -> Iterator[Office]:
    files = write_shifted(desk.region, _WRITTEN, tmp_path / "example")
    load(desk.engine, files, desk.region, desk.now())
    app = create_app(desk)
    app.extensions["trials"] = Trials(_answered)
    with served(desk, app) as address:
        yield Office(address, page)


def _answered(question: str) -> dict[str, Any]:
    return {
        "before": [{"text": f"Dazu gibt es im Verzeichnis zurzeit leider kein Angebot ({question})."}],
        "after": [{"text": "Ich habe 2 Angebote gefunden (Yoga, in Hameln):"}],
    }


@pytest.fixture
def file(desk: Desk, tmp_path: Path) -> Path:
    """What a provider sends next: a time and a price have changed, one is new, one gone, and one row has a fault."""
    source = tmp_path / "example" / "kulturverein-kulissenschieber.csv"
    with source.open(encoding="utf-8", newline="") as sent:
        rows = {row["kennung"]: row for row in csv.DictReader(sent, delimiter=";")}
    rows["THEA-1"] |= {"uhrzeit_von": "18:30", "uhrzeit_bis": "21:00", "kosten": "85"}
    rows["KUNST-1"] |= {"telefon": "05152 000-34"}
    rows["KINO-1"] |= {"kosten": "auf Anfrage"}
    rows["CHOR-1"] = rows["LIT-1"] | {
        "kennung": "CHOR-1",
        "titel": "Singen am Feierabend: Chor für alle Stimmen",
        "beschreibung": "Wir singen Lieder aus vielen Ländern. Noten muss niemand lesen können.",
        "themen": "Chor|Singen",
    }
    del rows["LIT-1"], rows["AUST-1"]
    target = tmp_path / "kulissenschieber-februar.csv"
    with target.open("w", encoding="utf-8", newline="") as new:
        writer = csv.DictWriter(new, list(rows["THEA-1"]), delimiter=";")
        writer.writeheader()
        writer.writerows(row | {"stand": "2027-01-10"} for row in rows.values())
    return target


def _used_on(day: date) -> Tally:
    """A day of the service; each month more people ask than in the month before."""
    tally = Tally(lambda: day)
    tally.use(IN_SERVICE)
    for outcome in (NOTHING, RELAXED, OFFERED, OFFERED) * (day.month - 9):
        tally.use(CONVERSATION, "website")
        tally.use(SEARCH, outcome, "website")
        tally.use(CLICK, "kulturverein-kulissenschieber-e-v", "Kultur und Freizeit")
        tally.demand(Cell("yoga", "Frauen", "Aerzen"), outcome)
    return tally


def title(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def done(page: Page) -> Locator:
    return page.get_by_role("status")


def menu(page: Page, room: str) -> None:
    page.get_by_role("navigation", name="Hauptmenü").get_by_role("link", name=room, exact=True).click()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name, exact=True).click()


def test_log_in_and_the_first_page(office: Office, desk: Desk, file: Path) -> None:
    report(desk.engine, KEY, "Kosten", "Es kostet jetzt 85 €.", desk.now())
    page = office.open_page(office.address)
    expect(title(page)).to_have_text("Anmelden")
    page.get_by_label("Name").fill("Anna Kern")
    page.get_by_label("Passwort").fill(PASSWORD)
    keep_picture(page, "anmelden", height=620)
    press(page, "Anmelden")
    expect(title(page)).to_have_text("Guten Tag, Anna Kern")
    expect(page.get_by_role("main").get_by_role("link", name="Anbieter zu fragen")).to_be_visible()
    keep_picture(page, "uebersicht", height=520)
    page.get_by_role("link", name="Anna Kern", exact=True).click()
    follow(page, "Passwort ändern")
    page.get_by_label("Bisheriges Passwort").fill(PASSWORD)
    page.get_by_label("Neues Passwort", exact=True).fill("tasse kamel regen elf")
    page.get_by_label("Neues Passwort noch einmal").fill("tasse kamel regen elf")
    press(page, "Passwort ändern")
    expect(done(page)).to_contain_text("Ihr neues Passwort gilt ab jetzt.")
    page.get_by_role("link", name="Anna Kern", exact=True).click()
    follow(page, "Anmeldung mit Code einrichten")
    expect(page.get_by_label("Code, den die App zeigt")).to_be_visible()


def uploaded(office: Office, file: Path) -> Page:
    page = office.logged_in("/")
    menu(page, "Meldungen")
    page.get_by_label("Dateien").set_input_files(file)
    page.get_by_label("Die Datei enthält alle Angebote").check()
    press(page, "Hochladen und ansehen")
    expect(title(page)).to_have_text(file.name)
    return page


def test_a_file_is_read_approved_in_part_and_taken_back(office: Office, file: Path) -> None:
    page = uploaded(office, file)
    expect(page.get_by_text("Zeile 7, Kosten in Euro:")).to_be_visible()
    keep_picture(page, "meldung-ansehen")
    page.get_by_role("checkbox", name="Übernehmen: Singen am Feierabend").uncheck()
    keep_picture(page, "meldung-auswaehlen", top=page.get_by_role("heading", name=re.compile("Alle Änderungen")))
    press(page, "Auswahl merken")
    press(page, "Weiter zur Freigabe")
    expect(title(page)).to_have_text(f"Freigabe: {file.name}")
    press(page, "Jetzt übernehmen")
    expect(page.get_by_text("in Teilen übernommen")).to_be_visible()
    follow(page, "Dem Anbieter schreiben")
    page.get_by_label("Ihre Nachricht").fill("Bitte nennen Sie die Kosten als Zahl.")
    press(page, "Mail schreiben")
    expect(page.get_by_label("Text zum Kopieren")).to_have_value(re.compile("Bitte nennen Sie die Kosten"))
    page.get_by_role("main").get_by_role("link", name=re.compile("und zurücknehmen")).click()
    expect(page.get_by_text("Was das Zurücknehmen bewirkt")).to_be_visible()
    keep_picture(page, "zuruecknehmen")
    press(page, "Jetzt zurücknehmen")
    expect(done(page).first).to_contain_text("Zurückgenommen")


def test_a_file_is_refused(office: Office, file: Path) -> None:
    page = uploaded(office, file)
    follow(page, "Ganze Meldung ablehnen und dem Anbieter schreiben")
    expect(page.get_by_label("E-Mail des Anbieters")).to_have_value("hallo@kulissenschieber.example")
    page.get_by_label("Ihre Nachricht").fill("In der Datei fehlen zwei Ihrer Angebote. Ist das so gemeint?")
    press(page, "Ablehnen und Mail schreiben")
    expect(done(page)).to_contain_text("Die Meldung ist abgelehnt.")
    mail = page.get_by_role("heading", name="Mail an den Anbieter")
    keep_picture(page, "ablehnen-mail", top=mail)
    follow(page, "Mail noch einmal schreiben")
    expect(page.get_by_role("button", name="Mail schreiben")).to_be_visible()


def test_a_number_is_found_and_corrected(office: Office) -> None:
    page = office.logged_in("/")
    menu(page, "Angebote")
    page.get_by_label("Titel, Anbieter, Kennung oder Stichwort").fill("theater")
    press(page, "Zeigen")
    expect(page.get_by_role("link", name=THEATRE)).to_be_visible()
    keep_picture(page, "angebot-suchen", top=title(page))
    page.get_by_role("link", name=THEATRE).click()
    expect(page.get_by_role("button", name="Aus dem Verzeichnis nehmen")).to_be_visible()
    keep_picture(page, "angebot")
    follow(page, "Ändern")
    page.get_by_label("Telefon", exact=True).fill("05152 000-35")
    keep_picture(page, "telefon-berichtigen", top=page.get_by_role("heading", name="Kontakt und Anmeldung"))
    press(page, "Speichern")
    expect(done(page)).to_have_text("Gespeichert: Telefon.")
    page.get_by_role("button", name=re.compile("^ausgebucht")).first.click()
    expect(done(page)).to_contain_text("Status ist jetzt: ausgebucht.")
    page.get_by_role("button", name=re.compile("^offen")).first.click()
    expect(done(page)).to_contain_text("Status ist jetzt: offen.")
    press(page, "Aus dem Verzeichnis nehmen")
    press(page, "Wieder ins Verzeichnis aufnehmen")
    expect(done(page)).to_contain_text("wieder im Verzeichnis")


def test_a_conflict_is_decided(office: Office, desk: Desk, file: Path) -> None:
    edit(desk.engine, KEY, {"kosten": "90"}, desk.region, desk.now(), "Bodo Lang")
    load(desk.engine, [file], desk.region, desk.now())
    page = office.logged_in("/")
    page.get_by_role("main").get_by_role("link", name=re.compile("^Konflikte")).click()
    page.get_by_label("Angabe des Anbieters nehmen: 85").check()
    keep_picture(page, "konflikt", height=620)
    press(page, "Entscheidungen speichern")
    expect(done(page)).to_have_text("Ein Konflikt ist entschieden.")


def test_an_offer_is_entered(office: Office) -> None:
    page = office.logged_in("/")
    menu(page, "Angebote")
    follow(page, "Neues Angebot")
    page.get_by_label("Bekannter Anbieter").select_option(PROVIDER)
    page.get_by_label("Titel").fill("Puppenbau für Großeltern und Enkel")
    page.get_by_label("Bereich").select_option("Kultur und Freizeit")
    page.get_by_label("Ort", exact=True).fill("Aerzen")
    press(page, "Eintragen")
    expect(done(page)).to_have_text("Das Angebot ist im Katalog.")


def test_notices_are_worked_off(office: Office, desk: Desk) -> None:
    report(desk.engine, KEY, "Kosten", "Es kostet jetzt 85 €.", desk.now())
    report(desk.engine, KEY, "Telefon, Mail oder Internetseite", "", desk.now(), by="Frau Muster, Jobcenter")
    page = office.logged_in("/")
    page.get_by_role("main").get_by_role("link", name=re.compile("^Hinweise")).click()
    page.get_by_label("Was Sie getan haben").first.fill("Preis berichtigt")
    keep_picture(page, "hinweise")
    page.get_by_role("button", name=re.compile("^Erledigt")).first.click()
    expect(done(page)).to_have_text("Ein Hinweis ist erledigt.")
    follow(page, "Erledigte Hinweise")
    page.get_by_role("button", name=re.compile("^Wieder öffnen")).click()
    expect(done(page)).to_have_text("Der Hinweis ist wieder offen.")


def test_a_round_of_mails_and_a_call(office: Office, desk: Desk) -> None:
    page = office.logged_in("/")
    menu(page, "Aktualität")
    expect(page.get_by_role("checkbox").first).to_be_checked()
    keep_picture(page, "anbieter-fragen")
    press(page, "Mails schreiben")
    expect(title(page)).to_have_text("Mails vom 11.01.2027", timeout=20_000)
    expect(page.get_by_role("link", name="Alle als ZIP herunterladen")).to_be_visible()
    menu(page, "Aktualität")
    page.get_by_role("main").get_by_role("link", name=re.compile("^Alle Anbieter|^Alle")).first.click()
    page.get_by_label("Anbieter suchen").fill("Familienbildung")
    press(page, "Suchen")
    page.get_by_role("link", name="Familienbildungszentrum Lindenhof").click()
    expect(page.get_by_role("heading", name="Am Telefon bestätigt")).to_be_visible()
    keep_picture(page, "am-telefon", top=title(page))
    page.get_by_role("button", name=re.compile("Angebote stimmen$")).click()
    expect(done(page)).to_contain_text("mit dem heutigen Stand bestätigt")


def test_a_word_is_taught(office: Office, desk: Desk) -> None:
    page = office.logged_in("/")
    menu(page, "Wörter")
    follow(page, "Themen und Synonyme")
    page.get_by_label("Name oder Wort").fill("yoga")
    press(page, "Suchen")
    follow(page, "yoga")
    page.get_by_label("Eigene Wörter").fill(WORD)
    keep_picture(page, "wort", height=760)
    press(page, "Im Entwurf speichern")
    expect(done(page)).to_contain_text("Gespeichert im Entwurf")
    follow(page, "Ausprobieren")
    page.get_by_label("Frage").fill(f"{WORD} in Hameln")
    press(page, "So würde die Antwort lauten")
    expect(page.get_by_role("region", name="Mit dem Entwurf")).to_contain_text("2 Angebote", timeout=10_000)
    keep_picture(page, "ausprobieren", height=620)
    follow(page, "Wörter und Texte")
    keep_picture(page, "entwurf")
    press(page, "Entwurf übernehmen")
    expect(done(page)).to_contain_text("Stand 1 gilt.")
    assert WORD in desk.region.topics["yoga"].words
    page.get_by_role("button", name=re.compile("^Einen Schritt zurück")).click()
    expect(done(page)).to_contain_text("wie die Region ohne Änderungen")


def test_texts_and_contacts_are_changed(office: Office) -> None:
    page = office.logged_in("/")
    for room, field, text in (
        ("Kontakt des Bildungsbüros", "Erreichbar", "Montag bis Freitag 9 bis 12 Uhr"),
        ("Zuständige Stellen", "Telefon", "05151 000-1"),
        ("Neues Thema", "Name des Themas", "seifenkistenbau"),
    ):
        menu(page, "Wörter")
        follow(page, room)
        if room == "Zuständige Stellen":
            page.get_by_label("Name, Wort oder Stelle").fill("Kindergeld")
            press(page, "Suchen")
            follow(page, "kindergeld")
        page.get_by_label(field, exact=True).fill(text)
        press(page, "Im Entwurf speichern")
        expect(done(page)).to_contain_text("Gespeichert im Entwurf")
    menu(page, "Wörter")
    follow(page, "Antworttexte")
    page.get_by_label("Anlass oder Wort im Text").fill("grüßt")
    press(page, "Suchen")
    page.get_by_role("main").get_by_role("rowheader").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="So sieht er ausgefüllt aus")).to_be_visible()


def test_questions_are_gone_through(office: Office, desk: Desk) -> None:
    some_questions(desk)
    page = office.logged_in("/")
    menu(page, "Fragen")
    expect(page.get_by_text("Verstanden als")).to_be_visible()
    keep_picture(page, "fragen")
    follow(page, "Ganzes Gespräch g")
    follow(page, "Als Test sichern")
    page.get_by_label("Worum geht es?").select_option("Einen Wunsch ändern oder ergänzen")
    page.get_by_label("Was zeigt das Gespräch?").fill("erst Nachhilfe, dann der Ort")
    press(page, "Test sichern")
    expect(done(page)).to_have_text("Als Test gesichert: refinement/erst_nachhilfe_dann_der_ort.yml.")
    menu(page, "Fragen")
    page.get_by_text("Bedingungen ändern").click()
    page.get_by_label("Und ist").first.select_option("nur erzählt")
    press(page, "So speichern")
    expect(page.get_by_text("Wie wird das Wetter?", exact=True)).to_be_visible()
    page.get_by_role("button", name=re.compile("^Gehört nicht hierher n")).click()
    expect(page.get_by_text("Zurzeit wartet keine Nachricht.")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Zurücknehmen")).click()
    follow(page, "Neues Synonym für … s")
    page.get_by_label("Neues Wort").fill(WORD)
    page.get_by_label("Nämlich").fill("yoga")
    press(page, "Speichern und weiter")
    expect(done(page)).to_contain_text("Gespeichert im Entwurf")


def test_the_report_is_handed_on(office: Office, desk: Desk) -> None:
    for month in (10, 11, 12):
        for day in range(1, 29):
            assert write(desk.engine, _used_on(date(2026, month, day)))
    page = office.logged_in("/")
    menu(page, "Bericht")
    expect(title(page)).to_have_text("Bericht 4. Quartal 2026")
    expect(page.get_by_text("lief an 84 Tagen")).to_be_visible()
    keep_picture(page, "bericht", top=title(page))
    with page.expect_download() as download:
        follow(page, "Als Tabelle (CSV) herunterladen")
    assert download.value.suggested_filename == "bericht-2026Q4.csv"


def test_what_is_confused_is_looked_at(office: Office, desk: Desk) -> None:
    some_labels(desk)
    prepare()
    page = office.logged_in("/fragen/einblick/")
    expect(title(page)).to_have_text("Einblick: Was der Bildungslotse verwechselt")
    keep_picture(page, "einblick", top=page.get_by_role("heading", name="Was verwechselt wird"))
    follow(page, "Sätze, die einander widersprechen")
    expect(page.get_by_text("von Ihnen bestätigt").first).to_be_visible()
    hidden = page.locator("details li").first
    expect(hidden).to_be_hidden()
    page.get_by_text(re.compile("^Weitere Paare aus den Trainingsdateien")).press("Enter")
    expect(hidden).to_be_visible()


def test_people_come_and_go(office: Office, desk: Desk) -> None:
    page = office.logged_in("/")
    menu(page, "Einladungen")
    page.get_by_label("Name").fill("Frau Muster, Jobcenter")
    press(page, "Einladen")
    expect(title(page)).to_have_text("Einladungscode für Frau Muster, Jobcenter")
    menu(page, "Konten")
    page.get_by_label("Name").fill("Clara Neu")
    page.get_by_label("Rolle").select_option(EDITOR)
    press(page, "Konto anlegen")
    expect(title(page)).to_have_text("Startpasswort für Clara Neu")
    follow(page, "Zu den Konten")
    follow(page, "Clara Neu")
    page.get_by_label("Rolle").select_option(LEAD)
    press(page, "Rolle ändern")
    expect(done(page)).to_have_text("Clara Neu hat jetzt die Rolle Leitung.")
    press(page, "Neues Startpasswort")
    expect(title(page)).to_have_text("Startpasswort für Clara Neu")
    follow(page, "Zu den Konten")
    follow(page, "Clara Neu")
    press(page, "Konto sperren")
    expect(done(page)).to_have_text("Das Konto von Clara Neu ist gesperrt.")
    menu(page, "Protokoll")
    expect(page.get_by_role("row").filter(has_text="Frau Muster, Jobcenter")).to_have_count(1)
