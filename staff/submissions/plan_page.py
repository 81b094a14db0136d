"""A waiting plan, page by page: what it would do, and what of it is to be left out."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from catalogue.errors import ChangeError
from catalogue.submissions.entries import CHANGED, DOING, GONE, NEW, REFUSED, REMARK, SAME, Entry
from catalogue.submissions.plans import StoredPlan, find_plan
from catalogue.submissions.previews import Line, Preview, entries, lines
from catalogue.submissions.selection import choose, leave_out, left_out
from staff.desk import desk
from staff.jobs import Job, jobs
from staff.paging import asked_page
from staff.submissions import room
from staff.submissions.forms import PlainForm, ReadingForm
from staff.submissions.ledger import Ledger
from staff.submissions.work import LEFT_OUT, chosen_counts, look, prepare

PAGE = 50
_REFRESH_SECONDS = 3
CONFLICT, MOVED = "entscheiden", "anders"
# What a page can be narrowed to, as it is called there, in this order.
VIEWS = {
    "": "Alle Änderungen", NEW: "Neu", CHANGED: "Geändert", GONE: "Nicht mehr gelistet", CONFLICT: "Zu entscheiden",
    REFUSED: "Abgelehnt", REMARK: "Hinweise", SAME: "Unverändert", LEFT_OUT: "Ausgelassen",
    MOVED: "Jetzt anders",
}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A page of a plan: the entries of a view, how many the view has, and how many each view would have."""

    view: str
    words: str
    page: int
    entries: Sequence[tuple[Line, Entry]]
    total: int
    counts: dict[str, int]

    @property
    def has_more(self) -> bool:
        return self.page * PAGE < self.total


def find_waiting(plan_id: str) -> StoredPlan | Response:
    """A plan that waits, or the way to what was decided about it. Raises ChangeError where nothing is known of it."""
    try:
        return find_plan(desk().plans, plan_id)
    except ChangeError:
        decision = Ledger(desk().stored).of_plan(plan_id)
        if decision is None:
            raise
        return make_response(redirect(url_for("submissions.decision", number=decision.id)))


def progress_page(job: Job) -> Response:
    """How far something is; it looks again by itself."""
    response = make_response(render_template("progress.html", job=job))
    response.headers["Refresh"] = str(_REFRESH_SECONDS)
    return response


@room.get("/<plan_id>")
def plan(plan_id: str) -> ResponseReturnValue:
    found = find_waiting(plan_id)
    if isinstance(found, Response):
        return found
    seen = look(desk(), jobs(), found)
    if seen.job is not None:
        return progress_page(seen.job)
    if seen.preview is None:
        # Taken over while we waited, or it cannot be worked out.
        gone = find_waiting(plan_id)
        if isinstance(gone, Response):
            return gone
        return render_template("submissions/problem.html", plan=found, problem=seen.problem), 409
    preview, without = seen.preview, left_out(found)
    return render_template(
        "submissions/plan.html",
        plan=found,
        preview=preview,
        problem=seen.problem,
        shown=_shown(found, preview, without),
        views=VIEWS,
        without=without,
        chosen=chosen_counts(found, preview, without),
        form=PlainForm(),
        reading=ReadingForm(complete=preview.complete, provider=preview.provider),
    )


def _shown(found: StoredPlan, preview: Preview, without: frozenset[str]) -> Shown:
    view, words = request.args.get("zeige", ""), request.args.get("suche", "").strip()
    view = view if view in VIEWS else ""
    every = lines(found, preview)
    counts = {name: sum(_belongs(line, name, without) for line in every) for name in VIEWS}
    wanted = [line for line in every if _belongs(line, view, without) and words.casefold() in line.words]
    last = max(1, -(-len(wanted) // PAGE))
    page = min(asked_page(), last)
    part = wanted[(page - 1) * PAGE : page * PAGE]
    return Shown(view, words, page, list(zip(part, entries(found, preview, part), strict=True)), len(wanted), counts)


def _belongs(line: Line, view: str, without: frozenset[str]) -> bool:
    if view == "":
        return line.kind in (NEW, CHANGED, GONE, REFUSED) or line.has_conflict
    if view == CONFLICT:
        return line.has_conflict
    if view == MOVED:
        return line.moved
    return line.key in without if view == LEFT_OUT else line.kind == view


@room.post("/<plan_id>/auswahl")
def choose_offers(plan_id: str) -> ResponseReturnValue:
    """Keep the boxes of a page, whatever button was pressed, and then go where it leads."""
    found = find_waiting(plan_id)
    if isinstance(found, Response):
        return found
    seen, wanted = request.form.getlist("gesehen"), request.form.getlist("nimm")
    order = request.form.get("tun", "")
    choose(found, seen, {"seite-an": seen, "seite-aus": ()}.get(order, wanted))
    if order in ("nur-neue", "alle"):
        # Of what is shown last: the page of whoever pressed it comes from there.
        preview = look(desk(), jobs(), found).preview
        every = lines(found, preview) if preview and order == "nur-neue" else ()
        leave_out(found, (line.key for line in every if line.kind in DOING and line.kind != NEW))
    if order == "freigeben":
        return _to_approval(found)
    return redirect(_where_to(plan_id))


def _to_approval(found: StoredPlan) -> ResponseReturnValue:
    """On to the approval, if what he saw is still what the plan would do."""
    preview = look(desk(), jobs(), found).preview
    if preview is not None and preview.digest != request.form.get("gezeigt"):
        flash("Der Plan wurde neu gerechnet, seit Sie die Seite geöffnet haben. Bitte sehen Sie noch einmal nach.")
        return redirect(url_for("submissions.plan", plan_id=found.id))
    return redirect(url_for("submissions.approval", plan_id=found.id))


def _where_to(plan_id: str) -> str:
    """The page that a button of the form leads to: of another view its first, else the one wanted."""
    view = request.form.get("zeige", request.form.get("jetzt", ""))
    words = request.form.get("suche", "")
    is_elsewhere = view != request.form.get("jetzt", "") or words != request.form.get("gesucht", "")
    page = None if is_elsewhere else request.form.get("seite", request.form.get("hier"))
    # What is empty stands in no address.
    found = {"zeige": view or None, "suche": words or None, "seite": page}
    return url_for("submissions.plan", plan_id=plan_id, _anchor="angebote", **found)  # type: ignore[arg-type]


@room.post("/<plan_id>/lesen")
def read_anew(plan_id: str) -> ResponseReturnValue:
    """Read the files as those of another provider, or as all that he has."""
    found, form = find_waiting(plan_id), ReadingForm()
    if isinstance(found, Response):
        return found
    if form.validate_on_submit():
        prepare(desk(), jobs(), found, form.complete.data, form.provider.data or "")
    return redirect(url_for("submissions.plan", plan_id=plan_id))
