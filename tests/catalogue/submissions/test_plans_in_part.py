"""What is approved is exactly what was shown, whatever is left out; and a submission of long ago can be taken back."""

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from catalogue.database import migrate, open_engine
from catalogue.editing import confirm, edit
from catalogue.errors import ChangeError
from catalogue.history import find_submission, in_the_way, undo
from catalogue.models import Offer, OfferVersion, Submission
from catalogue.region import Region
from catalogue.submissions.cells import current_cells
from catalogue.submissions.entries import CHANGED, DOING, GONE, NEW, SAME, Entry
from catalogue.submissions.load import LoadReport, load, load_plan
from catalogue.submissions.plans import StoredPlan, revision_of, store_plan, waiting_plans
from catalogue.submissions.previews import entries, find_preview, lines, make_preview
from catalogue.submissions.selection import choose, fingerprint, leave_out, left_out
from tests.catalogue.offers import row, table

Load = Callable[..., LoadReport]
NOW = datetime(2027, 1, 11, 9)
State = dict[str, tuple[dict[str, str], date | None]]

PHONES = st.sampled_from(["", "05151 1", "05151 2", "05151 3"])
DAYS = st.sampled_from(["", "2027-01-02", "2027-01-05"])
TABLES = st.dictionaries(st.sampled_from("123456"), st.tuples(PHONES, DAYS), min_size=1)
CORRECTIONS = st.dictionaries(st.sampled_from("123456"), PHONES, max_size=3)
KEYS = st.sets(st.sampled_from([f"kulturhaus-muster/{number}" for number in range(1, 7)]))


def state(engine: Engine) -> State:
    with Session(engine) as session:
        return {offer.key: (current_cells(offer), offer.withdrawn_on) for offer in session.scalars(select(Offer))}


def rows(cells: dict[str, tuple[str, str]]) -> list[dict[str, str]]:
    return [row(number, telefon=phone, stand=day) for number, (phone, day) in cells.items()]


def planned(engine: Engine, folder: Path, content: bytes, *, complete: bool = False) -> StoredPlan:
    path = folder / "neu.csv"
    path.write_bytes(content)
    return store_plan(folder / "plans", [path], revision_of(engine), complete, NOW)


def all_entries(plan: StoredPlan) -> list[Entry]:
    preview = find_preview(plan)
    assert preview is not None
    return entries(plan, preview, lines(plan, preview))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(before=TABLES, corrections=CORRECTIONS, after=TABLES, without=KEYS, complete=st.booleans())
