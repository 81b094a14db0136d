"""What the office does in a quarter, task by task, as somebody does it who knows the pages."""

import re
from collections.abc import Collection
from pathlib import Path

from benchmarks.quarter.person import Person
from benchmarks.quarter.providers import IN_PART, NAMES, ON_PHONE, WITH_FAULTS, Answer

# Sending a mail that is written: open the draft in the mail program, and send it.
_SENDING = 2


def log_in(person: Person) -> None:
    person.task = "Anmelden"
    person.log_in()


def ask_providers(person: Person, mails: int) -> None:
    """Write the round of mails to all who are overdue, and send them."""
    person.task = "Mails an überfällige Anbieter"
    person.room("Aktualität")
    person.press("Mails schreiben")
    person.sees(f"{mails} Mails sind geschrieben" if mails > 1 else "1 Mail ist geschrieben")
    person.download("Alle als ZIP herunterladen")
    person.step(_SENDING * mails)


def ask_again(person: Person) -> None:
    person.task = "Schweigenden noch einmal schreiben"
    person.room("Aktualität")
    person.follow(re.compile("Nach 21 Tagen ohne Antwort"))
    person.press("Mails schreiben")
    person.sees("1 Mail ist geschrieben")
    person.follow(re.compile("^Herunterladen"))
    person.step(_SENDING)


def upload(person: Person, files: list[Path]) -> None:
    """Several at once: each waits as a plan of its own."""
    person.task = "Dateien hochladen"
    person.room("Meldungen")
    person.pick("Dateien", files)
    person.press("Hochladen und ansehen")


def take_over(person: Person, answer: Answer, *, is_open: bool = False) -> None:
    """Look at a plan and approve it: whole, or without what is new."""
    in_part = answer.provider in IN_PART
    person.task = "Pläne ansehen und freigeben"
    if not is_open:
        _open(person, answer.file)
    person.read_plan()
    if in_part:
        title = person.page.get_by_role("checkbox", name=re.compile("Neu im Programm"))
        title.click()
        person.step()
    person.press("Weiter zur Freigabe")
    person.press("Jetzt übernehmen")
    person.page.get_by_role("heading", name="Mail an den Anbieter").wait_for()
    person.sees("in Teilen übernommen" if in_part else "übernommen")
    if answer.provider in WITH_FAULTS:
        _write_about_faults(person)


def _write_about_faults(person: Person) -> None:
    person.task = "Mail über fehlerhafte Zeilen"
    person.follow("Dem Anbieter schreiben")
    person.press("Mail schreiben")
    person.follow("Als Mail-Entwurf herunterladen (.eml)")
    person.step(_SENDING)


def _open(person: Person, file: Path) -> None:
    if not person.page.get_by_role("heading", name="Warten auf Entscheidung").count():
        person.room("Meldungen")
    person.follow(file.name, within=person.page.get_by_role("region", name="Meldungen, die warten"))


def refuse(person: Person, file: Path) -> None:
    """It is not what was asked for: back to the provider, with a mail."""
    person.task = "Falsche Datei ablehnen"
    _open(person, file)
    person.step()
    person.follow("Ganze Meldung ablehnen und dem Anbieter schreiben")
    person.fill("E-Mail des Anbieters", "kurse@muster.example")
    person.fill("Ihre Nachricht", "Das ist eine Anwesenheitsliste. Bitte schicken Sie die Tabelle aus unserer Mail.")
    person.press("Ablehnen und Mail schreiben")
    person.follow("Als Mail-Entwurf herunterladen (.eml)")
    person.step(_SENDING)


def take_back(person: Person, answer: Answer) -> None:
    """Taken over too early: the provider calls, and sends it once more."""
    person.task = "Übernahme zurücknehmen"
    person.room("Meldungen")
    person.follow(answer.file.name, within=person.page.get_by_role("region", name="Erledigte Meldungen"))
    person.follow(re.compile("und zurücknehmen"))
    person.step()
    person.press("Jetzt zurücknehmen")
    person.sees("Zurückgenommen am")


def confirm_on_phone(person: Person) -> None:
    person.task = "Am Telefon bestätigt"
    for name in ON_PHONE:
        person.room("Aktualität")
        person.follow(re.compile("Gefragt, Antwort steht aus"))
        person.follow(name)
        person.press(re.compile("Alle .* stimmen"))
        person.sees("mit dem heutigen Stand bestätigt")


def work_off_notices(person: Person, phones: Collection[str]) -> None:
    """Correct the offer, say what was done."""
    person.task = "Hinweise abarbeiten"
    person.room("Hinweise")
    for phone in phones:
        person.follow(re.compile("^Ändern"), within=person.page.locator("ul.offers > li").first)
        person.fill("Telefon", phone)
        person.press("Speichern")
        person.follow("Offene Hinweise abarbeiten")
        person.page.get_by_label("Was Sie getan haben").first.fill("Telefon berichtigt")
        person.step()
        person.press(re.compile("^Erledigt"), within=person.page.locator("ul.offers > li").first)
        person.sees("Ein Hinweis ist erledigt.")


def decide_conflicts(person: Person, decisions: Collection[str]) -> None:
    person.task = "Konflikte entscheiden"
    person.room("Angebote")
    person.follow("Konflikte entscheiden")
    for number, label in enumerate(decisions):
        person.tick(label, within=person.page.locator("fieldset.decide").nth(number))
    person.press("Entscheidungen speichern")
    person.sees("3 Konflikte sind entschieden.")


def enter_offers(person: Person, titles: Collection[str]) -> None:
    """Two offers that somebody told of in a meeting."""
    person.task = "Neue Angebote aus einer Besprechung"
    for title in titles:
        person.room("Angebote")
        person.follow("Neues Angebot")
        person.choose("Bekannter Anbieter", NAMES[0])
        person.fill(re.compile("^Titel"), title)
        person.page.get_by_label("Bereich").select_option("Kultur und Freizeit")
        person.step()
        person.page.get_by_label("Art", exact=True).select_option("Kurs")
        person.step()
        person.fill(re.compile("^Ort"), "Hameln")
        person.tick("Mi", exact=True, within=person.page.get_by_role("group", name="Wochentage"))
        person.fill("Uhrzeit von", "17:00")
        person.fill("Kosten in Euro", "15")
        person.fill("Telefon", "05151 7000")
        person.press("Eintragen")
        person.sees("Das Angebot ist im Katalog.")


def mark_as_full(person: Person, titles: Collection[str]) -> None:
    person.task = "Ausgebucht eintragen"
    for title in titles:
        person.room("Angebote")
        person.fill("Titel, Anbieter, Kennung oder Stichwort", title)
        person.press("Zeigen")
        person.press(re.compile("^ausgebucht"))
        person.sees("Status ist jetzt: ausgebucht.")


def hand_over_report(person: Person) -> tuple[bytes, bytes]:
    """Look at the report of the quarter that is over; as PDF and as table."""
    person.task = "Quartalsbericht ansehen und herunterladen"
    person.room("Bericht")
    person.page.get_by_role("heading", name="Bericht 4. Quartal 2026").wait_for()
    person.step()
    return person.download("Als PDF herunterladen"), person.download("Als Tabelle (CSV) herunterladen")
