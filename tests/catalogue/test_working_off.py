"""Notices are worked off once, by one person, and stay to be read."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from catalogue.errors import ChangeError
from catalogue.history import undo
from catalogue.models import Notice
from catalogue.notices import report
from catalogue.persons import erase_person
from catalogue.region import Region
from catalogue.submissions.load import LoadReport
from catalogue.working_off import count_open, done_notices, finish, notices_about, open_notices, reopen
from tests.catalogue.offers import row

Load = Callable[..., LoadReport]
NOW = datetime(2027, 1, 11, 9)
KEY, OTHER = "kulturhaus-muster/1", "kulturhaus-muster/2"


@pytest.fixture
def reported(load_rows: Load, engine: Engine) -> None:
    load_rows([row("1", titel="Töpfern"), row("2", titel="Chor")])
    for number, key in enumerate((OTHER, KEY, OTHER)):
        report(engine, key, "Ort", f"Nummer {number + 1}", NOW + timedelta(hours=number))


def test_by_offer_and_the_oldest_first(engine: Engine, reported: None) -> None:
    with Session(engine) as session:
        found = [(item.title, [notice.id for notice in item.notices]) for item in open_notices(session)]
    assert found == [("Chor", [1, 3]), ("Töpfern", [2])]


def test_an_offer_that_is_gone_keeps_its_last_title(
    engine: Engine, load_rows: Load, region: Region, reported: None
) -> None:
    load_rows([row("3", titel="Malen")])
    report(engine, "kulturhaus-muster/3", "Ort", "", NOW)
    report(engine, "nie/dagewesen", "Ort", "", NOW)
    undo(engine, region, NOW)
    with Session(engine) as session:
        gone = {item.key: item.title for item in open_notices(session) if item.offer is None}
    assert gone == {"kulturhaus-muster/3": "Malen", "nie/dagewesen": "nie/dagewesen"}


def test_worked_off_by_whom_and_how(engine: Engine, reported: None) -> None:
    assert finish(engine, [1, 2], NOW, "Anna", " angerufen ") == [OTHER, KEY]
    with Session(engine) as session:
        assert count_open(session) == 1
        done = [
            (item.title, notice.id, notice.done_by, notice.done_how) for item, notice in done_notices(session, limit=9)
        ]
        assert done == [("Töpfern", 2, "Anna", "angerufen"), ("Chor", 1, "Anna", "angerufen")]
        assert [notice.id for notice in notices_about(session, OTHER)] == [3, 1]


def test_only_who_is_first_works_a_notice_off(engine: Engine, reported: None) -> None:
    finish(engine, [1], NOW, "Anna", "angerufen")
    with pytest.raises(ChangeError, match="schon erledigt, von Anna"):
        finish(engine, [1], NOW, "Bodo", "nichts")
    assert finish(engine, [1, 3], NOW, "Bodo") == [OTHER]
    with Session(engine) as session:
        first = session.get(Notice, 1)
        assert first is not None and (first.done_by, first.done_how) == ("Anna", "angerufen")


def test_opened_again_it_is_as_new(engine: Engine, reported: None) -> None:
    finish(engine, [1], NOW, "Anna", "angerufen")
    assert reopen(engine, 1) == OTHER
    with Session(engine) as session:
        notice = session.get(Notice, 1)
        assert notice is not None and (notice.done_at, notice.done_by, notice.done_how) == (None, None, None)
    for number in (1, 99):
        with pytest.raises(ChangeError):
            reopen(engine, number)


def test_an_erased_person_is_gone_from_notices(engine: Engine, region: Region, load_rows: Load) -> None:
    load_rows([row("1")])
    report(engine, KEY, "Ort", "Fragen Sie Frau Muster.", NOW, by="Frau Muster")
    report(engine, KEY, "Ort", "", NOW, by="Herr Probe (Frau Muster)")
    finish(engine, [1], NOW, "Frau  Muster", "mit Frau Muster geklärt")
    erase_person(engine, region, "Frau Muster")
    with Session(engine) as session:
        first, second = (session.get(Notice, number) for number in (1, 2))
        assert first is not None and second is not None
        assert (first.message, first.reported_by, first.done_by) == ("Fragen Sie [gelöscht].", None, None)
        assert (first.done_how, second.reported_by) == ("mit [gelöscht] geklärt", "Herr Probe ([gelöscht])")
