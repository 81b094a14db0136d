"""Desks with submissions and overdue providers on them, for pages that have something to show."""

from dataclasses import dataclass
from datetime import timedelta

from catalogue.asking import ask_providers
from catalogue.editing import edit
from catalogue.submissions.load import load
from catalogue.submissions.plans import StoredPlan, revision_of, store_plan
from catalogue.submissions.selection import leave_out
from staff.desk import Desk
from staff.jobs import Jobs
from staff.submissions.work import look, prepare, refuse
from tests.catalogue.offers import row, table

_DESCRIPTION = "Zwei Stunden an der Scheibe, für Anfängerinnen und Anfänger; Ton und Glasuren sind im Preis enthalten."


@dataclass(frozen=True)
class Submitted:
    """What waits (`plan`), what was refused (its number is 1), and a round of mails."""

    plan: StoredPlan
    round: str


def submitted(desk: Desk) -> Submitted:
    """A catalogue with old offers, a plan of every kind of change, a refused file and a round of mails."""
    old = (desk.today() - timedelta(days=700)).isoformat()
    known = [
        row("T-1", telefon="05151 1", stand=old, email="kurse@kulturhaus.example"),
        row("T-2", stand=old),
        row("T-3", titel="Malen am Vormittag", stand=old),
        row("V-1", anbieter="Verein Süd", stand=old),
    ]
    _load(desk, "alt.csv", known)
    edit(desk.engine, "kulturhaus-muster/T-1", {"telefon": "05151 2"}, desk.region, desk.now(), "Anna Kern")
    plan = _waiting(
        desk,
        "kulturhaus-februar.csv",
        [
            row("T-1", telefon="05151 3", titel="Offener Nachmittag für alle", wochentage="Mo|Mi"),
            row("T-2", telefon=""),
            row("T-4", titel="Töpfern am Abend", beschreibung=_DESCRIPTION, kosten="45", beginn="2027-02-15"),
            row("T-5", titel="Nähen", kosten="auf Anfrage", raum="7"),
            row("T-6", titel="Gestern", art="Veranstaltung", beginn="2027-01-10", ende="2027-01-10"),
        ],
        complete=True,
    )
    leave_out(plan, ["kulturhaus-muster/T-4"])
    broken = _waiting(desk, "kaputt.csv", [{"titel": "ohne Kennung"}])
    refuse(desk, Jobs(), broken, "Bitte nehmen Sie unsere Vorlage.", "kurse@kulturhaus.example", "Anna Kern")
    name = "2027-01-11-090000"
    ask_providers(desk.engine, desk.region, desk.now(), desk.settings.data_dir / "mails" / name, "Anna Kern")
    return Submitted(plan, name)


def _load(desk: Desk, name: str, rows: list[dict[str, str]]) -> None:
    path = desk.settings.data_dir / name
    path.write_bytes(table(rows))
    load(desk.engine, [path], desk.region, desk.now(), by="Anna Kern")


def _waiting(desk: Desk, name: str, rows: list[dict[str, str]], *, complete: bool = False) -> StoredPlan:
    path = desk.settings.data_dir / name
    path.write_bytes(table(rows))
    plan = store_plan(desk.plans, [path], revision_of(desk.engine), complete, desk.now(), by="Bodo Lang")
    jobs = Jobs()
    prepare(desk, jobs, plan)
    assert look(desk, jobs, plan).preview is not None
    return plan
