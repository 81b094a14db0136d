"""The example catalogue: complete, loadable on any day, and always of this week."""

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from catalogue.example import example_files, is_empty, write_shifted
from catalogue.models import Offer, OfferText, Provider
from catalogue.region import Region
from catalogue.search import search
from catalogue.submissions.fields import day
from catalogue.submissions.load import LoadReport, load
from catalogue.wish import Wish

DATES = ("beginn", "ende", "stand")


def rows(paths: list[Path]) -> Iterator[dict[str, str]]:
    for path in paths:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file, delimiter=";")


def load_example(engine: Engine, region: Region, on: date, folder: Path) -> LoadReport:
    return load(engine, write_shifted(region, on, folder), region, datetime.combine(on, time(9)))


@pytest.mark.parametrize(
    "today",
    [date(2027, 1, 4), date(2027, 1, 10), date(2027, 1, 11), date(2026, 11, 22), date(2028, 2, 29), date(2031, 8, 15)],
)
def test_every_row_goes_in_on_any_day(engine: Engine, region: Region, today: date, tmp_path: Path) -> None:
    report = load_example(engine, region, today, tmp_path / "example")
    found = report.as_dict()
    assert (found["refused"], found["unknown_columns"], report.exit_code) == ([], [], 0)
    assert found["added"] == len(list(rows(example_files(region))))


@pytest.mark.parametrize(
    ("today", "weeks"),
    [
        (date(2027, 1, 4), 0),
        (date(2027, 1, 10), 0),
        (date(2027, 1, 11), 1),
        (date(2027, 1, 3), -1),
        (date(2028, 1, 3), 52),
    ],
)
def test_dates_move_by_whole_weeks_and_weekdays_stay(region: Region, tmp_path: Path, today: date, weeks: int) -> None:
    before, after = rows(example_files(region)), rows(write_shifted(region, today, tmp_path))
    moved = [
        (day(old[column].strip()), day(new[column]))
        for old, new in zip(before, after, strict=True)
        for column in DATES
        if old[column]
    ]
    assert moved
    assert {new - old for old, new in moved} == {timedelta(weeks=weeks)}
    assert all(old.weekday() == new.weekday() for old, new in moved)


def test_nothing_but_dates_is_changed(region: Region, tmp_path: Path) -> None:
    before, after = rows(example_files(region)), rows(write_shifted(region, date(2029, 5, 5), tmp_path))
    for old, new in zip(before, after, strict=True):
        assert {name: old[name] for name in old if name not in DATES} == {
            name: new[name] for name in new if name not in DATES
        }


def test_the_example_s_own_files_are_left_alone(region: Region, tmp_path: Path) -> None:
    before = [path.read_bytes() for path in example_files(region)]
    write_shifted(region, date(2029, 5, 5), tmp_path)
    assert [path.read_bytes() for path in example_files(region)] == before


def test_a_catalogue_is_empty_until_something_is_loaded(
    engine: Engine, region: Region, today: date, tmp_path: Path
) -> None:
    assert is_empty(engine)
    load_example(engine, region, today, tmp_path / "example")
    assert not is_empty(engine)


@pytest.fixture(scope="module")
def example(region: Region) -> list[dict[str, str]]:
    return list(rows(example_files(region)))


def test_there_are_enough_offers_of_enough_providers(example: list[dict[str, str]]) -> None:
    assert len(example) >= 200
    assert len({offer["anbieter"] for offer in example}) >= 15


def test_every_area_kind_audience_and_municipality_has_offers(
    engine: Engine, region: Region, today: date, tmp_path: Path
) -> None:
    load_example(engine, region, today, tmp_path / "example")
    with Session(engine) as session:
        offers = list(session.scalars(select(Offer)))
        assert len(offers) == session.scalar(select(func.count()).select_from(OfferText))
        assert session.scalar(select(func.count()).select_from(Provider)) == len(example_files(region))
    assert {offer.area for offer in offers} == {area.name for area in region.areas}
    assert {offer.kind for offer in offers} >= {kind.name for kind in region.kinds}
    assert {name for offer in offers for name in offer.audiences} == {term.name for term in region.audiences}
    assert {offer.municipality for offer in offers} >= {place.name for place in region.gazetteer.municipalities}


def test_no_two_descriptions_are_alike(example: list[dict[str, str]]) -> None:
    descriptions = Counter(
        " ".join(offer["beschreibung"].split()).casefold() for offer in example if offer["beschreibung"]
    )
    assert len(descriptions) >= 200
    assert [text for text, count in descriptions.items() if count > 1] == []


def test_nobody_real_is_named_as_a_contact(example: list[dict[str, str]]) -> None:
    for offer in example:
        assert not offer["email"] or offer["email"].endswith(".example")
        assert not offer["url"] or offer["url"].split("/")[2].endswith(".example")


def test_unusual_offers_are_there_to_be_tried(example: list[dict[str, str]]) -> None:
    for column, values in {
        "format": {"online", "hybrid"},
        "status": {"warteliste", "ausgebucht", "abgesagt"},
        "kinderbetreuung": {"ja"},
        "barrierefrei": {"ja"},
        "nur_frauen": {"ja"},
    }.items():
        assert values <= {offer.get(column, "").casefold() for offer in example}, column
    assert any(offer.get("telefon_beratung") for offer in example)


@pytest.mark.parametrize("today", [date(2027, 1, 11), date(2030, 6, 1)])
def test_most_offers_can_be_shown_and_some_are_over(
    engine: Engine, region: Region, today: date, tmp_path: Path, example: list[dict[str, str]]
) -> None:
    load_example(engine, region, today, tmp_path / "example")
    with Session(engine) as session:
        shown = search(session, Wish(), region, today).total
    assert 0.8 * len(example) < shown < len(example)
