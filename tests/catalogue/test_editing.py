"""Changes by hand touch what they are about and nothing else, and nobody's accepted change is lost."""

from collections.abc import Callable
from datetime import datetime
from threading import Barrier, Thread
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from catalogue.database import migrate, open_engine
from catalogue.editing import count_conflicts, edit, put_back, withdraw
from catalogue.entering import ENTERED, enter
from catalogue.errors import CatalogueError, ChangedMeanwhileError, ChangeError, FieldFaultsError
from catalogue.history import changes_since, latest_version, latest_versions, undo, versions
from catalogue.models import Provider
from catalogue.region import Region
from catalogue.search import find_offer, search
from catalogue.submissions.cells import current_cells
from catalogue.submissions.load import LoadReport
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


def version(engine: Engine, key: str = KEY) -> int:
    with Session(engine) as session:
        return latest_version(session, key)


def shown(engine: Engine, region: Region) -> set[str]:
    with Session(engine) as session:
        return {hit.offer.key for hit in search(session, Wish(), region, NOW.date(), limit=50).hits}


# --- several at once


def test_who_has_not_seen_the_latest_version_overwrites_nothing(
    load_rows: Load, engine: Engine, region: Region
) -> None:
    load_rows([row("1", telefon="05151 1")])
    seen = version(engine)
    edit(engine, KEY, {"telefon": "05151 2"}, region, NOW, "Anna", seen=seen)
    with pytest.raises(ChangedMeanwhileError):
        edit(engine, KEY, {"telefon": "05151 3"}, region, NOW, "Bodo", seen=seen)
    assert fields(engine)["telefon"] == "05151 2"
    with Session(engine) as session:
        (since,) = changes_since(session, KEY, seen).items()
    assert (since[0], since[1].before, since[1].after, since[1].by) == ("telefon", "05151 1", "05151 2", "Anna")


def test_what_was_changed_and_changed_back_is_nothing_to_decide(
    load_rows: Load, engine: Engine, region: Region
) -> None:
    load_rows([row("1", telefon="05151 1")])
    seen = version(engine)
    for number in ("05151 2", "05151 1"):
        edit(engine, KEY, {"telefon": number}, region, NOW, "Anna")
    with Session(engine) as session:
        assert changes_since(session, KEY, seen) == {}
        assert latest_versions(session, [KEY, "x/y"]) == {KEY: version(engine), "x/y": 0}


