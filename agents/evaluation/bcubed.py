"""BCubed: how well a clustering agrees with the true one, seen from each item.

Bagga and Baldwin, "Entity-based cross-document coreferencing using the vector space model", 1998;
Amigó et al., "A comparison of extrinsic clustering evaluation metrics", 2009.
"""

from collections import Counter
from collections.abc import Collection, Mapping
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


def bcubed(
    found: Mapping[str, str], true: Mapping[str, str], of: Collection[str] | None = None
) -> Agreement:
    """Compare two clusterings of the same items, given as item -> cluster.

    ``of`` are the items whose mean is taken, all by default; their clusters are whole in any case.

    Raises:
        ValueError: if they are not of the same items.

    >>> bcubed({"a": "1", "b": "1", "c": "2"}, {"a": "x", "b": "x", "c": "x"})
    Agreement(precision=1.0, recall=0.5555555555555555)
    """
    if found.keys() != true.keys():
        reason = f"{len(found.keys() ^ true.keys())} items are in one clustering only"
        raise ValueError(reason)
    items = found.keys() if of is None else of
    if not items:
        return Agreement(0.0, 0.0)
    sizes_found, sizes_true = Counter(found.values()), Counter(true.values())
    common = Counter((found[item], true[item]) for item in found)
    kinds = Counter((found[item], true[item]) for item in items)
    precision = sum(n * common[kind] / sizes_found[kind[0]] for kind, n in kinds.items())
    recall = sum(n * common[kind] / sizes_true[kind[1]] for kind, n in kinds.items())
    return Agreement(precision / len(items), recall / len(items))
