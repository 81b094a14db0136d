"""Places: found by every name people use, doubles told apart, distances as on the map."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.errors import RegionError
from catalogue.geography import Place, distance_km, load_gazetteer, name_key
from catalogue.region import Region

HEADER = "name,kind,municipality,plz,lat,lon,source\n"
POINTS = st.builds(
    Place,
    name=st.just("X"),
    title=st.just("X"),
    kind=st.just("ortsteil"),
    municipality=st.just("Y"),
    postcodes=st.just(()),
    latitude=st.floats(47, 55),
    longitude=st.floats(6, 15),
)


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("Hameln", "Hameln"),
        ("hameln", "Hameln"),
        ("Bad Münder", "Bad Münder am Deister"),
        ("bad muender", "Bad Münder am Deister"),
        ("Hess. Oldendorf", "Hessisch Oldendorf"),
        ("hess-oldendorf", "Hessisch Oldendorf"),
        ("Coppenbruegge", "Coppenbrügge"),
        ("Rohrsen (Hameln)", "Rohrsen (Hameln)"),
        ("Hameln-Rohrsen", "Rohrsen (Hameln)"),
        ("Hannover", "Hannover"),
        ("Gronau", "Gronau (Leine)"),
    ],
)
def test_a_place_is_found_by_the_names_people_use(region: Region, said: str, title: str) -> None:
    assert [place.title for place in region.gazetteer.named(said)] == [title]


def test_a_name_that_two_places_share_means_both(region: Region) -> None:
    found = {place.municipality for place in region.gazetteer.named("Rohrsen")}
    assert found == {"Hameln", "Bad Münder am Deister"}


def test_an_unknown_name_means_no_place(region: Region) -> None:
    assert region.gazetteer.named("Wladiwostok") == []
    assert region.gazetteer.get("Wladiwostok") is None


@pytest.mark.parametrize(
    ("typed", "meant"), [("Hamlen", "Hameln"), ("Coppenbrüge", "Coppenbrügge"), ("Emmertal", "Emmerthal")]
)
def test_the_nearest_spelling_is_suggested(region: Region, typed: str, meant: str) -> None:
    assert region.gazetteer.nearest_name(typed) == meant


def test_nothing_is_suggested_for_a_name_far_off(region: Region) -> None:
    assert region.gazetteer.nearest_name("Wladiwostok") is None


def test_the_eight_municipalities_are_known(region: Region) -> None:
    assert {place.name for place in region.gazetteer.municipalities} == {
        "Aerzen",
        "Bad Münder am Deister",
        "Bad Pyrmont",
        "Coppenbrügge",
        "Emmerthal",
        "Hameln",
        "Hessisch Oldendorf",
        "Salzhemmendorf",
    }


def test_titles_are_unique(region: Region) -> None:
    titles = [place.title for place in region.gazetteer.places]
    assert len(titles) == len(set(titles))


def test_every_part_of_a_municipality_lies_near_it(region: Region) -> None:
    for place in region.gazetteer.places:
        if not place.is_neighbour:
            assert distance_km(place, region.gazetteer[place.municipality]) < 20, place.title


def test_every_alias_of_the_region_leads_to_a_place(region: Region) -> None:
    for name in ("Pyrmont", "Münder", "Rattenfängerstadt", "Hessisch-Oldendorf"):
        assert region.gazetteer.named(name), name


def test_only_parts_of_municipalities_have_a_circle(region: Region) -> None:
    places = region.gazetteer
    assert places["Afferde"].has_circle
    assert places["Nordstadt"].has_circle
    assert not places["Hameln"].has_circle
    assert not places["Hannover"].has_circle


def test_a_postcode_means_its_places(region: Region) -> None:
    titles = {place.title for place in region.gazetteer.at_postcode("31789")}
    assert {"Hameln", "Afferde", "Hastenbeck"} <= titles
    assert "Aerzen" not in titles
    assert region.gazetteer.at_postcode("99999") == []


def test_postcodes_have_five_digits(region: Region) -> None:
    assert all(len(code) == 5 and code.isdecimal() for code in region.gazetteer.postcodes)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("Hameln", "Hannover", 39), ("Hameln", "Bad Pyrmont", 15), ("Hameln", "Afferde", 3.6)],
)
def test_distances_are_those_of_the_map(region: Region, one: str, other: str, expected: float) -> None:
    assert distance_km(region.gazetteer[one], region.gazetteer[other]) == pytest.approx(expected, rel=0.03)


@given(POINTS, POINTS, POINTS)
def test_distance_is_a_metric(one: Place, other: Place, third: Place) -> None:
    assert distance_km(one, one) == 0
    assert distance_km(one, other) == pytest.approx(distance_km(other, one))
    assert distance_km(one, third) <= distance_km(one, other) + distance_km(other, third) + 1e-6


@given(st.text(max_size=30))
def test_any_text_may_be_looked_up_as_a_place(region: Region, text: str) -> None:
    assert isinstance(region.gazetteer.named(text), list)
    assert name_key(text) == name_key(f" {text} ")


def test_a_place_without_coordinates_lies_where_its_municipality_lies(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text(HEADER + "Stadt,municipality,Stadt,12345,52.1,9.3,x\nDorf,ortsteil,Stadt,,,,x\n", encoding="utf-8")
    village = load_gazetteer(path, {})["Dorf"]
    assert (village.latitude, village.longitude) == (52.1, 9.3)
    assert village.postcodes == ()


def test_a_place_without_any_coordinates_is_a_fault_of_the_region(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text(HEADER + "Dorf,ortsteil,Nirgends,,,,x\n", encoding="utf-8")
    with pytest.raises(RegionError, match="Dorf"):
        load_gazetteer(path, {})


def test_an_ortsteil_with_its_municipality_s_name_is_its_centre(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    rows = "Salz,municipality,Salz,12345,52.1,9.3,x\nSalz,ortsteil,Salz,12345,52.1,9.3,x\n"
    path.write_text(HEADER + rows, encoding="utf-8")
    assert [place.kind for place in load_gazetteer(path, {}).named("Salz")] == ["municipality"]


def test_of_a_range_of_postcodes_the_ends_are_known(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text(HEADER + "Groß,neighbour,,30159..30669,52.1,9.3,x\n", encoding="utf-8")
    assert load_gazetteer(path, {})["Groß"].postcodes == ("30159", "30669")
