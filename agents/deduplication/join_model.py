"""The learned model: from what speaks for a join to its probability."""

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from agents.deduplication.evidence import STORY_FEATURES
from agents.deduplication.similarity import Floats

_FILE: Final = "join_model.npz"


class ForeignModel(ValueError):
    """A model was trained on other features than the ones that are gathered now."""


@dataclass(frozen=True, slots=True)
class JoinModel:
    """Gradient-boosted trees (Friedman, 2001) as arrays, one row per tree.

    A node sends a row to ``left`` if its ``feature`` is at most ``threshold``, else to ``right``; a
    leaf sends it to itself. ``value`` is what the node where a row ends up adds to the log-odds.
    """

    version: str
    depth: int
    feature: npt.NDArray[np.int16] = field(repr=False)
    threshold: Floats = field(repr=False)
    left: npt.NDArray[np.int16] = field(repr=False)
    right: npt.NDArray[np.int16] = field(repr=False)
    value: Floats = field(repr=False)

    def probabilities(self, features: Floats) -> Floats:
        """Give the probability that the report tells the story's event, for each row.

        ``features`` is an array (rows, ``STORY_FEATURES``); the answer lies in [0, 1].
        """
        trees, nodes = self.feature.shape
        base = np.arange(trees) * nodes
        rows = np.arange(len(features))[:, None]
        feature, threshold = self.feature.ravel(), self.threshold.ravel()
        left, right = self.left.ravel(), self.right.ravel()
        at = np.broadcast_to(base, (len(features), trees))
        for _ in range(self.depth):
            below = features[rows, feature[at]] <= threshold[at]
            at = base + np.where(below, left[at], right[at])
        score = self.value.ravel()[at].sum(1, dtype=np.float64)
        return (1 / (1 + np.exp(-score))).astype(np.float32)

    def save(self, path: Path) -> None:
        """Write the model to a file."""
        np.savez_compressed(
            path,
            version=np.array(self.version),
            names=np.array(STORY_FEATURES),
            depth=np.array(self.depth),
            feature=self.feature,
            threshold=self.threshold,
            left=self.left,
            right=self.right,
            value=self.value,
        )

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a model.

        Raises:
            ForeignModel: if it was trained on other features.
        """
        with path.open("rb") as stream, np.load(stream) as data:
            if tuple(data["names"].tolist()) != STORY_FEATURES:
                reason = f"{path.name} was trained on other features: train it again"
                raise ForeignModel(reason)
            return cls(
                version=str(data["version"]),
                depth=int(data["depth"]),
                feature=data["feature"],
                threshold=data["threshold"],
                left=data["left"],
                right=data["right"],
                value=data["value"],
            )


@cache
def shipped_model() -> JoinModel:
    """Read the model that comes with the package; read once."""
    return JoinModel.load(Path(str(files(__package__) / _FILE)))
