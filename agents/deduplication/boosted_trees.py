"""Gradient-boosted trees as arrays, evaluated for many rows at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt

from agents.deduplication.similarity import Floats

LEAVES: Final = 16
"""Leaves of a tree, at most: one bit each."""

_LOWEST_ZERO: Final = np.array(
    [(~i & (i + 1)).bit_length() - 1 for i in range(1 << LEAVES)], np.int64
)
_ARRAYS: Final = ("feature", "threshold", "kept", "value")


@dataclass(frozen=True, slots=True)
class BoostedTrees:
    """Gradient-boosted trees (Friedman, 2001), evaluated by bit vectors.

    The way is QuickScorer's (Lucchese et al., 2015).

    Arrays (nodes, trees): a node whose ``feature`` is above its ``threshold`` rules out the leaves
    on its left, which ``kept`` has as zero bits. Of the leaves that no node rules out, counted from
    the left, the first is where the row ends up; ``value`` (leaves, trees) is what that leaf adds
    to the log-odds.
    """

    feature: npt.NDArray[np.int16] = field(repr=False)
    threshold: Floats = field(repr=False)
    kept: npt.NDArray[np.uint16] = field(repr=False)
    value: Floats = field(repr=False)

    def log_odds(self, features: Floats) -> Floats:
        """Give the log-odds for each row of an array (rows, features)."""
        ruled_out = (features.take(self.feature, axis=1) > self.threshold).astype(np.uint16)
        ruled_out *= ~self.kept
        left_out = np.bitwise_or.reduce(ruled_out, axis=1)
        trees = self.feature.shape[1]
        leaves = _LOWEST_ZERO.take(left_out) * trees + np.arange(trees)
        odds: Floats = np.add.reduce(self.value.take(leaves), axis=1, dtype=np.float64)
        return odds.astype(np.float32)

    def arrays(self, name: str) -> dict[str, Any]:
        """Give the arrays under names that begin with a name."""
        return {f"{name}_{each}": getattr(self, each) for each in _ARRAYS}

    @classmethod
    def from_arrays(cls, data: Mapping[str, npt.NDArray[Any]], name: str) -> Self:
        """Read what :meth:`arrays` gave."""
        return cls(*(data[f"{name}_{each}"] for each in _ARRAYS))
