"""What people call the kinds of turn, conditions and outcomes when they label messages: German, in one place."""

from dataclasses import dataclass

from bot.review.tables import DECLINED, FAILED, FOUND, NOTHING, RELAXED, SAID

OUT_OF_SCOPE = "out_of_scope"
SEARCHING = ("search", "refine")


@dataclass(frozen=True)
class KindOfTurn:
    """An intent as staff see it: the letter that chooses it, a name, and what somebody writes, for example."""

    letter: str
    name: str
    example: str


# In the order in which they are offered: those that occur most, first.
KINDS = {
    "search": KindOfTurn("s", "Sucht etwas", "Yoga in Hameln"),
    "refine": KindOfTurn("r", "Ändert oder ergänzt den Wunsch", "lieber abends"),
    OUT_OF_SCOPE: KindOfTurn("o", "Gehört nicht hierher", "Wie wird das Wetter?"),
    "more": KindOfTurn("m", "Will mehr Angebote sehen", "Gibt es noch mehr?"),
    "detail": KindOfTurn("e", "Fragt nach Einzelheiten eines Angebots", "das zweite genauer"),
    "contact": KindOfTurn("k", "Fragt nach Kontakt oder Anmeldung", "Wie melde ich mich an?"),
    "why": KindOfTurn("w", "Fragt, warum etwas gezeigt wird", "Warum dieses?"),
    "wrong_entry": KindOfTurn("f", "Meldet eine falsche Angabe", "Die Nummer stimmt nicht"),
    "complaint": KindOfTurn("c", "Ist unzufrieden", "Das habe ich nicht gesucht"),
    "human": KindOfTurn("p", "Will mit einer Person sprechen", "Kann ich jemanden anrufen?"),
    "unclear": KindOfTurn("u", "Ist nicht zu verstehen", "hm na ja"),
    "help": KindOfTurn("h", "Fragt, was der Bildungslotse kann", "Was kannst du?"),
    "restart": KindOfTurn("v", "Will von vorn anfangen", "Neu beginnen"),
    "affirm": KindOfTurn("j", "Sagt Ja", "ja bitte"),
    "deny": KindOfTurn("n", "Sagt Nein", "nein danke"),
    "greet": KindOfTurn("g", "Grüßt", "Guten Tag"),
    "thanks": KindOfTurn("d", "Dankt", "Danke schön"),
    "goodbye": KindOfTurn("t", "Verabschiedet sich", "Tschüss"),
    "bot_challenge": KindOfTurn("b", "Fragt, ob es ein Mensch ist", "Bist du ein Roboter?"),
    "privacy": KindOfTurn("x", "Fragt nach dem Datenschutz", "Was passiert mit meinen Daten?"),
    "insult": KindOfTurn("i", "Beleidigt", "du bist blöd"),
    "plain_language": KindOfTurn("l", "Will Einfache Sprache", "einfach bitte"),
    "usual_language": KindOfTurn("a", "Will wieder die übliche Sprache", "normale Sprache"),
    "crisis": KindOfTurn("z", "Ist in Gefahr oder in großer Not", "Ich kann nicht mehr leben"),
}

# Conditions as the training examples name them. What is not annotated there is found by rules, and listed last.
ENTITIES = {
    "topic": "Thema",
    "kind": "Angebotsart",
    "audience": "Zielgruppe",
    "place": "Ort",
    "age": "Alter",
    "level": "Niveau",
    "languages": "Sprache",
    "time": "Tageszeit",
    "weekdays": "Wochentag",
    "date": "Zeitraum",
    "format": "vor Ort oder online",
    "free": "Kosten",
    "area": "Bereich",
    "provider": "Anbieter",
    "radius_km": "Umkreis",
    "childcare": "Kinderbetreuung",
    "accessible": "Barrierefreiheit",
    "women_only": "nur für Frauen",
}
WANTED, TOLD, EXCLUDED = None, "background", "exclude"
ROLES = {WANTED: "gewünscht", TOLD: "nur erzählt", EXCLUDED: "nicht gewünscht"}

OUTCOMES = {
    FOUND: "Angebote gefunden",
    RELAXED: "Nur gefunden, indem auf eine Bedingung verzichtet wurde",
    NOTHING: "Nichts gefunden",
    DECLINED: "Nicht verstanden oder als „gehört nicht hierher“ beantwortet",
    SAID: "Mit einem Satz beantwortet",
    FAILED: "Ein Fehler ist aufgetreten",
}


def name_of(intent: str | None) -> str:
    """What staff read for a kind of turn; a label without one teaches nothing."""
    if intent is None:
        return "Lehrt nichts"
    return KINDS[intent].name if intent in KINDS else intent
