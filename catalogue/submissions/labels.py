"""The columns of a submission and their cells in the words that staff read."""

from datetime import date

from catalogue.amounts import german_date
from catalogue.submissions.plan import LISTED
from catalogue.submissions.record import LIST_COLUMNS

LABELS = {
    "kennung": "Kennung", "titel": "Titel", "beschreibung": "Beschreibung", "bereich": "Bereich", "art": "Art",
    "themen": "Themen", "zielgruppen": "Zielgruppen", "nur_frauen": "Nur für Frauen", "alter_von": "Alter von",
    "alter_bis": "Alter bis", "niveau": "Niveau", "sprachen": "Sprachen", "anbieter": "Anbieter",
    "ansprechperson": "Ansprechperson", "telefon": "Telefon", "email": "E-Mail", "url": "Internetadresse",
    "telefon_beratung": "Telefon für Beratungskräfte", "ort": "Ort", "plz": "PLZ", "strasse": "Straße",
    "format": "Format", "beginn": "Beginn", "ende": "Ende", "wochentage": "Wochentage", "uhrzeit_von": "Uhrzeit von",
    "uhrzeit_bis": "Uhrzeit bis", "kosten": "Kosten in Euro", "kosten_hinweis": "Hinweis zu den Kosten",
    "kinderbetreuung": "Kinderbetreuung", "barrierefrei": "Barrierefrei", "anmeldung": "Anmeldung",
    "status": "Status", "stand": "Stand", LISTED: "Im Verzeichnis",
}  # fmt: skip
_DAYS = ("beginn", "ende", "stand")


def label(column: str | None) -> str:
    """ "Uhrzeit von" for "uhrzeit_von"; a name that is no column of ours as it is."""
    return LABELS.get(column or "", column or "")


def readable(column: str, cell: str | None) -> str:
    """A cell in its one form (`cells.to_cell`) as people write it: German days, lists with points between."""
    if not cell:
        return ""
    if column in _DAYS:
        return german_date(date.fromisoformat(cell))
    return " · ".join(cell.split("|")) if column in LIST_COLUMNS else cell
