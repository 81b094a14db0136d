"""Conflicts: fields that staff had corrected and their provider has changed since. Several are decided at once."""

from collections import defaultdict
from dataclasses import dataclass, replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from catalogue.amounts import german_date
from catalogue.database import reading
from catalogue.editing import conflicts as open_conflicts
from catalogue.editing import edit
from catalogue.errors import BildungslotseError, ChangedMeanwhileError, FieldFaultsError
from catalogue.history import latest_versions
from catalogue.submissions.labels import label, readable
from catalogue.submissions.plan import sent_cells
from staff.access import current_account
from staff.desk import desk
from staff.offers import room, sheet

_PAGE = 50
OURS, THEIRS, OTHER = "unsere", "anbieter", "andere"


@dataclass(frozen=True)
class Conflict:
    """One field to decide on; `decision` and `other` are what was chosen for it."""

    key: str
    title: str
    provider: str
    column: str
    ours: str
    theirs: str
    by: str
    on: str
    seen: int
    decision: str = ""
    other: str = ""
    error: str = ""

    @property
    def id(self) -> tuple[str, str]:
        return self.key, self.column

    @property
    def name(self) -> str:
        return label(self.column)

    def shown(self, cell: str) -> str:
        return readable(self.column, cell) or "(leer)"

    @property
    def wanted(self) -> str:
        """The cell that was decided for."""
        given = {OURS: self.ours, THEIRS: self.theirs}
        return given.get(self.decision, sheet.as_cell(self.column, self.other, desk().region))


@room.route("/konflikte", methods=["GET", "POST"])
def conflicts() -> ResponseReturnValue:
    found = _found()
    if request.method == "GET":
        return _page(found)
    decided, gone = _decided(found)
    failed = _carry_out([item for item in decided if item.decision])
    done = sum(bool(item.decision) for item in decided) - len(failed)
    if done:
        flash("Ein Konflikt ist entschieden." if done == 1 else f"{done} Konflikte sind entschieden.", "done")
    if gone:
        flash("Manches davon hatte inzwischen schon jemand anderes entschieden.", "fault")
    if not failed:
        return redirect(url_for("offers.conflicts"))
    # What is decided by now is gone, all else stands as it was chosen.
    chosen = {item.id: replace(item, error=failed.get(item.id, "")) for item in decided}
    again = [
        replace(item, decision=mine.decision, other=mine.other, error=mine.error)
        if (mine := chosen.get(item.id))
        else item
        for item in _found()
    ]
    return _page(again, status=422)


def _page(found: list[Conflict], status: int = 200) -> ResponseReturnValue:
    shown = found[:_PAGE]
    return render_template("offers/conflicts.html", conflicts=shown, more=len(found) - len(shown)), status


def _found() -> list[Conflict]:
    with reading(desk().engine) as session:
        open_ones = open_conflicts(session)
        seen = latest_versions(session, [offer.key for offer, _ in open_ones])
        return [
            Conflict(
                offer.key,
                offer.title,
                offer.provider.name,
                item.column,
                item.cell,
                sent_cells(offer).get(item.column, ""),
                item.by or "",
                german_date(item.at),
                seen[offer.key],
            )
            for offer, item in open_ones
        ]


def _decided(found: list[Conflict]) -> tuple[list[Conflict], bool]:
    """The conflicts of the form with what was chosen, as it was seen; and whether some are decided by now."""
    known = {item.id: item for item in found}
    decided, gone = [], False
    for number in range(_PAGE):
        identity = request.form.get(f"angebot-{number}", ""), request.form.get(f"feld-{number}", "")
        choice = request.form.get(f"wahl-{number}", "")
        if identity not in known:
            gone |= bool(choice)
            continue
        if choice in (OURS, THEIRS, OTHER, ""):
            seen, other = request.form.get(f"gesehen-{number}", 0, type=int), request.form.get(f"wert-{number}", "")
            decided.append(replace(known[identity], decision=choice, other=other, seen=seen))
    return decided, gone


def _carry_out(decided: list[Conflict]) -> dict[tuple[str, str], str]:
    """Decide, offer by offer; what is wrong with those that did not work."""
    of_offer: dict[str, list[Conflict]] = defaultdict(list)
    for item in decided:
        of_offer[item.key].append(item)
    failed: dict[tuple[str, str], str] = {}
    for key, items in of_offer.items():
        wanted = {item.column: item.wanted for item in items}
        try:
            edit(
                desk().engine, key, wanted, desk().region, desk().now(), current_account().name,
                seen=min(item.seen for item in items),
            )  # fmt: skip
        except FieldFaultsError as error:
            failed |= {item.id: _reason(item, error) for item in items}
        except ChangedMeanwhileError:
            sentence = "Inzwischen hat jemand dieses Angebot geändert. Bitte sehen Sie noch einmal hin."
            failed |= {item.id: sentence for item in items}
        except BildungslotseError as error:
            failed |= {item.id: error.message for item in items}
    return failed


def _reason(item: Conflict, error: FieldFaultsError) -> str:
    elsewhere = ", ".join(label(column) for column in error.faults)
    return error.faults.get(item.column, f"Nicht gespeichert, denn in diesem Angebot stimmt etwas nicht: {elsewhere}.")
