"""How like a new report is to remembered ones: a dozen and a half numbers for each pair."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from agents.deduplication.open_stories import OpenStories
from agents.deduplication.report_columns import ReportColumns
from agents.deduplication.signature import PERMUTATIONS, Signature
from agents.deduplication.terms import BUCKETS, FIGURE, LEAD, NAME, PAIR, PLACES, TITLE

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]

PAIR_FEATURES: Final = (
    "body",
    "title",
    "lead",
    "names",
    "pairs",
    "figures",
    "title_in_other",
    "other_title_in",
    "key_names_found",
    "figures_found",
    "strongest",
    "rare_shared",
    "copied",
    "contained",
    "gap",
    "same_outlet",
    "own_found",
    "other_found",
    "title_weight",
    "key_names_weight",
    "figures_weight",
)
"""Names of the columns of ``compare``; all are in [0, 1] but ``strongest``, ``rare_shared`` and
``gap`` (logarithms; the last of 1 + hours) and the weights (logarithms of shared rarity); -1
where one side has nothing to compare."""

_RARE: Final = 4.0
_TF: Final = np.concatenate(([0.0], 1 + np.log(np.arange(1, 256)))).astype(np.float32)


def _where(bits: int) -> Floats:
    """Give a column that picks, of sums by combination of places, those with all the bits."""
    combinations = np.arange(PLACES)
    picked: Floats = ((combinations & bits) == bits).astype(np.float32)
    return picked


_FIELDS: Final = {bits: i for i, bits in enumerate((0, TITLE, LEAD, NAME, PAIR, FIGURE))}
_KEY_NAME: Final = len(_FIELDS)
_KEY_FIGURE: Final = len(_FIELDS) + 1
_PICK: Final = np.stack([_where(bits) for bits in (*_FIELDS, NAME | LEAD, FIGURE | LEAD)], axis=1)
"""Turns sums by combination of places into sums by field: all, title, …, key names, key figures."""
_ALL, _TITLE, _LEAD, _NAME, _PAIR, _FIGURE = range(len(_FIELDS))


@dataclass(frozen=True)
class Weighed:
    """A report's terms with their weights of the moment, position 0 standing for "no term".

    ``weight`` is inverse document frequency times the logarithm of the number of uses.
    """

    signature: Signature
    rarity: Floats = field(repr=False)
    weight: Floats = field(repr=False)
    places: npt.NDArray[np.uint8] = field(repr=False)

    @cached_property
    def square(self) -> Floats:
        """Squared weights."""
        return self.weight * self.weight

    @cached_property
    def sums(self) -> tuple[Floats, Floats, Floats]:
        """Sums by field of rarity, its square, and the squared weight."""
        stacked = np.stack((self.rarity, self.rarity * self.rarity, self.square))
        rarity, rarity_square, square = stacked @ _PICK[self.places]
        return rarity, rarity_square, square


def weigh(signature: Signature, state: OpenStories) -> Weighed:
    """Weigh a report's terms by how rare they are for this shard now."""
    size = len(signature.terms) + 1
    rarity = np.zeros(size, np.float32)
    rarity[1:] = state.rarity(signature.terms)
    weight = rarity.copy()
    weight[1:] *= _TF[signature.counts]
    places = np.zeros(size, np.uint8)
    places[1:] = signature.places
    return Weighed(signature, rarity, weight, places)


class Comparer:
    """Compares one report with many; keeps a table of buckets as scratch space between calls."""

    def __init__(self) -> None:
        self._position = np.zeros(BUCKETS, np.uint8)

    def compare(
        self, query: Weighed, state: OpenStories, rows: Rows
    ) -> tuple[Floats, npt.NDArray[np.uint8]]:
        """Give ``PAIR_FEATURES`` of the report with each row: an array (rows, features).

        Beside it, an array (rows, terms): which of the report's terms, counted from 1, each term of
        the row is; 0 where it is none of them.
        """
        columns = state.columns
        terms, places = columns.terms[rows], columns.places[rows]
        position = self._positions(query.signature.terms, terms)
        tf = _TF[columns.counts[rows]]
        rarity = state.rarity(terms)
        rarity *= tf > 0
        features = np.empty((len(rows), len(PAIR_FEATURES)), np.float32)
        _compare_terms(features, query, _Others(position, places, rarity, rarity * tf))
        _compare_texts(features, query.signature, columns, rows)
        return features, position

    def _positions(
        self, terms: npt.NDArray[np.int32], others: npt.NDArray[np.int32]
    ) -> npt.NDArray[np.uint8]:
        """Give, for each of the others' terms, its place in ``terms`` counted from 1, or 0."""
        self._position[terms] = np.arange(1, len(terms) + 1)
        found = self._position[others]
        self._position[terms] = 0
        return found


