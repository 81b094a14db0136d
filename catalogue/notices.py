"""Notices of visitors and counsellors that something about an offer is not right."""

from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from catalogue.errors import CatalogueError
from catalogue.models import Notice

# What may be wrong, as visitors choose it.
SUBJECTS = (
    "Termin oder Uhrzeit", "Ort", "Kosten", "Telefon, Mail oder Internetseite", "Angebot gibt es nicht mehr",
    "Etwas anderes",
)  # fmt: skip
LONGEST = 1000


def report(engine: Engine, offer_key: str, about: str, message: str, now: datetime, *, by: str | None = None) -> None:
    """Keep a notice for the office. Raises CatalogueError where the database does not take it.

    `by` is the counsellor whom the office may ask back, and nobody else reads; visitors stay unnamed.
    """
    # PostgreSQL takes no text with a NUL.
    kept = message.replace("\0", "")[:LONGEST]
    try:
        with Session(engine) as session, session.begin():
            session.add(Notice(offer_key=offer_key, about=about, message=kept, reported_at=now, reported_by=by))
    except SQLAlchemyError as error:
        # Only what the database says: the error itself also quotes what the visitor wrote.
        reason = getattr(error, "orig", None) or type(error).__name__
        raise CatalogueError(f"Der Hinweis konnte nicht gespeichert werden: {reason}") from error
