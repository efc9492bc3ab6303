"""The learned model: from what speaks for a join to its probability."""

from typing import Protocol

import numpy as np

from agents.deduplication.evidence import STORY_FEATURES
from agents.deduplication.similarity import Floats


class JoinModel(Protocol):
    """Gives probabilities in [0, 1] for rows of ``STORY_FEATURES``."""

    def probabilities(self, features: Floats) -> Floats:
        """Give the probability that the report tells the story's event, for each row."""
        ...


class PlainModel:
    """A weighted sum of likenesses: the model of last resort, and the one to beat."""

    _WEIGHTS = {"best_body": 6.0, "mean_body": 2.0, "best_title": 2.5, "best_names": 2.0,
                "best_title_in_other": 1.5, "best_gap": -0.35}

    def probabilities(self, features: Floats) -> Floats:
        """Give the probability that the report tells the story's event, for each row."""
        score = np.full(len(features), -3.6, np.float32)
        for name, weight in self._WEIGHTS.items():
            score += weight * np.maximum(features[:, STORY_FEATURES.index(name)], 0)
        return 1 / (1 + np.exp(-score))
