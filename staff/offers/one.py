"""One offer: all that is known of it, what its provider says himself, its history, and notices about it."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from catalogue.database import reading
from catalogue.history import latest_version, versions
from catalogue.holdings import standing
from catalogue.models import ADDED, CHANGED, CONFIRMED, EDIT, FILE, REMOVED, UNDO, WITHDRAWN, OfferVersion
from catalogue.search import find_offer
from catalogue.submissions.cells import current_cells
from catalogue.submissions.labels import label, readable
from catalogue.submissions.plan import sent_cells, withdrawn_by_staff
from catalogue.submissions.readers import counted_in
from catalogue.values import STATUSES
from catalogue.working_off import last_title, notices_about
from staff.desk import desk
from staff.offers import room, sheet
from staff.offers.found import asked_key, public_address

_EVENTS = {
    ADDED: "neu", CHANGED: "geändert", CONFIRMED: "bestätigt", WITHDRAWN: "aus dem Verzeichnis genommen",
    REMOVED: "entfernt",
}  # fmt: skip


@room.get("/eintrag")
def one() -> ResponseReturnValue:
    region, today = desk().region, desk().today()
    with reading(desk().engine) as session:
        key = asked_key()
        offer = find_offer(session, key)
        history = [_told(version) for version in reversed(versions(session, key))]
        notices = notices_about(session, key)
        if offer is None:
            if not history and not notices:
                abort(404)
            return render_template(
                "offers/gone.html", key=key, title=last_title(session, key), history=history, notices=notices
            )
        cells = current_cells(offer)
        known = sheet.sources(offer.corrections, sent_cells(offer))
        rows = {
            title: [(label(column), readable(column, cells[column]), known.get(column)) for column in columns]
            for title, columns in sheet.GROUPS.items()
        }
        return render_template(
            "offers/one.html",
            offer=offer,
            key=key,
            rows=rows,
            standing=standing(offer, region, today),
            by_staff=withdrawn_by_staff(offer.corrections),
            seen=latest_version(session, key),
            statuses=STATUSES,
            history=history,
            notices=notices,
            conflicts=sum(item.in_conflict for item in known.values()),
            origin=_origin(offer.text.submission.kind, offer.text.submission.file, offer.text.submission.by),
            row_name=counted_in(offer.text.submission.file),
            public=public_address(offer),
        )


def _origin(kind: str, file: str, by: str | None) -> str:
    return f"Eintrag von {by}" if kind == EDIT and by else file


def _told(version: OfferVersion) -> dict[str, object]:
    """A version as people read it."""
    submission = version.submission
    names = {FILE: f"Datei {submission.file}", EDIT: submission.file, UNDO: f"Rücknahme von: {submission.file}"}
    unseen = {column: pair for column, pair in version.sent.items() if column not in version.changes}
    return {
        "event": _EVENTS.get(version.event, version.event),
        "at": submission.loaded_at.timestamp(),
        "by": submission.by or "",
        "source": names.get(submission.kind, submission.file),
        "row": f"{counted_in(submission.file)} {version.row}" if version.row and submission.kind == FILE else "",
        "undone": submission.undone_by is not None,
        "changes": [
            (label(column), readable(column, before), readable(column, after))
            for column, (before, after) in version.changes.items()
        ],
        "sent": [
            (label(column), readable(column, after)) for column, (_, after) in unseen.items() if after is not None
        ],
    }
