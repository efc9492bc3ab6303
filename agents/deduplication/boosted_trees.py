"""Gradient-boosted trees as arrays, evaluated for many rows at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt

from agents.deduplication.compiled import compiled
from agents.deduplication.pair_features import Floats

Nodes = npt.NDArray[np.uint16]

LEAVES: Final = 16
"""Leaves of a tree, at most: one bit each."""

_LOWEST: Final = np.array(
    [LEAVES, *((i & -i).bit_length() - 1 for i in range(1, 1 << LEAVES))], np.uint8
)
"""The lowest bit that is set, by bits."""
_ALL: Final = (1 << LEAVES) - 1
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
    kept: Nodes = field(repr=False)
    value: Floats = field(repr=False)
    _by_tree: tuple[Nodes, Floats, Nodes, Floats] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        # What one tree needs stands together.
        object.__setattr__(
            self,
            "_by_tree",
            (
                self.feature.T.astype(np.uint16, order="C"),
                self.threshold.T.astype(np.float32, order="C"),
                self.kept.T.astype(np.uint16, order="C"),
                self.value.T.astype(np.float32, order="C"),
            ),
        )

    def log_odds(self, features: Floats) -> Floats:
        """Give the log-odds for each row of an array (rows, features)."""
        odds = np.empty(len(features), np.float32)
        _add_up(odds, np.ascontiguousarray(features, np.float32), *self._by_tree, _LOWEST)
        return odds

    def arrays(self, name: str) -> dict[str, Any]:
        """Give the arrays under names that begin with a name."""
        return {f"{name}_{each}": getattr(self, each) for each in _ARRAYS}

    @classmethod
    def from_arrays(cls, data: Mapping[str, npt.NDArray[Any]], name: str) -> Self:
        """Read what :meth:`arrays` gave."""
        return cls(*(data[f"{name}_{each}"] for each in _ARRAYS))


@compiled("void(f4[::1], f4[:,::1], u2[:,::1], f4[:,::1], u2[:,::1], f4[:,::1], u1[::1])")
def _add_up(
    odds: Floats,
    rows: Floats,
    feature: Nodes,
    threshold: Floats,
    kept: Nodes,
    value: Floats,
    lowest: npt.NDArray[np.uint8],
) -> None:
    """Fill in the log-odds of each row; the arrays are (trees, nodes) and (trees, leaves)."""
    for row in range(len(rows)):
        total = 0.0
        for tree in range(len(feature)):
            left = np.uint16(_ALL)
            for node in range(feature.shape[1]):
                # An expression, since a statement that is skipped would be a branch mispredicted.
                is_above = rows[row, feature[tree, node]] > threshold[tree, node]
                left &= kept[tree, node] if is_above else np.uint16(_ALL)
            total += value[tree, lowest[left]]
        odds[row] = total
