"""Subjects that are described and not named: "ich will ins Wasser gehen und nicht untergehen" is Schwimmen.

`data/nlu/described` has a few such messages for each topic, as Rasa's synonyms. A new message is compared with all
messages of a topic at once: by the sentence encoder through linear discriminant analysis (scikit-learn), and by pieces
of words, TF-IDF against the topic's mean. Where the encoder is not installed, pieces of words alone tell.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import joblib
import numpy as np

from bot.understanding.encoder import sentence_encoder
from catalogue.german import plain

# How much of each class's covariance is that of all dimensions alike; .6 did best of .1, .3, .6 (one example in five
# left out), where a handful of examples a topic says little about 512 dimensions.
_SHRINKAGE = 0.6
# What a full likeness of letters counts beside the log-odds of the encoder; 40 to 160 do alike.
_LETTERS_WEIGHT, _LETTERS_ALONE = 160.0, 300.0
# The log-odds divided by this are what they say they are.
_OVERCONFIDENCE = 14.0
_LETTERS = (3, 5)
# A topic with fewer texts is not learnt: one says nothing about how they vary.
_FEWEST = 2


class DescribedTopics:
    """Guesses topics from descriptions; untaught, it has no guess."""

    def __init__(self, parts: Mapping[str, Any] | None = None) -> None:
        self._parts = dict(parts or {})

    def likelihoods(self, text: str) -> dict[str, float]:
        """How likely a text describes each topic; they add up to 1."""
        if not self._parts:
            return {}
        odds = self._odds([text])[0] / _OVERCONFIDENCE
        shares = np.exp(odds - odds.max())
        return dict(zip(self._parts["topics"].tolist(), (shares / shares.sum()).tolist(), strict=True))

    def _odds(self, texts: Sequence[str]) -> "np.ndarray[Any, Any]":
        # The means have a column for each topic: transposing them at every message would take most of its time.
        alike = (self._parts["letters"].transform(texts) @ self._parts["means"]).toarray()
        encode = sentence_encoder()
        if encode is None or self._parts["weights"] is None:
            return np.asarray(_LETTERS_ALONE * alike)
        by_sentence = encode(texts) @ self._parts["weights"] + self._parts["bias"]
        return np.asarray(by_sentence + _LETTERS_WEIGHT * alike)

    def save(self, path: Path) -> None:
        joblib.dump(self._parts, path)

    @classmethod
    def read(cls, path: Path) -> "DescribedTopics":
        return cls(joblib.load(path))


def learn_described(descriptions: Mapping[str, str]) -> DescribedTopics:
    """Learn from texts with the topic that each describes."""
    from scipy.sparse import csr_matrix
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize

    counts = Counter(descriptions.values())
    known = {text: topic for text, topic in descriptions.items() if counts[topic] >= _FEWEST}
    texts, labels = list(known), np.array(list(known.values()))
    topics = np.unique(labels)
    if len(topics) < 2:
        return DescribedTopics()
    letters = TfidfVectorizer(
        analyzer="char_wb", ngram_range=_LETTERS, preprocessor=plain, min_df=2, sublinear_tf=True, dtype=np.float32
    )
    table = letters.fit_transform(texts)
    members = normalize(csr_matrix((labels[None, :] == topics[:, None]).astype(np.float32)), norm="l1")
    weights, bias = None, None
    encode = sentence_encoder()
    if encode is not None:
        fitted = LinearDiscriminantAnalysis(solver="lsqr", shrinkage=_SHRINKAGE).fit(encode(texts), labels)
        weights, bias = _by_topic(fitted.coef_, fitted.intercept_, len(topics))
    means = (members @ table).T.tocsr()
    return DescribedTopics({"topics": topics, "letters": letters, "means": means, "weights": weights, "bias": bias})


def _by_topic(coefficients: Any, intercepts: Any, count: int) -> tuple[Any, Any]:
    """Weights with a column for each topic; of two topics scikit-learn keeps one row, which speaks for the second."""
    if count == 2:
        coefficients, intercepts = np.vstack([-coefficients, coefficients]) / 2, np.array([-1, 1]) * intercepts / 2
    return np.asarray(coefficients.T, dtype=np.float32), np.asarray(intercepts, dtype=np.float32)