def test_of_many_at_the_same_moment_one_is_accepted(load_rows: Load, engine: Engine, region: Region) -> None:
    load_rows([row("1", telefon="05151 1")])
    seen, start = version(engine), Barrier(6)
    accepted: list[str] = []
    told: list[BaseException] = []

    def try_it(number: str) -> None:
        start.wait()
        try:
            edit(engine, KEY, {"telefon": number}, region, NOW, number, seen=seen)
            accepted.append(number)
        except (ChangedMeanwhileError, CatalogueError) as error:
            told.append(error)

    threads = [Thread(target=try_it, args=(f"05151 {number}",)) for number in range(2, 8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(accepted) == 1 and len(told) == 5
    assert fields(engine)["telefon"] == accepted[0]
    with Session(engine) as session:
        assert len(versions(session, KEY)) == 2


CHANGES = st.dictionaries(
    st.sampled_from(("telefon", "kosten", "titel", "themen", "wochentage", "ort", "status", "beginn", "stand")),
    st.integers(0, 2),
    min_size=1,
)
VALUES = {
    "telefon": ("", "05151 2", "05151 3"), "kosten": ("", "0", "12,50"), "titel": ("A", "B", "<b>"),
    "themen": ("", "Ton", "Ton|Glasur"), "wochentage": ("", "Mo", "Mo|Fr"), "ort": ("Hameln", "Aerzen", "Groß Berkel"),
    "status": ("offen", "ausgebucht", "Warteliste"), "beginn": ("", "2027-02-01", "2027-03-01"),
    "stand": ("2027-01-01", "2027-01-05", "2027-01-11"),
}  # fmt: skip
EDITS = st.lists(st.tuples(st.sampled_from(("Anna", "Bodo")), st.booleans(), CHANGES), max_size=6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(edits=EDITS)
def test_no_edit_changes_other_fields_and_no_accepted_one_is_lost(edits: list[Any], region: Region) -> None:
    """Two people work on one offer; each may look at it anew before an edit, or not."""
    engine = open_engine("sqlite://")
    migrate(engine)
    enter(engine, {**row("1"), "stand": "2027-01-04"}, region, NOW, "Anna")
    seen = dict.fromkeys(("Anna", "Bodo"), version(engine))
    for who, looks, numbers in edits:
        if looks:
            seen[who] = version(engine)
        wanted = {column: VALUES[column][number] for column, number in numbers.items()}
        before, has_seen_all = fields(engine), seen[who] == version(engine)
        try:
            edit(engine, KEY, wanted, region, NOW, who, seen=seen[who])
        except ChangedMeanwhileError:
            assert not has_seen_all and fields(engine) == before
            continue
        assert has_seen_all
        assert fields(engine) == {**before, **wanted}
    engine.dispose()


# --- out of the list and back


def test_what_staff_withdrew_no_file_puts_back(load_rows: Load, engine: Engine, region: Region) -> None:
    load_rows([row("1", kosten="5"), row("2")])
    withdraw(engine, KEY, NOW, "Anna", seen=version(engine))
    report = load_rows([row("1", kosten="7"), row("2")], complete=True)
    assert shown(engine, region) == {"kulturhaus-muster/2"} and fields(engine)["kosten"] == "7"
    assert report.as_dict()["conflicts"] == []
    edit(engine, KEY, {"telefon": "05151 2"}, region, NOW, "Anna")
    assert shown(engine, region) == {"kulturhaus-muster/2"}
    put_back(engine, KEY, NOW, "Bodo", seen=version(engine))
    assert shown(engine, region) == {KEY, "kulturhaus-muster/2"}
    with Session(engine) as session:
        assert [item.submission.by for item in versions(session, KEY)] == [None, "Anna", None, "Anna", "Bodo"]


def test_what_a_provider_no_longer_lists_can_be_put_back(load_rows: Load, engine: Engine, region: Region) -> None:
    load_rows([row("1"), row("2")])
    load_rows([row("2")], complete=True)
    put_back(engine, KEY, NOW)
    assert KEY in shown(engine, region)
    load_rows([row("2")], complete=True)
    assert KEY not in shown(engine, region)


def test_withdrawing_twice_or_unseen_is_refused(load_rows: Load, engine: Engine, region: Region) -> None:
    load_rows([row("1")])
    with pytest.raises(ChangeError, match="schon im Verzeichnis"):
        put_back(engine, KEY, NOW)
    with pytest.raises(ChangedMeanwhileError):
        withdraw(engine, KEY, NOW, seen=0)
    withdraw(engine, KEY, NOW)
    with pytest.raises(ChangeError, match="nicht mehr"):
        withdraw(engine, KEY, NOW)
    with pytest.raises(ChangeError, match="gibt es nicht"):
        withdraw(engine, "x/y", NOW)


def test_withdrawing_and_putting_back_can_be_taken_back(load_rows: Load, engine: Engine, region: Region) -> None:
    load_rows([row("1")])
    withdraw(engine, KEY, NOW)
    put_back(engine, KEY, NOW)
    undo(engine, region, NOW)
    assert shown(engine, region) == set()
    load_rows([row("1", kosten="1")])
    assert shown(engine, region) == set()
    undo(engine, region, NOW)
    undo(engine, region, NOW)
    assert shown(engine, region) == {KEY}
    load_rows([row("1", kosten="2")])
    assert shown(engine, region) == {KEY}


# --- faults by field


def test_faults_are_told_field_by_field(load_rows: Load, engine: Engine, region: Region) -> None:
    load_rows([row("1")])
    with pytest.raises(FieldFaultsError) as refused:
        edit(engine, KEY, {"kosten": "viel", "ort": "Atlantis", "titel": " "}, region, NOW)
    assert set(refused.value.faults) == {"kosten", "ort", "titel"}


def test_conflicts_are_counted(load_rows: Load, engine: Engine, region: Region) -> None:
    load_rows([row("1", telefon="05151 1")])
    edit(engine, KEY, {"telefon": "05151 2"}, region, NOW)
    with Session(engine) as session:
        assert count_conflicts(session) == 0
    load_rows([row("1", telefon="05151 3")])
    with Session(engine) as session:
        assert count_conflicts(session) == 1


# --- entering


def test_an_entry_is_a_correction_by_somebody_and_found_at_once(engine: Engine, region: Region) -> None:
    key = enter(engine, {**row(""), "titel": "Töpfern am Abend"}, region, NOW, "Anna")
    assert key == "kulturhaus-muster/toepfern-am-abend"
    with Session(engine) as session:
        offer = find_offer(session, key)
        assert offer is not None
        origin = offer.text.submission
        assert (origin.kind, origin.file, origin.by, origin.added) == ("edit", ENTERED, "Anna", 1)
        found = search(session, Wish(topic="töpfern"), region, NOW.date())
    assert [hit.offer.key for hit in found.hits] == [key]
    assert undo(engine, region, NOW).offers == 1
    assert shown(engine, region) == set()


def test_a_key_is_not_used_twice_even_if_its_offer_is_gone(engine: Engine, region: Region) -> None:
    first = enter(engine, row(""), region, NOW)
    undo(engine, region, NOW)
    second = enter(engine, row(""), region, NOW)
    third = enter(engine, {**row(""), "anbieter": "Anderer"}, region, NOW)
    assert (first, second, third) == (
        "kulturhaus-muster/offener-nachmittag", "kulturhaus-muster/offener-nachmittag-2", "anderer/offener-nachmittag",
    )  # fmt: skip
    with pytest.raises(FieldFaultsError, match="schon für ein anderes"):
        enter(engine, row("offener-nachmittag"), region, NOW)


def test_an_entry_renames_no_provider(load_rows: Load, engine: Engine, region: Region) -> None:
    load_rows([row("1")])
    enter(engine, {**row("2"), "anbieter": "KULTURHAUS  muster"}, region, NOW)
    with Session(engine) as session:
        assert [provider.name for provider in session.query(Provider)] == ["Kulturhaus Muster"]


def test_a_providers_file_goes_on_with_an_entry(load_rows: Load, engine: Engine, region: Region) -> None:
    enter(engine, row("1", telefon="05151 1", kosten="5"), region, NOW, "Anna")
    edit(engine, KEY, {"telefon": "05151 2"}, region, NOW, "Anna")
    load_rows([row("1", telefon="05151 1", kosten="6")])
    assert (fields(engine)["telefon"], fields(engine)["kosten"]) == ("05151 2", "6")
