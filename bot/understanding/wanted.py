"""Whether something mentioned is wanted, only told, or not wanted: a small model, learnt from annotated examples.

"War 20 Jahre im Verkauf, jetzt suche ich was mit Buchhaltung, aber freitags ist schlecht": two subjects, one of them
wanted, and a day that is not. The words around a mention and its clause (`scene.py`) tell them apart, each with a
weight from logistic regression (scikit-learn). The examples in `data/nlu` mark what is only told with the role
"background" and what is not wanted with "exclude". Untrained, the model takes every mention for as likely wanted as
not, and leaves it to the rules of `roles.py` what is not wanted.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.understanding.facts import EXCLUDE
from bot.understanding.scene import TOLD, WANTED, Lesson, Scene
from bot.understanding.weights import Weights
from catalogue.vocabulary import Mention

UNDECIDED = 0.5
# Less likely than this, a mention is taken for a part of the story. People are mentioned for many reasons; a number
# that nothing marks as an age has to be likely one.
_TOLD = {"audience": 0.45, "age": 0.1, "number": 0.5, "format": 0.0}
LEAST_LIKELY = 0.35
# From this likelihood on something is not wanted; where its grammar denies it, unless what was learnt speaks plainly
# against that.
_EXCLUDED, _EXCLUDED_BY_RULE = 0.65, 0.1
_INVERSE_REGULARISATION = 0.5


@dataclass(frozen=True)
class WantedModel:
    """How likely a mention is wanted rather than told, and how likely it is excluded; from 0 to 1."""

    wanted: Weights = field(default_factory=Weights)
    excluded: Weights = field(default_factory=Weights)

    def save(self, path: Path) -> None:
        rows = [self.wanted.as_row(), self.excluded.as_row()]
        path.write_text(json.dumps(rows, ensure_ascii=False, sort_keys=True), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> "WantedModel":
        return cls(*map(Weights.from_row, json.loads(path.read_text(encoding="utf-8"))))


class Judge:
    """Says of each mention of one message how likely it is wanted, and whether it is excluded."""

    def __init__(self, model: WantedModel, scene: Scene) -> None:
        self._model, self._scene = model, scene
        self._features: dict[Mention, frozenset[str]] = {}
        self._likelihoods: dict[Mention, float] = {}

    def likelihood(self, mention: Mention) -> float:
        if mention not in self._likelihoods:
            self._likelihoods[mention] = self._model.wanted.probability(self._features_of(mention))
        return self._likelihoods[mention]

    def _features_of(self, mention: Mention) -> frozenset[str]:
        if mention not in self._features:
            self._features[mention] = self._scene.features(mention)
        return self._features[mention]

    def is_told(self, mention: Mention) -> bool:
        """Whether a mention belongs to the story and not to the wish."""
        return self.likelihood(mention) < _TOLD.get(mention.meaning.field, LEAST_LIKELY)

    def is_excluded(self, mention: Mention, by_rule: bool) -> bool:
        """Whether a mention is what somebody does not want; `by_rule` says that its grammar denies it."""
        if not self._model.excluded.features:
            return by_rule
        likely = self._model.excluded.probability(self._features_of(mention))
        return likely >= (_EXCLUDED_BY_RULE if by_rule else _EXCLUDED)


def learn(lessons: Sequence[Lesson]) -> WantedModel:
    """Fit the weights; a model that decides nothing where there is nothing to learn from."""
    kept = [(features, role == WANTED) for features, role in lessons if role in (WANTED, TOLD)]
    return WantedModel(_fitted(kept), _fitted([(features, role == EXCLUDE) for features, role in lessons]))


def _fitted(examples: Sequence[tuple[frozenset[str], bool]]) -> Weights:
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    if len({label for _, label in examples}) < 2:
        return Weights()
    vectorizer = DictVectorizer()
    table = vectorizer.fit_transform([dict.fromkeys(sorted(features), 1.0) for features, _ in examples])
    fitted = LogisticRegression(C=_INVERSE_REGULARISATION, max_iter=1000).fit(table, [label for _, label in examples])
    weights = dict(zip(vectorizer.get_feature_names_out(), fitted.coef_[0].round(4).tolist(), strict=True))
    return Weights(weights, bias=float(fitted.intercept_[0].round(4)))
