"""Topics that are described and not named."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.understanding import described
from bot.understanding.described import DescribedTopics, learn_described
from bot.understanding.facts import DESCRIBED, Understanding
from bot.understanding.lexicon import Lexicon
from bot.understanding.subjects import SubjectFinder
from catalogue.region import Region

Understand = Callable[[str], Understanding]
TEXTS = {
    "ins Wasser gehen und nicht untergehen": "schwimmen",
    "im Becken ein paar Bahnen ziehen können": "schwimmen",
    "Knöpfe annähen und Hosen kürzen": "nähen",
    "aus Stoff ein Kleid machen mit der Maschine": "nähen",
}


@pytest.fixture(params=[True, False], ids=["with the encoder", "without"])
def taught(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> DescribedTopics:
    if not request.param:
        monkeypatch.setattr(described, "sentence_encoder", lambda: None)
    return learn_described(TEXTS)


def test_a_description_is_nearest_to_its_topic(taught: DescribedTopics) -> None:
    likelihoods = taught.likelihoods("sie soll im Wasser nicht untergehen")
    assert likelihoods["schwimmen"] > likelihoods["nähen"]
    assert sum(likelihoods.values()) == pytest.approx(1)


def test_what_was_learnt_survives_its_file(taught: DescribedTopics, tmp_path: Path) -> None:
    taught.save(tmp_path / "described.joblib")
    read = DescribedTopics.read(tmp_path / "described.joblib")
    assert read.likelihoods("Hosen kürzen") == taught.likelihoods("Hosen kürzen")


def test_learnt_with_the_encoder_it_works_without(monkeypatch: pytest.MonkeyPatch) -> None:
    taught = learn_described(TEXTS)
    monkeypatch.setattr(described, "sentence_encoder", lambda: None)
    assert taught.likelihoods("Knöpfe annähen")["nähen"] > 0.5


@pytest.mark.parametrize("texts", [{}, {"ins Wasser gehen": "schwimmen", "Knöpfe annähen": "nähen"}])
def test_a_single_text_teaches_nothing(texts: dict[str, str]) -> None:
    assert learn_described(texts).likelihoods("Knöpfe annähen") == {}


def test_a_topic_that_nobody_named(understand: Understand) -> None:
    text = "Ein falscher Neffe wollte am Telefon das Ersparte meiner Tante, wie schützt man sich vor solchen Anrufen?"
    assert [fact.value for fact in understand(text).of("topic", DESCRIBED)] == ["enkeltrick"]


def test_a_topic_that_is_named_needs_no_description(understand: Understand) -> None:
    found = understand("Ich suche einen Yogakurs in Hameln am Abend")
    assert [fact.value for fact in found.of("topic")] == ["yoga"]
    assert not found.of("topic", DESCRIBED)


def test_a_topic_that_the_region_does_not_have_any_longer_is_not_guessed(
    taught: DescribedTopics, region: Region
) -> None:
    finder = SubjectFinder(Lexicon(replace(region, topics={"nähen": region.topics["nähen"]})))
    finder.described = taught
    assert taught.likelihoods("sie soll im Wasser nicht untergehen").keys() == {"schwimmen", "nähen"}
    assert finder._likelihoods("sie soll im Wasser nicht untergehen").keys() == {"nähen"}
