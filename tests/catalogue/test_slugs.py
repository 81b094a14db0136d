"""Public ids: stable, readable, and the provider's own key untouched."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.slugs import offer_key, slug


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Volkshochschule Hameln-Pyrmont", "volkshochschule-hameln-pyrmont"),
        ("Bücherei Süd", "buecherei-sued"),
        ("ÄÖÜ äöü ß", "aeoeue-aeoeue-ss"),
        ("Café Olé", "cafe-ole"),
        ("A & B (e.V.)", "a-b-e-v"),
        ("  --Treff 21--  ", "treff-21"),
        ("", ""),
    ],
)
def test_a_name_becomes_a_slug(name: str, expected: str) -> None:
    assert slug(name) == expected


@pytest.mark.parametrize("name", ["Bücherei Süd", "Käthe-Kollwitz-Schule", "Café Böll"])
def test_umlauts_written_as_letter_and_dots_make_the_same_slug(name: str) -> None:
    assert slug(unicodedata.normalize("NFD", name)) == slug(name)


@given(st.text(max_size=40))
def test_a_slug_has_only_small_letters_digits_and_single_dashes(name: str) -> None:
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug(name))


@given(st.text(max_size=40))
def test_a_slug_is_its_own_slug(name: str) -> None:
    assert slug(slug(name)) == slug(name)


@given(st.text(max_size=20))
def test_the_provider_s_own_key_stays_verbatim(reference: str) -> None:
    assert offer_key("Bücherei Süd", reference) == f"buecherei-sued/{reference}"
