"""Erasing a person: a contact's name is blanked wherever it stands, history included."""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from catalogue.database import clear_free_pages, writing
from catalogue.errors import ChangeError
from catalogue.indexing import index
from catalogue.models import Correction, Notice, Offer, OfferText, OfferVersion
from catalogue.region import Region
from catalogue.submissions.apply import touch

_SHORTEST = 4
_GAP = "[gelöscht]"
_TEXTS = ("description", "registration", "cost_note", "street", "email", "url")


@dataclass(frozen=True)
class Erased:
    """In how many offers and entries of their history a name stood, and whose offers these are."""

    offers: int
    versions: int
    providers: tuple[str, ...]


def erase_person(engine: Engine, region: Region, name: str) -> Erased:
    """Blank a name as contact person, and take it out of every text, correction, notice and past version.

    Upper and lower case and the number of spaces do not matter. Raises ChangeError where the name is too short to be
    sure of, CatalogueError where the database does not take it.
    """
    words = name.split()
    if len("".join(words)) < _SHORTEST:
        raise ChangeError("Bitte den ganzen Namen angeben, wie er als Ansprechperson steht.")
    pattern = re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, words)) + r"(?!\w)", re.IGNORECASE)
    with writing(engine) as session:
        offers = _in_offers(session, pattern, region)
        versions = _in_history(session, pattern)
        _in_notices(session, pattern)
        touch(session)
        found = Erased(len(offers), versions, tuple(sorted({offer.provider.name for offer in offers})))
    clear_free_pages(engine)
    return found


def _in_offers(session: Session, pattern: re.Pattern[str], region: Region) -> list[Offer]:
    # All of them are read: where a name may stand, no index helps.
    found = []
    for offer in session.scalars(select(Offer).join(OfferText)):
        if _blank_offer(offer, pattern):
            index(session, [offer], region)
            found.append(offer)
    return found


def _blank_offer(offer: Offer, pattern: re.Pattern[str]) -> bool:
    row = offer.text
    changed = False
    if row.contact_person and pattern.search(row.contact_person):
        row.contact_person = _without(row.contact_person, pattern) or None
        changed = True
    for attribute in _TEXTS:
        value = getattr(row, attribute)
        if value and pattern.search(value):
            setattr(row, attribute, pattern.sub(_GAP, value))
            changed = True
    if pattern.search(offer.title):
        offer.title = pattern.sub(_GAP, offer.title)
        changed = True
    sent = _cleaned(row.sent, pattern)
    if sent != row.sent:
        row.sent, changed = sent, True
    for correction in offer.corrections:
        changed |= _blank_correction(correction, pattern)
    return changed


def _blank_correction(correction: Correction, pattern: re.Pattern[str]) -> bool:
    before = (correction.cell, correction.base)
    correction.cell, correction.base = (pattern.sub(_GAP, cell) for cell in before)
    return before != (correction.cell, correction.base)


def _in_history(session: Session, pattern: re.Pattern[str]) -> int:
    changed = 0
    for version in session.scalars(select(OfferVersion)):
        before = (version.changes, version.sent, version.corrections)
        after = tuple(_cleaned(data, pattern) for data in before)
        if after != before:
            version.changes, version.sent, version.corrections = after
            changed += 1
    return changed


def _in_notices(session: Session, pattern: re.Pattern[str]) -> None:
    for notice in session.scalars(select(Notice)):
        notice.message = pattern.sub(_GAP, notice.message)
        notice.done_how = pattern.sub(_GAP, notice.done_how) if notice.done_how else None
        notice.reported_by = _without(notice.reported_by, pattern) or None if notice.reported_by else None
        notice.done_by = _without(notice.done_by, pattern) or None if notice.done_by else None


def _cleaned(data: Any, pattern: re.Pattern[str]) -> Any:
    """Kept data without the name; a contact person that was nobody else is empty."""
    if isinstance(data, str):
        return _without(data, pattern) if pattern.search(data) else data
    if isinstance(data, dict):
        return {name: _cleaned(value, pattern) for name, value in data.items()}
    return [_cleaned(value, pattern) for value in data] if isinstance(data, list) else data


def _without(text: str, pattern: re.Pattern[str]) -> str:
    left = pattern.sub(_GAP, text)
    return "" if left.strip() == _GAP else left
