"""A new offer by form: heard of on the phone or in a meeting, empty or with another offer as its pattern."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from catalogue.database import reading
from catalogue.entering import enter
from catalogue.errors import BildungslotseError, FieldFaultsError
from catalogue.holdings import choices
from catalogue.search import find_offer
from catalogue.submissions.cells import current_cells
from staff.access import current_account
from staff.desk import desk
from staff.offers import room, sheet

# Of these everybody has his own, or they are of another day.
_NOT_COPIED = ("stand", "status")
_EMPTY = {"status": "offen", "format": "Präsenz"}


@room.get("/neu")
def new() -> ResponseReturnValue:
    region, pattern = desk().region, request.args.get("vorlage", "")
    values, provider = dict(_EMPTY), request.args.get("anbieter", "")
    if pattern:
        with reading(desk().engine) as session:
            offer = find_offer(session, pattern)
            if offer is not None:
                cells, provider = current_cells(offer), offer.provider.name
                copied = [column for column in sheet.COLUMNS if column not in _NOT_COPIED]
                values |= {column: sheet.as_typed(column, cells[column], region) for column in copied}
    return _form(values, {"provider": provider})


@room.post("/neu")
def add() -> ResponseReturnValue:
    region = desk().region
    typed = sheet.answers(request.form, region).typed
    given = {name: request.form.get(name, "").strip() for name in ("provider", "new_provider", "reference")}
    if given["provider"] and given["new_provider"]:
        fault = "Bitte nur eines: einen bekannten Anbieter auswählen oder einen neuen eintragen."
        return _form(typed, given, errors={"anbieter": fault})
    cells = {column: sheet.as_cell(column, value, region) for column, value in typed.items()}
    cells |= {"anbieter": given["provider"] or given["new_provider"], "kennung": given["reference"]}
    try:
        key = enter(desk().engine, cells, region, desk().now(), current_account().name)
    except FieldFaultsError as error:
        return _form(typed, given, errors=error.faults)
    except BildungslotseError as error:
        return _form(typed, given, sentence=error.message)
    flash("Das Angebot ist im Katalog.", "done")
    return redirect(url_for("offers.one", id=key))


def _form(
    values: Mapping[str, str], given: Mapping[str, str], *, errors: Mapping[str, str] | None = None, sentence: str = ""
) -> ResponseReturnValue:
    with reading(desk().engine) as session:
        providers = [name for _, name in choices(session).providers]
    page = render_template(
        "offers/new.html",
        groups=sheet.fields(values, desk().region, errors=errors),
        errors=errors or {},
        given=given,
        providers=providers,
        sentence=sentence,
    )
    return page, 422 if errors else 409 if sentence else 200
