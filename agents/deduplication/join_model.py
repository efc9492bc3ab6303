"""The learned model: from what speaks for a join to its probability."""

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final, Protocol, Self

import numpy as np
import numpy.typing as npt

from agents.deduplication.evidence import STORY_FEATURES
from agents.deduplication.similarity import Floats

_FILE: Final = "join_model.npz"


class ForeignModel(ValueError):
    """A model was trained on other features than the ones that are gathered now."""


LEAVES: Final = 16
"""Leaves of a tree, at most."""

_LOWEST_ZERO: Final = np.array(
    [(~i & (i + 1)).bit_length() - 1 for i in range(1 << LEAVES)], np.int64
)


class Model(Protocol):
    """Whatever can tell how probable a join is."""

    def probabilities(self, features: Floats) -> Floats:
        """Give the probability, in [0, 1], for each row of ``STORY_FEATURES``."""


@dataclass(frozen=True, slots=True)
class JoinModel:
    """Gradient-boosted trees (Friedman, 2001), evaluated by bit vectors.

    The way is QuickScorer's (Lucchese et al., 2015).

    Arrays (nodes, trees): a node whose ``feature`` is above its ``threshold`` rules out the leaves
    on its left, which ``kept`` has as zero bits. Of the leaves that no node rules out, counted from
    the left, the first is where the row ends up; ``value`` (leaves, trees) is what that leaf adds
    to the log-odds.
    """

    version: str
    feature: npt.NDArray[np.int16] = field(repr=False)
    threshold: Floats = field(repr=False)
    kept: npt.NDArray[np.uint16] = field(repr=False)
    value: Floats = field(repr=False)

    def probabilities(self, features: Floats) -> Floats:
        """Give the probability that the report tells the story's event, for each row.

        ``features`` is an array (rows, ``STORY_FEATURES``); the answer lies in [0, 1].
        """
        ruled_out = (features.take(self.feature, axis=1) > self.threshold).astype(np.uint16)
        ruled_out *= ~self.kept
        left_out = np.bitwise_or.reduce(ruled_out, axis=1)
        trees = self.feature.shape[1]
        leaves = _LOWEST_ZERO.take(left_out) * trees + np.arange(trees)
        score = np.add.reduce(self.value.take(leaves), axis=1, dtype=np.float64)
        probabilities: Floats = (1 / (1 + np.exp(-score))).astype(np.float32)
        return probabilities

    def save(self, path: Path) -> None:
        """Write the model to a file."""
        np.savez_compressed(
            path,
            version=np.array(self.version),
            names=np.array(STORY_FEATURES),
            feature=self.feature,
            threshold=self.threshold,
            kept=self.kept,
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
                feature=data["feature"],
                threshold=data["threshold"],
                kept=data["kept"],
                value=data["value"],
            )


@cache
def shipped_model() -> JoinModel:
    """Read the model that comes with the package; read once."""
    return JoinModel.load(Path(str(files(__package__) / _FILE)))
