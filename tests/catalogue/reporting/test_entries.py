"""How fresh the entries were: also on a day long past, whatever happened since."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from catalogue.asking import ask_providers
from catalogue.database import migrate
from catalogue.editing import edit
from catalogue.history import undo
from catalogue.region import Region, load_region
from catalogue.reporting.entries import Asked, Entries, Freshness, entries
from catalogue.submissions.load import LoadReport, load
from tests.catalogue.offers import row

Load = Callable[..., LoadReport]
FIRST = date(2027, 1, 1)
KULTUR, SPRACHE = "Kultur und Freizeit", "Sprachbildung"


def at(session: Session, region: Region, day: date) -> Entries:
    session.expire_all()
    found = entries(session, region, FIRST, day)
    assert found is not None
    return found


def test_an_entry_is_overdue_after_the_term_of_its_area(load_rows: Load, session: Session, region: Region) -> None:
    load_rows(
        [row("1", bereich=SPRACHE), row("2"), row("3", bereich=SPRACHE, anbieter="Schule A")], on=date(2027, 1, 4)
    )
    found = at(session, region, date(2027, 4, 4))
    assert found.whole == Freshness("", 3, 0, 0)
    found = at(session, region, date(2027, 4, 5))
    assert found.areas == (Freshness(SPRACHE, 2, 2, 0), Freshness(KULTUR, 1, 0, 0))
    assert found.providers == (Freshness("Kulturhaus Muster", 2, 1, 0), Freshness("Schule A", 1, 1, 0))
    assert at(session, region, date(2027, 7, 4)).whole == Freshness("", 3, 3, 2)
    assert found.areas[0].share == 0.0
    assert Freshness("", 0, 0, 0).share is None


def test_what_is_over_cancelled_or_no_longer_listed_is_no_entry(
    load_rows: Load, session: Session, region: Region
) -> None:
    rows = [row("1"), row("2", ende="2027-02-01", art="Kurs"), row("3", status="abgesagt"), row("4")]
    load_rows(rows, on=date(2027, 1, 4))
    assert at(session, region, date(2027, 2, 1)).whole.entries == 3
    assert at(session, region, date(2027, 2, 2)).whole.entries == 2
    load_rows(rows[:3], on=date(2027, 2, 10), complete=True)
    assert at(session, region, date(2027, 2, 9)).whole.entries == 2
    assert at(session, region, date(2027, 2, 10)).whole.entries == 1


def test_before_the_first_load_there_was_no_catalogue(load_rows: Load, session: Session, region: Region) -> None:
    assert entries(session, region, FIRST, date(2027, 1, 4)) is None
    load_rows([row("1")], on=date(2027, 1, 4))
    assert entries(session, region, FIRST, date(2027, 1, 3)) is None
    assert at(session, region, date(2027, 1, 4)).whole.entries == 1


def test_what_was_done_later_does_not_change_what_was(
    engine: Engine, load_rows: Load, session: Session, region: Region
) -> None:
    load_rows([row("1", bereich=SPRACHE), row("2")], on=date(2027, 1, 4))
    day = date(2027, 6, 30)
    before = at(session, region, day)
    assert before.whole == Freshness("", 2, 1, 0)
    load_rows([row("1", bereich=SPRACHE), row("2", titel="Anders"), row("3")], on=date(2027, 7, 1))
    edit(engine, "kulturhaus-muster/2", {"status": "abgesagt"}, region, datetime(2027, 7, 2, 9))
    undo(engine, region, datetime(2027, 7, 3, 9))
    load_rows([row("3")], on=date(2027, 7, 4), complete=True)
    undo(engine, region, datetime(2027, 7, 5, 9))
    undo(engine, region, datetime(2027, 7, 6, 9))
    assert at(session, region, day) == before
    # Back where everything began, only later.
    assert at(session, region, date(2027, 7, 6)).whole == Freshness("", 2, 2, 1)


def test_who_was_asked_and_who_answered_until_that_day(
    engine: Engine, load_rows: Load, session: Session, region: Region, tmp_path: Path
) -> None:
    load_rows([row("1", bereich=SPRACHE), row("2", bereich=SPRACHE)], on=date(2026, 9, 1))
    load_rows([row("3", bereich=SPRACHE, anbieter="Schule A")], on=date(2026, 9, 1))
    ask_providers(engine, region, datetime(2027, 1, 20, 9), tmp_path / "mails")
    load_rows([row("3", bereich=SPRACHE, anbieter="Schule A")], on=date(2027, 2, 3))
    muster, schule = (
        Asked("Kulturhaus Muster", date(2027, 1, 20), 2, None),
        Asked("Schule A", date(2027, 1, 20), 1, date(2027, 2, 3)),
    )
    assert at(session, region, date(2027, 1, 19)).asked == ()
    assert at(session, region, date(2027, 2, 2)).asked == (muster, replace(schule, answered_on=None))
    assert at(session, region, date(2027, 2, 3)).asked == (muster, schule)


# --- whatever happens, the past stays as it was

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["load", "load", "complete", "undo", "edit"]),
        st.integers(1, 40),
        st.sets(st.integers(1, 4), min_size=1),
        st.sampled_from(["offen", "abgesagt"]),
        st.sampled_from([KULTUR, SPRACHE]),
    ),
    min_size=2,
    max_size=6,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_the_report_of_a_past_day_is_what_that_day_would_have_said(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, set[int], str, str]]
) -> None:
    region, folder = load_region(), tmp_path_factory.mktemp("past")
    engine = create_engine(f"sqlite:///{folder / 'catalogue.sqlite'}")
    migrate(engine)
    day, said = FIRST, {}
    for number, (what, later, offers, status, area) in enumerate(steps):
        day = date.fromordinal(day.toordinal() + later)
        now = datetime.combine(day, time(9))
        try:
            if what == "undo":
                undo(engine, region, now)
            elif what == "edit":
                edit(engine, f"kulturhaus-muster/{min(offers)}", {"status": status, "bereich": area}, region, now)
            else:
                path = folder / f"{number}.csv"
                lines = [f"{item};Treff {item};{area};Kulturhaus Muster;Hameln;{status}" for item in sorted(offers)]
                path.write_text("\n".join(["kennung;titel;bereich;anbieter;ort;status", *lines]), encoding="utf-8")
                load(engine, [path], region, now, complete=what == "complete")
        except Exception as error:  # what cannot be done is not done; that is not what this is about
            assert type(error).__name__ == "ChangeError", error
        with Session(engine) as session:
            said[day] = entries(session, region, FIRST, day)
    with Session(engine) as session:
        assert {day: entries(session, region, FIRST, day) for day in said} == said
    engine.dispose()
