"""What is done about a waiting plan: worked out, taken over, refused. Pages only show it."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace

from catalogue.database import reading
from catalogue.errors import ChangeError
from catalogue.mails import Letter, address_of
from catalogue.replying import refusal
from catalogue.slugs import slug
from catalogue.submissions.entries import DOING
from catalogue.submissions.load import LoadReport, load_plan
from catalogue.submissions.plans import StoredPlan, find_plan, forget_plan, revision_of
from catalogue.submissions.previews import Preview, entries, find_preview, lines, make_preview, refused_rows
from catalogue.submissions.selection import fingerprint, left_out
from staff.desk import Desk
from staff.jobs import PATIENCE_SECONDS, Job, Jobs
from staff.submissions.ledger import IN_PART, REFUSED, TAKEN, Decision, Ledger

LEFT_OUT, REFUSED_ROWS = "ausgelassen", "zeilen abgelehnt"


@dataclass(frozen=True)
class Look:
    """A plan as it can be shown now: worked out, or still being so (`job`), or not to be had (`problem`)."""

    preview: Preview | None
    job: Job | None = None
    problem: str = ""


def prepare(
    desk: Desk, jobs: Jobs, plan: StoredPlan, complete: bool | None = None, provider: str | None = None
) -> bool:
    """Begin to work out what a plan would do now; False where something is being done about it already."""
    before = find_preview(plan)
    if complete is None:
        complete = before.complete if before else plan.complete
    if provider is None:
        provider = before.provider if before else plan.provider

    def work(_job: Job) -> None:
        make_preview(desk.engine, plan, desk.region, complete, provider)

    return jobs.begin(plan.id, "Wir rechnen aus, was die Datei ändern würde", work)


def look(desk: Desk, jobs: Jobs, plan: StoredPlan) -> Look:
    """What a plan would do on the catalogue as it is now; begins to work it out where that is not known."""
    job = jobs.find(plan.id, patience=PATIENCE_SECONDS)
    if job is not None and job.is_running:
        return Look(None, job)
    jobs.forget(plan.id)
    problem = job.problem if job else ""
    preview = find_preview(plan)
    if preview is not None and preview.revision == revision_of(desk.engine):
        return Look(preview, problem=problem)
    if (problem and preview is None) or not plan.folder.is_dir():
        # It cannot be worked out, or was taken over while we waited.
        return Look(None, problem=problem)
    prepare(desk, jobs, plan)
    job = jobs.find(plan.id, patience=PATIENCE_SECONDS)
    if job is not None:
        return Look(None, job if job.is_running else None, job.problem)
    return Look(find_preview(plan), problem=problem)


def chosen_counts(plan: StoredPlan, preview: Preview, without: Collection[str]) -> Counter[str]:
    """How many offers of each kind are touched, and how many are left out."""
    counted: Counter[str] = Counter()
    for line in lines(plan, preview):
        if line.kind in DOING:
            counted[LEFT_OUT if line.key in without else line.kind] += 1
    return counted


def approve(desk: Desk, jobs: Jobs, plan: StoredPlan, shown: str, by: str) -> bool:
    """Begin to take over what was shown; False where something is being done about the plan already.

    `shown` is the fingerprint of what somebody approved. Where the catalogue has changed the plan is worked out
    anew, and taken over only if that comes to the same.
    """

    def work(job: Job) -> None:
        # Whoever was faster has taken it away.
        find_plan(desk.plans, plan.id)
        preview, without = find_preview(plan), left_out(plan)
        if preview is None or fingerprint(preview, without) != shown:
            raise ChangeError(
                "Nichts wurde übernommen: Seit Sie diese Seite geöffnet haben, hat sich die Auswahl oder der Katalog "
                "geändert. Bitte sehen Sie noch einmal nach."
            )
        if preview.revision != revision_of(desk.engine):
            preview = make_preview(desk.engine, plan, desk.region, preview.complete, preview.provider)
        if fingerprint(preview, without) != shown:
            raise ChangeError(
                "Nichts wurde übernommen: Der Katalog hat sich inzwischen geändert, und die Datei würde jetzt etwas "
                "anderes bewirken. Ihre Auswahl ist noch da. Bitte sehen Sie noch einmal nach."
            )
        _take_over(desk, plan, preview, without, by, job)

    return jobs.begin(plan.id, "Die Angebote werden übernommen", work, writes=True)


def _take_over(desk: Desk, plan: StoredPlan, preview: Preview, without: Collection[str], by: str, job: Job) -> None:
    counts = chosen_counts(plan, preview, without)
    counts[REFUSED_ROWS] = preview.refused_rows
    faults = tuple(refused_rows(plan, preview))
    to = address(desk, plan, preview)
    basis = replace(plan, revision=preview.revision, complete=preview.complete, provider=preview.provider)
    report = load_plan(desk.engine, basis, desk.region, desk.now(), by=by, progress=job.watch, left_out=without)
    outcome = IN_PART if counts[LEFT_OUT] else TAKEN
    decision = _decision(desk, plan, outcome, by, dict(counts))
    kept = replace(decision, submissions=_ids(report), faults=faults, letter=Letter(to, "", ""))
    Ledger(desk.stored).add(kept)
    forget_plan(desk.plans, plan.id)


def refuse(desk: Desk, jobs: Jobs, plan: StoredPlan, note: str, to: str, by: str) -> int:
    """Take nothing over, and keep what is to be written to the provider; the number of the decision.

    Raises ChangeError where something is being done about the plan.
    """
    job = jobs.find(plan.id)
    if job is not None and job.is_running:
        raise ChangeError(f"Das geht gerade nicht: {job.title}. Bitte warten Sie einen Augenblick.")
    preview = find_preview(plan)
    faults = tuple(refused_rows(plan, preview)) if preview else ()
    files = [path.name for path in plan.paths]
    counts = {REFUSED_ROWS: preview.refused_rows} if preview else {}
    decision = _decision(desk, plan, REFUSED, by, counts)
    letter = refusal(desk.region, files, faults, note, to)
    number = Ledger(desk.stored).add(replace(decision, faults=faults, letter=letter))
    desk.audit.note(by, "Meldung abgelehnt", ", ".join(files), after={"Nachricht": note} if note else None)
    forget_plan(desk.plans, plan.id)
    jobs.forget(plan.id)
    return number


def address(desk: Desk, plan: StoredPlan, preview: Preview | None) -> str:
    """The address of whoever the file is from, as far as his offers tell."""
    if preview is None:
        return ""
    first = next((line for line in lines(plan, preview) if line.kind in DOING), None)
    name = preview.provider or (entries(plan, preview, [first])[0].provider if first else "")
    with reading(desk.engine) as session:
        return (address_of(session, slug(name)) or "") if name else ""


def _decision(desk: Desk, plan: StoredPlan, outcome: str, by: str, counts: dict[str, int]) -> Decision:
    files = tuple(path.name for path in plan.paths)
    return Decision(plan.id, files, plan.by, plan.made_at, outcome, by, desk.now(), counts)


def _ids(report: LoadReport) -> tuple[int, ...]:
    return tuple(file.submission for file in report.files if file.submission is not None)
