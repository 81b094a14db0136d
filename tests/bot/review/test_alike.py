"""Alike sentences are found whatever the order, case and spelling of their words; others are not."""

from collections import Counter
from itertools import combinations
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.review.alike import ALIKE, AlikeSentences, Pair
from catalogue.german import key

SENTENCES = [
    "Ich suche einen Yogakurs in Aerzen",
    "Wie wird das Wetter am Wochenende?",
    "Mein Sohn braucht Nachhilfe in Mathematik",
    "Gibt es Schwimmkurse für Senioren in Hameln?",
    "Wer hilft mir mit meinem Bescheid vom Jobcenter",
    "lieber vormittags statt abends",
    "Gitarre lernen",
]
# No word of these has letters in common with the sentences above that would be rare.
OTHERS = ["Zwölf Boxkämpfer jagen Viktor", "quer über den großen Sylter Deich", "Xylophon Quiz Jux"]
INDEX = AlikeSentences(SENTENCES)


def found(text: str) -> list[tuple[str, float]]:
    pairs = INDEX.pairs_with(AlikeSentences([text], beside=INDEX))
    return [(SENTENCES[pair.first], pair.likeness) for pair in pairs]


@given(st.sampled_from(SENTENCES).flatmap(lambda text: st.tuples(st.just(text), st.permutations(text.split()))))
def test_another_order_of_words_is_the_same(drawn: tuple[str, list[str]]) -> None:
    text, words = drawn
    assert (text, 1.0) in found(" ".join(words))


@given(st.sampled_from(SENTENCES), st.sampled_from([str.upper, str.lower, str.title]), st.sampled_from(["", "!", " …"]))
def test_shouted_or_whispered_it_is_the_same(text: str, written: "type[str]", end: str) -> None:
    assert (text, 1.0) in found(written(text) + end)


@given(st.sampled_from(OTHERS).flatmap(lambda text: st.permutations(text.split())))
def test_a_sentence_of_other_words_is_like_none(words: list[str]) -> None:
    assert found(" ".join(words)) == []


@given(st.lists(st.text(max_size=40), max_size=8))
def test_whatever_is_written_each_pair_is_found_once_and_in_order(texts: list[str]) -> None:
    pairs = AlikeSentences(texts).pairs()
    assert len({pair[:2] for pair in pairs}) == len(pairs)
    assert all(pair.first < pair.second and ALIKE - 0.001 <= pair.likeness <= 1 for pair in pairs)


def likenesses(texts: list[str]) -> dict[tuple[int, int], float]:
    """The weighted Jaccard index of each pair, as the definition has it and without an index."""
    padded = [{f"<{key(word)}>" for word in text.split()} for text in texts]
    groups = [{word[place : place + 3] for word in row for place in range(len(word) - 2)} for row in padded]
    counts = Counter(group for row in groups for group in row)
    most = log(len(texts) + 1)
    weights = {group: max(log((len(texts) + 1) / count) / most, 0.01) ** 2 for group, count in counts.items()}
    no = {place for place, text in enumerate(texts) if "nicht" in text}

    def weight(row: set[str]) -> float:
        return sum(weights[group] for group in row)

    return {
        (one, other): weight(groups[one] & groups[other]) / weight(groups[one] | groups[other])
        for one, other in combinations(range(len(texts)), 2)
        if groups[one] & groups[other] and (one in no) == (other in no)
    }


@given(st.lists(st.lists(st.sampled_from("kurs yoga aerzen abends nicht mathe sohn".split()), max_size=5), max_size=8))
def test_the_index_misses_none(rows: list[list[str]]) -> None:
    texts = [" ".join(row) for row in rows]
    expected = {pair: likeness for pair, likeness in likenesses(texts).items() if likeness >= ALIKE}
    found = {pair[:2]: pair.likeness for pair in AlikeSentences(texts).pairs()}
    assert found == pytest.approx(expected, abs=0.001)


def test_a_slip_of_the_keyboard_and_a_polite_word_change_little() -> None:
    assert [text for text, _ in found("Ich suche bitte einen Yogakursus in Aerzen")] == [SENTENCES[0]]
    assert [text for text, _ in found("gibt es schwimkurse für senioren in hameln")] == [SENTENCES[3]]


def test_a_no_turns_a_sentence_round() -> None:
    index = AlikeSentences(["Das passt mir gut", "das passt mir nicht gut", "nicht gut passt mir das"])
    assert [pair[:2] for pair in index.pairs()] == [(1, 2)]


def test_nothing_is_like_nothing() -> None:
    assert AlikeSentences([]).pairs() == []
    index = AlikeSentences(["", "…", "Yoga"])
    assert index.pairs() == []
    assert AlikeSentences(["Yoga"]).pairs_with(AlikeSentences(["Yoga"])) == [Pair(0, 0, 1.0)]
