"""Whether somebody is in danger: a small model over words, letters, phrases and the sentence's vector.

A message of somebody in danger must not get a list of courses, and "Fortbildung Suizidprävention" no emergency
numbers. Words alone tell neither. So a logistic regression (scikit-learn) weighs what is said, learnt from
the examples of the intent `crisis` against all others.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.understanding.encoder import sentence_encoder
from bot.understanding.lexicon import Lexicon
from bot.understanding.weights import Weights
from catalogue.german import key, plain, tokens

# From this likelihood on a message counts as one of somebody in danger: of 1,000 ordinary turns some five.
THRESHOLD = 0.55
# Beside a wish for a course the whole message sounds harmless: then a phrase of danger counts, and its clause alone.
_WITH_PHRASE, _OF_CLAUSE = 0.1, 0.9
_CLAUSES = re.compile(r"[.,!?;:]|\bund\b")
_LONGEST_PHRASE = 3
_LETTERS = (3, 4, 5)
# The weight of the vector beside hundreds of words and letters; 3 did best of 3 and 6 on the development set.
_VECTOR_WEIGHT = 3.0
_INVERSE_REGULARISATION = 0.3
# A weight smaller than this changes no decision, and most are.
_NEGLIGIBLE = 0.005


@dataclass(frozen=True)
class DangerModel:
    """Weights with the sentence encoder and without it; untrained, it sees no danger anywhere."""

    with_encoder: Weights = field(default_factory=Weights)
    without: Weights = field(default_factory=Weights)

    def probability(self, german: str, original: str, lexicon: Lexicon) -> float:
        """How likely somebody who writes this is in danger, from 0 to 1; `german` is the original in German words."""
        if not self.without.features:
            return 0.0
        features, encode = features_of(german, lexicon), sentence_encoder()
        if encode is None or not self.with_encoder.vector:
            return self.without.probability(features, None)
        return self.with_encoder.probability(features, encode([original])[0] * _VECTOR_WEIGHT)

    def sees(self, german: str, original: str, lexicon: Lexicon) -> bool:
        """Whether a message is one of somebody in danger."""
        likely = self.probability(german, original, lexicon)
        if likely >= THRESHOLD:
            return True
        clauses = [part for part in _CLAUSES.split(german) if any(phrase.search(part) for phrase in lexicon.danger)]
        if clauses and likely >= _WITH_PHRASE:
            return True
        return any(self.probability(part, part, lexicon) >= _OF_CLAUSE for part in clauses)

    def save(self, path: Path) -> None:
        path.write_text(json.dumps([self.with_encoder.as_row(), self.without.as_row()]), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> "DangerModel":
        return cls(*map(Weights.from_row, json.loads(path.read_text(encoding="utf-8"))))


def features_of(text: str, lexicon: Lexicon) -> set[str]:
    """Phrases of up to three words, pieces of words, and the patterns of danger that a text holds."""
    said = [token.text for token in tokens(text) if token.is_word]
    words = [key(word) for word in said]
    shape = f" {' '.join(map(plain, said))} "
    found = {" ".join(words[i : i + n]) for n in range(1, _LONGEST_PHRASE + 1) for i in range(len(words) - n + 1)}
    found |= {f"~{shape[i : i + n]}" for n in _LETTERS for i in range(len(shape) - n + 1)}
    return found | {f"pattern {i}" for i, pattern in enumerate(lexicon.danger) if pattern.search(text)}


def learn_danger(examples: Sequence[tuple[str, bool]], lexicon: Lexicon) -> DangerModel:
    """Fit the weights to messages and whether they are of somebody in danger."""
    from scipy.sparse import csr_matrix, hstack
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    labels = [label for _, label in examples]
    if len(set(labels)) < 2:
        return DangerModel()
    vectorizer = DictVectorizer()
    table = vectorizer.fit_transform([dict.fromkeys(sorted(features_of(text, lexicon)), 1.0) for text, _ in examples])
    names = vectorizer.get_feature_names_out()

    def fitted(columns: Any) -> Weights:
        model = LogisticRegression(C=_INVERSE_REGULARISATION, solver="liblinear").fit(columns, labels)
        weights = model.coef_[0].round(4).tolist()
        known = {name: weight for name, weight in zip(names, weights, strict=False) if abs(weight) >= _NEGLIGIBLE}
        return Weights(known, tuple(weights[len(names) :]), float(model.intercept_[0]))

    without = fitted(table)
    encode = sentence_encoder()
    if encode is None:
        return DangerModel(without=without)
    vectors = encode([text for text, _ in examples]) * _VECTOR_WEIGHT
    return DangerModel(fitted(hstack([table, csr_matrix(vectors)]).tocsr()), without)
