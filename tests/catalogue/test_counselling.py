"""What is for counsellors only: read on their behalf, and refused wherever an offer is read for everybody."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session

from catalogue.counselling import Counselling
from catalogue.listing import Choice, beginning, browse
from catalogue.models import Offer
from catalogue.region import Region
from catalogue.search import find_shown, for_counsellors, search
from catalogue.submissions.load import LoadReport
from catalogue.wish import Wish
from tests.catalogue.offers import row

Load = Callable[..., LoadReport]
NUMBER = "05151 999-8877"
KEY = "kulturhaus-muster/1"

READ: list[Callable[[Session, Region, date], Offer | None]] = [
    lambda session, region, today: find_shown(session, KEY),
    lambda session, region, today: search(session, Wish(), region, today).hits[0].offer,
    lambda session, region, today: browse(session, Choice(), region, today, limit=5).hits[0].offer,
    lambda session, region, today: beginning(session, region, today, date(2027, 3, 1), limit=5)[0],
]


@pytest.fixture(autouse=True)
def one_offer(load_rows: Load) -> None:
    report = load_rows([row("1", telefon_beratung=NUMBER, ansprechperson="Frau Probe", beginn="2027-02-01")])
    assert report.exit_code == 0


@pytest.mark.parametrize("read", READ)
def test_an_offer_read_for_everybody_does_not_hold_the_number(
    read: Callable[[Session, Region, date], Offer | None], engine: Engine, region: Region, today: date
) -> None:
    with Session(engine) as session:
        offer = read(session, region, today)
        assert offer is not None and offer.key == KEY
        assert NUMBER not in repr(vars(offer.text))
        for name in ("counsellor_phone", "sent"):
            with pytest.raises(InvalidRequestError):
                getattr(offer.text, name)


def test_counsellors_are_told(engine: Engine, region: Region, today: date) -> None:
    with Session(engine) as session:
        hits = search(session, Wish(), region, today).hits
        assert [hit.counselling for hit in hits] == [None]
        assert [hit.counselling for hit in for_counsellors(session, hits)] == [Counselling(NUMBER, "Frau Probe")]


def test_what_a_provider_does_not_tell_is_not_known(
    engine: Engine, region: Region, today: date, load_rows: Load
) -> None:
    load_rows([row("1", telefon_beratung="", ansprechperson="")])
    with Session(engine) as session:
        (hit,) = for_counsellors(session, search(session, Wish(), region, today).hits)
    assert hit.counselling == Counselling(None, None)


def test_the_number_finds_no_offer(engine: Engine, region: Region, today: date) -> None:
    with Session(engine) as session:
        for words in ("9998877", "05151", "999-8877", "999"):
            assert search(session, Wish(topic=words), region, today).total == 0
