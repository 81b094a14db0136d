"""What belongs into each column of a submission, in the words of the education office."""

from catalogue.region import Region
from catalogue.values import FORMATS, LEVELS, STATUSES, WEEKDAYS

YES_NO = ("ja", "nein")

EXPLANATIONS = {
    "kennung": "Pflicht. Ihr eigener, bleibender Schlüssel für das Angebot, zum Beispiel die Kursnummer.",
    "titel": "Pflicht. Name des Angebots.",
    "beschreibung": "Worum es geht, in eigenen Worten.",
    "bereich": "Pflicht. Einer der Bereiche aus der Liste.",
    "art": "Was für ein Angebot es ist.",
    "themen": "Freie Stichwörter, getrennt mit |. Sie helfen beim Finden.",
    "zielgruppen": "Für wen es ist, getrennt mit |. Leer: für alle.",
    "nur_frauen": "ja oder nein.",
    "alter_von": "Mindestalter in Jahren. Leer: keine Grenze.",
    "alter_bis": "Höchstalter in Jahren. Leer: keine Grenze.",
    "niveau": "Sprachniveau, getrennt mit |.",
    "sprachen": "Sprachen, in denen unterrichtet oder beraten wird, getrennt mit |.",
    "anbieter": "Pflicht. Name der Einrichtung, immer gleich geschrieben.",
    "ansprechperson": "Öffentlich sichtbar.",
    "telefon": "Öffentlich sichtbar.",
    "email": "Öffentlich sichtbar.",
    "url": "Internetadresse des Angebots, öffentlich sichtbar.",
    "telefon_beratung": "Nummer nur für Beratungskräfte; wird sonst nie gezeigt.",
    "ort": "Pflicht, außer bei Online. Stadt, Gemeinde oder Ortsteil.",
    "plz": "Postleitzahl mit fünf Ziffern.",
    "strasse": "Straße und Hausnummer.",
    "format": "Leer: Präsenz.",
    "beginn": "Erster Tag, zum Beispiel 15.01.2027. Leer: fortlaufend.",
    "ende": "Letzter Tag. Leer: fortlaufend.",
    "wochentage": "Getrennt mit |, zum Beispiel Mo|Mi.",
    "uhrzeit_von": "Zum Beispiel 18:30.",
    "uhrzeit_bis": "Zum Beispiel 20:00.",
    "kosten": "Euro. 0 heißt kostenlos; leer heißt unbekannt.",
    "kosten_hinweis": "Zum Beispiel „Bildungsgutschein möglich“.",
    "kinderbetreuung": "ja oder nein.",
    "barrierefrei": "ja oder nein.",
    "anmeldung": "Wie man sich anmeldet.",
    "status": "Leer: offen.",
    "stand": "Tag, an dem Sie den Eintrag zuletzt geprüft haben. Leer: der Tag des Einlesens.",
}


def single_choices(region: Region) -> dict[str, tuple[str, ...]]:
    """Columns that take one value of a list."""
    return {
        "bereich": tuple(area.name for area in region.areas),
        "art": tuple(kind.name for kind in region.kinds),
        "nur_frauen": YES_NO,
        "format": FORMATS,
        "kinderbetreuung": YES_NO,
        "barrierefrei": YES_NO,
        "status": STATUSES,
    }


def several_choices(region: Region) -> dict[str, tuple[str, ...]]:
    """Columns that take several values of a list, separated by "|"."""
    audiences = tuple(audience.name for audience in region.audiences)
    return {"zielgruppen": audiences, "niveau": LEVELS, "wochentage": WEEKDAYS}
