"""Three years of a catalogue, day by day: nothing is shown as current that is over or past its second term.

What should be shown is worked out here from the rows as they were sent, without the catalogue: every day it is compared
with the chat's search, the list and the homepage.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from catalogue.database import migrate, open_engine
from catalogue.history import undo
from catalogue.listing import Choice, beginning, browse
from catalogue.models import Offer
from catalogue.region import Region, load_region
from catalogue.search import search, search_outdated
from catalogue.submissions.load import load
from catalogue.values import STATUSES
from catalogue.wish import Wish

_FIRST_DAY = date(2027, 1, 11)
_ALL = 10_000
_SOON = timedelta(days=28)
_TITLES = ("Deutschkurs A1", "Yoga", "Nachhilfe Mathe", "Berufsberatung", "Töpfern", "Krabbelgruppe")
_PLACES = ("Hameln", "Aerzen", "Bad Pyrmont", "Coppenbrügge")

Row = dict[str, str]
Sent = dict[str, Row]


@dataclass
class Provider:
    """Somebody who sends his file now and then, later and later, or at last not any more."""

    name: str
    area: str
    next_file: date
    patience: float
    rows: Sent = field(default_factory=dict)


@dataclass
class Outcome:
    """What was looked at on how many days, and everything that was shown or hidden wrongly."""

    days: int = 0
    files: int = 0
    shown: int = 0
    on_request: int = 0
    wrong: list[str] = field(default_factory=list)


def live_through(folder: Path, days: int, seed: int) -> Outcome:
    """Let providers send their files for so many days, and look at what is shown on each of them."""
    region, draw = load_region(), random.Random(seed)
    engine = open_engine(f"sqlite:///{folder / 'years.db'}")
    migrate(engine)
    providers = [
        Provider(f"Anbieter {number}", draw.choice(region.areas).name, _FIRST_DAY, draw.uniform(0.3, 2.5))
        for number in range(15)
    ]
    catalogue: Sent = {}
    outcome = Outcome()
    for number in range(days):
        today = _FIRST_DAY + timedelta(days=number)
        for provider in providers:
            if provider.next_file <= today:
                catalogue = _send(engine, provider, catalogue, region, today, folder, draw)
                outcome.files += 1
        _look(engine, catalogue, region, today, outcome)
    engine.dispose()
    return outcome


def _send(
    engine: Engine, provider: Provider, catalogue: Sent, region: Region, today: date, folder: Path, draw: random.Random
) -> Sent:
    """The catalogue after a provider's file, which now and then is taken back at once."""
    term = _terms(region)[provider.area]
    provider.next_file = today + timedelta(days=max(1, round(draw.uniform(0.5, 1.5) * provider.patience * term)))
    for _ in range(draw.randint(1, 4)):
        row = _row(provider, draw.randrange(14), today, draw)
        provider.rows[row["kennung"]] = row
    confirmed = [row for row in provider.rows.values() if draw.random() < 0.6]
    for row in confirmed:
        row["stand"] = (today - timedelta(days=draw.randint(0, 10))).isoformat()
    is_complete = draw.random() < 0.4
    rows = [dict(row) for row in (provider.rows.values() if is_complete else confirmed)]
    before = catalogue
    sent = {_key(row): row for row in rows}
    kept = {key: row for key, row in catalogue.items() if row["anbieter"] != provider.name or not is_complete}
    if not rows:
        return catalogue
    path = folder / "meldung.csv"
    columns = list(rows[0])
    path.write_text("\n".join([";".join(columns), *(";".join(row.values()) for row in rows)]), encoding="utf-8")
    now = datetime.combine(today, time(9))
    (report,) = load(engine, [path], region, now, complete=is_complete).files
    assert not report.refused, report.refused
    if draw.random() < 0.05:
        undo(engine, region, now)
        return before
    return {**kept, **sent}


def _row(provider: Provider, number: int, today: date, draw: random.Random) -> Row:
    begins = today + timedelta(days=draw.randint(-30, 120)) if draw.random() < 0.7 else None
    ends = begins + timedelta(days=draw.randint(0, 200)) if begins and draw.random() < 0.7 else None
    return {
        "kennung": f"K-{number}",
        "titel": draw.choice(_TITLES),
        "bereich": provider.area,
        "art": draw.choice(("Kurs", "Veranstaltung", "Beratung", "")),
        "anbieter": provider.name,
        "ort": draw.choice(_PLACES),
        "beginn": begins.isoformat() if begins else "",
        "ende": ends.isoformat() if ends else "",
        "status": draw.choice(("", *STATUSES)),
        "stand": today.isoformat(),
    }


def _key(row: Row) -> str:
    return f"{row['anbieter']}/{row['kennung']}"


def _terms(region: Region) -> dict[str, int]:
    return {area.name: area.term_days or 0 for area in region.areas}


def _is_over(row: Row, today: date) -> bool:
    last = row["ende"] or (row["beginn"] if row["art"] == "Veranstaltung" else "")
    return row["status"] == "abgesagt" or bool(last and last < today.isoformat())


def _look(engine: Engine, catalogue: Sent, region: Region, today: date, outcome: Outcome) -> None:
    """Compare what is shown today with what the rows say."""
    terms = _terms(region)
    current = {key: row for key, row in catalogue.items() if not _is_over(row, today)}
    ages = {key: (today - date.fromisoformat(row["stand"])).days for key, row in current.items()}
    hidden = {key for key, row in current.items() if ages[key] > 2 * terms[row["bereich"]]}
    late = {key for key, row in current.items() if ages[key] > terms[row["bereich"]]}
    soon = {
        key for key, row in current.items() if today.isoformat() <= row["beginn"] <= (today + _SOON).isoformat()
    } - hidden
    with Session(engine) as session:
        found = search(session, Wish(), region, today, limit=_ALL)
        old = search_outdated(session, Wish(), region, today, limit=_ALL)
        listing = browse(session, Choice(), region, today, limit=_ALL)
        everything_old = browse(session, Choice(overdue=True), region, today, limit=_ALL)
        home = beginning(session, region, today, today + _SOON, limit=_ALL)
        compared = {
            "chat": (_keys(hit.offer for hit in found.hits), set(current) - hidden),
            "marked in the chat": (_keys(hit.offer for hit in found.hits if hit.overdue), late - hidden),
            "chat on request": (_keys(hit.offer for hit in old.hits), hidden),
            "list": (_keys(hit.offer for hit in listing.hits), set(current) - hidden),
            "list of older ones": (_keys(hit.offer for hit in everything_old.hits), late),
            "homepage": (_keys(home), soon),
        }
    outcome.wrong += [
        f"{today}, {name}: {sorted(got ^ wanted)}" for name, (got, wanted) in compared.items() if got != wanted
    ]
    if (found.total, found.outdated, listing.total, listing.outdated) != (
        len(current) - len(hidden), len(hidden), len(current) - len(hidden), len(hidden),
    ):  # fmt: skip
        outcome.wrong.append(f"{today}: counted wrongly")
    outcome.days += 1
    outcome.shown += found.total
    outcome.on_request += old.total


def _keys(offers: Iterable[Offer]) -> set[str]:
    return {f"{offer.provider.name}/{offer.reference}" for offer in offers}
