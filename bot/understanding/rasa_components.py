"""The understanding as components of Rasa's pipeline: thin wraps around the spaCy pipeline.

`GermanTokenizer` runs it and hands its tokens to Rasa's own featurizers, each with a lemma in which
places, topics and the like are replaced by the name of their kind, so that the classifier learns
sentences and not subjects. `FactExtractor` makes entities of the facts. `TurnGrounding` comes after
the classifier and decides on the kind of turn.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import (
    ENTITIES,
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.language import Language
from spacy.tokens import Doc

from bot.region_in_use import region_in_use
from bot.understanding.facts import Understanding
from bot.understanding.languages import LanguageReader, Reading, as_german
from bot.understanding.lexicon import lexicon_of
from bot.understanding.pipeline import build_pipeline, understanding_of
from bot.understanding.taught import Taught, is_cry, teach
from bot.understanding.turn import decide
from catalogue.region import Region

# Nobody says more about one wish; the rest of a longer text is not read.
MOST_READ = 2000
_UNDERSTANDING = "understanding"
_FIRST_MESSAGES = ("Where can I learn German?", "Де курси німецької мови?")
_UNTAUGHT = Taught()
_ComponentType = DefaultV1Recipe.ComponentType


class Stateless(GraphComponent):
    """A component with nothing to configure, train or load."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Stateless:
        return cls()


@DefaultV1Recipe.register(_ComponentType.MESSAGE_TOKENIZER, is_trainable=True)
class GermanTokenizer(Tokenizer):
    """Tokens of `catalogue.german`, with delexicalised lemmas for Rasa's CountVectorsFeaturizer.

    It runs the whole spaCy pipeline, so it is this component that learns what the examples teach
    about facts: what is wanted, who is in danger, which topic is described.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_"}

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        taught: Taught = _UNTAUGHT,
    ) -> None:
        super().__init__(config)
        self._storage, self._resource, self._taught = storage, resource, taught
        self._region = region_in_use()
        self._lexicon = lexicon_of(self._region)
        self._nlp = self._pipeline("bildungslotse.catalogue_words.v1")
        self._read = LanguageReader(self._lexicon).read

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> GermanTokenizer:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> GermanTokenizer:
        with model_storage.read_from(resource) as folder:
            loaded = cls(config, model_storage, resource, Taught.read(folder))
        loaded._warm_up()
        return loaded

    def _warm_up(self) -> None:
        """Read a message in each script: what is loaded at first use must not keep the first visitor waiting."""
        for text in _FIRST_MESSAGES:
            self.tokenize(Message({TEXT: text}), TEXT)

    def _pipeline(self, catalogue: str) -> Language:
        nlp = build_pipeline(self._region, catalogue=catalogue)
        self._taught.hand_to(nlp)
        return nlp

    def train(self, training_data: TrainingData) -> Resource:
        """Learn what the examples teach (`taught.py`)."""
        taught = teach(self._pipeline("bildungslotse.no_words.v1"), training_data)
        with self._storage.write_to(self._resource) as folder:
            taught.save(folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Training must not depend on whatever catalogue is loaded; and its examples are German.

        Danger has a model of its own, so the classifier of all other turns does without those examples.
        """
        self._read, self._taught = as_german, _UNTAUGHT
        self._nlp = self._pipeline("bildungslotse.no_words.v1")
        return super().process_training_data(training_data.filter_training_examples(_is_no_cry))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Lets Rasa train anew when the vocabulary has changed."""
        return vocabulary_fingerprint(region_in_use())

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        reading = self._read(message.get(attribute)[:MOST_READ])
        doc = self._nlp(reading.german)
        message.set(_UNDERSTANDING, self._with_danger(understanding_of(doc), reading, message.get(attribute)))
        return _rasa_tokens(doc)

    def _with_danger(self, found: Understanding, reading: Reading, text: str) -> Understanding:
        danger = self._taught.danger.sees(reading.german, text, self._lexicon)
        cues = found.cues | {"crisis"} if danger else found.cues
        return replace(found, spoken=reading.language if reading.is_sure else "", cues=cues)


@DefaultV1Recipe.register(_ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class FactExtractor(Stateless, EntityExtractorMixin):
    """The facts of a message as entities."""

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            found = message.get(_UNDERSTANDING)
            if isinstance(found, Understanding):
                entities = self.add_extractor_name(found.as_entities())
                message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
        return messages


@DefaultV1Recipe.register(_ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class TurnGrounding(Stateless):
    """Replaces the classifier's best intent by the kind of turn that `bot.understanding.turn` decides on."""

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            found, guess = message.get(_UNDERSTANDING), message.get(INTENT)
            if not isinstance(found, Understanding) or not guess:
                continue
            name = decide(guess.get(INTENT_NAME_KEY) or "", guess.get(PREDICTED_CONFIDENCE_KEY, 0.0), found)
            intent = {INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: 1.0, "guess": guess}
            message.set(INTENT, intent, add_to_output=True)
            message.set(
                INTENT_RANKING_KEY, [{INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: 1.0}], add_to_output=True
            )
        return messages


def _is_no_cry(example: Message) -> bool:
    return not is_cry(example)


def _rasa_tokens(doc: Doc) -> list[Token]:
    kinds = _kinds_of_tokens(doc)
    return [
        Token(token.text, token.idx, lemma=kinds.get(token.i) or token._.key or token.text) for token in doc
        if not token.text.isspace()
    ]  # fmt: skip


def _kinds_of_tokens(doc: Doc) -> dict[int, str]:
    """For tokens of facts the name of their kind ("xplacex"): what the classifier sees instead."""
    kinds: dict[int, str] = {}
    for fact in understanding_of(doc).facts:
        if fact.key == "words":
            continue
        for token in doc:
            if fact.start <= token.idx < fact.end and token.i not in kinds:
                kinds[token.i] = f"x{fact.key.replace('_', '')}x"
    return kinds


def vocabulary_fingerprint(region: Region) -> str:
    """A hash of all words that the understanding knows, and of all files from which it reads more."""
    digest = hashlib.sha256(repr(sorted(map(repr, region.vocabulary.entries()))).encode())
    folder = region.folder
    for path in sorted([*folder.glob("*.yml"), *folder.glob("*.csv"), *Path(__file__).parent.glob("*.*")]):
        if path.is_file() and path.suffix in (".yml", ".csv", ".py"):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
