"""What was decided: what came of it, the mail to the provider, and taking it back."""

import re

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from catalogue.database import reading
from catalogue.history import count_by_event, done_by, find_submission, in_the_way, undo
from catalogue.mails import as_file, draft
from catalogue.replying import refusal, remarks
from staff.access import current_account
from staff.desk import desk
from staff.downloads import download
from staff.jobs import PATIENCE_SECONDS, Job, jobs
from staff.paging import asked_page
from staff.submissions import room
from staff.submissions.forms import LetterForm, PlainForm
from staff.submissions.ledger import REFUSED, Ledger
from staff.submissions.plan_page import progress_page

_PAGE = 50
_MOST_NAMED = 20


@room.get("/erledigt/<int:number>")
def decision(number: int) -> str:
    found = Ledger(desk().stored).get(number)
    with reading(desk().engine) as session:
        loaded = [find_submission(session, item) for item in found.submissions]
    return render_template(
        "submissions/decision.html", decision=found, loaded=loaded, is_refused=found.outcome == REFUSED
    )


@room.route("/erledigt/<int:number>/mail", methods=["GET", "POST"])
def letter(number: int) -> ResponseReturnValue:
    """Write to the provider what was not taken over; also once more, with another note."""
    ledger = Ledger(desk().stored)
    found = ledger.get(number)
    form = LetterForm(email=found.letter.to)
    if form.validate_on_submit():
        write = refusal if found.outcome == REFUSED else remarks
        note, to = form.note.data or "", form.email.data or ""
        ledger.write(number, write(desk().region, found.files, found.faults, note, to))
        flash("Die Mail ist geschrieben. Abschicken müssen Sie sie selbst.", "done")
        return redirect(url_for("submissions.decision", number=number))
    return render_template("submissions/letter.html", decision=found, form=form), 422 if form.errors else 200


@room.get("/erledigt/<int:number>.eml")
def letter_file(number: int) -> Response:
    found = Ledger(desk().stored).get(number)
    content = as_file(draft(found.letter, desk().region.office, desk().now()))
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", found.files[0] if found.files else "mail")
    return mail_file(content, f"{name}.eml")


def mail_file(content: bytes, name: str) -> Response:
    """A mail to open in one's own mail program."""
    return download(content, name, "message/rfc822")


@room.route("/ruecknahme/<int:submission_id>", methods=["GET", "POST"])
def undoing(submission_id: int) -> ResponseReturnValue:
    """Show what taking a submission back would do, then do it."""
    about, form = f"undo-{submission_id}", PlainForm()
    if form.validate_on_submit():
        _begin(about, submission_id)
        return redirect(url_for("submissions.undoing", submission_id=submission_id))
    job = jobs().find(about, patience=PATIENCE_SECONDS)
    if job is not None and job.is_running:
        return progress_page(job)
    jobs().forget(about)
    page = asked_page()
    with reading(desk().engine) as session:
        found = find_submission(session, submission_id)
        versions = done_by(session, submission_id, limit=_PAGE + 1, offset=(page - 1) * _PAGE)
        return render_template(
            "submissions/undoing.html",
            submission=found,
            undone=find_submission(session, found.undone_by) if found.undone_by else None,
            obstacles=in_the_way(session, found),
            most_named=_MOST_NAMED,
            counts=count_by_event(session, submission_id),
            versions=versions[:_PAGE],
            has_more=len(versions) > _PAGE,
            page=page,
            form=form,
            problem=job.problem if job else "",
        )


def _begin(about: str, submission_id: int) -> None:
    at, by, here = desk().now(), current_account().name, desk()

    def work(_job: Job) -> None:
        undo(here.engine, here.region, at, by, submission_id=submission_id)

    jobs().begin(about, "Die Änderung wird zurückgenommen", work, writes=True)
