"""The first page of the room: files come in, and what waits or was decided is listed."""

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from catalogue.submissions.plans import waiting_plans
from catalogue.submissions.previews import find_preview
from staff.access import current_account
from staff.desk import desk
from staff.jobs import jobs
from staff.paging import asked_page
from staff.submissions import room
from staff.submissions.decided import decided
from staff.submissions.forms import UploadForm
from staff.submissions.uploads import Received, receive
from staff.submissions.work import prepare

_OLD_DAYS = 90


@room.route("/", methods=["GET", "POST"])
def index() -> ResponseReturnValue:
    form = UploadForm()
    if not form.validate_on_submit():
        return _page(form, Received()), 422 if form.errors else 200
    sent = [file for file in form.files.data or () if file.filename]
    by = current_account().name
    received = receive(desk(), sent, form.complete.data, form.provider.data or "", by)
    if not sent:
        received.problems.append("Bitte wählen Sie mindestens eine Datei aus.")
    for plan in received.plans:
        prepare(desk(), jobs(), plan)
        desk().audit.note(by, "Meldung hochgeladen", plan.paths[0].name)
    if received.problems:
        return _page(form, received), 422
    if len(received.plans) == 1:
        return redirect(url_for("submissions.plan", plan_id=received.plans[0].id))
    flash(f"{len(received.plans)} Dateien sind da. Es ist noch nichts übernommen.", "done")
    return redirect(url_for("submissions.index"))


def _page(form: UploadForm, received: Received) -> str:
    number = asked_page()
    plans = [(plan, find_preview(plan), jobs().find(plan.id)) for plan in waiting_plans(desk().plans)]
    old = desk().now() - timedelta(days=_OLD_DAYS)
    return render_template(
        "submissions/index.html",
        form=form,
        received=received,
        waiting=plans,
        old=[plan for plan, _, _ in plans if plan.made_at < old],
        decided=decided(desk(), number),
        page=number,
    )
