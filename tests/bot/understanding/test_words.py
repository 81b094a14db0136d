"""Tokens, spelling, and the phrases of conditions, cues and providers."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.vocab import Vocab

from bot.understanding.facts import Understanding
from bot.understanding.words import GermanTokenizer
from tests.bot.understanding.reading import facts_of

Understand = Callable[[str], Understanding]


@given(st.text(max_size=200))
def test_tokens_make_up_the_text_again(text: str) -> None:
    assert GermanTokenizer(Vocab())(text).text == text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Hamlen", "hameln"),
        ("Nachihlfe", "nachhilfe"),
        ("Deutshckurs", "deutschkurs"),
        ("kostnelos", "kostenlos"),
        ("finden", "finden"),
        ("suche", "suche"),
        ("Yoga", "yoga"),
        ("ich", "ich"),
        ("Xqzvw", "xqzvw"),
    ],
)
def test_spelling(typed: str, meant: str, pipeline: Language) -> None:
    assert pipeline(typed)[0]._.spelling.lower() == meant


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("in lauen stein", ["in", "lauenstein"]),
        ("in kirch osen", ["in", "kirchohsen"]),
        ("ein gabel stapler", ["ein", "gabelstapler"]),
        ("der Nachbar in Hameln", ["der", "nachbar", "in", "hameln"]),
        ("ein guter Kurs", ["ein", "guter", "kurs"]),
    ],
)
def test_a_word_that_dictation_cut_in_two(said: str, words: list[str], pipeline: Language) -> None:
    doc = pipeline(said)
    assert [token._.spelling.lower() for token in doc] == words
    assert doc.text == said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kostenlos", {"free": True}),
        ("KOSTENLOS!!!", {"free": True}),
        ("darf nichts kosten", {"free": True}),
        ("online", {"format": "Online"}),
        ("von zuhause aus", {"format": "Online"}),
        ("vor Ort", {"format": "Präsenz"}),
        ("barrierefrei", {"accessible": True}),
        ("mit Kinderbetreuung", {"childcare": True}),
        ("nachmittags", {"time": "nachmittags"}),
        ("nach der Arbeit", {"time": "abends"}),
        ("am Wochenende", {"weekdays": "Sa So"}),
        ("am Montag", {"weekdays": "Mo"}),
        ("unter der Woche", {"weekdays": "Mo Di Mi Do Fr"}),
        ("abends, samstags", {"time": "abends", "weekdays": "Sa"}),
        ("vormittags schläft sie, lieber nachmittags", {"time": "nachmittags"}),
        ("Guten Abend", {}),
        ("Guten Tag", {}),
        ("bei der VHS", {"provider": "Volkshochschule"}),
    ],
)
def test_conditions(text: str, expected: dict[str, object], understand: Understand) -> None:
    assert facts_of(understand(text), *expected, "free", "format", "time", "weekdays", "provider") == expected


def test_only_for_women_is_a_condition_and_an_audience(understand: Understand) -> None:
    assert facts_of(understand("nur für Frauen")) == {"women_only": True, "audience": "Frauen"}


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("auch in Aerzen", "addition"),
        ("Aerzen geht auch", "addition"),
        ("und in Aerzen", "elliptical"),
        ("lieber Aerzen", "elliptical"),
        ("was ganz anderes: Yoga", "anew"),
        ("quatsch, ich meinte Englisch", "correction"),
        ("Yoga-Kurs", "education"),
        ("warum zeigst du mir das", "reason"),
        ("ich möchte mit einem Menschen sprechen", "human"),
    ],
)
def test_cues(text: str, cue: str, understand: Understand) -> None:
    assert cue in understand(text).cues


@pytest.mark.parametrize(
    "text", ["Ich sterbe vor Langeweile", "Yoga in Hameln", "Schlagzeug lernen", "Selbstverteidigung"]
)
def test_no_danger(text: str, understand: Understand) -> None:
    assert "crisis" not in understand(text).cues


def test_words_are_counted(understand: Understand) -> None:
    assert understand("Yoga, in Bad Pyrmont!").words == 4