def test_exactly_what_was_shown_happens_and_nothing_else(
    before: dict[str, tuple[str, str]],
    corrections: dict[str, str],
    after: dict[str, tuple[str, str]],
    without: set[str],
    complete: bool,
    region: Region,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("part")
    engine = open_engine(f"sqlite:///{folder / 'catalogue.db'}")
    migrate(engine)
    (folder / "alt.csv").write_bytes(table(rows(before)))
    load(engine, [folder / "alt.csv"], region, NOW - timedelta(days=5))
    for number, phone in corrections.items():
        if number in before:
            edit(engine, f"kulturhaus-muster/{number}", {"telefon": phone}, region, NOW - timedelta(days=4), "Anna")
    was = state(engine)
    plan = planned(engine, folder, table(rows(after)), complete=complete)
    make_preview(engine, plan, region, complete, "")
    assert state(engine) == was
    report = load_plan(engine, plan, region, NOW, by="Anna", left_out=without)
    became = state(engine)
    shown = {entry.key: entry for entry in all_entries(plan) if entry.kind in DOING}
    for key in shown.keys() & without:
        assert became.get(key) == was.get(key)
    for key in shown.keys() - without:
        entry, (cells, withdrawn) = shown[key], became[key]
        old = was[key][0] if key in was else dict.fromkeys(cells, "")
        differing = {name for name in cells if cells[name] != old[name]}
        told = {field.column for field in entry.fields if field.before != field.after}
        if entry.kind == NEW:
            # What is nowhere said is filled with defaults.
            assert {name: cells[name] for name in told} == {field.column: field.after for field in entry.fields}
            assert differing - told <= {"format", "status", "stand"}
        else:
            assert differing == told - {"im_verzeichnis"}
            assert {field.column: field.after for field in entry.fields if field.column in differing} == {
                name: cells[name] for name in differing
            }
        assert (withdrawn is not None) == (entry.kind == GONE)
    assert {key: value for key, value in became.items() if key not in shown} == {
        key: value for key, value in was.items() if key not in shown
    }
    _history_tells_the_same(engine, report, shown, without)
    engine.dispose()


def _history_tells_the_same(
    engine: Engine, report: LoadReport, shown: dict[str, Entry], without: Collection[str]
) -> None:
    (file,) = report.files
    assert file.submission is not None
    assert set(file.left_out) == shown.keys() & without
    with Session(engine) as session:
        done = session.scalars(select(OfferVersion).where(OfferVersion.submission_id == file.submission)).all()
    told = {key: entry for key, entry in shown.items() if key not in without}
    assert {version.offer_key for version in done} <= told.keys()
    for version in done:
        if version.event == "added":
            continue
        fields = told[version.offer_key].fields
        changes = {field.column: [field.before, field.after] for field in fields if field.before != field.after}
        assert version.changes == changes
    assert {key for key, entry in told.items() if entry.kind in (NEW, CHANGED, GONE)} <= {
        version.offer_key for version in done
    }


def test_a_preview_is_the_same_wherever_the_same_is_shown(
    load_rows: Load, engine: Engine, region: Region, tmp_path: Path
) -> None:
    load_rows([row("1", telefon="05151 1")])
    plan = planned(engine, tmp_path, table([row("1", telefon="05151 2"), row("2")]))
    first = make_preview(engine, plan, region, False, "")
    load_rows([row("1", anbieter="Verein")])
    second = make_preview(engine, plan, region, False, "")
    assert (second.digest, second.moved) == (first.digest, 0) and second.revision > first.revision
    load_rows([row("2", telefon="")])
    third = make_preview(engine, plan, region, False, "")
    assert third.digest != first.digest
    moved = [line.key for line in lines(plan, third) if line.moved]
    assert (moved, third.moved, third.vanished) == (["kulturhaus-muster/2"], 1, 0)
    # Offers that are as they are sent are no change, but they are part of what is shown.
    assert [entry.kind for entry in all_entries(plan)] == [CHANGED, SAME]


def test_what_vanishes_from_a_plan_is_counted(load_rows: Load, engine: Engine, region: Region, tmp_path: Path) -> None:
    load_rows([row("1"), row("2")])
    plan = planned(engine, tmp_path, table([row("1")]), complete=True)
    make_preview(engine, plan, region, True, "")
    again = make_preview(engine, plan, region, False, "")
    assert (again.total(GONE), again.vanished) == (0, 1)


def test_two_people_choose_on_different_pages(engine: Engine, region: Region, tmp_path: Path) -> None:
    plan = planned(engine, tmp_path, table([row(str(number)) for number in range(4)]))
    choose(plan, ["a", "b"], ["a"])
    choose(plan, ["c", "d"], [])
    assert left_out(plan) == {"b", "c", "d"}
    choose(plan, ["b"], ["b"])
    assert left_out(plan) == {"c", "d"}
    assert leave_out(plan, ["x"]) == {"x"}


def test_a_fingerprint_names_the_choice_as_well(engine: Engine, region: Region, tmp_path: Path) -> None:
    plan = planned(engine, tmp_path, table([row("1")]))
    preview = make_preview(engine, plan, region, False, "")
    assert fingerprint(preview, []) != fingerprint(preview, ["kulturhaus-muster/1"])
    assert fingerprint(preview, ["a", "b"]) == fingerprint(preview, ["b", "a"])


def test_a_plan_that_is_gone_says_so(engine: Engine, region: Region, tmp_path: Path) -> None:
    plan = planned(engine, tmp_path, table([row("1")]))
    preview = make_preview(engine, plan, region, False, "")
    (found,) = waiting_plans(tmp_path / "plans")
    assert found == plan
    for path in plan.folder.glob("*.json*"):
        path.unlink()
    for call in (lambda: lines(plan, preview), lambda: entries(plan, preview, [])):
        with pytest.raises(ChangeError, match="wartet nicht mehr"):
            call()


# --- taking back what was done before


def test_an_earlier_load_is_taken_back_if_nothing_came_later(load_rows: Load, engine: Engine, region: Region) -> None:
    load_rows([row("1", telefon="05151 1")], file="eins.csv")
    before = state(engine)
    load_rows([row("1", telefon="05151 2"), row("2")], file="zwei.csv")
    load_rows([row("1", anbieter="Verein")], file="drei.csv")
    assert undo(engine, region, NOW, "Anna", submission_id=2).submission == "zwei.csv"
    after = state(engine)
    assert after.pop("verein/1") and after == before
    with pytest.raises(ChangeError, match="schon zurückgenommen"):
        undo(engine, region, NOW, submission_id=2)


def test_what_was_changed_later_stands_in_the_way_until_that_is_taken_back(
    load_rows: Load, engine: Engine, region: Region
) -> None:
    load_rows([row("1"), row("2")])
    edit(engine, "kulturhaus-muster/1", {"telefon": "05151 2"}, region, NOW, "Anna Kern")
    with pytest.raises(ChangeError, match=r"kulturhaus-muster/1 \(Berichtigung, 11.01.2027, 09:00 Uhr, Anna Kern\)"):
        undo(engine, region, NOW, submission_id=1)
    with Session(engine) as session:
        assert [key for key, _ in in_the_way(session, find_submission(session, 1))] == ["kulturhaus-muster/1"]
    undo(engine, region, NOW, submission_id=2)
    undo(engine, region, NOW, submission_id=1)
    assert state(engine) == {}


def test_there_is_no_undo_of_an_undo(load_rows: Load, engine: Engine, region: Region) -> None:
    load_rows([row("1")])
    undo(engine, region, NOW)
    for number in (2, 99):
        with pytest.raises(ChangeError):
            undo(engine, region, NOW, submission_id=number)


# --- confirmed on the phone


def test_a_confirmation_moves_the_day_only_and_can_be_taken_back(
    load_rows: Load, engine: Engine, region: Region
) -> None:
    load_rows([row("1", telefon="05151 1", stand="2026-01-01"), row("2", stand="2026-01-01")])
    before = state(engine)
    assert confirm(engine, 1, NOW, "Anna", keys=["kulturhaus-muster/1"]) == 1
    after = state(engine)
    assert after["kulturhaus-muster/2"] == before["kulturhaus-muster/2"]
    assert after["kulturhaus-muster/1"][0] == {**before["kulturhaus-muster/1"][0], "stand": "2027-01-11"}
    load_rows([row("1", telefon="05151 1", stand="2026-01-01")])
    assert state(engine)["kulturhaus-muster/1"][0]["stand"] == "2027-01-11"
    undo(engine, region, NOW, submission_id=2)
    assert state(engine) == before


def test_nothing_to_confirm_is_said_and_leaves_no_trace(load_rows: Load, engine: Engine) -> None:
    load_rows([row("1")])
    with pytest.raises(ChangeError, match="kein Angebot ausgewählt"):
        confirm(engine, 1, NOW, keys=["verein/1"])
    with Session(engine) as session:
        assert len(session.scalars(select(Submission)).all()) == 1
