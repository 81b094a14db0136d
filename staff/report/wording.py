"""What the report calls the things that are counted."""

from catalogue.demand import NOTHING, OFFERED, OTHER_TOPIC, OUTSIDE, RELAXED, SEVERAL_PLACES
from catalogue.region import Region
from catalogue.statistics import DECLINED, NO, YES

CHANNELS = {"website": "Internetseite", "telegram": "Telegram", "rest": "Schnittstelle (rest)"}
OUTCOMES = {
    OFFERED: "gefunden wie gesucht",
    RELAXED: "nur mit Abstrichen gefunden",
    NOTHING: "nichts gefunden",
    DECLINED: "keine Suche möglich",
}
KINDS = {
    "search": "Suche",
    "refine": "Suche verändert",
    "more": "weitere Angebote gezeigt",
    "detail": "Einzelheiten",
    "contact": "Kontakt und Anmeldung",
    "why": "warum ein Angebot gezeigt wird",
    "unclear": "unklar, nachgefragt",
    "out_of_scope": "kein Bildungsangebot",
    "restart": "neu begonnen",
    "affirm": "Zustimmung",
    "deny": "Ablehnung",
    "greet": "Begrüßung",
    "thanks": "Dank",
    "goodbye": "Abschied",
    "help": "Frage nach Hilfe",
    "human": "Wunsch nach einem Menschen",
    "bot_challenge": "Frage, wer antwortet",
    "privacy": "Frage zum Datenschutz",
    "complaint": "Beschwerde oder Hinweis",
    "insult": "Beleidigung",
    "plain_language": "Wechsel zu Einfacher Sprache",
    "usual_language": "Wechsel zur üblichen Sprache",
    "crisis": "Notlage, Notrufnummern genannt",
    "failed": "Störung, keine Antwort möglich",
    "other": "Sonstiges",
}
FORMS = {
    "text": "als Text",
    "pdf": "als PDF",
    "large": "als PDF in großer Schrift",
    "dates": "Termine für den Kalender",
}
THUMBS = {YES: "ja", NO: "nein"}
NOT_SAID = "ohne Angabe"


def topic_name(name: str, region: Region) -> str:
    """A topic of a cell of demand, as it is read."""
    if not name:
        return "ohne Thema"
    if name == OTHER_TOPIC:
        return "anderes Thema"
    if name in region.topics:
        return name[:1].upper() + name[1:]
    return f"{name} (Bereich)" if name in {area.name for area in region.areas} else f"{name} (Art)"


def audience_name(name: str) -> str:
    return name or NOT_SAID


def place_name(name: str) -> str:
    return {"": NOT_SAID, OUTSIDE: "außerhalb der Region", SEVERAL_PLACES: "mehrere Orte"}.get(name, name)


def count_of(number: int, one: str, many: str) -> str:
    """ "1 Suche", "2 Suchen"."""
    return f"{number:,} {one if number == 1 else many}".replace(",", ".")
