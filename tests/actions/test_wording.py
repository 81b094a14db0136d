"""Wishes, conditions and numbers in German words."""

import pytest

from actions.answers.wording import (
    condition_words,
    count_offers,
    describe,
    distance,
    given_up_words,
    nearby_words,
    option_label,
    titled,
)  # fmt: skip
from catalogue.region import Region
from catalogue.search import Nearby
from catalogue.wish import KEYS, Wish
from tests.actions.test_offer import TEXTS


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (Wish(), "alle Angebote"),
        (Wish(topic="deutsch"), "Deutsch"),
        (Wish(topic="deutsch", kind="Kurs", place=("Hameln",)), "Deutsch, Kurs, in Hameln"),
        (Wish(topic="deutsch", kind="Kurs", follows=frozenset(("kind",))), "Deutsch"),
        (Wish(topic="nachhilfe", words=("mathematik",)), "Nachhilfe, Mathematik"),
        (Wish(audience=("Kinder", "Frauen")), "für Kinder oder Frauen"),
        (Wish(topic="sport", age=7), "Sport, 7 Jahre"),
        (Wish(topic="musik", age=0), "Musik, Babys"),
        (Wish(place=("Landkreis Hameln-Pyrmont",)), "im Landkreis Hameln-Pyrmont"),
        (Wish(place=("Aerzen",), radius_km=15.0), "im Umkreis von 15 km um Aerzen"),
        (Wish(place=("Aerzen", "Hameln", "Emmerthal")), "in Aerzen, Hameln oder Emmerthal"),
        (Wish(level=("A1", "A2")), "A1 oder A2"),
        (Wish(languages=("Arabisch",)), "auf Arabisch"),
        (Wish(free=True, childcare=True), "kostenlos, mit Kinderbetreuung"),
        (Wish(accessible=True, women_only=True), "barrierefrei, nur für Frauen"),
        (Wish(time="abends", weekdays=("Mo", "Sa")), "abends, Montag oder Samstag"),
        (Wish(from_day="2027-02-01"), "ab 01.02.2027"),
        (Wish(until_day="2027-02-01"), "bis 01.02.2027"),
        (Wish(from_day="2027-02-01", until_day="2027-02-01"), "am 01.02.2027"),
        (Wish(from_day="2027-02-01", until_day="2027-02-28"), "ab 01.02.2027, bis 28.02.2027"),
        (Wish(provider="Volkshochschule"), "Anbieter Volkshochschule"),
        (Wish(topic="sport", exclude={"weekdays": ("Fr",), "topic": ("yoga",)}), "Sport, nicht Freitag, nicht Yoga"),
    ],
)
def test_a_wish_in_words(wish: Wish, words: str, region: Region) -> None:
    assert describe(wish, region, TEXTS) == words


@pytest.mark.parametrize(
    ("words", "text"), [([], ""), (["A"], "A"), (["A", "B"], "A und B"), (["A", "B", "C"], "A, B und C")]
)
def test_an_enumeration(words: list[str], text: str) -> None:
    assert TEXTS.listed(words) == text


@pytest.mark.parametrize(
    ("kilometres", "text"), [(0.4, "unter 1 km entfernt"), (1.0, "1 km entfernt"), (12.6, "13 km entfernt")]
)
def test_a_distance(kilometres: float, text: str) -> None:
    assert distance(kilometres, TEXTS) == text


def test_offers_are_counted_in_words() -> None:
    assert (count_offers(1, TEXTS), count_offers(4, TEXTS)) == ("ein Angebot", "4 Angebote")


def test_the_nearest_places_instead() -> None:
    places = [Nearby("Hameln", 9.2, 4), Nearby("Bad Pyrmont", 14.0, 1)]
    assert nearby_words(places, TEXTS) == "9 km weiter in Hameln: 4, 14 km weiter in Bad Pyrmont: 1"


def test_no_more_than_three_places_are_named() -> None:
    assert nearby_words([Nearby(name, 1.0, 1) for name in "ABCDE"], TEXTS).count("weiter in") == 3


@pytest.mark.parametrize("key", sorted(set(KEYS) - {"topic", "radius_km"}))
def test_every_condition_that_can_be_given_up_has_a_name(key: str) -> None:
    assert given_up_words([key], TEXTS).endswith(condition_words([key], TEXTS))
    assert given_up_words([key], TEXTS).startswith(("der ", "die ", "das ", "den "))


@pytest.mark.parametrize(
    ("key", "value", "label"),
    [
        ("free", True, "Kostenlos"),
        ("format", "Präsenz", "Vor Ort"),
        ("time", "abends", "Abends"),
        ("place", "Hameln", "Hameln"),
    ],
)
def test_buttons_say_what_they_mean(key: str, value: object, label: str) -> None:
    assert option_label(key, value, TEXTS) == label


def test_a_title_begins_with_a_capital_and_keeps_the_rest() -> None:
    assert (titled("erste Hilfe"), titled("IT"), titled("")) == ("Erste Hilfe", "IT", "")
