"""Whether something mentioned is wanted or only told: a small model, learnt from annotated examples.

"War 20 Jahre im Verkauf, jetzt suche ich was mit Buchhaltung": two subjects, one of them wanted.
The words around a mention and its clause (`scene.py`) tell them apart, each with a weight from logistic
regression (scikit-learn). The examples in `data/nlu` mark what is only told with the role
"background". Untrained, the model takes every mention for as likely wanted as not.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.understanding.scene import Scene
from catalogue.vocabulary import Mention

UNDECIDED = 0.5
# Less likely than this, a mention is taken for a part of the story. People are mentioned for many reasons.
_TOLD = {"audience": 0.45, "age": 0.2}
_TOLD_OTHERWISE = 0.35
_INVERSE_REGULARISATION = 0.3
_BIAS = ""


@dataclass(frozen=True)
class WantedModel:
    """Weights of features; adding them up gives the log-odds that a mention is wanted."""

    weights: Mapping[str, float] = field(default_factory=dict)

    def probability(self, features: Iterable[str]) -> float:
        """How likely a mention with these features is wanted, from 0 to 1."""
        total = self.weights.get(_BIAS, 0.0) + sum(self.weights.get(name, 0.0) for name in features)
        return 1 / (1 + math.exp(-total))

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(self.weights, ensure_ascii=False, sort_keys=True), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> "WantedModel":
        return cls(json.loads(path.read_text(encoding="utf-8")))


class Judge:
    """Says of each mention of one message how likely it is wanted."""

    def __init__(self, model: WantedModel, scene: Scene) -> None:
        self._model, self._scene = model, scene
        self._likelihoods: dict[Mention, float] = {}

    def likelihood(self, mention: Mention) -> float:
        if mention not in self._likelihoods:
            self._likelihoods[mention] = self._model.probability(self._scene.features(mention))
        return self._likelihoods[mention]

    def is_told(self, mention: Mention) -> bool:
        """Whether a mention belongs to the story and not to the wish."""
        return self.likelihood(mention) < _TOLD.get(mention.meaning.field, _TOLD_OTHERWISE)


def learn(examples: Sequence[tuple[frozenset[str], bool]]) -> WantedModel:
    """Fit the weights; a model that decides nothing where there is nothing to learn from."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    if len({label for _, label in examples}) < 2:
        return WantedModel()
    vectorizer = DictVectorizer()
    table = vectorizer.fit_transform([dict.fromkeys(sorted(features), 1.0) for features, _ in examples])
    fitted = LogisticRegression(C=_INVERSE_REGULARISATION, max_iter=1000).fit(table, [label for _, label in examples])
    weights = dict(zip(vectorizer.get_feature_names_out(), fitted.coef_[0].round(4).tolist(), strict=True))
    return WantedModel({**weights, _BIAS: float(fitted.intercept_[0].round(4))})
