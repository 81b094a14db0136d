"""Places in a message: names and how people shorten them, postcodes, surroundings, ordinary words."""

from collections.abc import Callable

import pytest

from bot.understanding.facts import Understanding
from tests.bot.understanding.reading import facts_of

Understand = Callable[[str], Understanding]
DISTRICT = "Landkreis Hameln-Pyrmont"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Yoga in Aerzen", "Aerzen"),
        ("yoga aerzen", "Aerzen"),
        ("Hamelner Kurse", "Hameln"),
        ("Yoga in Bad Münder", "Bad Münder am Deister"),
        ("Yoga in Bad Muender", "Bad Münder am Deister"),
        ("in Hess. Oldendorf", "Hessisch Oldendorf"),
        ("in Hessisch-Oldendorf", "Hessisch Oldendorf"),
        ("in Coppenbr.", "Coppenbrügge"),
        ("in Pyrmont", "Bad Pyrmont"),
        ("Kurse in Tündern", "Tündern"),
        ("Yoga in Hamlen", "Hameln"),
        ("Yoga 31785", "31785"),
        ("31812 Bad Pyrmont", "Bad Pyrmont"),
        ("Yoga in Bad Pyrmont oder Emmerthal", ["Bad Pyrmont", "Emmerthal"]),
        ("im Landkreis", DISTRICT),
        ("im ganzen Landkreis", DISTRICT),
        ("in Hameln-Pyrmont", DISTRICT),
        ("Yoga in Springe", "Springe"),
        ("Rohrsen in Hameln", "Rohrsen (Hameln)"),
        ("Rohrsen bei Bad Münder", "Rohrsen (Bad Münder am Deister)"),
        ("ich wohne in Aerzen", "Aerzen"),
    ],
)
def test_a_place_is_recognised(text: str, place: str | list[str], understand: Understand) -> None:
    assert facts_of(understand(text), "place") == {"place": place}


@pytest.mark.parametrize(
    "text",
    [
        "ich springe gern",
        "Deutschkurs",
        "12345",
        "mir tut seit gestern das Ohr weh",
        "Kurs in Atlantis",
    ],
)
def test_no_place(text: str, understand: Understand) -> None:
    assert facts_of(understand(text), "place") == {}


@pytest.mark.parametrize("text", ["Kurse in Rohrsen", "Yoga in Welsede"])
def test_a_name_that_two_places_bear_is_ambiguous(text: str, understand: Understand) -> None:
    found = understand(text)
    assert found.ambiguous_places == (text.split()[-1],)
    assert len(found.of("place")) == 2


@pytest.mark.parametrize(
    ("text", "kilometres"),
    [
        ("Kurs in der Nähe von Hameln", 15.0),
        ("Raum Bodenwerder", 15.0),
        ("bei Emmerthal", 15.0),
        ("Hameln und Umgebung", 15.0),
        ("rund um Hameln", 15.0),
        ("10 km um Hameln", 10.0),
        ("im Umkreis von 25 Kilometern um Hameln", 25.0),
        ("Kurs in der Nähe", 15.0),
        ("Kurs in Hameln", None),
        ("Kurs um 9 Uhr in Hameln", None),
    ],
)
def test_surroundings(text: str, kilometres: float | None, understand: Understand) -> None:
    assert facts_of(understand(text), "radius_km").get("radius_km") == kilometres


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nicht in Hameln", {"place:exclude": "Hameln"}),
        ("Aerzen, aber nicht Hameln", {"place": "Aerzen", "place:exclude": "Hameln"}),
        ("außer Hameln", {"place:exclude": "Hameln"}),
        ("egal wo", {"place:drop": None}),
        ("der Ort ist mir egal", {"place:drop": None}),
        ("nicht nur in Hameln", {"place": "Hameln"}),
        ("ich wohne nicht weit von Hameln", {"place": "Hameln"}),
        ("nicht in Hameln, sondern in Aerzen", {"place:exclude": "Hameln", "place": "Aerzen"}),
    ],
)
def test_places_not_wanted(text: str, expected: dict[str, object], understand: Understand) -> None:
    assert facts_of(understand(text), "place") == expected


def test_a_place_says_where_it_stands(understand: Understand) -> None:
    text = "Yoga in Bad Pyrmont, bitte"
    (fact,) = understand(text).of("place")
    assert text[fact.start : fact.end] == "Bad Pyrmont"
