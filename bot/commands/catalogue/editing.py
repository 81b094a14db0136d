"""`catalogue edit`, `conflicts`, `show`, `undo` and `erase-person`: what staff do beside loading files."""

import json
from typing import Any

import click
from sqlalchemy.orm import Session

from bot.commands.catalogue.opened import by_option, format_option, open_catalogue
from catalogue.amounts import clock, german_date
from catalogue.database import reading
from catalogue.editing import conflicts, edit
from catalogue.errors import ChangeError
from catalogue.history import origins, undo, versions
from catalogue.models import Offer, OfferVersion
from catalogue.persons import erase_person
from catalogue.search import find_offer
from catalogue.submissions.cells import current_cells
from catalogue.submissions.plan import sent_cells
from catalogue.submissions.readers import counted_in

_EVENTS = {
    "added": "neu", "changed": "geändert", "confirmed": "bestätigt", "withdrawn": "zurückgezogen",
    "removed": "entfernt",
}  # fmt: skip
_KINDS = {"file": "Meldung ", "edit": "", "undo": "Rücknahme von "}


@click.command("edit")
@click.argument("offer_id", metavar="ID")
@click.argument("fields", metavar="FELD=WERT…", nargs=-1, required=True)
@by_option
def edit_command(offer_id: str, fields: tuple[str, ...], by: str | None) -> None:
    """Felder eines Angebots berichtigen; das bleibt, wenn der Anbieter dasselbe noch einmal schickt."""
    wanted = dict(field.split("=", 1) for field in fields if "=" in field)
    if len(wanted) < len(fields):
        raise click.UsageError("Felder werden als feld=wert angegeben, zum Beispiel telefon='05151 000-1'.")
    opened = open_catalogue()
    changes = edit(opened.engine, offer_id, wanted, opened.region, opened.settings.now(), by)
    for column, (before, after) in changes.items():
        click.echo(f"{column}: {before or '(leer)'} → {after or '(leer)'}")
    if not changes:
        click.echo("Gezeigt wird dasselbe wie vorher.")


@click.command("conflicts")
@format_option
def conflicts_command(output: str) -> None:
    """Felder, die wir berichtigt haben und die der Anbieter seitdem geändert hat."""
    opened = open_catalogue()
    with reading(opened.engine) as session:
        found = [
            {
                "offer": offer.key,
                "field": correction.column,
                "ours": correction.cell,
                "provider": sent_cells(offer).get(correction.column, ""),
                "by": correction.by,
            }
            for offer, correction in conflicts(session)
        ]
    if output == "json":
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for item in found:
        click.echo(f"{item['offer']}, {item['field']}: wir „{item['ours']}“, Anbieter „{item['provider']}“")
    click.echo(
        "Entscheiden mit: bildungslotse catalogue edit ID FELD=WERT (einer der beiden Werte oder ein neuer)."
        if found
        else "Es gibt nichts zu entscheiden."
    )


@click.command("show")
@click.argument("offer_id", metavar="ID")
@click.option("--history", is_flag=True, help="Alles, was mit dem Angebot geschehen ist.")
@format_option
def show_command(offer_id: str, history: bool, output: str) -> None:
    """Ein Angebot mit der Herkunft jedes Feldes, oder mit seiner Geschichte."""
    opened = open_catalogue()
    with reading(opened.engine) as session:
        offer = find_offer(session, offer_id)
        if offer is None and not versions(session, offer_id):
            raise ChangeError(f"Ein Angebot „{offer_id}“ gibt es nicht.")
        if history or offer is None:
            found: list[dict[str, Any]] = [_version(version) for version in versions(session, offer_id)]
        else:
            found = _fields(session, offer)
    if output == "json":
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for item in found:
        click.echo("\n".join(_lines(item)))


@click.command("undo")
@by_option
def undo_command(by: str | None) -> None:
    """Das Letzte (eine Meldung oder eine Berichtigung) in einem Schritt zurücknehmen."""
    opened = open_catalogue()
    undone = undo(opened.engine, opened.region, opened.settings.now(), by)
    day, moment = german_date(undone.loaded_at), clock(undone.loaded_at.time())
    click.echo(f"Zurückgenommen: {undone.submission} vom {day}, {moment} Uhr ({undone.offers} Angebote).")


@click.command("erase-person")
@click.argument("name")
def erase_person_command(name: str) -> None:
    """Eine Ansprechperson überall löschen, auch in der Geschichte."""
    opened = open_catalogue()
    erased = erase_person(opened.engine, opened.region, name)
    click.echo(f"Gelöscht in {erased.offers} Angeboten und {erased.versions} Einträgen der Geschichte.")
    if erased.providers:
        click.echo(f"Damit der Name nicht wiederkommt, bitte auch dort Bescheid geben: {', '.join(erased.providers)}.")


def _where_from(version: OfferVersion) -> dict[str, Any]:
    submission = version.submission
    return {
        "submission": f"{_KINDS[submission.kind]}{submission.file}",
        "row": version.row,
        "by": submission.by,
        "at": submission.loaded_at.isoformat(timespec="seconds"),
    }


def _version(version: OfferVersion) -> dict[str, Any]:
    return {"event": version.event, **_where_from(version), "changes": version.changes, "sent": version.sent}


def _fields(session: Session, offer: Offer) -> list[dict[str, Any]]:
    found = origins(session, offer.key)
    sent, corrected = sent_cells(offer), {item.column: item for item in offer.corrections}
    fields = []
    for column, cell in current_cells(offer).items():
        if not cell and column not in found:
            continue
        item: dict[str, Any] = {"field": column, "value": cell}
        if column in found:
            item |= _where_from(found[column])
        if column in corrected:
            item |= {"provider": sent.get(column, ""), "in_conflict": corrected[column].in_conflict}
        fields.append(item)
    return fields


def _lines(item: dict[str, Any]) -> list[str]:
    """An item of the history, or a field, as people read it."""
    row = f", {counted_in(item['submission'])} {item['row']}" if item.get("row") else ""
    by = f", {item['by']}" if item.get("by") else ""
    origin = f"{item['submission']}{row}, {item['at'].replace('T', ' ')}{by}" if "submission" in item else ""
    if "event" in item:
        changes = [f"  {name}: {old or '(leer)'} → {new or '(leer)'}" for name, (old, new) in item["changes"].items()]
        unseen = {name: pair for name, pair in item["sent"].items() if name not in item["changes"]}
        sent = [
            f"  Anbieter schickt jetzt {name}: {new or '(leer)'}"
            for name, (_, new) in unseen.items()
            if new is not None
        ]
        return [f"{_EVENTS[item['event']]}: {origin}", *changes, *sent]
    note = f" (Anbieter: „{item['provider']}“)" if "provider" in item else ""
    return [f"{item['field']}: {item['value'] or '(leer)'}{note}" + (f"  [{origin}]" if origin else "")]
