"""How fast the pages of the education office are over a large catalogue.

10,000 offers (see `generated.py`), and a waiting submission of 10,000 rows: half of them offers of the catalogue with
another phone number and title, half of them new. Of 200 offers the phone number is corrected and their provider has
changed it since, 300 have a notice, a third of them worked off; 3,000 searches are counted. Each address is asked for
twenty times by one person through the Flask test client, from request to the whole answer, after one time that does not
count; the report is made anew each time. Beside it, in seconds: working that plan out and taking it over; and how long
another person waits meanwhile for the pages that are asked for most.

    .venv/bin/python -m benchmarks.staff [--format json]
"""

import csv
import random
import tempfile
import time
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import click
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from benchmarks.generated import fill
from benchmarks.measuring import PROJECT, TODAY, percentile, show
from bot.settings import Settings
from bot.stored import open_stored
from catalogue.database import migrate, open_engine
from catalogue.demand import NOTHING, OFFERED, RELAXED, Cell
from catalogue.editing import edit
from catalogue.models import Offer, Provider
from catalogue.notices import SUBJECTS, report
from catalogue.region import load_region
from catalogue.search import whole_offers
from catalogue.statistics import SEARCH, Tally, write
from catalogue.submissions.cells import current_cells
from catalogue.submissions.load import load
from catalogue.submissions.plans import StoredPlan, revision_of, store_plan
from catalogue.submissions.previews import find_preview
from catalogue.submissions.selection import fingerprint
from catalogue.working_off import finish
from staff.app import create_app
from staff.desk import Desk
from staff.identity.accounts import LEAD
from staff.jobs import Jobs
from staff.report import making
from staff.serving import settle
from staff.submissions.work import approve, prepare

OFFERS, REQUESTS, SEED = 10_000, 20, 7
CONFLICTS, NOTICES, SEARCHES = 200, 300, 3_000
# Addresses of each room; {plan} is the waiting submission, {provider} somebody with many offers, {offer} corrected.
PAGES = (
    "/",
    "/meldungen/",
    "/meldungen/{plan}",
    "/meldungen/{plan}?zeige=neu&seite=60",
    "/meldungen/{plan}?suche=deutsch",
    "/meldungen/{plan}/freigabe",
    "/meldungen/{plan}/ablehnen",
    "/aktualitaet/",
    "/aktualitaet/?zeige=alle&seite=4",
    "/aktualitaet/{provider}",
    "/angebote/",
    "/angebote/?seite=400",
    "/angebote/?suche=deutsch&ort=Hameln&ordnung=bestaetigt",
    "/angebote/?zustand=ueberfaellig&bereich=Sprachbildung",
    "/angebote/?zustand=ohne-kosten&status=offen",
    "/angebote/eintrag?id={offer}",
    "/angebote/eintrag/aendern?id={offer}",
    "/angebote/neu",
    "/angebote/neu?vorlage={offer}",
    "/angebote/konflikte",
    "/hinweise/",
    "/hinweise/erledigt",
    "/woerter/",
    "/woerter/begriffe",
    "/woerter/begriffe?q=deutsch",
    "/woerter/begriffe/topic/deutsch",
    "/woerter/antworten",
    "/woerter/antworten/utter_none",
    "/woerter/bildungsbuero",
    "/woerter/zustaendig",
    "/woerter/neues-thema",
    "/woerter/ausprobieren",
    "/bericht/",
    "/bericht/?quartal=2027Q1",
    "/bericht/2027Q1/bild/suchen.svg",
    "/bericht/2027Q1/bericht-2027Q1.csv",
    "/einladungen/",
    "/konten",
    "/protokoll/",
)
# Only where it is there: it is written later than the pages.
HANDBOOK = ("/handbuch/",) if (PROJECT / "docs" / "handbuch.md").is_file() else ()
MEANWHILE = ("/", "/meldungen/", "/aktualitaet/")


def opened(folder: Path) -> Desk:
    settings = Settings(data_dir=folder, fixed_day=date.fromisoformat(TODAY))
    engine = open_engine(f"sqlite:///{folder / 'catalogue.db'}")
    migrate(engine)
    fill(engine, load_region(), OFFERS, date.fromisoformat(TODAY), random.Random(SEED))
    with engine.begin() as connection:
        # Under the keys that a file of the provider leads to.
        slug = select(Provider.slug).where(Provider.id == Offer.provider_id).scalar_subquery()
        connection.execute(update(Offer).values(key=slug + "/" + Offer.reference))
    return Desk(settings, engine, open_stored(f"sqlite:///{folder / 'conversations.db'}"))


