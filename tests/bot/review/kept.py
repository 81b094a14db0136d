"""Kept messages for tests, as the service would have written them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.review.tables import FOUND, KeptMessage
from bot.stored import make_tables


def fact(text: str, said: str, key: str, value: Any = None, role: str = "said") -> dict[str, Any]:
    """A fact that stands on words of a text."""
    start = text.index(said)
    return {"key": key, "value": value or said.lower(), "start": start, "end": start + len(said), "role": role}


def message(text: str, conversation: str = "", turn: int = 1, **more: Any) -> KeptMessage:
    """A message that was understood surely and answered, unless said otherwise; the guess is the intent."""
    usual = {
        "week": "2027-W01", "channel": "website", "language": "de", "intent": "search", "confidence": 0.95, "facts": [],
        "wish": {}, "outcome": FOUND, "total": 3, "answer": "Ich habe 3 Angebote gefunden.", "thumb": None,
        "label_id": None,
    }  # fmt: skip
    values = {**usual, **more}
    values.setdefault("guess", values["intent"])
    return KeptMessage(text=text, conversation=conversation or f"gespraech {text}", turn=turn, **values)


def keep(engine: Engine, messages: Sequence[KeptMessage]) -> list[int]:
    """Write messages; their ids."""
    make_tables(engine)
    with Session(engine) as session, session.begin():
        session.add_all(messages)
        session.flush()
        return [item.id for item in messages]
