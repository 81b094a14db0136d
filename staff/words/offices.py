"""The office's own contact, and who is responsible for what is no education offer."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from catalogue.errors import StaleWordsError, WordsError
from catalogue.german import plain
from catalogue.overlays.check import fact_faults
from catalogue.overlays.differences import FACTS
from catalogue.overlays.overlay import OFFICE_FACTS, RESPONSIBLE, RESPONSIBLE_FACTS, with_office, with_responsible
from staff.words import room
from staff.words.book import Item, book, stand
from staff.words.forms import DraftForm, NewResponsibleForm, OfficeForm, ResponsibleForm


@room.route("/bildungsbuero", methods=["GET", "POST"])
def office() -> ResponseReturnValue:
    here, item = book(), Item("office")
    drafted = here.drafted().office
    form = OfficeForm(obj=drafted, stand=stand(item.of(here.draft().overlay)))
    now: dict[str, str] = {}
    if form.is_submitted():
        facts = _facts(form, OFFICE_FACTS)
        if form.validate() and not _refused(form, facts, may_be_empty=False):
            try:
                here.save(
                    item,
                    form.stand.data or "",
                    lambda overlay: with_office(overlay, facts, here.region),
                    "Kontakt des Bildungsbüros",
                )
                flash("Gespeichert im Entwurf: Kontakt des Bildungsbüros.")
                return redirect(url_for("words.office"))
            except StaleWordsError as error:
                form.refuse("name", error.reasons)
                form.stand.data = stand(item.of(here.draft().overlay))
                now = {name: getattr(here.drafted().office, name) for name in OFFICE_FACTS}
            except WordsError as error:
                form.refuse("name", error.reasons)
    status = 409 if now else 422 if form.errors else 200
    return render_template("words/office.html", form=form, own=here.region.office, now=now, names=FACTS), status


@room.get("/zustaendig")
def responsible() -> str:
    here, asked = book(), request.args.get("q", "").strip()
    changed = here.draft().overlay.responsible
    found = [
        (entry, entry.name in changed)
        for entry in here.drafted().responsible.values()
        if plain(asked) in plain(" ".join((entry.name, entry.responsible or "", *entry.words)))
    ]
    return render_template("words/responsible.html", found=found, asked=asked)


@room.route("/zustaendig/<path:name>", methods=["GET", "POST"])
def one(name: str) -> ResponseReturnValue:
    here, item = book(), Item("responsible", name)
    entry = here.drafted().responsible.get(name)
    if entry is None:
        abort(404)
    shown = {fact: getattr(entry, fact) or "" for fact in RESPONSIBLE_FACTS}
    form = ResponsibleForm(data={**shown, "stand": stand(item.of(here.draft().overlay))})
    now: dict[str, str] = {}
    if form.is_submitted():
        facts = _facts(form, RESPONSIBLE_FACTS)
        if form.validate() and not _refused(form, facts, may_be_empty=True):
            try:
                here.save(
                    item,
                    form.stand.data or "",
                    lambda overlay: with_responsible(overlay, name, facts, here.region),
                    f"Zuständige Stelle „{name}“",
                )
                flash(f"Gespeichert im Entwurf: Zuständige Stelle „{name}“.")
                return redirect(url_for("words.responsible"))
            except StaleWordsError as error:
                form.refuse("responsible", error.reasons)
                form.stand.data = stand(item.of(here.draft().overlay))
                fresh = here.drafted().responsible.get(name)
                now = {fact: getattr(fresh, fact) or "" for fact in RESPONSIBLE_FACTS} if fresh else {}
            except WordsError as error:
                form.refuse("responsible", error.reasons)
    status = 409 if now else 422 if form.errors else 200
    own = here.region.responsible.get(name)
    return (
        render_template("words/one_responsible.html", form=form, entry=entry, own=own, now=now, names=FACTS),
        status,
    )


@room.route("/neue-stelle", methods=["GET", "POST"])
def new_responsible() -> ResponseReturnValue:
    here, form = book(), NewResponsibleForm(stand=stand(None))
    if form.validate_on_submit():
        name, facts = " ".join((form.name.data or "").lower().split()), _facts(form, RESPONSIBLE_FACTS)
        if not facts["responsible"]:
            form.refuse("responsible", ("Bitte schreiben Sie, wer zuständig ist.",))
        elif name in here.region.responsible:
            form.refuse("name", (f"„{name}“ gibt es schon. Bitte ändern Sie den Eintrag.",))
        elif not _refused(form, facts, may_be_empty=True):
            try:
                here.save(
                    Item("responsible", name),
                    form.stand.data or "",
                    lambda overlay: with_responsible(overlay, name, facts, here.region),
                    f"Neue zuständige Stelle „{name}“",
                )
                flash(f"Gespeichert im Entwurf. Weitere Wörter für „{name}“ können Sie hier eintragen.")
                return redirect(url_for("words.term", of=RESPONSIBLE, name=name))
            except StaleWordsError:
                form.refuse("name", (f"„{name}“ hat inzwischen jemand anderes angelegt.",))
            except WordsError as error:
                form.refuse("name", error.reasons)
    return render_template("words/new_responsible.html", form=form), 422 if form.errors else 200


def _facts(form: DraftForm, names: tuple[str, ...]) -> dict[str, str]:
    return {name: (form[name].data or "").strip() for name in names}


def _refused(form: DraftForm, facts: dict[str, str], *, may_be_empty: bool) -> bool:
    """Tell beside each field what is wrong with it; whether anything is."""
    wrong = {name: tuple(fact_faults(name, text)) for name, text in facts.items() if text or not may_be_empty}
    for name, reasons in wrong.items():
        if reasons:
            form.refuse(name, reasons)
    return any(wrong.values())
