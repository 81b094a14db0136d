"""What every change by hand needs: the catalogue for oneself, the offer as it was seen, and checked cells."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from catalogue.errors import ChangedMeanwhileError, ChangeError, FieldFaultsError
from catalogue.history import latest_version
from catalogue.models import EDIT, Offer, Submission
from catalogue.region import Region
from catalogue.search import find_offer
from catalogue.submissions.apply import touch
from catalogue.submissions.check import check
from catalogue.submissions.record import COLUMNS, RawRow, RawTable, Record


def begin(session: Session, what: str, now: datetime, by: str | None, *, added: int = 0) -> Submission:
    """The submission of one change by hand. Until the session ends nobody else can change the catalogue.

    So what is read from here on is what will be overwritten.
    """
    touch(session)
    session.flush()
    submission = Submission(kind=EDIT, file=what, sha256="", loaded_at=now, by=by, added=added, changed=1 - added)
    session.add(submission)
    return submission


def seen_offer(session: Session, key: str, seen: int | None) -> Offer:
    """An offer that was looked at when `seen` was its latest version; None where that does not matter.

    Raises ChangeError where there is none, ChangedMeanwhileError where somebody has changed it since.
    """
    offer = find_offer(session, key)
    if offer is None:
        raise ChangeError(f"Ein Angebot „{key}“ gibt es nicht.")
    if seen is not None and latest_version(session, key) != seen:
        raise ChangedMeanwhileError("Dieses Angebot wurde inzwischen geändert. Es wurde nichts überschrieben.")
    return offer


def checked_record(cells: Mapping[str, str], region: Region, now: datetime) -> Record:
    """A row as a file would have it, checked like one. Raises FieldFaultsError where something does not fit."""
    table = RawTable("", "", tuple(COLUMNS), (), (RawRow(1, dict(cells)),))
    records, refused, _ = check(table, region, now.date())
    if refused:
        faults: dict[str, str] = {}
        for fault in refused:
            column = fault.field or ""
            faults[column] = f"{faults[column]} {fault.reason}" if column in faults else fault.reason
        raise FieldFaultsError(faults)
    return records[0]
