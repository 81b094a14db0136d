"""Deciding on a plan: approve exactly what was shown, or refuse it with a note to the provider."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from catalogue.submissions.entries import DOING
from catalogue.submissions.previews import entries, find_preview, lines, refused_rows
from catalogue.submissions.selection import fingerprint, left_out
from staff.access import current_account
from staff.desk import desk
from staff.jobs import jobs
from staff.submissions import room
from staff.submissions.forms import ApprovalForm, LetterForm
from staff.submissions.plan_page import find_waiting, progress_page
from staff.submissions.work import address, approve, chosen_counts, look, refuse

_MOST_NAMED = 20


@room.route("/<plan_id>/freigabe", methods=["GET", "POST"])
def approval(plan_id: str) -> ResponseReturnValue:
    found, form = find_waiting(plan_id), ApprovalForm()
    if isinstance(found, Response):
        if form.is_submitted():
            flash("Diese Meldung war schon entschieden, als Ihre Freigabe ankam.", "done")
        return found
    if form.validate_on_submit():
        if not approve(desk(), jobs(), found, form.fingerprint.data or "", current_account().name):
            flash("Ihre Freigabe wurde nicht noch einmal angenommen: Diese Meldung ist gerade in Arbeit.")
        return redirect(url_for("submissions.plan", plan_id=plan_id))
    seen = look(desk(), jobs(), found)
    if seen.job is not None:
        return progress_page(seen.job)
    if seen.preview is None or not seen.preview.is_readable:
        return redirect(url_for("submissions.plan", plan_id=plan_id))
    without = left_out(found)
    chosen = chosen_counts(found, seen.preview, without)
    left = [line for line in lines(found, seen.preview) if line.key in without]
    return render_template(
        "submissions/approval.html",
        plan=found,
        preview=seen.preview,
        form=ApprovalForm(fingerprint=fingerprint(seen.preview, without)),
        chosen=chosen,
        left=entries(found, seen.preview, left[:_MOST_NAMED]),
        total=sum(chosen[kind] for kind in DOING),
    )


@room.route("/<plan_id>/ablehnen", methods=["GET", "POST"])
def refusal(plan_id: str) -> ResponseReturnValue:
    found = find_waiting(plan_id)
    if isinstance(found, Response):
        return found
    preview = find_preview(found)
    form = LetterForm(email=address(desk(), found, preview))
    if form.validate_on_submit():
        by = current_account().name
        number = refuse(desk(), jobs(), found, form.note.data or "", form.email.data or "", by)
        flash("Die Meldung ist abgelehnt. Schicken Sie dem Anbieter jetzt diese Mail.", "done")
        return redirect(url_for("submissions.decision", number=number))
    faults = refused_rows(found, preview) if preview else []
    page = render_template("submissions/refusal.html", plan=found, form=form, faults=faults)
    return page, 422 if form.errors else 200
