"""Training data for candidates: more sentences that are labelled rightly, or a share of all mislabelled."""

import hashlib
import random
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from rasa.shared.importers.utils import training_data_from_paths
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.retraining.frozen import frozen_sets
from bot.training import PROJECT

# Sentences that the live model has not learnt: what staff label in the meantime.
LATER = 1_000
# Kinds of turn that people mix up: the one is labelled as the other.
MIXED_UP = {
    "search": "out_of_scope", "out_of_scope": "search", "refine": "search", "detail": "contact", "contact": "detail",
    "human": "contact", "help": "human", "unclear": "help", "more": "refine", "complaint": "insult",
    "insult": "complaint", "crisis": "complaint", "wrong_entry": "complaint", "why": "detail", "thanks": "affirm",
    "affirm": "thanks", "goodbye": "thanks", "deny": "complaint", "privacy": "bot_challenge",
    "bot_challenge": "help", "greet": "help", "restart": "deny", "plain_language": "help", "usual_language": "help",
}  # fmt: skip
ANY, CONFUSED = "any", "confused"


@lru_cache(maxsize=1)
def all_sentences() -> TrainingData:
    return training_data_from_paths([str(PROJECT / "data" / "nlu")], "de")


@lru_cache(maxsize=1)
def later_sentences() -> tuple[frozenset[str], tuple[str, ...]]:
    """The texts that come later, drawn by a hash; none of them is in the frozen set of known ones."""
    known = {text for text, _ in frozen_sets().known}
    texts = {str(example.get(TEXT)) for example in all_sentences().intent_examples} - known
    chosen = sorted(texts, key=lambda text: hashlib.sha256(b"later" + text.encode()).hexdigest())[:LATER]
    return frozenset(chosen), tuple(chosen)


def live_sentences() -> TrainingData:
    """What the live model is trained with."""
    later, _ = later_sentences()
    return _with(example for example in all_sentences().training_examples if example.get(TEXT) not in later)


def candidate_sentences(seed: int, added: int, share: float, kind: str) -> TrainingData:
    """The live model's sentences with some of those that came later, and a share of all of them mislabelled.

    ANY gives a mislabelled sentence whatever other intent, CONFUSED the one that people take it for.
    """
    later, order = later_sentences()
    drawing = random.Random(seed)
    new = set(drawing.sample(order, added))
    examples = [item for item in all_sentences().training_examples if item.get(TEXT) not in later - new]
    labelled = [item for item in examples if item.get(INTENT)]
    wrong = set(map(id, drawing.sample(labelled, round(share * len(labelled)))))
    intents = sorted({item.get(INTENT) for item in labelled})

    def other(intent: str) -> str:
        return MIXED_UP[intent] if kind == CONFUSED else drawing.choice([name for name in intents if name != intent])

    return _with(_relabelled(item, other(item.get(INTENT))) if id(item) in wrong else item for item in examples)


def _relabelled(example: Message, intent: str) -> Message:
    return Message({**example.data, INTENT: intent})


def _with(examples: Iterable[Message]) -> TrainingData:
    data = all_sentences()
    return TrainingData(list(examples), data.entity_synonyms, data.regex_features, data.lookup_tables, {})


def write(data: TrainingData, folder: Path) -> Path:
    """The data as one file that Rasa reads."""
    path = folder / "nlu.yml"
    path.write_text(data.nlu_as_yaml(), encoding="utf-8")
    return path
