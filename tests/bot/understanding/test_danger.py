"""Telling people in danger from people who ask for an offer."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding import danger
from bot.understanding.danger import DangerModel, features_of, learn_danger
from bot.understanding.lexicon import Lexicon, lexicon_of
from bot.understanding.weights import Weights
from catalogue.region import Region

IN_DANGER = (
    "ich will nicht mehr leben", "ich will sterben", "mein mann schlägt mich", "ich habe angst vor meinem mann",
    "ich kann nicht mehr und will nicht mehr", "er bedroht mich und die kinder",
)  # fmt: skip
ORDINARY = (
    "ich suche einen deutschkurs", "ich will englisch lernen", "mein mann sucht einen computerkurs",
    "gibt es yoga in hameln", "ich kann nicht am montag", "nachhilfe für die kinder",
)  # fmt: skip
EXAMPLES = [*((text, True) for text in IN_DANGER), *((text, False) for text in ORDINARY)]

NAMES = st.sets(st.text(max_size=5), max_size=5)
WEIGHTS = st.builds(
    Weights,
    st.dictionaries(st.text(max_size=5), st.floats(-50, 50), max_size=8),
    st.lists(st.floats(-5, 5), max_size=3).map(tuple),
    st.floats(-5, 5),
)


@pytest.fixture(scope="module")
def lexicon(region: Region) -> Lexicon:
    return lexicon_of(region)


@pytest.fixture(scope="module")
def model(lexicon: Lexicon) -> DangerModel:
    return learn_danger(EXAMPLES, lexicon)


@pytest.fixture
def no_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(danger, "sentence_encoder", lambda: None)


@pytest.fixture
def tiny_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    """An encoder whose vectors say no more than whether a text ends in a full stop."""

    def encode(texts: Sequence[str]) -> "np.ndarray[Any, np.dtype[np.float32]]":
        return np.asarray([[1.0, 0.0] if text.endswith(".") else [0.0, 1.0] for text in texts], dtype=np.float32)

    monkeypatch.setattr(danger, "sentence_encoder", lambda: encode)


def likely(model: DangerModel, text: str, lexicon: Lexicon) -> float:
    return model.probability(text, text, lexicon)


def assert_tells_danger(model: DangerModel, lexicon: Lexicon) -> None:
    least = min(likely(model, text, lexicon) for text in IN_DANGER)
    most = max(likely(model, text, lexicon) for text in ORDINARY)
    assert least > 0.5 > most


def test_danger_is_learnt_from_examples(model: DangerModel, lexicon: Lexicon) -> None:
    assert_tells_danger(model, lexicon)


@pytest.mark.parametrize(
    ("dangerous", "ordinary"),
    [
        ("Ich will nicht mehr leben!", "Ich will Deutsch lernen!"),
        ("Mein Mann bedroht mich", "Mein Mann sucht einen Englischkurs"),
        ("hab angst, will sterben", "Yoga in Aerzen, will Montag"),
    ],
)
def test_what_was_learnt_holds_for_other_sentences(
    dangerous: str, ordinary: str, model: DangerModel, lexicon: Lexicon
) -> None:
    assert likely(model, dangerous, lexicon) > likely(model, ordinary, lexicon)


def test_learning_twice_gives_the_same(model: DangerModel, lexicon: Lexicon) -> None:
    assert learn_danger(EXAMPLES, lexicon) == model


@pytest.mark.parametrize("text", ["ich will sterben", "mein Mann schlägt mich", "Yoga in Hameln", ""])
def test_untrained_there_is_no_danger(text: str, lexicon: Lexicon) -> None:
    assert likely(DangerModel(), text, lexicon) == 0.0


@pytest.mark.parametrize("examples", [[], [("ich will sterben", True)] * 3, [("Yoga", False)] * 3])
def test_there_is_nothing_to_learn_from_examples_that_are_all_alike(
    examples: list[tuple[str, bool]], lexicon: Lexicon
) -> None:
    assert learn_danger(examples, lexicon) == DangerModel()


def test_a_model_is_the_same_when_read_back(model: DangerModel, lexicon: Lexicon, tmp_path: Path) -> None:
    model.save(tmp_path / "danger.json")
    again = DangerModel.read(tmp_path / "danger.json")
    assert again == model
    for text, _ in EXAMPLES:
        assert likely(again, text, lexicon) == likely(model, text, lexicon)


@given(WEIGHTS, WEIGHTS)
def test_any_model_survives_its_file(
    tmp_path_factory: pytest.TempPathFactory, with_encoder: Weights, without: Weights
) -> None:
    path = tmp_path_factory.mktemp("model") / "danger.json"
    DangerModel(with_encoder, without).save(path)
    assert DangerModel.read(path) == DangerModel(with_encoder, without)


@given(WEIGHTS, NAMES, st.booleans())
def test_a_likelihood_lies_between_nought_and_one(weights: Weights, names: set[str], encoded: bool) -> None:
    vector = np.ones(len(weights.vector)) if encoded else None
    assert 0.0 <= weights.probability(names, vector) <= 1.0


@pytest.mark.usefixtures("no_encoder")
def test_danger_is_learnt_without_an_encoder_as_well(lexicon: Lexicon) -> None:
    model = learn_danger(EXAMPLES, lexicon)
    assert model.with_encoder == Weights()
    assert_tells_danger(model, lexicon)


@pytest.mark.usefixtures("no_encoder")
def test_a_model_learnt_with_an_encoder_does_without(model: DangerModel, lexicon: Lexicon) -> None:
    assert_tells_danger(model, lexicon)


@pytest.mark.usefixtures("tiny_encoder")
def test_a_model_learnt_without_an_encoder_leaves_it_aside(lexicon: Lexicon) -> None:
    model = DangerModel(without=Weights({"yoga": 2.0}))
    assert likely(model, "yoga.", lexicon) == likely(model, "yoga", lexicon) > 0.5


@pytest.mark.usefixtures("tiny_encoder")
def test_the_encoder_sees_the_message_as_it_was_typed(lexicon: Lexicon) -> None:
    examples = [(f"{word}.", True) for word in "abcdef"] + [(word, False) for word in "ghijkl"]
    model = learn_danger(examples, lexicon)
    assert model.probability("z", "z.", lexicon) > 0.5 > model.probability("z", "z", lexicon)


@pytest.mark.parametrize("text", ["ich will sterben", "mein mann schlägt mich"])
def test_phrases_of_danger_are_features(text: str, lexicon: Lexicon) -> None:
    assert [name for name in features_of(text, lexicon) if name.startswith("pattern ")]


def test_features_are_words_phrases_and_letters(lexicon: Lexicon) -> None:
    features = features_of("Yoga, bitte", lexicon)
    assert {"yoga", "~yog", "~oga b"} <= features
    assert len([name for name in features if " " in name and not name.startswith("~")]) == 1


@given(st.text(max_size=100))
def test_any_text_can_be_weighed(lexicon: Lexicon, model: DangerModel, text: str) -> None:
    assert 0.0 <= likely(model, text, lexicon) <= 1.0
