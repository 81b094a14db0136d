"""Words and phrases of a region, found in sentences."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.german import key
from catalogue.region import Region
from catalogue.vocabulary import Meaning, Vocabulary, index_terms, split

KURS = Meaning("kind", "Kurs")
COMPUTER = Meaning("topic", "computer")
SENIOREN = Meaning("audience", "Seniorinnen und Senioren")
PFLEGE = Meaning("topic", "pflege")
ALTENPFLEGE = Meaning("topic", "altenpflege")
BEHINDERUNG = Meaning("audience", "Menschen mit Behinderung")
MIA = Meaning("topic", "mia-kurs", exact="MiA")


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary(
        [
            ("Kurs", KURS),
            ("Computer", COMPUTER),
            ("Senioren", SENIOREN),
            ("Pflege", PFLEGE),
            ("Altenpflege", ALTENPFLEGE),
            ("Behinderung", Meaning("topic", "behinderung")),
            ("Menschen mit Behinderung", BEHINDERUNG),
            ("z. B. Wort", Meaning("topic", "beispiel")),
            ("MiA", MIA),
        ]
    )


def meanings(vocabulary: Vocabulary, text: str) -> list[Meaning]:
    return [mention.meaning for mention in vocabulary.find(split(text))]


def test_a_word_is_found_in_any_form(vocabulary: Vocabulary) -> None:
    assert meanings(vocabulary, "Gibt es KURSE?") == [KURS]


def test_the_longest_phrase_wins(vocabulary: Vocabulary) -> None:
    mentions = vocabulary.find(split("Kurs für Menschen mit Behinderungen"))
    assert [mention.meaning for mention in mentions] == [KURS, BEHINDERUNG]
    assert (mentions[1].start, mentions[1].end) == (2, 5)


def test_hyphens_may_stand_inside_a_phrase(vocabulary: Vocabulary) -> None:
    assert meanings(vocabulary, "Menschen-mit-Behinderung") == [BEHINDERUNG]


def test_dots_of_abbreviations_may_stand_inside_a_phrase(vocabulary: Vocabulary) -> None:
    assert meanings(vocabulary, "z.B. Wort") == [Meaning("topic", "beispiel")]


def test_a_compound_means_what_its_parts_mean(vocabulary: Vocabulary) -> None:
    mentions = vocabulary.find(split("Seniorencomputerkurs"))
    assert [mention.meaning for mention in mentions] == [SENIOREN, COMPUTER, KURS]
    assert [mention.part for mention in mentions] == ["senioren", "computer", "kurs"]


def test_an_inflected_compound_means_the_same(vocabulary: Vocabulary) -> None:
    assert meanings(vocabulary, "von Computerkursen") == [COMPUTER, KURS]


def test_parts_that_mean_something_together_stay_together(vocabulary: Vocabulary) -> None:
    assert meanings(vocabulary, "Altenpflegekurs") == [ALTENPFLEGE, KURS]


def test_an_exact_word_counts_in_its_own_spelling_only(vocabulary: Vocabulary) -> None:
    assert meanings(vocabulary, "MiA") == [MIA]
    assert meanings(vocabulary, "Mia") == []


def test_a_word_may_have_several_meanings() -> None:
    vocabulary = Vocabulary([("Koch", Meaning("topic", "kochen")), ("Koch", Meaning("topic", "gastronomie"))])
    assert {meaning.value for meaning in vocabulary.meanings("Koch")} == {"kochen", "gastronomie"}


def test_the_same_entry_twice_counts_once() -> None:
    vocabulary = Vocabulary([("Kurs", KURS), ("Kurs", KURS)])
    assert meanings(vocabulary, "Kurs") == [KURS]
    assert list(vocabulary.entries()) == [("Kurs", KURS)]


def test_an_entry_without_words_is_passed_over() -> None:
    vocabulary = Vocabulary([("!", KURS)])
    assert list(vocabulary.entries()) == []
    assert meanings(vocabulary, "!") == []


def test_words_alone_are_what_compounds_are_made_of(vocabulary: Vocabulary) -> None:
    assert key("Kurs") in vocabulary.words
    assert key("Menschen") not in vocabulary.words


def test_a_sentence_of_unknown_words_mentions_nothing(vocabulary: Vocabulary) -> None:
    assert meanings(vocabulary, "Wie wird das Wetter?") == []


@given(
    st.lists(st.sampled_from(["Kurs", "Kurse", "Menschen", "mit", "Behinderung", "-", "Computerkurs", "x", "7", "ä!"]))
)
def test_mentions_stand_in_the_sentence_and_whole_ones_do_not_overlap(vocabulary: Vocabulary, words: list[str]) -> None:
    sentence = split(" ".join(words))
    mentions = vocabulary.find(sentence)
    assert all(0 <= mention.start < mention.end <= len(sentence) for mention in mentions)
    spans = sorted({(mention.start, mention.end) for mention in mentions})
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


@given(st.text(max_size=50))
def test_any_text_can_be_searched(region: Region, text: str) -> None:
    region.vocabulary.find(split(text))


def test_a_text_is_indexed_by_its_words_and_the_parts_of_its_compounds(vocabulary: Vocabulary) -> None:
    terms = index_terms("Ein Computerkurs in 31785 Hameln!", vocabulary.words)
    assert {key("Computerkurs"), key("Computer"), key("Kurs"), key("Hameln")} <= terms
    assert "31785" not in terms
    assert "" not in terms
