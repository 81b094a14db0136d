"""Everything that happens to an offer is kept, can be told, and can be taken back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from catalogue.database import migrate, open_engine
from catalogue.editing import conflicts, edit
from catalogue.errors import ChangeError
from catalogue.history import origins, undo, versions
from catalogue.models import Offer, Submission
from catalogue.region import Region
from catalogue.search import find_offer, search
from catalogue.submissions.apply import apply_plan
from catalogue.submissions.cells import current_cells
from catalogue.submissions.check import check
from catalogue.submissions.load import LoadReport
from catalogue.submissions.plan import corrected, make_plan, sent_cells
from catalogue.submissions.record import RawRow, RawTable
from catalogue.wish import Wish
from tests.catalogue.offers import row

Load = Callable[..., LoadReport]
KEY = "kulturhaus-muster/1"
NOW = datetime(2027, 1, 11, 9)


def fields(engine: Engine, key: str = KEY) -> dict[str, str]:
    with Session(engine) as session:
        offer = find_offer(session, key)
        assert offer is not None
        return current_cells(offer)


def shown(engine: Engine, region: Region) -> set[str]:
    with Session(engine) as session:
        return {hit.offer.reference for hit in search(session, Wish(), region, NOW.date(), limit=50).hits}


# --- corrections


def test_a_correction_survives_the_same_file(load_rows: Load, engine: Engine, region: Region) -> None:
    load_rows([row("1", telefon="05151 1")])
    edit(engine, KEY, {"telefon": "05151 2"}, region, NOW, "Anna")
    report = load_rows([row("1", telefon="05151 1")])
    assert report.files[0].unchanged == 1
    assert fields(engine)["telefon"] == "05151 2"


def test_a_provider_who_changes_a_corrected_field_is_not_overheard(
    load_rows: Load, engine: Engine, region: Region
) -> None:
    load_rows([row("1", telefon="05151 1")])
    edit(engine, KEY, {"telefon": "05151 2"}, region, NOW, "Anna")
    report = load_rows([row("1", telefon="05151 3")])
    assert report.as_dict()["conflicts"] == [{"offer": KEY, "field": "telefon"}]
    assert fields(engine)["telefon"] == "05151 2"
    with Session(engine) as session:
        assert [(offer.key, item.cell) for offer, item in conflicts(session)] == [(KEY, "05151 2")]
    edit(engine, KEY, {"telefon": "05151 3"}, region, NOW, "Anna")
    with Session(engine) as session:
        assert conflicts(session) == []


def test_a_corrected_place_and_price_are_searched_by(load_rows: Load, engine: Engine, region: Region) -> None:
    load_rows([row("1", ort="Hameln", kosten="10")])
    edit(engine, KEY, {"ort": "Groß Berkel", "kosten": "0"}, region, NOW)
    with Session(engine) as session:
        found = search(session, Wish(place=("Aerzen",), free=True), region, NOW.date())
    assert [hit.offer.key for hit in found.hits] == [KEY]


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        ({"raum": "7"}, "raum"),
        ({"kennung": "2"}, "kennung"),
        ({"kosten": "viel"}, "kein Betrag"),
        ({"beginn": "2027-03-01", "ende": "2027-02-01"}, "Das Ende liegt vor dem Beginn"),
        ({"ort": "Atlantis"}, "kennt die Region nicht"),
        ({"titel": ""}, "Diese Angabe fehlt"),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(
    wanted: dict[str, str], reason: str, load_rows: Load, engine: Engine, region: Region
) -> None:
    load_rows([row("1")])
    before = fields(engine)
    with pytest.raises(ChangeError, match=reason):
        edit(engine, KEY, wanted, region, NOW)
    assert fields(engine) == before


# --- trace


def test_every_field_knows_where_it_comes_from(load_rows: Load, engine: Engine, region: Region) -> None:
    load_rows([row("1", telefon="05151 1", kosten="5")], file="januar.csv")
    load_rows([row("1", telefon="05151 1", kosten="7")], file="februar.csv")
    edit(engine, KEY, {"telefon": "05151 2"}, region, NOW, "Anna")
    with Session(engine) as session:
        found = origins(session, KEY)
        assert (found["titel"].submission.file, found["titel"].row) == ("januar.csv", 2)
        assert found["kosten"].submission.file == "februar.csv"
        assert found["telefon"].submission.by == "Anna"
        assert [version.event for version in versions(session, KEY)] == ["added", "changed", "changed"]


# --- no longer listed


def test_a_complete_file_withdraws_what_it_lacks(load_rows: Load, engine: Engine, region: Region) -> None:
    load_rows([row("1"), row("2"), row("3", anbieter="Anderer Verein")])
    report = load_rows([row("1")], complete=True)
    assert report.as_dict()["withdrawn"] == ["kulturhaus-muster/2"]
    assert shown(engine, region) == {"1", "3"}
    assert fields(engine, "kulturhaus-muster/2")["titel"] == "Offener Nachmittag"


def test_a_row_that_is_refused_is_still_listed(load_rows: Load, engine: Engine, region: Region) -> None:
    load_rows([row("1", kosten="5"), row("2", kosten="5")])
    load_rows([row("1", kosten="5"), row("2", kosten="viel")], complete=True)
    assert shown(engine, region) == {"1", "2"}


def test_a_row_that_cannot_even_be_read_is_still_listed(load_rows: Load, engine: Engine, region: Region) -> None:
    load_rows([row("1", kosten="5"), row("2", kosten="5")])
    report = load_rows([row("1", kosten="5"), row("2", kosten="#REF!")], complete=True)
    assert [fault.field for fault in report.files[0].refused] == ["kosten"]
    assert shown(engine, region) == {"1", "2"}


def test_what_is_listed_again_is_back(load_rows: Load, engine: Engine, region: Region) -> None:
    load_rows([row("1"), row("2")])
    load_rows([row("1")], complete=True)
    report = load_rows([row("1"), row("2")], complete=True)
    assert [key for key, _ in report.files[0].changed] == ["kulturhaus-muster/2"]
    assert shown(engine, region) == {"1", "2"}


# --- taking back


def test_undo_removes_what_a_load_added(load_rows: Load, engine: Engine, region: Region) -> None:
    load_rows([row("1")])
    load_rows([row("2")], file="zwei.csv")
    assert undo(engine, region, NOW).submission == "zwei.csv"
    assert shown(engine, region) == {"1"}
    assert load_rows([row("2")]).as_dict()["added"] == 1


def test_undo_gives_back_values_and_origin(load_rows: Load, engine: Engine, region: Region) -> None:
    load_rows([row("1", titel="Vorher", kosten="5")], file="januar.csv")
    load_rows([row("1", titel="Nachher", kosten="")], file="februar.csv")
    undo(engine, region, NOW)
    assert (fields(engine)["titel"], fields(engine)["kosten"]) == ("Vorher", "5")
    with Session(engine) as session:
        offer = find_offer(session, KEY)
        assert offer is not None and offer.text.submission.file == "januar.csv"


def test_undo_goes_back_step_by_step_to_the_beginning(load_rows: Load, engine: Engine, region: Region) -> None:
    load_rows([row("1")])
    edit(engine, KEY, {"kosten": "3"}, region, NOW)
    undo(engine, region, NOW)
    undo(engine, region, NOW)
    assert shown(engine, region) == set()
    with pytest.raises(ChangeError, match="nichts"):
        undo(engine, region, NOW)


def test_undo_lists_again_what_a_complete_file_had_withdrawn(load_rows: Load, engine: Engine, region: Region) -> None:
    load_rows([row("1"), row("2")])
    load_rows([row("1")], complete=True)
    undo(engine, region, NOW)
    assert shown(engine, region) == {"1", "2"}


# --- any history

CELL = st.sampled_from(("", "05151 1", "05151 2"))
PRICE = st.sampled_from(("", "0", "12,50"))
SENT = st.dictionaries(
    st.sampled_from(("1", "2")), st.fixed_dictionaries({}, optional={"telefon": CELL, "kosten": PRICE}), min_size=1
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("load"), SENT, st.booleans()),
        st.tuples(st.just("edit"), st.sampled_from(("1", "2")), st.fixed_dictionaries({"telefon": CELL})),
        st.tuples(st.just("undo")),
    ),
    max_size=8,
)


def state(session: Session) -> dict[str, Any]:
    """All that can be seen or comes to bear later."""
    return {
        offer.key: (
            current_cells(offer),
            sent_cells(offer),
            corrected(offer.corrections),
            offer.withdrawn_on is None,
            sorted((term.term, term.weight) for term in offer.terms),
        )
        for offer in session.scalars(select(Offer))
    }


def load_cells(engine: Engine, region: Region, sent: dict[str, dict[str, str]], complete: bool) -> None:
    columns = {name for cells in sent.values() for name in cells}
    rows = tuple(
        RawRow(number, {**row(reference), **dict.fromkeys(columns, ""), **cells})
        for number, (reference, cells) in enumerate(sent.items(), 2)
    )
    table = RawTable("a.csv", "", tuple(rows[0].cells), (), rows)
    records, refused, _ = check(table, region, NOW.date())
    assert refused == []
    with Session(engine) as session, session.begin():
        plan = make_plan(session, table, records, NOW.date(), complete=complete)
        apply_plan(session, table, plan, region, NOW, 0)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(steps=STEPS)
def test_any_history_can_be_taken_back_step_by_step(steps: list[Any], region: Region) -> None:
    engine = open_engine("sqlite://")
    migrate(engine)
    past: list[dict[str, Any]] = []
    for step in steps:
        with Session(engine) as session:
            before = state(session)
        if step[0] == "undo":
            if not past:
                continue
            undo(engine, region, NOW)
            with Session(engine) as session:
                assert state(session) == past.pop()
            continue
        try:
            if step[0] == "load":
                load_cells(engine, region, step[1], step[2])
            else:
                edit(engine, f"kulturhaus-muster/{step[1]}", step[2], region, NOW)
        except ChangeError:
            continue
        past.append(before)
    while past:
        undo(engine, region, NOW)
        with Session(engine) as session:
            assert state(session) == past.pop()
    with Session(engine) as session:
        assert session.scalars(select(Offer)).all() == []
        assert all(item.undone_by or item.kind == "undo" for item in session.scalars(select(Submission)))
    engine.dispose()
