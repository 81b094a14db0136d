"""A small catalogue in which everything occurs that staff have to deal with."""

from collections.abc import Callable

from catalogue.editing import edit, withdraw
from catalogue.notices import report
from catalogue.submissions.load import LoadReport
from catalogue.working_off import finish
from staff.desk import Desk
from tests.catalogue.offers import row

_WHOLE = {
    "art": "Kurs", "beschreibung": "Wir drehen, brennen und glasieren.\nMaterial ist da.", "themen": "Töpfern|Keramik",
    "zielgruppen": "Erwachsene|Seniorinnen und Senioren", "sprachen": "Deutsch|Ukrainisch", "ansprechperson": "Frau Probe",
    "telefon": "05151 1", "email": "info@kulturhaus-muster.example", "url": "https://kulturhaus-muster.example/toepfern",
    "plz": "31785", "strasse": "Uferstieg 12", "beginn": "2027-02-15", "ende": "2027-06-15", "wochentage": "Mo|Mi",
    "uhrzeit_von": "18:30", "uhrzeit_bis": "20:00", "kosten": "12,50", "barrierefrei": "ja", "stand": "2027-01-04",
}  # fmt: skip


def some_catalogue(desk: Desk, load_rows: Callable[..., LoadReport]) -> None:
    """Offers in every state, corrections, conflicts, and notices that are open, done, and about what is gone."""
    others = [
        row("2", titel="Deutsch am Vormittag", bereich="Sprachbildung", stand="2024-01-01"),
        row("3", titel="Sommerfest", art="Veranstaltung", beginn="2026-07-01", ort="Bad Pyrmont"),
        row(
            "4", titel="Handarbeitstreff", status="ausgebucht", ort="Aerzen", anbieter="Nachbarschaftstreff Beispielweg"
        ),
    ]
    load_rows([row("1", titel="Töpfern am Abend", **_WHOLE), *others], file="januar.csv")
    key, now = "kulturhaus-muster/1", desk.now()
    edit(desk.engine, key, {"telefon": "05151 2", "kosten": "15"}, desk.region, now, "Anna Kern")
    load_rows([row("1", titel="Töpfern am Abend", **{**_WHOLE, "telefon": "05151 3"})], file="februar.csv")
    withdraw(desk.engine, "kulturhaus-muster/3", now, "Bodo Lang")
    report(desk.engine, key, "Kosten", "Es kostet jetzt 20 €.", now)
    report(desk.engine, key, "Telefon, Mail oder Internetseite", "", now, by="Frau Muster, Jobcenter")
    report(desk.engine, "kulturhaus-muster/weg", "Angebot gibt es nicht mehr", "Die Tür war zu.", now)
    report(desk.engine, "kulturhaus-muster/2", "Ort", "Der Kurs ist umgezogen.", now)
    finish(desk.engine, [4], now, "Anna Kern", "Mit der Leitung telefoniert")
