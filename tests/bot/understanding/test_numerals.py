"""Numbers written as words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.numerals import NUMERALS, digits


@pytest.mark.parametrize(
    ("word", "number"),
    [("dreizehn", "13"), ("Sechzehn", "16"), ("einundfünfzig", "51"), ("achtundsiebzig", "78"), ("dreissig", "30")],
)
def test_larger_numbers_become_digits(word: str, number: str) -> None:
    assert digits(word) == number


@pytest.mark.parametrize("word", ["acht", "ein", "elf", "sieben", "Yoga", ""])
def test_words_that_mean_something_else_stay_words(word: str) -> None:
    assert digits(word) is None


def test_there_is_one_word_for_every_number() -> None:
    assert sorted(NUMERALS.values()) == list(range(1, 100))


@given(st.text(max_size=30))
def test_any_word_is_a_number_or_none(word: str) -> None:
    number = digits(word)
    assert number is None or 13 <= int(number) <= 99
