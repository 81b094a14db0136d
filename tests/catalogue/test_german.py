"""German words: what is typed and what is written in the catalogue meet at the same keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.german import LONGEST_WORD, frequency, key, keys, lemma, parts, plain, tokens

GERMAN = st.text(
    st.sampled_from("abcdefghijklmnopqrstuvwxyzäöüßABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜ"), min_size=1, max_size=20
)
KNOWN = frozenset(map(key, ("Senioren", "Computer", "Kurs", "Beratung", "Kräuter", "Wanderung")))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Deutsch B1, abends", ["Deutsch", "B1", ",", "abends"]),
        ("10km", ["10", "km"]),
        ("Mo-Fr", ["Mo", "-", "Fr"]),
        ("Schüler*innen und Lehrer:innen", ["Schüler*innen", "und", "Lehrer:innen"]),
        ("18:30", ["18", ":", "30"]),
        ("", []),
    ],
)
def test_a_text_is_split_into_words_numbers_and_signs(text: str, expected: list[str]) -> None:
    assert [token.text for token in tokens(text)] == expected


@given(st.text(max_size=60))
def test_tokens_stand_where_they_say_and_leave_out_only_spaces(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert text[token.start : token.start + len(token.text)] == token.text
        assert not text[end : token.start].strip()
        end = token.start + len(token.text)
    assert not text[end:].strip()


def test_signs_are_no_words() -> None:
    assert [token.is_word for token in tokens("A1 – Kurs 5 !")] == [True, False, True, True, False]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Ärzen", "arzen"),
        ("Aerzen", "arzen"),
        ("AERZEN", "arzen"),
        ("Straße", "strasse"),
        ("Müller", "muller"),
        ("Mueller", "muller"),
        ("Café", "cafe"),
    ],
)
def test_spellings_of_umlauts_and_accents_are_one(word: str, expected: str) -> None:
    assert plain(word) == expected


@pytest.mark.parametrize("word", ["neue", "Frauen", "Quelle", "Bauer"])
def test_ue_that_is_no_umlaut_stays(word: str) -> None:
    assert plain(word) == word.lower()


@given(GERMAN)
def test_a_plain_word_has_no_capitals_and_no_umlauts(word: str) -> None:
    assert plain(word).isascii()
    assert plain(word) == plain(word.upper()) == plain(word.lower())


@pytest.mark.parametrize(
    "forms",
    [
        ("Kurs", "kurs", "Kurse", "Kursen", "KURSE"),
        ("Rentner", "Rentnerin", "Rentnerinnen", "Rentner*innen", "Rentner:innen"),
        ("Schüler", "schueler", "Schülerinnen", "SchülerInnen"),
        ("Geflüchtete", "Geflüchteter", "Geflüchteten"),
        ("Jugendliche", "Jugendlicher", "Jugendlichen"),
        ("Arbeitslose", "Arbeitsloser"),
        ("Prüfung", "Prüfungen", "Pruefung", "pruefungen"),
        ("Kräuter", "Kräutern", "kraeuter"),
        ("nähen", "Näh", "naehen"),
        ("Praktikum", "Praktika"),
        ("Kind", "Kinder", "Kindern"),
        ("lernen", "lerne"),
    ],
)
def test_forms_of_a_word_share_a_key(forms: tuple[str, ...]) -> None:
    assert {key(form) for form in forms} == {key(forms[0])}


@pytest.mark.parametrize(("one", "other"), [("Kurs", "Kunst"), ("Kind", "Kino"), ("Deutschtest", "Deutsch")])
def test_different_words_have_different_keys(one: str, other: str) -> None:
    assert key(one) != key(other)


@given(GERMAN)
def test_every_word_has_a_key_in_plain_letters(word: str) -> None:
    assert key(word)
    assert key(word).isascii()


def test_a_compound_with_test_is_no_verb_in_the_past() -> None:
    assert lemma("Deutschtest") == "Deutschtest"


def test_the_keys_of_a_text_leave_signs_out() -> None:
    assert keys("Kurse, Beratungen!") == (key("Kurs"), key("Beratung"))


def test_common_words_are_frequent_and_nonsense_is_not_in_the_list() -> None:
    assert frequency("und") > frequency("Kurs") > frequency("qxqxqx") == 0


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Seniorencomputerkurs", ("senioren", "computer", "kurs")),
        ("Computerkursen", ("computer", "kursen")),
        ("Kräuterwanderung", ("kräuter", "wanderung")),
        ("Computerberatung", ("computer", "beratung")),
    ],
)
def test_compounds_fall_apart_into_known_words(word: str, expected: tuple[str, ...]) -> None:
    assert parts(word, KNOWN) == expected


@pytest.mark.parametrize("word", ["Kurs", "Xyzzyqwertz", "Hameln", ""])
def test_a_word_that_is_no_compound_stays_whole(word: str) -> None:
    assert parts(word, KNOWN) == ()


@given(GERMAN)
def test_parts_stand_in_the_word_in_their_order(word: str) -> None:
    position = 0
    for part in parts(word, KNOWN):
        found = word.lower().find(part, position)
        assert found >= position
        position = found + len(part)


@pytest.mark.parametrize("ending", ["_innen", ":innen", "*in", "_in", "/innen"])
def test_an_ending_that_is_left_alone_is_a_word_like_others(ending: str) -> None:
    assert key(ending)
    assert lemma(ending)


def test_an_endless_run_of_letters_is_no_word() -> None:
    (token,) = tokens("x" * 40_000)
    assert not token.is_word
    assert parts("kurs" * 1000, {key("kurs")}) == ()
    assert len(key("x" * 40_000)) == LONGEST_WORD


def test_the_longest_words_of_german_are_words() -> None:
    (token,) = tokens("Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz")
    assert token.is_word
