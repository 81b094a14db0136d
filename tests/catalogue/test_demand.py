"""Which cell of demand a search belongs to: values of the vocabulary, never a visitor's own words."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.demand import (
    NOTHING,
    OFFERED,
    OTHER_TOPIC,
    OUTSIDE,
    RELAXED,
    SEVERAL_PLACES,
    Cell,
    cell_of,
    outcome_of,
    searched,
)
from catalogue.region import Region, load_region
from catalogue.wish import Wish


@pytest.mark.parametrize(
    ("wish", "cell"),
    [
        (Wish(), Cell("", "", "")),
        (Wish(topic="deutsch", audience=("Neuzugewanderte",), place=("Aerzen",)), Cell("deutsch", "Neuzugewanderte", "Aerzen")),
        (Wish(topic="meine schwiegermutter frau müller"), Cell(OTHER_TOPIC, "", "")),
        (Wish(area="Sprachbildung"), Cell("Sprachbildung", "", "")),
        (Wish(kind="Beratung"), Cell("Beratung", "", "")),
        (Wish(area="Sprachbildung", kind="Beratung"), Cell("Sprachbildung", "", "")),
        (Wish(topic="deutsch").follow(audience=("Erwachsene",)), Cell("deutsch", "", "")),
        (Wish(audience=("Erwachsene", "Arbeitsuchende")), Cell("", "Arbeitsuchende", "")),
        (Wish(place=("Afferde",)), Cell("", "", "Hameln")),
        (Wish(place=("31855",)), Cell("", "", "Aerzen")),
        (Wish(place=("Hameln", "Afferde")), Cell("", "", "Hameln")),
        (Wish(place=("Hameln", "Aerzen")), Cell("", "", SEVERAL_PLACES)),
        (Wish(place=("Landkreis Hameln-Pyrmont",)), Cell("", "", "Landkreis Hameln-Pyrmont")),
        (Wish(place=("Buxtehude",)), Cell("", "", OUTSIDE)),
    ],
)  # fmt: skip
def test_a_wish_belongs_to_one_cell(wish: Wish, cell: Cell, region: Region) -> None:
    assert cell_of(wish, region) == cell


def test_a_neighbour_is_outside_of_the_region(region: Region) -> None:
    neighbour = next(place for place in region.gazetteer.places if place.is_neighbour)
    assert cell_of(Wish(place=(neighbour.title,)), region).place == OUTSIDE


WORDS = st.text(max_size=20)


@given(
    st.builds(
        Wish,
        topic=st.none() | WORDS | st.sampled_from(["deutsch", "yoga"]),
        area=st.none() | WORDS,
        kind=st.none() | WORDS,
        audience=st.lists(WORDS | st.just("Frauen"), max_size=3).map(tuple),
        place=st.lists(WORDS | st.just("Hameln"), max_size=3).map(tuple),
        words=st.lists(WORDS, max_size=2).map(tuple),
    )
)
def test_no_cell_holds_what_somebody_wrote(wish: Wish) -> None:
    region = load_region()
    cell = cell_of(wish, region)
    names = {term.name for term in (*region.areas, *region.kinds)}
    assert cell.topic in {"", OTHER_TOPIC, *names, *region.topics}
    assert cell.audience in {"", *(term.name for term in region.audiences)}
    towns = {place.title for place in region.gazetteer.municipalities}
    assert cell.place in {"", OUTSIDE, SEVERAL_PLACES, region.district, *towns}


@pytest.mark.parametrize(
    ("total", "relaxed", "outcome"),
    [(3, (), OFFERED), (3, ("place",), RELAXED), (0, (), NOTHING), (0, ("place",), NOTHING)],
)
def test_how_a_search_ended(total: int, relaxed: tuple[str, ...], outcome: str) -> None:
    assert outcome_of(total, relaxed) == outcome


def test_an_answer_of_the_assistant_says_it_all(region: Region) -> None:
    answer: dict[str, Any] = {
        "query": Wish(topic="yoga", place=("Hameln",)).as_query(),
        "relaxed": ["place"],
        "total": 1,
    }
    assert searched(answer, region) == (Cell("yoga", "", "Hameln"), RELAXED)
