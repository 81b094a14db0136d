"""All offers: looked for, filtered, put in order, and handed over as a table."""

from dataclasses import asdict, replace
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from catalogue.database import reading
from catalogue.exports.tables import csv_table, xlsx_table
from catalogue.history import latest_versions
from catalogue.holdings import ONLINE, SORTS, STATES, Selection, all_held, choices, held, standing
from catalogue.values import STATUSES
from staff.desk import desk
from staff.downloads import download
from staff.offers import room
from staff.paging import asked_page

PAGE = 25
STATE_NAMES = {
    "verzeichnis": "im Verzeichnis",
    "nachfrage": "nur auf Nachfrage (lange nicht bestätigt)",
    "ueberfaellig": "überfällig",
    "abgelaufen": "abgelaufen",
    "zurueckgezogen": "zurückgezogen",
    "berichtigt": "mit Berichtigung",
    "konflikt": "mit Konflikt",
    "hinweis": "mit offenem Hinweis",
    "ohne-kontakt": "unvollständig: ohne Kontakt",
    "ohne-kosten": "unvollständig: ohne Kosten",
    "ohne-termin": "unvollständig: ohne Termin",
}
_SORT_NAMES = {
    "titel": "Titel", "anbieter": "Anbieter", "bestaetigt": "am längsten nicht bestätigt", "beginn": "Beginn",
}  # fmt: skip
# How the parts of a selection are called in the address.
_NAMES = {
    "text": "suche", "provider": "anbieter", "area": "bereich", "kind": "art", "place": "ort", "status": "status",
    "state": "zustand", "sort": "ordnung",
}  # fmt: skip
_TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@room.get("/")
def index() -> str:
    region, today, chosen = desk().region, desk().today(), _chosen()
    page = asked_page()
    with reading(desk().engine) as session:
        # Far behind the end there is nothing, and no database counts on for ever.
        found = held(session, chosen, region, today, limit=PAGE, offset=(min(page, 10_000) - 1) * PAGE)
        known = choices(session)
        return render_template(
            "offers/index.html",
            found=found,
            chosen=chosen,
            page=page,
            first=(page - 1) * PAGE + 1,
            has_more=page * PAGE < found.total,
            known=known,
            online=ONLINE,
            areas=[area.name for area in region.areas],
            kinds=[kind.name for kind in region.kinds],
            statuses=STATUSES,
            states=STATE_NAMES,
            sorts=_SORT_NAMES,
            standing=lambda offer: standing(offer, region, today),
            seen=latest_versions(session, [offer.key for offer in found.offers]),
            address=lambda **other: url_for("offers.index", **_arguments(chosen), **other),
            export=lambda kind: url_for("offers.export", kind=kind, **_arguments(chosen)),
        )


@room.get("/tabelle/<kind>")
def export(kind: str) -> ResponseReturnValue:
    """What was found as a table in the format of a submission."""
    if kind not in _TYPES:
        abort(404)
    region = desk().region
    with reading(desk().engine) as session:
        offers = all_held(session, _chosen(), region, desk().today())
        content = csv_table(offers) if kind == "csv" else xlsx_table(offers, region)
    name = f"angebote-{desk().today().isoformat()}.{kind}"
    return download(content, name, _TYPES[kind])


def _chosen() -> Selection:
    """The selection that the address names; what it has no meaning for is left out."""
    given = {attribute: request.args.get(name, "").strip()[:100] for attribute, name in _NAMES.items()}
    chosen = Selection(**{**given, "text": given["text"].replace("\0", "")})
    return replace(
        chosen,
        state=chosen.state if chosen.state in STATES else "",
        sort=chosen.sort if chosen.sort in SORTS else Selection.sort,
    )


def _arguments(chosen: Selection) -> dict[str, Any]:
    standard = asdict(Selection())
    return {_NAMES[name]: value for name, value in asdict(chosen).items() if value != standard[name]}