def submitted(desk: Desk, folder: Path) -> StoredPlan:
    """A file as large as the catalogue: offers of it with changes, and new ones."""
    with Session(desk.engine) as session:
        rows = [current_cells(offer) for offer in session.scalars(whole_offers().order_by(Offer.id))]
    half = rows[: len(rows) // 2]
    changed = [{**cells, "telefon": "05151 99", "titel": f"{cells['titel']} (neu)"} for cells in half]
    added = [{**cells, "kennung": f"N{number}"} for number, cells in enumerate(half)]
    path = folder / "gross.csv"
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows([*changed, *added])
    return store_plan(desk.plans, [path], revision_of(desk.engine), False, datetime.fromisoformat(f"{TODAY}T09:00"))


def worked_with(desk: Desk, folder: Path) -> str:
    """Corrections in conflict, notices and counts; the key of an offer with a correction and a notice."""
    draw, now = random.Random(SEED), datetime.fromisoformat(f"{TODAY}T08:00")
    with Session(desk.engine) as session:
        offers = session.scalars(whole_offers().where(Offer.last_day.is_(None)).order_by(Offer.id).limit(NOTICES))
        rows = {offer.key: current_cells(offer) for offer in offers}
    keys = list(rows)
    for key in keys[:CONFLICTS]:
        edit(desk.engine, key, {"telefon": "05151 1"}, desk.region, now, "Anna Kern")
    path = folder / "anders.csv"
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, list(rows[keys[0]]), delimiter=";")
        writer.writeheader()
        writer.writerows({**rows[key], "telefon": "05151 2"} for key in keys[:CONFLICTS])
    load(desk.engine, [path], desk.region, now)
    for number, key in enumerate(keys):
        report(desk.engine, key, SUBJECTS[number % len(SUBJECTS)], "Das stimmt so nicht mehr.", now)
    finish(desk.engine, range(1, NOTICES // 3 + 1), now, "Anna Kern", "berichtigt")
    tally, topics = Tally(lambda: date.fromisoformat(TODAY)), list(desk.region.topics)
    audiences, places = ["", *(item.name for item in desk.region.audiences)], ["", "Hameln", "Aerzen", "Bad Pyrmont"]
    for _ in range(SEARCHES):
        outcome = draw.choice((OFFERED, OFFERED, RELAXED, NOTHING))
        tally.use(SEARCH, outcome, "website")
        tally.demand(Cell(draw.choice(topics), draw.choice(audiences), draw.choice(places)), outcome)
    write(desk.engine, tally)
    return keys[-1]


def logged_in(desk: Desk) -> FlaskClient:
    account = desk.accounts.add("Anna Kern", LEAD, "pferd lampe wolke sieben", must_change=False)
    client = create_app(desk).test_client()
    settle()
    with client.session_transaction() as session:
        session["account"], session["epoch"], session["since"] = account.id, account.epoch, int(time.time())
    return client


def asked(client: FlaskClient, address: str) -> float:
    """Milliseconds until the answer is there."""
    start = time.perf_counter()
    answer = client.get(address)
    milliseconds = (time.perf_counter() - start) * 1000
    if answer.status_code != 200:
        raise click.ClickException(f"{address}: {answer.status}")
    return milliseconds


def pages(client: FlaskClient, addresses: Mapping[str, str]) -> dict[str, float]:
    """What was measured, by the names of the addresses."""
    found: dict[str, float] = {}
    slowest = 0.0
    for name, address in addresses.items():
        asked(client, address)
        times = [asked(client, address) for _ in range(REQUESTS)]
        found[f"{name} p50 ms"], found[f"{name} p95 ms"] = percentile(times, 0.5), percentile(times, 0.95)
        slowest = max(slowest, found[f"{name} p95 ms"])
    return {**found, "staff pages slowest p95 ms": slowest}


def waited(desk: Desk, jobs: Jobs, plan: StoredPlan, client: FlaskClient) -> tuple[float, list[float]]:
    """Seconds until a job about a plan is done, and milliseconds that others waited for pages meanwhile."""
    start, times = time.perf_counter(), []
    while (job := jobs.find(plan.id)) is not None:
        if job.problem:
            raise click.ClickException(job.problem)
        times += [asked(client, address) for address in MEANWHILE]
        time.sleep(0.2)
    return time.perf_counter() - start, times


def measured(folder: Path) -> dict[str, float]:
    # Else nineteen of twenty looks at the report would be at one that was kept.
    making._KEPT_SECONDS = 0.0
    desk = opened(folder)
    offer = worked_with(desk, folder)
    client, jobs, plan = logged_in(desk), Jobs(), submitted(desk, folder)
    prepare(desk, jobs, plan)
    planning, meanwhile = waited(desk, jobs, plan, client)
    with Session(desk.engine) as session:
        provider = session.scalar(select(Offer.provider_id).where(Offer.key.like("anbieter-%")).limit(1))
    known = {"plan": plan.id, "provider": str(provider), "offer": offer}
    found = pages(client, {address: address.format(**known) for address in (*PAGES, *HANDBOOK)})
    preview = find_preview(plan)
    assert preview is not None
    approve(desk, jobs, plan, fingerprint(preview, ()), "Anna Kern")
    taking, beside = waited(desk, jobs, plan, client)
    return {
        "staff offers": OFFERS,
        **found,
        "staff plan worked out s": planning,
        "staff pages meanwhile p95 ms": percentile(meanwhile, 0.95),
        "staff plan taken over s": taking,
        "staff pages beside taking over p95 ms": percentile(beside, 0.95),
    }


@click.command()
@click.option("--format", "output", type=click.Choice(["table", "json"]), default="table", show_default=True)
def main(output: str) -> None:
    """Measure the pages of the education office over 10,000 offers."""
    with tempfile.TemporaryDirectory() as name:
        show(measured(Path(name)), output)


if __name__ == "__main__":
    main()
