"""The pipelines that are compared: this one, two well-known ones, and this one with parts changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from unittest import mock

import yaml

from benchmarks.measuring import PROJECT

_BENCH = "benchmarks.understanding"
_ANNOTATIONS = {"name": f"{_BENCH}.spans.Annotations"}
_TO_FACTS = {"name": f"{_BENCH}.spans.SpansToFacts"}


def own_pipeline() -> list[dict[str, Any]]:
    config = yaml.safe_load((PROJECT / "config.yml").read_text(encoding="utf-8"))
    return list(config["pipeline"])


def _without(name: str) -> list[dict[str, Any]]:
    return [component for component in own_pipeline() if not component["name"].endswith(name)]


def _without_letters() -> list[dict[str, Any]]:
    return [component for component in own_pipeline() if component.get("analyzer") != "char_wb"]


def _with_encoder(encoder: str) -> list[dict[str, Any]]:
    pipeline = own_pipeline()
    place = next(i for i, component in enumerate(pipeline) if component["name"] == "LogisticRegressionClassifier")
    return [*pipeline[:place], {"name": f"{_BENCH}.encoders.EncoderFeaturizer", "encoder": encoder}, *pipeline[place:]]


def _diet(epochs: int, **fallback: float) -> list[dict[str, Any]]:
    """DIET on the features that `rasa init` of Rasa 3.6 writes down, without the response selector: no data for it."""
    return [
        {"name": "WhitespaceTokenizer"},
        _ANNOTATIONS,
        {"name": "RegexFeaturizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", "epochs": epochs, "constrain_similarities": True},
        {"name": "EntitySynonymMapper"},
        {"name": "FallbackClassifier", **fallback},
        _TO_FACTS,
    ]


def rasa_default() -> list[dict[str, Any]]:
    """What `rasa init` of Rasa 3.6 writes."""
    return _diet(100, threshold=0.3, ambiguity_threshold=0.1)


def kim() -> list[dict[str, Any]]:
    """The pipeline of the course bot of KI-Campus ("KIM")."""
    return _diet(150, threshold=0.9)


@dataclass(frozen=True)
class Variant:
    """A pipeline, and what is taken out of the understanding while it is trained and measured.

    `patches` are names of functions and what stands in for them.
    """

    name: str
    title: str
    pipeline: Callable[[], list[dict[str, Any]]] = own_pipeline
    patches: Mapping[str, Callable[..., Any]] | None = None

    def patched(self) -> list[Any]:
        return [mock.patch(name, replacement) for name, replacement in (self.patches or {}).items()]


VARIANTS = (
    Variant("ours", "this pipeline"),
    Variant("rasa-default", "Rasa's default: DIET, 100 epochs", rasa_default),
    Variant("kim", "KI-Campus KIM: DIET, 150 epochs, fallback 0.9", kim),
    Variant("no-lemmas", "ours without lemmas", patches={"catalogue.german.lemma": lambda word: word}),
    Variant("no-compounds", "ours without compounds", patches={"catalogue.german._parts": lambda *_, **__: ()}),
    Variant(
        "no-correction",
        "ours without typing errors corrected",
        patches={"bot.understanding.words.SpellingCorrector.__call__": lambda _, word: word},
    ),
    Variant("no-grounding", "ours without grounding", lambda: _without("TurnGrounding")),
    Variant(
        "no-story",
        "ours without telling wish and story apart",
        patches={"bot.understanding.wanted.Judge.is_told": lambda *_: False},
    ),
    Variant(
        "no-descriptions",
        "ours without topics that are described",
        patches={"bot.understanding.described.DescribedTopics.likelihoods": lambda *_: {}},
    ),
    Variant(
        "no-encoder",
        "ours without the sentence encoder",
        patches={f"bot.understanding.{module}.sentence_encoder": lambda: None for module in ("danger", "described")},
    ),
    Variant("no-letters", "ours without letter n-grams", _without_letters),
    Variant("with-use", "ours with the sentence encoder USE", lambda: _with_encoder("use")),
    Variant("with-e5", "ours with the sentence encoder e5", lambda: _with_encoder("e5")),
)
