"""Rasa components for comparing pipelines: the same annotations for all, the same way from entities to a wish.

Other pipelines (DIET) mark words of a message; a wish has values. `SpansToFacts` looks each marked piece of text up in
the region's vocabulary, as this pipeline does with a whole message, and hands the facts on. So all pipelines
share vocabulary, dialogue and search, and differ in what they take from a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_NAME_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.language import Language

from bot.settings import Settings
from bot.understanding.facts import Fact, Understanding
from bot.understanding.pipeline import build_pipeline, understanding_of
from bot.understanding.rasa_components import Stateless
from catalogue.region import load_region

_FALLBACK, _UNCLEAR = "nlu_fallback", "unclear"
_LEFT_OUT = ("background",)
# What an annotation is called where a day is meant, and the keys of the wish that come of it.
_KEYS = {"date": ("from_day", "until_day"), "topic": ("topic", "words"), "level": ("level", "beginner")}


@lru_cache(maxsize=2)
def _pipeline(catalogue: str) -> Language:
    return build_pipeline(load_region(Settings.from_environment().region_dir), catalogue=catalogue)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class Annotations(Stateless):
    """Gives entities to training examples that have none, as this project's pipeline finds them.

    Half of the examples are annotated by hand; a pipeline that learns entities from examples must not take
    the other half for sentences without any.
    """

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        nlp = _pipeline("bildungslotse.no_words.v1")
        for message in training_data.training_examples:
            if message.get(TEXT) and not message.get(ENTITIES):
                message.set(ENTITIES, list(_without_overlaps(understanding_of(nlp(message.get(TEXT))).facts)))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        return messages


def _without_overlaps(facts: Iterable[Fact]) -> Iterable[dict[str, Any]]:
    end = 0
    for fact in facts:
        if fact.start >= end and fact.end > fact.start and fact.role in ("said", "exclude"):
            end = fact.end
            entity = {"entity": fact.key, "value": str(fact.value), "start": fact.start, "end": fact.end}
            yield {**entity, "role": "exclude"} if fact.role == "exclude" else entity


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SpansToFacts(Stateless):
    """Turns marked words into facts of a wish, and the fallback intent into "unclear"."""

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            facts = [fact for entity in message.get(ENTITIES, []) for fact in _facts_of(entity, message.get(TEXT))]
            whole = understanding_of(_pipeline("bildungslotse.catalogue_words.v1")(message.get(TEXT)))
            # Positions of shown offers and cues come from the same rules for all.
            found = replace(whole, facts=tuple(dict.fromkeys(facts)), elsewhere=(), ambiguous_places=())
            message.set(ENTITIES, found.as_entities(), add_to_output=True)
            intent = message.get(INTENT) or {}
            if intent.get(INTENT_NAME_KEY) in (_FALLBACK, None):
                message.set(INTENT, {**intent, INTENT_NAME_KEY: _UNCLEAR}, add_to_output=True)
        return messages


def _facts_of(entity: dict[str, Any], text: str) -> Iterable[Fact]:
    """What the vocabulary makes of a marked piece of text: facts of the marked key, and of those it says besides."""
    role = entity.get("role")
    if role in _LEFT_OUT:
        return
    span = text[entity["start"] : entity["end"]]
    keys = _KEYS.get(entity["entity"], (entity["entity"],))
    found: Understanding = understanding_of(_pipeline("bildungslotse.catalogue_words.v1")(span))
    for fact in found.facts:
        if fact.key in keys or fact.role == "follows":
            meant = "exclude" if role == "exclude" else fact.role
            yield replace(fact, start=entity["start"], end=entity["end"], role=meant)
