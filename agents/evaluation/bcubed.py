"""BCubed: how well a clustering agrees with the true one, seen from each item.

Bagga and Baldwin, "Entity-based cross-document coreferencing using the vector space model", 1998;
Amigó et al., "A comparison of extrinsic clustering evaluation metrics", 2009.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    """Precision, recall and their harmonic mean, each in [0, 1]."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 if both are."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def bcubed(found: Mapping[str, str], true: Mapping[str, str]) -> Agreement:
    """Compare two clusterings of the same items, given as item -> cluster.

    Raises:
        ValueError: if they are not of the same items.

    >>> bcubed({"a": "1", "b": "1", "c": "2"}, {"a": "x", "b": "x", "c": "x"})
    Agreement(precision=1.0, recall=0.5555555555555555)
    """
    if found.keys() != true.keys():
        reason = f"{len(found.keys() ^ true.keys())} items are in one clustering only"
        raise ValueError(reason)
    if not found:
        return Agreement(0.0, 0.0)
    sizes_found, sizes_true = Counter(found.values()), Counter(true.values())
    common = Counter((found[item], true[item]) for item in found)
    precision = sum(n * n / sizes_found[cluster] for (cluster, _), n in common.items())
    recall = sum(n * n / sizes_true[cluster] for (_, cluster), n in common.items())
    return Agreement(precision / len(found), recall / len(found))
