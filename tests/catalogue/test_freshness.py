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
from catalogue.search import Result, search_outdated
from catalogue.submissions.load import LoadReport
from catalogue.wish import Wish
from tests.catalogue.offers import references, row

Load = Callable[..., LoadReport]
Find = Callable[..., Result]
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


class TestSearch:
    """Sprachbildung is confirmed every 90 days: overdue after that, outdated after 180."""

    FRESH, OVERDUE, OUTDATED = "2026-12-01", "2026-08-01", "2026-07-01"

    def rows(self) -> list[dict[str, str]]:
        ages = {"outdated": self.OUTDATED, "overdue": self.OVERDUE, "fresh": self.FRESH}
        return [row(name, bereich=LANGUAGES, titel="Yoga", stand=day) for name, day in ages.items()]

    def test_an_overdue_entry_ranks_lower_and_says_so(self, load_rows: Load, find: Find) -> None:
        load_rows(self.rows())
        result = find(topic="yoga")
        assert [(hit.offer.reference, hit.overdue) for hit in result.hits] == [("fresh", False), ("overdue", True)]

    def test_what_is_to_the_point_still_comes_before_what_is_fresh(self, load_rows: Load, find: Find) -> None:
        aside = {"titel": "Kurs", "beschreibung": "Auch etwas Yoga"}
        load_rows([row("old", bereich=LANGUAGES, titel="Yoga", stand=self.OVERDUE), row("aside", **aside)])
        assert references(find(topic="yoga")) == ["old", "aside"]

    def test_an_outdated_entry_is_counted_and_shown_on_request(
        self, load_rows: Load, find: Find, engine: Engine, region: Region, today: date
    ) -> None:
        load_rows(self.rows())
        result = find(topic="yoga")
        assert (result.total, result.outdated, result.on_request) == (2, 1, False)
        with Session(engine) as session:
            older = search_outdated(session, Wish(topic="yoga"), region, today)
            assert (references(older), older.total, older.on_request) == (["outdated"], 1, True)
            assert search_outdated(session, Wish(topic="yoga", place=("Aerzen",)), region, today).total == 0

    def test_nothing_outdated_is_shown_instead_of_giving_something_up(self, load_rows: Load, find: Find) -> None:
        load_rows([
            row("old", bereich=LANGUAGES, titel="Yoga", stand=self.OUTDATED),
            row("elsewhere", titel="Yoga", ort="Aerzen"),
        ])  # fmt: skip
        result = find(topic="yoga", place=("Hameln",))
        assert (references(result), result.relaxed, result.outdated) == (["elsewhere"], ("place",), 1)

    def test_where_all_is_outdated_nothing_is_found_but_all_is_counted(self, load_rows: Load, find: Find) -> None:
        load_rows([row(str(number), bereich=LANGUAGES, titel="Yoga", stand=self.OUTDATED) for number in range(3)])
        result = find(topic="yoga", place=("Hameln",))
        assert (result.total, result.relaxed, result.outdated) == (0, (), 3)

    def test_what_is_over_or_withdrawn_is_not_outdated_but_gone(self, load_rows: Load, find: Find) -> None:
        load_rows([
            row("over", bereich=LANGUAGES, titel="Yoga", stand=self.OUTDATED, beginn="2026-07-02", ende="2026-12-01"),
            row("cancelled", bereich=LANGUAGES, titel="Yoga", stand=self.OUTDATED, status="abgesagt"),
        ])  # fmt: skip
        assert find(topic="yoga").outdated == 0

    def test_to_confirm_an_entry_brings_it_back(self, load_rows: Load, find: Find) -> None:
        load_rows(self.rows())
        load_rows([row("outdated", bereich=LANGUAGES, titel="Yoga", stand=self.FRESH)])
        result = find(topic="yoga")
        assert (result.total, result.outdated) == (3, 0)
