"""Writing a round of mails, and handing them out: each as a draft, all in one archive, or to copy."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from catalogue.errors import ChangeError
from staff.access import current_account
from staff.desk import desk
from staff.downloads import download
from staff.freshness import room
from staff.freshness.rounds import ABOUT, archive, begin_round, day_of, files, mail_path, read_mails
from staff.jobs import PATIENCE_SECONDS, jobs
from staff.submissions.done import mail_file
from staff.submissions.forms import PlainForm
from staff.submissions.plan_page import progress_page


@room.post("/mails")
def write() -> ResponseReturnValue:
    chosen = {int(item) for item in request.form.getlist("anbieter") if item.isdecimal() and len(item) < 18}
    if not PlainForm().validate_on_submit() or not chosen:
        flash("Bitte kreuzen Sie mindestens einen Anbieter an.")
        return redirect(url_for("freshness.index"))
    name = begin_round(desk(), jobs(), chosen, current_account().name)
    if name is None:
        flash("Gerade werden schon Mails geschrieben. Bitte warten Sie einen Augenblick.")
        return redirect(url_for("freshness.index"))
    return redirect(url_for("freshness.mails", name=name))


@room.get("/mails/<name>")
def mails(name: str) -> ResponseReturnValue:
    job = jobs().find(ABOUT, patience=PATIENCE_SECONDS)
    if job is not None:
        return progress_page(job) if job.is_running else redirect(url_for("freshness.index"))
    written = read_mails(desk(), files(desk(), name))
    return render_template("freshness/mails.html", name=name, day=day_of(name), mails=written)


@room.get("/mails/<name>.zip")
def mails_archive(name: str) -> Response:
    return download(archive(desk(), name), f"mails-{name}.zip", "application/zip")


@room.get("/mails/<name>/<slug>")
def mail(name: str, slug: str) -> str:
    (found,) = read_mails(desk(), [mail_path(desk(), name, slug)])
    return render_template("freshness/mail.html", name=name, mail=found)


@room.get("/mails/<name>/<slug>.eml")
def mail_draft(name: str, slug: str) -> Response:
    path = mail_path(desk(), name, slug)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ChangeError("Diese Mail gibt es nicht (mehr).") from error
    return mail_file(content, path.name)
