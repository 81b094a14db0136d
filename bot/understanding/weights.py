"""The weights of a logistic regression over named features: what is learnt of wish and story, and of danger."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Weights:
    """What each feature, and each number of the sentence's vector, adds to the log-odds."""

    features: Mapping[str, float] = field(default_factory=dict)
    vector: tuple[float, ...] = ()
    bias: float = 0.0

    @cached_property
    def _array(self) -> "np.ndarray[Any, Any]":
        return np.asarray(self.vector)

    def probability(self, features: Iterable[str], vector: "np.ndarray[Any, Any] | None" = None) -> float:
        """How likely it is, from 0 to 1; a vector counts where there are weights for it."""
        total = self.bias + sum(self.features.get(name, 0.0) for name in features)
        if vector is not None and self.vector:
            total += float(np.dot(vector, self._array))
        return 1 / (1 + math.exp(-total))

    def as_row(self) -> list[Any]:
        """What a model's JSON file keeps of them."""
        return [self.features, self.vector, self.bias]

    @classmethod
    def from_row(cls, row: Sequence[Any]) -> "Weights":
        return cls(row[0], tuple(row[1]), row[2])