@dataclass(frozen=True, slots=True)
class _Others:
    """The terms of the compared reports, one row for each; ``position`` in the new report or 0."""

    position: npt.NDArray[np.uint8]
    places: npt.NDArray[np.uint8]
    rarity: Floats
    weight: Floats

    def by_field(self) -> tuple[Floats, Floats, Floats]:
        """Sum rarity, its square, and the squared weight of all terms by field: (rows, fields)."""
        rows = len(self.rarity)
        key = (np.arange(rows)[:, None] * PLACES + self.places).ravel()
        values = (self.rarity, self.rarity * self.rarity, self.weight * self.weight)
        rarity, rarity_square, square = (_summed(key, v.ravel(), rows) for v in values)
        return rarity, rarity_square, square


def _summed(key: npt.NDArray[np.int64], values: Floats, rows: int) -> Floats:
    sums = np.bincount(key, values, rows * PLACES).reshape(rows, PLACES)
    return sums.astype(np.float32) @ _PICK


def _compare_terms(features: Floats, query: Weighed, others: _Others) -> None:
    rows = len(features)
    row, column = np.nonzero(others.position)
    position = others.position[row, column]
    places, theirs = others.places[row, column], query.places[position]
    rarity, weight = others.rarity[row, column], others.weight[row, column]
    base = row * PLACES
    both = base + (places & theirs)
    own_rarity, own_rarity_square, own_square = query.sums
    all_rarity, all_rarity_square, all_square = others.by_field()
    alike = _ratio(
        _summed(both, weight * query.weight[position], rows), np.sqrt(all_square * own_square)
    )
    same = _ratio(
        _summed(both, rarity * rarity, rows), np.sqrt(all_rarity_square * own_rarity_square)
    )
    shared = _summed(both, rarity, rows)
    common = _ratio(shared, np.minimum(all_rarity, own_rarity))
    own = _ratio(_summed(base + theirs, rarity, rows), np.broadcast_to(own_rarity, common.shape))
    other = _ratio(_summed(base + places, rarity, rows), all_rarity)
    features[:, 0] = alike[:, _ALL]
    features[:, 1:3] = same[:, (_TITLE, _LEAD)]
    features[:, 3] = alike[:, _NAME]
    features[:, 4:6] = common[:, (_PAIR, _FIGURE)]
    features[:, 6] = own[:, _TITLE]
    features[:, 7] = other[:, _TITLE]
    features[:, 8] = np.minimum(own[:, _KEY_NAME], other[:, _KEY_NAME])
    features[:, 9] = own[:, _KEY_FIGURE]
    features[:, 10] = (others.rarity * (others.position > 0)).max(1, initial=0)
    features[:, 11] = np.log1p(np.bincount(row, rarity * (rarity > _RARE), rows))
    features[:, 18:21] = np.log1p(shared[:, (_TITLE, _KEY_NAME, _FIGURE)])
    features[:, 16] = _ratio(np.bincount(row, query.square[position], rows), own_square[_ALL])
    features[:, 17] = _ratio(np.bincount(row, weight * weight, rows), all_square[:, _ALL])


def _compare_texts(
    features: Floats, signature: Signature, columns: ReportColumns, rows: Rows
) -> None:
    features[:, 12], features[:, 13] = copy_shares(signature, columns, rows)
    features[:, 14] = log_hours(columns.published[rows] - signature.published)
    features[:, 15] = columns.outlet[rows] == signature.outlet


def log_hours(seconds: npt.NDArray[np.float64]) -> Floats:
    """Give the logarithm of 1 + hours of each distance in time, -1 where it is not known.

    >>> log_hours(np.array([0.0, float("nan")])).tolist()
    [0.0, -1.0]
    """
    logarithm = np.log1p(np.abs(seconds) / 3600)
    return np.where(np.isnan(logarithm), -1, logarithm).astype(np.float32)


def copy_shares(signature: Signature, columns: ReportColumns, rows: Rows) -> tuple[Floats, Floats]:
    """Estimate the Jaccard similarity of the shingles, and the shorter text's share in common.

    The share follows from the similarity and both sizes: J (a + b) / (1 + J) shingles are common.
    """
    equal = (columns.minhash[rows] == signature.minhash).sum(1) / np.float32(PERMUTATIONS)
    sizes = columns.shingles[rows].astype(np.float32)
    smaller = np.minimum(sizes, signature.shingles)
    jaccard = np.where(smaller > 0, equal, 0)
    common = jaccard / (1 + jaccard) * (sizes + signature.shingles)
    contained = np.minimum(common / np.maximum(smaller, 1), 1)
    return jaccard.astype(np.float32), contained.astype(np.float32)


def _ratio(above: npt.NDArray[Any], below: npt.NDArray[np.floating] | np.floating) -> Floats:
    """Divide, at most 1; -1 where there is nothing to divide by."""
    ratio = np.minimum(above / np.maximum(below, 1e-9), 1)
    return np.where(below > 0, ratio, -1).astype(np.float32)
