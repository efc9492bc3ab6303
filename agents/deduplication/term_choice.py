"""Chooses the terms of a report by which remembered ones are looked up."""

import numpy as np
import numpy.typing as npt

from agents.deduplication.compiled import compiled, part
from agents.deduplication.pair_features import Floats
from agents.deduplication.postings import Mask

Order = npt.NDArray[np.int64]


@part
def _heaviest(weights: Floats, postings: Floats, most: int) -> Order:
    """Give the places of terms that are posted at all, the heaviest first, so many at most."""
    best = np.empty(most, np.int64)
    filled = 0
    for each in range(len(weights)):
        if postings[each] > 0:
            place = filled
            while place and weights[each] > weights[best[place - 1]]:
                if place < most:
                    best[place] = best[place - 1]
                place -= 1
            if place < most:
                best[place] = each
                filled = min(filled + 1, most)
    return best[:filled]


@part
def _rare(used: Order, postings: Floats, max_looked_up: int, max_postings: int) -> Mask:
    """Say of each of the terms whether it is looked up in full.

    The rarest come first, until there are too many postings of all of them together.
    """
    is_rare = np.zeros(len(used), np.bool_)
    looked_up = 0.0
    for _ in range(len(used)):
        rarest = -1
        for at in range(len(used)):
            if not is_rare[at] and (rarest < 0 or postings[used[at]] < postings[used[rarest]]):
                rarest = at
        looked_up += postings[used[rarest]]
        if looked_up > max_looked_up or postings[used[rarest]] > max_postings:
            break
        is_rare[rarest] = True
    return is_rare


@compiled("Tuple((i8[::1], i8, i8))(f4[::1], f4[::1], i8, i8, i8, i8)")
def choose_terms(
    weights: Floats,
    postings: Floats,
    query_terms: int,
    max_looked_up: int,
    max_postings: int,
    capped_terms: int,
) -> tuple[Order, int, int]:
    """Give the places of the terms to look up: those in full first, then capped ones.

    And how many are looked up in full, and how many were capped. ``weights`` say how telling each
    term is, ``postings`` how many remembered reports have it; the other arguments are settings of
    that name. Heavier terms come first among those in full, and among the ``capped_terms`` capped
    ones that are given.
    """
    used = _heaviest(weights, postings, query_terms)
    is_rare = _rare(used, postings, max_looked_up, max_postings)
    rare = 0
    for at in range(len(used)):
        rare += is_rare[at]
    chosen = np.empty(rare + min(capped_terms, len(used) - rare), np.int64)
    full, capped = 0, rare
    for at in range(len(used)):
        if is_rare[at]:
            chosen[full] = used[at]
            full += 1
        elif capped < len(chosen):
            chosen[capped] = used[at]
            capped += 1
    return chosen, rare, len(used) - rare
