"""Answers as the service gives them."""

from typing import Any

QUESTION = "Für wen suchen Sie?"
HEADLINE = "Ich habe 23 Angebote gefunden (Deutsch, in Hameln). Hier sind die 2, die am besten passen:"
LIST = f"{HEADLINE}\n1. Deutsch am Abend\n2. Deutsch für Mütter mit Kinderbetreuung\n{QUESTION}"
BUTTONS = [
    {"title": "Frauen (7)", "payload": '/refine{"audience": "Frauen"}'},
    {"title": "Neuzugewanderte (16)", "payload": '/refine{"audience": "Neuzugewanderte"}'},
    {"title": "Mehr Angebote", "payload": "/more"},
]


def offer(number: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"vhs/{number}",
        "title": "Deutsch am Abend" if number == 1 else "Deutsch für Mütter mit Kinderbetreuung",
        "lines": [
            "VHS Weserbogen, Hameln",
            "Wann: 26.01.2027 bis 03.06.2027, Dienstag, 18:00 Uhr",
            "Kosten: kostenfrei",
        ],
        "links": [
            {"title": "Einzelheiten", "url": f"/angebote/vhs/{number}"},
            {"title": "Website", "url": "https://vhs.example/deutsch"},
            {"title": "Anrufen: 05151 1234", "url": "tel:+4951511234"},
        ],
    } | changes


def offers(*found: dict[str, Any], text: str = LIST, **changes: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The two messages of a turn that shows offers: text with buttons, and data."""
    data = {
        "type": "offers",
        "total": 23,
        "before": HEADLINE,
        "after": QUESTION,
        "first": 1,
        "offers": list(found or (offer(1), offer(2))),
        "list": {"title": "Alle 23 als Liste", "url": "/angebote?thema=deutsch"},
    } | changes
    return {"text": text, "buttons": BUTTONS}, {"custom": data}


HELPFUL = {
    "question": "War das hilfreich?", "yes": "Ja", "no": "Nein", "thanks": "Danke für Ihre Antwort!",
}  # fmt: skip
MANY = offers(*(offer(number, title=f"Angebot Nummer {number}") for number in range(1, 51)))
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3
LONG_WORDS = offers(
    offer(1, title=LONG, lines=[LONG, f"https://{LONG}.example/"], links=[{"title": LONG, "url": "/angebote/1"}]),
    before=LONG,
    after=LONG,
    list={"title": LONG, "url": "/angebote"},
)
ARABIC = offers(
    before="وجدت عرضين (الألمانية):",
    after="لمن تبحث؟",
    text="وجدت عرضين (الألمانية):\n1. Deutsch am Abend\nلمن تبحث؟",
)
