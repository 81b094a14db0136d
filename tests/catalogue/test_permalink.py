"""A choice in the list as an address: it comes back whole, and whatever else stands in an address does no harm."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.listing import PRICES, TODAY, WEEKEND, Choice
from catalogue.permalink import (
    LIST_PATH,
    NAMES,
    from_query,
    list_link,
    offer_link,
    places,
    searched_for,
    to_query,
    unknown_places,
)
from catalogue.region import Region, load_region
from catalogue.slugs import offer_key
from catalogue.values import FORMATS, LANGUAGES, LEVELS, TIMES, WEEKDAYS
from catalogue.wish import KEYS, LIST_KEYS, Wish
from tests.catalogue.offers import row
from tests.catalogue.test_listing import any_catalogue, listed
from tests.catalogue.test_search_properties import Catalogue

REGION = load_region()
# What an address can hold: lone surrogates are no text.
LETTERS = st.characters(exclude_categories=["Cs"])
LONGEST = 100
MOST_PLACES = 8


def tidy(text: str) -> str:
    return " ".join(text.split())[:LONGEST].strip()


PHRASES = st.text(LETTERS, min_size=1).map(tidy).filter(bool)
TOPICS = st.sampled_from(sorted(REGION.topics)) | PHRASES.filter(lambda text: text.lower() not in REGION.topics)
DAYS = st.dates().map(str)
# But for the centre of a town that bears its name: whoever says so means the town.
TITLES = [place.title for place in REGION.gazetteer.places if REGION.gazetteer.named(place.title) == [place]]
PLACES = st.sampled_from([*TITLES, *sorted(REGION.gazetteer.postcodes), REGION.district])


def several(values: Any, most: int | None = None) -> st.SearchStrategy[tuple[Any, ...]]:
    items = values if isinstance(values, st.SearchStrategy) else st.sampled_from(values)
    return st.lists(items, min_size=1, max_size=most, unique=True).map(tuple)


ONE: dict[str, st.SearchStrategy[Any]] = {
    "topic": TOPICS,
    "area": st.sampled_from([term.name for term in REGION.areas]),
    "kind": st.sampled_from([term.name for term in REGION.kinds]),
    "audience": st.sampled_from([term.name for term in REGION.audiences]),
    "place": PLACES,
    "radius_km": st.integers(0, 9999).map(lambda number: number / 10),
    "level": st.sampled_from(LEVELS),
    "languages": st.sampled_from(LANGUAGES),
    "age": st.integers(0, 999),
    "free": st.just(True),
    "format": st.sampled_from(FORMATS),
    "time": st.sampled_from(TIMES),
    "weekdays": st.sampled_from(WEEKDAYS),
    "from_day": DAYS,
    "until_day": DAYS,
    "childcare": st.just(True),
    "accessible": st.just(True),
    "women_only": st.just(True),
    "provider": PHRASES,
}
WANTED = {
    key: several(values, MOST_PLACES if key == "place" else None) if key in LIST_KEYS else values
    for key, values in ONE.items()
}
EXCLUDED = {key: several(values, 5) for key, values in ONE.items()}


@st.composite
def choices(draw: st.DrawFn) -> Choice:
    """Any choice that can be made, in the list or in the chat."""
    wish = Wish(
        **draw(st.fixed_dictionaries({}, optional=WANTED)),
        exclude=draw(st.fixed_dictionaries({}, optional=EXCLUDED)),
    )
    if wish.topic:
        wish = replace(wish, words=draw(st.just(()) | several(TOPICS, 5)))
    follows = [key for key in ("area", "kind", "audience") if getattr(wish, key)]
    wish = replace(wish, follows=draw(st.sets(st.sampled_from(follows)).map(frozenset)) if follows else frozenset())
    prices = st.none() if wish.free else st.none() | st.sampled_from(PRICES)
    return Choice(wish, draw(prices), draw(st.sampled_from((None, TODAY, WEEKEND))), draw(st.booleans()))


def read(query: str) -> Choice:
    return from_query(parse_qs(query), REGION)


class TestThereAndBack:
    @settings(max_examples=500)
    @given(choices())
    def test_an_address_gives_the_choice_back_but_for_what_only_follows(self, choice: Choice) -> None:
        wish = choice.wish
        nothing = {key: () if key in LIST_KEYS else None for key in wish.follows}
        assert read(to_query(choice)) == replace(choice, wish=replace(wish, **nothing, follows=frozenset()))

    @pytest.mark.parametrize("key", KEYS)
    @settings(max_examples=30)
    @given(data=st.data())
    def test_every_key_has_its_place_in_the_address(self, key: str, data: st.DataObject) -> None:
        wanted = Choice(Wish(**{key: data.draw(WANTED[key])}))
        unwanted = Choice(Wish(exclude={key: data.draw(EXCLUDED[key])}))
        assert (read(to_query(wanted)), read(to_query(unwanted))) == (wanted, unwanted)

    def test_the_empty_choice_has_no_query(self) -> None:
        assert (to_query(Choice()), list_link(Choice())) == ("", LIST_PATH)
        assert read("") == Choice()

    def test_people_can_read_it(self) -> None:
        wish = Wish(topic="yoga", place=("Hameln", "Aerzen"), radius_km=15.0, free=True, exclude={"kind": ("Treff",)})
        link = list_link(Choice(wish, day=WEEKEND))
        assert link == (
            "/angebote?thema=yoga&ort=Hameln&ort=Aerzen&umkreis=15&kostenlos=ja&nicht-art=Treff&wann=wochenende"
        )

    def test_all_audiences_at_once_are_none_too_many(self) -> None:
        names = tuple(term.name for term in REGION.audiences)
        assert len(names) > 10
        assert read(to_query(Choice(Wish(audience=names)))).wish.audience == names

    @given(choices())
    def test_a_link_begins_with_the_list_and_breaks_no_attribute(self, choice: Choice) -> None:
        parts = urlsplit(list_link(choice))
        assert (parts.scheme, parts.netloc, parts.path, parts.fragment) == ("", "", LIST_PATH, "")
        assert not set(list_link(choice)) & set("\"'<> \n\\")


# --- whatever an address holds

OWN_NAMES = sorted(
    {*NAMES.values(), *(f"nicht-{name}" for name in NAMES.values()), "wort", "preis", "wann", "veraltet"}
)
PLAUSIBLE = st.one_of(
    st.sampled_from(["ja", "nein", "25", "26", "heute", "Hameln", "Rohrsen", "Hameln, Aerzen", "31785", "yoga", "Mo"]),
    st.sampled_from(
        ["2027-02-30", "2027-01-15", "20270115", "-1", "1e3", "007", "٣", "1.55", "99999999999", "inf", "nan"]
    ),
    st.sampled_from(["", " ", ",", "%", "_", "|", "'", "\0", "\n", "x" * 5000, "Hameln," * 2000, "a b " * 500]),
)
ANYTHING = st.dictionaries(
    st.sampled_from(OWN_NAMES) | st.text(LETTERS),
    st.lists(PLAUSIBLE | st.text(LETTERS), max_size=4) | PLAUSIBLE.map(lambda text: [text] * 200),
    max_size=8,
)


@pytest.fixture(scope="module")
def catalogue(region: Region, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    with any_catalogue(region, tmp_path_factory.mktemp("addresses")) as found:
        found.hold([row("1", titel="Yoga"), row("2", titel="Schach", ort="Aerzen", kosten="20", wochentage="Mo")])
        yield found


class TestAnyAddress:
    @settings(max_examples=500)
    @given(ANYTHING)
    def test_is_read_and_what_was_read_stays_the_same(self, values: dict[str, list[str]]) -> None:
        choice = from_query(values, REGION)
        assert read(to_query(choice)) == choice
        unknown_places(values, REGION)

    @settings(max_examples=60)
    @given(ANYTHING)
    def test_can_be_looked_for(self, catalogue: Catalogue, values: dict[str, list[str]]) -> None:
        listing = listed(catalogue, from_query(values, REGION))
        assert 0 <= listing.total <= 2

    def test_a_name_for_every_place_of_the_region_can_be_looked_for(self, catalogue: Catalogue) -> None:
        everywhere = ",".join(place.title for place in REGION.gazetteer.places)
        choice = from_query({"ort": [everywhere] * 3, "nicht-ort": [everywhere], "umkreis": ["5"]}, REGION)
        assert 1 < len(choice.wish.place) <= MOST_PLACES
        assert listed(catalogue, choice).total == 0

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("bereich", "Unsinn"), ("bereich", "sprachbildung"), ("art", ""), ("zielgruppe", "Kind"), ("niveau", "A7"),
            ("sprache", "Klingonisch"), ("alter", "-3"), ("alter", "zwölf"), ("alter", "1234"), ("umkreis", "weit"),
            ("umkreis", "1e9"), ("umkreis", "inf"), ("kostenlos", "1"), ("format", "online"), ("zeit", "nachts"),
            ("tag", "Mo|Di"), ("tag", "Montag"), ("von", "15.01.2027"), ("von", "2027-02-30"), ("bis", "2027-1-5"),
            ("bis", "20270115"), ("ort", "Xanadu"), ("ort", ","), ("thema", "  "), ("anbieter", ""), ("preis", "26"),
            ("preis", "25.0"), ("wann", "morgen"), ("veraltet", "nein"), ("wort", "mathe"), ("seite", "2"), ("x", "y"),
        ],
    )  # fmt: skip
    def test_what_is_unknown_or_cannot_be_is_passed_over(self, name: str, value: str) -> None:
        assert from_query({name: [value]}, REGION) == Choice()
        assert from_query({f"nicht-{name}": [value]}, REGION) == Choice()

    def test_one_bad_value_does_not_spoil_the_others(self) -> None:
        values = {"niveau": ["A1", "A7", "B1"], "ort": ["Xanadu, Hameln"], "preis": ["26"], "wann": ["heute"]}
        assert from_query(values, REGION) == Choice(Wish(level=("A1", "B1"), place=("Hameln",)), day=TODAY)

    def test_of_values_of_which_only_one_can_be_the_first_counts_and_none_counts_twice(self) -> None:
        values = {"art": ["Unsinn", "Kurs", "Treff"], "tag": ["Mo", "Mo", "Di"], "preis": ["50", "25"]}
        assert from_query(values, REGION) == Choice(Wish(kind="Kurs", weekdays=("Mo", "Di")), most_euros=50)

    def test_free_of_charge_leaves_no_room_for_a_price(self) -> None:
        assert from_query({"kostenlos": ["ja"], "preis": ["25"]}, REGION) == Choice(Wish(free=True))

    def test_a_text_is_cut_and_its_spaces_are_one(self) -> None:
        wish = from_query({"thema": ["  Yoga \n im\tPark " + "x" * 500]}, REGION).wish
        assert str(wish.topic).startswith("Yoga im Park x")
        assert len(str(wish.topic)) == LONGEST

    @pytest.mark.parametrize("text", ["Deutsch", "deutsch", "DEUTSCH"])
    def test_a_topic_is_known_however_it_is_written(self, text: str) -> None:
        assert from_query({"thema": [text], "wort": [text]}, REGION).wish == Wish(topic="deutsch", words=("deutsch",))


class TestPlaces:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("Hameln", ["Hameln"]), ("hameln", ["Hameln"]), ("Bad Münder", ["Bad Münder am Deister"]),
            ("afferde", ["Afferde"]), ("31785", ["31785"]), ("99999", []), ("Xanadu", []), ("", []), ("–", []),
            ("Rohrsen", ["Rohrsen (Hameln)", "Rohrsen (Bad Münder am Deister)"]),
            ("Rohrsen (Hameln)", ["Rohrsen (Hameln)"]), ("Landkreis Hameln-Pyrmont", [REGION.district]),
            ("Landkreis Hameln", [REGION.district]), ("weserbergland", [REGION.district]),
        ],
    )  # fmt: skip
    def test_a_name_means_titles_a_postcode_or_the_district(self, text: str, found: list[str]) -> None:
        assert sorted(places(text, REGION)) == sorted(found)

    def test_names_that_no_place_goes_by_are_told(self) -> None:
        assert unknown_places({"ort": ["Hameln, Xanadu", " Utopia ", "31785"]}, REGION) == ("Xanadu", "Utopia")
        assert unknown_places({"ort": [""]}, REGION) == unknown_places({}, REGION) == ()

    def test_a_field_takes_several_places(self) -> None:
        assert from_query({"ort": ["Aerzen, hameln ,31785"]}, REGION).wish.place == ("Aerzen", "Hameln", "31785")


class TestOfferLink:
    @settings(max_examples=300)
    @given(st.text(LETTERS, min_size=1), st.text(LETTERS, min_size=1))
    def test_the_path_has_two_parts_that_give_the_key_back(self, provider: str, reference: str) -> None:
        key = offer_key(provider, reference)
        link = offer_link(key)
        parts = urlsplit("https://lotse.example" + link)
        assert (parts.netloc, parts.query, parts.fragment) == ("lotse.example", "", "")
        slug, last = parts.path.removeprefix(f"{LIST_PATH}/").split("/")
        assert f"{slug}/{unquote(last)}" == key
        assert not set(link) & set("\"'<> \n\\")

    def test_slashes_and_signs_of_a_providers_key_are_no_path(self) -> None:
        assert offer_link("vhs/27/1 #ä?x=%2F") == "/angebote/vhs/27%2F1%20%23%C3%A4%3Fx%3D%252F"


class TestSearchField:
    @pytest.mark.parametrize(
        ("text", "wish"),
        [
            ("Deutschkurs für Frauen in Hameln", Wish(topic="deutsch", kind="Kurs", audience=("Frauen",), place=("Hameln",))),
            ("nachhilfe mathe", Wish(topic="nachhilfe", words=("mathematik",))),
            ("Yoga 31785", Wish(topic="yoga", place=("31785",))),
            ("YOGA IN BAD PYRMONT", Wish(topic="yoga", place=("Bad Pyrmont",))),
            ("Yoga Hameln", Wish(topic="yoga", place=("Hameln",))),
            ("Hameln Yoga", Wish(topic="yoga", place=("Hameln",))),
            ("Yoga, Bad Münder", Wish(topic="yoga", place=("Bad Münder am Deister",))),
            ("Yoga in Hameln für Frauen", Wish(topic="yoga", place=("Hameln",), audience=("Frauen",))),
            ("Nachhilfe in Mathe in Hameln", Wish(topic="nachhilfe", words=("mathematik",), place=("Hameln",))),
            ("Schwimmen für Kinder Bad Pyrmont", Wish(topic="schwimmen", audience=("Kinder",), place=("Bad Pyrmont",))),
            ("Yoga im Landkreis Hameln-Pyrmont", Wish(topic="yoga", place=(REGION.district,))),
            ("Hameln", Wish(place=("Hameln",))),
            ("in Hameln", Wish(place=("Hameln",))),
            ("31785", Wish(place=("31785",))),
            ("Beratung", Wish(kind="Beratung")),
            ("Sprachbildung", Wish(area="Sprachbildung")),
            ("Xylofon", Wish(topic="xylofon")),
            ("Xylofon in Aerzen", Wish(topic="xylofon", place=("Aerzen",))),
            ("Yoga in Xanadu", Wish(topic="yoga")),
            ("Kurs in Halle", Wish(kind="Kurs", place=("Halle (Kreis Holzminden)",))),
            ("", Wish()),
            ("   ", Wish()),
        ],
    )  # fmt: skip
    def test_what_words_mean(self, text: str, wish: Wish) -> None:
        assert searched_for(text, REGION) == wish

    def test_a_name_that_several_places_bear_means_all_of_them(self) -> None:
        wish = searched_for("Yoga in Rohrsen", REGION)
        assert (wish.topic, len(wish.place)) == ("yoga", 2)

    def test_an_ordinary_word_is_a_place_only_where_one_is_expected(self) -> None:
        assert searched_for("Halle", REGION).place == searched_for("Yoga Halle", REGION).place == ()

    @settings(max_examples=200)
    @given(
        st.text(LETTERS)
        | st.lists(st.sampled_from("in Hameln Yoga Rohrsen 31785 für Kinder um , – Bad".split())).map(" ".join)
    )
    def test_any_text_is_searched_for_and_its_address_says_the_same(self, text: str) -> None:
        choice = Choice().about(searched_for(text, REGION))
        assert read(to_query(choice)) == choice
