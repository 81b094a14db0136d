"""When an entry is older than its provider promised to confirm it: for one offer and for all of them alike."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from catalogue.freshness import is_overdue, overdue
from catalogue.models import Offer
from catalogue.region import Region
from catalogue.submissions.load import LoadReport
from tests.catalogue.offers import row

Load = Callable[..., LoadReport]
LANGUAGES, SCHOOL = "Sprachbildung", "Schule-Beruf"


@pytest.fixture
def late(engine: Engine, region: Region, today: date) -> Callable[..., set[str]]:
    """The offers that are overdue, by their providers' keys."""

    def find(on: date = today, *, of: Region = region) -> set[str]:
        with Session(engine) as session:
            found = set(session.scalars(select(Offer.reference).where(overdue(of, on))))
            assert {offer.reference for offer in session.scalars(select(Offer)) if is_overdue(offer, of, on)} == found
        return found

    return find


def term(region: Region, name: str) -> timedelta:
    return timedelta(days=next(area.term_days for area in region.areas if area.name == name) or 0)


def without_terms(region: Region, *names: str) -> Region:
    areas = [replace(area, term_days=None) if area.name in names else area for area in region.areas]
    return replace(region, areas=tuple(areas))


def test_every_area_has_a_term(region: Region) -> None:
    assert all(area.term_days for area in region.areas)


def test_an_entry_is_fresh_up_to_the_last_day_of_its_term(
    load_rows: Load, late: Callable[..., set[str]], region: Region, today: date
) -> None:
    confirmed = today - term(region, LANGUAGES)
    load_rows([
        row("last day", bereich=LANGUAGES, stand=str(confirmed)),
        row("day after", bereich=LANGUAGES, stand=str(confirmed - timedelta(days=1))),
    ])  # fmt: skip
    assert late() == {"day after"}
    assert late(today + timedelta(days=1)) == {"last day", "day after"}


def test_every_area_has_a_term_of_its_own(
    load_rows: Load, late: Callable[..., set[str]], region: Region, today: date
) -> None:
    assert term(region, LANGUAGES) < term(region, SCHOOL)
    between = str(today - term(region, SCHOOL))
    load_rows([row("languages", bereich=LANGUAGES, stand=between), row("school", bereich=SCHOOL, stand=between)])
    assert late() == {"languages"}


def test_an_entry_of_an_area_without_a_term_is_never_too_old(
    load_rows: Load, late: Callable[..., set[str]], region: Region
) -> None:
    load_rows(
        [row("languages", bereich=LANGUAGES, stand="2001-01-01"), row("school", bereich=SCHOOL, stand="2001-01-01")]
    )
    assert late() == {"languages", "school"}
    assert late(of=without_terms(region, LANGUAGES)) == {"school"}
    assert late(of=without_terms(region, *(area.name for area in region.areas))) == set()


def test_an_area_that_the_region_no_longer_has_has_no_term(
    load_rows: Load, late: Callable[..., set[str]], region: Region
) -> None:
    load_rows([row("1", bereich=LANGUAGES, stand="2001-01-01")])
    others = tuple(area for area in region.areas if area.name != LANGUAGES)
    assert late(of=replace(region, areas=others)) == set()
