"""Telling what is wanted from what is only told."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from bot.understanding.facts import EXCLUDE, Understanding
from bot.understanding.pipeline import fact_finder
from bot.understanding.scene import TOLD, WANTED
from bot.understanding.wanted import WantedModel, learn
from bot.understanding.weights import Weights

Understand = Callable[[str], Understanding]
FEATURES = st.frozensets(st.text(max_size=5), max_size=5)
WEIGHTS = st.dictionaries(st.text(max_size=5), st.floats(-50, 50), max_size=8)


@given(WEIGHTS, FEATURES)
def test_a_likelihood_lies_between_nought_and_one(weights: dict[str, float], features: frozenset[str]) -> None:
    assert 0.0 <= Weights(weights).probability(features) <= 1.0


@given(FEATURES)
def test_untrained_nothing_is_told(features: frozenset[str]) -> None:
    assert WantedModel().wanted.probability(features) == 0.5


@given(WEIGHTS)
def test_a_model_survives_its_file(tmp_path_factory: pytest.TempPathFactory, weights: dict[str, float]) -> None:
    path = tmp_path_factory.mktemp("model") / "wanted.json"
    model = WantedModel(Weights(weights), Weights({"nicht": 1.0}))
    model.save(path)
    assert WantedModel.read(path) == model


def test_what_always_comes_with_the_wish_speaks_for_it() -> None:
    model = learn([(frozenset({"suche"}), WANTED), (frozenset({"war"}), TOLD)] * 9)
    assert model.wanted.probability({"suche"}) > 0.5 > model.wanted.probability({"war"})


def test_what_always_comes_with_a_refusal_speaks_for_it() -> None:
    lessons = [(frozenset({"suche"}), WANTED), (frozenset({"war"}), TOLD), (frozenset({"bloß nicht"}), EXCLUDE)] * 9
    model = learn(lessons)
    assert model.excluded.probability({"bloß nicht"}) > 0.5
    assert all(model.excluded.probability({word}) < 0.5 for word in ("suche", "war"))


def test_there_is_nothing_to_learn_from_examples_that_are_all_alike() -> None:
    assert learn([(frozenset({"suche"}), WANTED)] * 9) == WantedModel()


def test_what_examples_teach(pipeline: Language) -> None:
    """Subjects that are not marked are told; persons that are not marked teach nothing."""
    text = "war im Verkauf, suche Yoga und kein Pilates für Rentner, mein Chef ist Lehrer"
    entities = [
        {"entity": "topic", "start": text.index("Yoga"), "end": text.index("Yoga") + 4},
        {"entity": "topic", "start": text.index("Pilates"), "end": text.index("Pilates") + 7, "role": "exclude"},
        {"entity": "audience", "start": text.index("Rentner"), "end": text.index("Rentner") + 7},
    ]
    lessons = {
        name: role
        for features, role in fact_finder(pipeline).labelled(pipeline(text), entities)
        for name in features
        if ":value=" in name
    }
    assert lessons["topic:value=verkauf"] == TOLD
    assert lessons["topic:value=yoga"] == WANTED
    assert lessons["audience:value=Seniorinnen und Senioren"] == WANTED
    assert lessons["topic:value=pilates"] == EXCLUDE
    assert "audience:value=Lehr- und Fachkräfte" not in lessons


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Ich habe zwanzig Jahre im Verkauf gearbeitet und möchte jetzt in die Buchhaltung", "buchhaltung"),
        ("Meine Tochter macht eine Ausbildung als Friseurin, ich selbst suche einen Yogakurs", "yoga"),
        ("war lange Maurer, nun der Rücken kaputt, gibts einen Excelkurs", "excel"),
    ],
)
def test_of_several_subjects_the_one_asked_for(text: str, topic: str, understand: Understand) -> None:
    assert understand(text).of("topic")[0].value == topic
