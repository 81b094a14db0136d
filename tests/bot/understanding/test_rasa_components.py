"""The understanding as Rasa sees it: tokens without subjects, entities, the kind of turn."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding.rasa_components import FactExtractor, GermanTokenizer, TurnGrounding, vocabulary_fingerprint
from catalogue.overlays.overlay import TOPIC, Overlay, WordChange, merged
from catalogue.region import Region


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> ModelStorage:
    return LocalModelStorage(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def tokenizer(environment: Path, storage: ModelStorage) -> GermanTokenizer:
    """Untrained, and without a catalogue's words."""
    config = GermanTokenizer.get_default_config()
    tokenizer = GermanTokenizer.create(config, storage, Resource("tokenizer"), ExecutionContext(GraphSchema({})))
    tokenizer.process_training_data(TrainingData([]))
    return tokenizer


def analysed(text: str, tokenizer: GermanTokenizer) -> Message:
    message = Message(data={TEXT: text})
    tokenizer.tokenize(message, TEXT)
    return message


@pytest.mark.parametrize(
    ("text", "lemmas"),
    [
        ("Yoga in Hameln", ["xtopicx", "in", "xplacex"]),
        ("Kurs für Senioren", ["xkindx", "fur", "xaudiencex"]),
        ("Yoga in Bad Pyrmont", ["xtopicx", "in", "xplacex", "xplacex"]),
    ],
)
def test_the_classifier_sees_sentences_and_not_subjects(
    text: str, lemmas: list[str], tokenizer: GermanTokenizer
) -> None:
    tokens = tokenizer.tokenize(Message(data={TEXT: text}), TEXT)
    assert [token.lemma for token in tokens] == lemmas


def test_tokens_keep_what_was_typed_and_where(tokenizer: GermanTokenizer) -> None:
    text = "Yoga,  in\nHameln"
    for token in tokenizer.tokenize(Message(data={TEXT: text}), TEXT):
        assert text[token.start : token.end] == token.text


def test_two_questions_that_differ_in_their_subjects_look_the_same(tokenizer: GermanTokenizer) -> None:
    one, other = (
        [token.lemma for token in tokenizer.tokenize(Message(data={TEXT: text}), TEXT)]
        for text in ("Yoga in Aerzen", "Pilates in Hameln")
    )
    assert one == other


def test_what_was_learnt_is_stored_with_the_model(tokenizer: GermanTokenizer, storage: ModelStorage) -> None:
    text = "früher war ich Maurer, ich suche Englisch"
    told = {"entity": "topic", "value": "Maurer", "start": 15, "end": 21, "role": "background"}
    wanted = {"entity": "topic", "value": "Englisch", "start": 33, "end": 41}
    example = Message(data={TEXT: text, ENTITIES: [told, wanted]})
    resource = tokenizer.train(TrainingData([example]))
    config, context = GermanTokenizer.get_default_config(), ExecutionContext(GraphSchema({}))
    loaded = GermanTokenizer.load(config, storage, resource, context)
    message = analysed("früher war ich Pilates, ich suche Yoga", loaded)
    assert [fact.value for fact in message.get("understanding").of("topic")] == ["yoga"]


def test_facts_become_entities(tokenizer: GermanTokenizer) -> None:
    message = analysed("Yoga nicht in Hameln", tokenizer)
    FactExtractor().process([message])
    found = {(entity["entity"], entity["value"], entity.get("role")) for entity in message.get(ENTITIES)}
    assert found == {("topic", "yoga", "said"), ("place", "Hameln", "exclude"), ("spoken", "de", None)}


def test_a_message_that_was_not_analysed_is_left_alone() -> None:
    message = Message(data={TEXT: "Yoga", INTENT: {"name": "search", "confidence": 0.9}})
    FactExtractor().process([message])
    TurnGrounding().process([message])
    assert message.get(ENTITIES) is None
    assert message.get(INTENT)["name"] == "search"


def test_the_guess_is_grounded_in_what_was_recognised(tokenizer: GermanTokenizer) -> None:
    message = analysed("Ich suche was", tokenizer)
    message.set(INTENT, {"name": "search", "confidence": 0.9})
    TurnGrounding().process([message])
    assert message.get(INTENT)["name"] == "unclear"
    assert message.get(INTENT)["guess"] == {"name": "search", "confidence": 0.9}


def test_the_fingerprint_changes_with_the_vocabulary(region: Region, tmp_path: Path) -> None:
    folder = tmp_path / "region"
    shutil.copytree(region.folder, folder)
    before = vocabulary_fingerprint(replace(region, folder=folder))
    assert vocabulary_fingerprint(replace(region, folder=folder)) == before
    with (folder / "topics.yml").open("a", encoding="utf-8") as file:
        file.write("- name: seifenkisten\n")
    assert vocabulary_fingerprint(replace(region, folder=folder)) != before


def test_the_fingerprint_changes_with_the_words_that_staff_published(region: Region) -> None:
    overlay = Overlay(words={(TOPIC, "yoga"): WordChange(added=("Sonnengruß",))})
    assert vocabulary_fingerprint(merged(region, overlay)) != vocabulary_fingerprint(region)
