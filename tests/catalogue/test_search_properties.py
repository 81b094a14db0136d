"""Searches over small random catalogues, against a full scan in plain Python and trying all subsets."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import chain, combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete
from sqlalchemy.orm import Session

from catalogue.database import migrate, open_engine
from catalogue.geography import distance_km
from catalogue.models import Base
from catalogue.region import Region
from catalogue.relax import GIVING_UP_ORDER
from catalogue.search import Result, search
from catalogue.submissions.load import load
from catalogue.wish import Wish
from tests.catalogue.offers import references, row

TODAY = date(2027, 1, 11)
TOWNS = ("Hameln", "Afferde", "Hastenbeck", "Aerzen", "Bad Pyrmont", "Hannover")
DAYS = tuple(str(TODAY + timedelta(days=days)) for days in (-30, -1, 0, 1, 30))
TIMES = {
    "morgens": ("00:00", "10:00"),
    "vormittags": ("00:00", "12:00"),
    "nachmittags": ("12:00", "17:00"),
    "abends": ("17:00", "24:00"),
}
EMPTY = {name: getattr(Wish(), name) for name in GIVING_UP_ORDER}
EXAMPLES = 80


class Catalogue:
    """A catalogue that takes any rows."""

    def __init__(self, engine: Engine, region: Region, folder: Path) -> None:
        self.engine, self.region, self.folder = engine, region, folder

    def __repr__(self) -> str:
        return "Catalogue()"

    def hold(self, rows: list[dict[str, str]]) -> None:
        with Session(self.engine) as session, session.begin():
            for table in reversed(Base.metadata.sorted_tables):
                session.execute(delete(table))
        path = self.folder / "angebote.csv"
        columns = list(dict.fromkeys(column for cells in rows for column in cells))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, delimiter=";")
            writer.writeheader()
            writer.writerows(rows)
        report = load(self.engine, [path], self.region, datetime.combine(TODAY, time(9)))
        assert report.as_dict()["refused"] == []

    def find(self, wish: Wish) -> Result:
        with Session(self.engine) as session:
            return search(session, wish, self.region, TODAY, limit=100)


@pytest.fixture(scope="module")
def catalogue(region: Region, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    folder = tmp_path_factory.mktemp("random")
    engine = open_engine(f"sqlite:///{folder / 'catalogue.sqlite'}")
    migrate(engine)
    yield Catalogue(engine, region, folder)
    engine.dispose()


def cells(*values: str) -> st.SearchStrategy[str]:
    return st.sampled_from(values)


@st.composite
def rows(draw: st.DrawFn, most: int = 6) -> list[dict[str, str]]:
    found = []
    for number in range(draw(st.integers(1, most))):
        begins, ends = draw(cells("", *DAYS)), draw(cells("", *DAYS))
        found.append(
            row(
                str(number),
                titel=draw(cells("Yoga", "Schach")),
                bereich=draw(cells("Weiterbildung", "Familienbildung")),
                art=draw(cells("", "Kurs", "Treff", "Veranstaltung")),
                zielgruppen=draw(cells("", "Kinder", "Frauen", "Kinder|Frauen")),
                alter_von=draw(cells("", "6", "18")),
                niveau=draw(cells("", "A1", "A1|A2")),
                ort=draw(cells(*TOWNS)),
                format=draw(cells("", "", "Online", "Hybrid")),
                beginn=begins,
                ende=ends if ends >= begins else "",
                wochentage=draw(cells("", "Mo", "Mo|Sa")),
                uhrzeit_von=draw(cells("", "09:00", "12:00", "16:59", "17:00")),
                kosten=draw(cells("", "0", "5")),
                kinderbetreuung=draw(cells("", "ja", "nein")),
                status=draw(cells("", "", "Warteliste", "abgesagt")),
            )
        )
    return found


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "topic": st.sampled_from(["yoga", "schach"]),
    "area": st.sampled_from(["Weiterbildung", "Familienbildung"]),
    "kind": st.sampled_from(["Kurs", "Treff"]),
    "audience": st.sampled_from([("Kinder",), ("Frauen", "Kinder")]),
    "place": st.sampled_from([("Hameln",), ("Afferde",), ("Aerzen", "Hannover"), ("Landkreis Hameln-Pyrmont",)]),
    "level": st.sampled_from([("A1",), ("A2",), ("A2", "B1")]),
    "age": st.sampled_from([5, 6, 18]),
    "free": st.just(True),
    "format": st.sampled_from(["Präsenz", "Online", "Hybrid"]),
    "time": st.sampled_from(list(TIMES)),
    "weekdays": st.sampled_from([("Sa",), ("Sa", "So"), ("Mo",)]),
    "from_day": st.sampled_from(DAYS),
    "until_day": st.sampled_from(DAYS),
    "childcare": st.just(True),
}
EXCLUDED = st.dictionaries(st.just("kind"), st.just(("Kurs",)), max_size=1)


@st.composite
def wishes(draw: st.DrawFn, most: int = 5) -> Wish:
    names = draw(st.lists(st.sampled_from(list(VALUES)), unique=True, max_size=most))
    if draw(st.booleans()):  # They go together: "online fits any place, unless Präsenz was asked".
        names = list(dict.fromkeys(["place", "format", *names]))[:most]
    wish = Wish(**{name: draw(VALUES[name]) for name in names}, exclude=draw(EXCLUDED))
    if "place" in names and draw(st.booleans()):
        wish = replace(wish, radius_km=15.0)
    follows = draw(st.sets(st.sampled_from(["area", "kind", "audience"]).filter(lambda name: getattr(wish, name))))
    return (
        replace(wish, follows=frozenset(follows))
        if any(getattr(wish, n) for n in ("area", "kind", "audience"))
        else wish
    )


def fits(offer: dict[str, str], wish: Wish, region: Region) -> bool:
    """Section 2 of the interfaces for one row, written down once more without a database."""
    last = offer["ende"] or (offer["beginn"] if offer["art"] == "Veranstaltung" else "")
    if offer["status"] == "abgesagt" or (last and last < str(TODAY)):
        return False
    if offer["art"] and offer["art"] in wish.exclude.get("kind", ()):
        return False
    form = offer["format"] or "Präsenz"
    audiences = offer["zielgruppen"].split("|")
    begins, ends = TIMES[wish.time] if wish.time else ("", "")
    checks = {
        "topic": lambda: offer["titel"].lower() == wish.topic,
        "area": lambda: offer["bereich"] == wish.area,
        "kind": lambda: offer["art"] == wish.kind,
        "audience": lambda: audiences == [""] or any(name in audiences for name in wish.audience),
        "place": lambda: (form == "Online" and wish.format != "Präsenz") or lies_there(offer["ort"], wish, region),
        "level": lambda: any(level in offer["niveau"].split("|") for level in wish.level),
        "age": lambda: not offer["alter_von"] or int(offer["alter_von"]) <= wish.age,  # type: ignore[operator]
        "free": lambda: offer["kosten"] == "0",
        "format": lambda: form == wish.format or (form == "Hybrid" and wish.format in ("Online", "Präsenz")),
        "time": lambda: offer["uhrzeit_von"] != "" and begins <= offer["uhrzeit_von"] < ends,
        "weekdays": lambda: any(day in offer["wochentage"].split("|") for day in wish.weekdays),
        "from_day": lambda: not last or last >= str(wish.from_day),
        "until_day": lambda: not offer["beginn"] or offer["beginn"] <= str(wish.until_day),
        "childcare": lambda: offer["kinderbetreuung"] == "ja",
    }
    return all(checks[name]() for name in wish.said_keys if name != "radius_km")


def lies_there(town: str, wish: Wish, region: Region) -> bool:
    place = region.gazetteer[town]
    for title in wish.place:
        if title == region.district:
            if not place.is_neighbour:
                return True
            continue
        asked = region.gazetteer[title]
        radius = wish.radius_km or (5.0 if asked.has_circle else None)
        if place == asked or (not asked.has_circle and place.municipality == asked.municipality):
            return True
        if radius and distance_km(place, asked) <= radius:
            return True
    return False


def smallest_that_helps(catalogue: Catalogue, wish: Wish) -> tuple[tuple[str, ...], Result] | None:
    """By searching with every set of keys dropped, smaller and easier ones first."""
    names = [name for name in GIVING_UP_ORDER if name in wish.said_keys]
    for dropped in chain.from_iterable(combinations(names, size) for size in range(len(names) + 1)):
        result = catalogue.find(replace(wish, **{name: EMPTY[name] for name in dropped}))
        if result.total and not result.relaxed:
            return dropped, result
    return None


@settings(max_examples=EXAMPLES)
@given(rows(), wishes())
def test_the_total_is_that_of_a_full_scan(catalogue: Catalogue, offers: list[dict[str, str]], wish: Wish) -> None:
    catalogue.hold(offers)
    expected = {offer["kennung"] for offer in offers if fits(offer, wish, catalogue.region)}
    result = catalogue.find(wish)
    if expected:
        assert result.relaxed == ()
        assert set(references(result)) == expected
        assert result.total == len(expected)
    else:
        assert result.relaxed or not result.total


@settings(max_examples=2 * EXAMPLES)
@given(rows(most=3), wishes())
def test_what_is_given_up_is_the_smallest_that_helps(
    catalogue: Catalogue, offers: list[dict[str, str]], wish: Wish
) -> None:
    catalogue.hold(offers)
    result, best = catalogue.find(wish), smallest_that_helps(catalogue, wish)
    if best is None:
        assert (result.total, result.relaxed) == (0, ())
    else:
        dropped, expected = best
        assert result.relaxed == dropped
        assert result.total == expected.total == len(result.hits)
        assert set(references(result)) == set(references(expected))


@settings(max_examples=EXAMPLES)
@given(rows(), wishes(), st.integers(1, 3))
def test_pages_are_the_whole_list_cut_up(
    catalogue: Catalogue, offers: list[dict[str, str]], wish: Wish, size: int
) -> None:
    catalogue.hold(offers)
    whole = references(catalogue.find(wish))
    with Session(catalogue.engine) as session:
        pages = [
            references(search(session, wish, catalogue.region, TODAY, limit=size, offset=offset))
            for offset in range(0, len(offers) + size, size)
        ]
    assert [reference for page in pages for reference in page] == whole


@settings(max_examples=EXAMPLES)
@given(rows(), wishes())
def test_what_is_over_or_cancelled_or_excluded_never_appears(
    catalogue: Catalogue, offers: list[dict[str, str]], wish: Wish
) -> None:
    catalogue.hold(offers)
    for hit in catalogue.find(wish).hits:
        offer = hit.offer
        last = offer.ends or (offer.begins if offer.kind == "Veranstaltung" else None)
        assert offer.status != "abgesagt"
        assert last is None or last >= TODAY
        assert offer.kind is None or offer.kind not in wish.exclude.get("kind", ())
