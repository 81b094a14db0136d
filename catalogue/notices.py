"""Notices of visitors and counsellors that something about an offer is not right."""

import re
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from catalogue.errors import CatalogueError
from catalogue.german import plain
from catalogue.models import Notice

# What may be wrong, as visitors choose it.
SUBJECTS = (
    "Termin oder Uhrzeit", "Ort", "Kosten", "Telefon, Mail oder Internetseite", "Angebot gibt es nicht mehr",
    "Etwas anderes",
)  # fmt: skip
LONGEST = 1000
# How each is spoken of, in plain letters; what comes first wins ("Hausnummer" is no phone number).
_SPOKEN_OF = tuple(
    (subject, re.compile(pattern))
    for subject, pattern in (
        (
            SUBJECTS[1],
            r"adress(?!e?n?\w*mail)|anschrift|hausnummer|umgezogen|verzogen|weggezogen|gebaude|\bort\b|\braum",
        ),
        (
            SUBJECTS[3],
            r"telefon|\btel|rufnummer|\bnummer\b(?!\s*\d)|\bnr\b(?!\.?\s*\d)|\be?-?mail|\blink|internet|website|webseite"
            r"|homepage|\bseite\b|anschluss|durchwahl|geht (?:\w+ ){0,2}(?:ran|dran)\b",
        ),
        (SUBJECTS[2], r"preis|kosten|kostet|kostenlos|gebuhr|gebuehr|\beuro\b|€|teurer"),
        (
            SUBJECTS[4],
            r"nicht mehr|nich mehr|nimmer|gibts? (?:es |das |den |die |der )?(?:gar )?nicht|existier|findet nicht"
            r"|fallt aus|entfallt|abgesagt|eingestellt|geschlossen|zugemacht|nicht zustande",
        ),
        (SUBJECTS[0], r"termin|uhrzeit|datum|zeiten\b|beginn|begonnen|langst vorbei|verschoben|\buhr\b"),
        (SUBJECTS[5], r"\bvoll\b|ausgebucht|belegt|warteliste|platz|anmeld|barrierefrei|kinderbetreuung"),
    )
)


def subject_of(message: str) -> str | None:
    """What a message says to be wrong; None where it names nothing of an offer."""
    said = plain(message)
    return next((subject for subject, pattern in _SPOKEN_OF if pattern.search(said)), None)


def report(engine: Engine, offer_key: str, about: str, message: str, now: datetime, *, by: str | None = None) -> None:
    """Keep a notice for the office. Raises CatalogueError where the database does not take it.

    `by` is the counsellor whom the office may ask back; visitors stay unnamed.
    """
    # PostgreSQL takes no text with a NUL.
    kept = message.replace("\0", "")[:LONGEST]
    if by:
        kept = f"{kept}\n(gemeldet von {by})".lstrip()
    try:
        with Session(engine) as session, session.begin():
            session.add(Notice(offer_key=offer_key, about=about, message=kept, reported_at=now))
    except SQLAlchemyError as error:
        # Only what the database says: the error itself also quotes what the visitor wrote.
        reason = getattr(error, "orig", None) or type(error).__name__
        raise CatalogueError(f"Der Hinweis konnte nicht gespeichert werden: {reason}") from error
