"""Training many models on nearly the same sentences: what depends on a sentence alone is worked out once."""

import copy
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import numpy as np
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding import danger, described, taught
from bot.understanding.encoder import sentence_encoder
from bot.understanding.languages import as_german
from bot.understanding.rasa_components import GermanTokenizer


@contextmanager
def remembering() -> Iterator[None]:
    """Let trainings in this process share vectors, tokens and lessons of sentences.

    Only what the labels of sentences have no part in: each model is exactly what it would be otherwise.
    """
    with ExitStack() as stack:
        encoder = _encoder()
        for module in (danger, described):
            stack.enter_context(patch.object(module, "sentence_encoder", lambda: encoder))
        stack.enter_context(patch.object(danger, "features_of", _by_text(danger.features_of)))
        stack.enter_context(patch.object(taught, "lessons_of", _lessons()))
        stack.enter_context(patch.object(GermanTokenizer, "tokenize", _tokenizer()))
        # Rasa asks for it at every step, to find results of earlier trainings; there are none here.
        stack.enter_context(patch.object(TrainingData, "fingerprint", lambda _: uuid4().hex))
        yield


def _encoder() -> Any:
    usual, known = sentence_encoder(), {}
    assert usual is not None

    def encode(texts: Any) -> Any:
        # One by one, or with others: the sum of a batch would differ in the last digits.
        for text in texts:
            if text not in known:
                known[text] = usual([text])[0]
        return np.stack([known[text] for text in texts])

    return encode


def _by_text(usual: Callable[..., Any]) -> Callable[..., Any]:
    known: dict[str, Any] = {}

    def remembered(text: str, *rest: Any) -> Any:
        if text not in known:
            known[text] = usual(text, *rest)
        return known[text]

    return remembered


def _lessons() -> Callable[..., Any]:
    known: dict[str, Any] = {}

    def lessons_of(finder: Any, annotated: Any) -> list[Any]:
        found: list[Any] = []
        for doc, entities in annotated:
            name = f"{doc.text} {entities!r}"
            if name not in known:
                known[name] = finder.labelled(doc, entities)
            found += known[name]
        return found

    return lessons_of


def _tokenizer() -> Callable[..., Any]:
    usual, known = GermanTokenizer.tokenize, {}

    def tokenize(self: Any, message: Any, attribute: str) -> Any:
        # While a model is trained the tokenizer is untaught; what it makes of a message later depends on the model.
        if self._read is not as_german:
            return usual(self, message, attribute)
        text = message.get(attribute)
        if text not in known:
            tokens = usual(self, message, attribute)
            known[text] = tokens, message.get("understanding")
        tokens, understanding = known[text]
        message.set("understanding", understanding)
        return copy.copy(tokens)

    return tokenize
