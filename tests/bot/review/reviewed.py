"""Kept messages with what staff said of them, put straight into a database."""

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.review.labels import Label, Labels
from bot.review.tables import FOUND, KeptMessage


def fact(text: str, words: str, key: str, role: str = "said") -> dict[str, Any]:
    """A condition that was understood, on the words of a text that say it."""
    start = text.index(words) if words else 0
    return {"key": key, "value": words.lower(), "start": start, "end": start + len(words), "role": role}


def reviewed(
    stored: Engine,
    label: Label,
    got: str,
    *facts: dict[str, Any],
    at: float = 0.0,
    guess: str = "",
    texts: tuple[str, ...] = (),
) -> int:
    """Label a text as of a moment, with a message of it (or of each of `texts`) that was understood as `got`."""
    label_id = Labels(stored, clock=lambda: at).put(label, "Bodo Lang")
    with Session(stored) as session, session.begin():
        for place, text in enumerate(texts or (label.text,)):
            session.add(
                KeptMessage(
                    conversation=f"gespraech-{label_id}", turn=place + 1, week="2027-W02", channel="website",
                    language="de", text=text, intent=got, guess=guess or got, confidence=0.5, facts=list(facts),
                    wish={}, outcome=FOUND, total=3, answer="Ich habe 3 Angebote gefunden", label_id=label_id,
                )
            )  # fmt: skip
    return label_id
