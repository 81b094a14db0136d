"""Correcting an offer by form: only what was changed is written, and nothing that somebody else wrote meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from catalogue.database import reading
from catalogue.editing import edit as edit_offer
from catalogue.errors import BildungslotseError, ChangedMeanwhileError, FieldFaultsError
from catalogue.history import Since, changes_since, latest_version
from catalogue.submissions.cells import current_cells
from catalogue.submissions.labels import label
from catalogue.submissions.plan import sent_cells
from staff.access import current_account
from staff.desk import desk
from staff.offers import room, sheet
from staff.offers.found import asked_key, asked_offer


@dataclass(frozen=True)
class _Seen:
    """An offer as it is now, and what was changed of it since the form was opened."""

    title: str
    latest: int
    cells: Mapping[str, str]
    sent: Mapping[str, str]
    sources: Mapping[str, sheet.Source]
    since: Mapping[str, Since]

    @property
    def before(self) -> dict[str, str]:
        """The cells as they stood in the form when it was opened."""
        return {**self.cells, **{column: item.before for column, item in self.since.items()}}


@room.get("/eintrag/aendern")
def edit() -> ResponseReturnValue:
    now = _look(None)
    values = {column: sheet.as_typed(column, now.cells[column], desk().region) for column in sheet.COLUMNS}
    return _form(now, values, answers=None)


@room.post("/eintrag/aendern")
def save() -> ResponseReturnValue:
    region = desk().region
    now = _look(request.form.get("gesehen", 0, type=int))
    answers = _with_taken_back(sheet.answers(request.form, region), now)
    if answers.undecided:
        fault = "Bitte entscheiden Sie, was hier gelten soll."
        return _form(now, answers.typed, answers, errors=dict.fromkeys(answers.undecided, fault))
    wanted = _changed(answers, now)
    if not wanted and not now.since:
        flash("Es wurde nichts geändert.", "done")
        return redirect(url_for("offers.one", id=asked_key()))
    cells = {column: sheet.as_cell(column, typed, region) for column, typed in wanted.items()}
    try:
        seen = request.form.get("gesehen", 0, type=int)
        changes = edit_offer(desk().engine, asked_key(), cells, region, desk().now(), current_account().name, seen=seen)
    except ChangedMeanwhileError:
        return _beside_theirs(answers, wanted)
    except FieldFaultsError as error:
        return _form(now, answers.typed, answers, errors=error.faults)
    except BildungslotseError as error:
        return _form(now, answers.typed, answers, sentence=error.message)
    named = ", ".join(label(column) for column in changes)
    flash(f"Gespeichert: {named}." if named else "Gespeichert. Gezeigt wird dasselbe wie vorher.", "done")
    return redirect(url_for("offers.one", id=asked_key()))


def _look(seen: int | None) -> _Seen:
    with reading(desk().engine) as session:
        offer = asked_offer(session)
        latest, sent = latest_version(session, offer.key), sent_cells(offer)
        since = changes_since(session, offer.key, latest if seen is None else seen)
        return _Seen(offer.title, latest, current_cells(offer), sent, sheet.sources(offer.corrections, sent), since)


def _with_taken_back(answers: sheet.Answers, now: _Seen) -> sheet.Answers:
    """The provider's own value stands in the fields whose correction is taken back."""
    back = {
        column: sheet.as_typed(column, now.sent.get(column, ""), desk().region)
        for column in sheet.COLUMNS
        if column in answers.taken_back and column in now.sources
    }
    return replace(answers, typed={**answers.typed, **back})


def _changed(answers: sheet.Answers, now: _Seen) -> dict[str, str]:
    """The fields that differ from what stood there when the form was opened, as they were typed."""
    region, before = desk().region, now.before
    return {
        column: typed
        for column, typed in answers.typed.items()
        if not sheet.is_same(column, typed, before[column], region)
        and not (column in answers.disputed and answers.decisions[column] == sheet.THEIRS)
    }


def _beside_theirs(answers: sheet.Answers, wanted: Mapping[str, str]) -> ResponseReturnValue:
    """The form once more: what somebody else wrote beside what was typed, and nothing is saved."""
    region = desk().region
    now = _look(request.form.get("gesehen", 0, type=int))
    values = {column: wanted.get(column, sheet.as_typed(column, now.cells[column], region)) for column in sheet.COLUMNS}
    disputed = {column for column in now.since if column in wanted}
    disputed = {column for column in disputed if not sheet.is_same(column, wanted[column], now.cells[column], region)}
    return _form(now, values, None, disputed=frozenset(disputed), meanwhile=now.since)


def _form(
    now: _Seen,
    values: Mapping[str, str],
    answers: sheet.Answers | None,
    *,
    errors: Mapping[str, str] | None = None,
    sentence: str = "",
    disputed: frozenset[str] = frozenset(),
    meanwhile: Mapping[str, Since] | None = None,
) -> ResponseReturnValue:
    known = {
        column: Since(
            sheet.as_typed(column, item.before, desk().region),
            sheet.as_typed(column, item.after, desk().region),
            item.by,
        )
        for column, item in (meanwhile or {}).items()
        if column in sheet.COLUMNS
    }
    groups = sheet.fields(
        values,
        desk().region,
        errors=errors,
        known=now.sources,
        meanwhile=known,
        disputed=answers.disputed if answers else disputed,
        decisions=answers.decisions if answers else None,
    )
    # Only a form that shows what was changed meanwhile has seen it.
    seen = request.form.get("gesehen", 0, type=int) if answers else now.latest
    page = render_template(
        "offers/edit.html",
        key=asked_key(),
        title=now.title,
        groups=groups,
        seen=seen,
        sentence=sentence,
        meanwhile=meanwhile is not None,
        authors=sorted({item.by or "jemand ohne Konto" for item in (meanwhile or {}).values()}),
        errors=errors or {},
    )
    return page, 409 if meanwhile is not None or sentence else 422 if errors else 200
