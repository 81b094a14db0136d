"""Conditions one by one: which keys have one, and the numbers in them."""

from collections.abc import Callable
from datetime import date, time

import pytest
from sqlalchemy import ColumnElement, Engine, select
from sqlalchemy.orm import Session

from catalogue.conditions import (
    TIMES_OF_DAY,
    asked_places,
    conditions,
    exclusions,
    has_any,
    is_current,
    nearest_squared,
    squared_distance,
)
from catalogue.geography import distance_km
from catalogue.models import Offer
from catalogue.region import Region
from catalogue.submissions.load import LoadReport
from catalogue.values import TIMES
from catalogue.wish import KEYS, Wish
from tests.catalogue.offers import row

Load = Callable[..., LoadReport]
EVERYTHING = Wish(
    topic="deutsch", area="Sprachbildung", kind="Kurs", audience=("Frauen",), place=("Hameln",), radius_km=15.0,
    level=("A1",), languages=("Deutsch",), age=18, free=True, format="Online", time="abends", weekdays=("Mo",),
    from_day="2027-02-01", until_day="2027-03-01", childcare=True, accessible=True, women_only=True, provider="VHS",
)  # fmt: skip


def matching(engine: Engine, clause: ColumnElement[bool]) -> set[str]:
    with Session(engine) as session:
        return set(session.scalars(select(Offer.reference).where(clause)))


def test_every_key_but_the_topic_has_a_condition_and_the_circle_belongs_to_the_place(region: Region) -> None:
    assert {item.key for item in conditions(EVERYTHING, region)} == set(KEYS) - {"topic", "radius_km"}


def test_an_empty_wish_has_no_conditions(region: Region) -> None:
    assert conditions(Wish(), region) == []
    assert exclusions(Wish(), region) == []


def test_what_only_follows_has_no_condition(region: Region) -> None:
    wish = Wish(place=("Hameln",)).follow(area="Sprachbildung", kind="Kurs", audience=("Frauen",))
    assert [item.key for item in conditions(wish, region)] == ["place"]


def test_exclusions_of_unknown_keys_are_passed_over(region: Region) -> None:
    assert exclusions(Wish(exclude={"topic": ("deutsch",)}), region) == []


def test_times_of_day_cover_the_day_and_follow_each_other() -> None:
    assert set(TIMES_OF_DAY) == set(TIMES)
    assert TIMES_OF_DAY["vormittags"][0] == time(0)
    assert TIMES_OF_DAY["vormittags"][1] == TIMES_OF_DAY["nachmittags"][0]
    assert TIMES_OF_DAY["nachmittags"][1] == TIMES_OF_DAY["abends"][0]
    assert TIMES_OF_DAY["abends"][1] > time(23, 58)


def test_a_value_is_found_in_a_list_only_as_a_whole(load_rows: Load, engine: Engine) -> None:
    load_rows([row("1", sprachen="Deutsch"), row("2", sprachen="Deutsche Gebärdensprache"), row("3", sprachen="")])
    assert matching(engine, has_any(Offer.languages, ("Deutsch",))) == {"1"}
    assert matching(engine, has_any(Offer.languages, ("Deutsch", "Deutsche Gebärdensprache"))) == {"1", "2"}
    assert matching(engine, has_any(Offer.languages, ())) == set()


@pytest.mark.parametrize(("day", "expected"), [(date(2027, 1, 11), {"1", "2"}), (date(2027, 1, 12), {"2"})])
def test_an_offer_is_current_up_to_its_last_day(load_rows: Load, engine: Engine, day: date, expected: set[str]) -> None:
    load_rows([row("1", ende="2027-01-11"), row("2"), row("3", status="abgesagt")])
    assert matching(engine, is_current(day)) == expected


@pytest.mark.parametrize("town", ["Hameln", "Hastenbeck", "Bad Pyrmont", "Salzhemmendorf", "Hannover", "Paderborn"])
def test_the_database_measures_distances_like_the_map(
    load_rows: Load, engine: Engine, region: Region, town: str
) -> None:
    load_rows([row("1", ort=town)])
    afferde = region.gazetteer["Afferde"]
    with Session(engine) as session:
        squared = session.scalar(select(squared_distance(afferde)))
    assert squared is not None
    assert squared**0.5 == pytest.approx(distance_km(afferde, region.gazetteer[town]), rel=0.005)


def test_of_several_places_the_nearest_counts(load_rows: Load, engine: Engine, region: Region) -> None:
    load_rows([row("1", ort="Aerzen")])
    with Session(engine) as session:
        for places in (("Hannover", "Aerzen", "Hameln"), ("Aerzen", "Hannover")):
            assert session.scalar(select(nearest_squared(Wish(place=places), region)).select_from(Offer)) == 0
        assert session.scalar(select(nearest_squared(Wish(), region))) == 0


@pytest.mark.parametrize(
    ("place", "titles"),
    [
        (("Afferde", "Hameln"), ["Afferde", "Hameln"]),
        (("31855",), ["Aerzen"]),
        (("Landkreis Hameln-Pyrmont",), []),
        (("99999",), []),
        ((), []),
    ],
)
def test_distances_count_from_the_places_asked_for(region: Region, place: tuple[str, ...], titles: list[str]) -> None:
    assert [found.title for found in asked_places(Wish(place=place), region)] == titles
