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
    "words",
    "title_words",
    "words_weight",
)
"""Names of the columns of ``compare``; all are in [0, 1] but ``strongest``, ``rare_shared`` and
``gap`` (logarithms; the last of 1 + hours) and the weights (logarithms of shared rarity); -1
where one side has nothing to compare."""

_RARE: Final = 4.0
_TF: Final = np.concatenate(([0.0], 1 + np.log(np.arange(1, 256)))).astype(np.float32)


def _columns(*names: str) -> list[int]:
    """Give the places of features among ``PAIR_FEATURES``."""
    return [PAIR_FEATURES.index(name) for name in names]


def _where(bits: int, without: int = 0) -> Floats:
    """Give a column that picks, of sums by combination of places, those with all of some bits.

    Those with any of the bits in ``without`` are left out.
    """
    combinations = np.arange(PLACES)
    is_picked = ((combinations & bits) == bits) & ((combinations & without) == 0)
    picked: Floats = is_picked.astype(np.float32)
    return picked


_FIELDS: Final = {bits: i for i, bits in enumerate((0, TITLE, LEAD, NAME, PAIR, FIGURE))}
_KEY_NAME: Final = len(_FIELDS)
_KEY_FIGURE: Final = len(_FIELDS) + 1
_WORD: Final = len(_FIELDS) + 2
_TITLE_WORD: Final = len(_FIELDS) + 3
_NO_WORD: Final = NAME | FIGURE | PAIR
_PICK: Final = np.stack(
    [_where(bits) for bits in (*_FIELDS, NAME | LEAD, FIGURE | LEAD)]
    + [_where(bits, _NO_WORD) for bits in (0, TITLE)],
    axis=1,
)
"""Turns sums by combination of places into sums by field: all, title, …, key names, key figures."""
_ALL, _TITLE, _LEAD, _NAME, _PAIR, _FIGURE = range(len(_FIELDS))

_KINDS: Final = 7
_ALIKE, _SAME, _COMMON, _OWN, _OTHER, _OWN_FOUND, _OTHER_FOUND = range(_KINDS)
"""Ways to say what part is shared: a cosine of weights, one of rarities, the share of the poorer
side's rarity, of the report's own, of the other's, of the own squared weight, of the other's."""

_RATIOS: Final = {
    "body": (_ALIKE, _ALL),
    "names": (_ALIKE, _NAME),
    "words": (_ALIKE, _WORD),
    "title": (_SAME, _TITLE),
    "lead": (_SAME, _LEAD),
    "title_words": (_SAME, _TITLE_WORD),
    "pairs": (_COMMON, _PAIR),
    "figures": (_COMMON, _FIGURE),
    "title_in_other": (_OWN, _TITLE),
    "figures_found": (_OWN, _KEY_FIGURE),
    "other_title_in": (_OTHER, _TITLE),
    "own_found": (_OWN_FOUND, _ALL),
    "other_found": (_OTHER_FOUND, _ALL),
}
_RATIO_COLUMNS: Final = _columns(*_RATIOS)
_RATIO_KINDS: Final = [kind for kind, _ in _RATIOS.values()]
_RATIO_FIELDS: Final = [of for _, of in _RATIOS.values()]
_WEIGHT_COLUMNS: Final = _columns(
    "title_weight", "key_names_weight", "figures_weight", "words_weight"
)
_WEIGHT_FIELDS: Final = [_TITLE, _KEY_NAME, _FIGURE, _WORD]
_KEY_NAMES_FOUND, _STRONGEST, _RARE_SHARED, _COPIED, _CONTAINED, _GAP, _SAME_OUTLET = _columns(
    *("key_names_found", "strongest", "rare_shared", "copied", "contained", "gap", "same_outlet")
)


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
        stacked = np.empty((3, len(self.rarity)), np.float32)
        stacked[0], stacked[2] = self.rarity, self.square
        np.multiply(self.rarity, self.rarity, out=stacked[1])
        rarity, rarity_square, square = stacked @ _PICK.take(self.places, axis=0)
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
        terms = columns.terms.take(rows, axis=0)
        counts = columns.counts.take(rows, axis=0)
        position = self._positions(query.signature.terms, terms)
        rarity = state.rarity(terms)
        rarity *= counts > 0
        others = _Others(
            position, columns.places.take(rows, axis=0), rarity, rarity * _TF.take(counts)
        )
        features = np.empty((len(rows), len(PAIR_FEATURES)), np.float32)
        _compare_terms(features, query, others)
        _compare_texts(features, query.signature, columns, rows)
        return features, position

    def _positions(
        self, terms: npt.NDArray[np.int32], others: npt.NDArray[np.int32]
    ) -> npt.NDArray[np.uint8]:
        """Give, for each of the others' terms, its place in ``terms`` counted from 1, or 0."""
        self._position[terms] = np.arange(1, len(terms) + 1)
        found = self._position.take(others)
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
        base = np.arange(0, rows * PLACES, PLACES)
        key = np.add(base[:, None], self.places).ravel()
        values = (self.rarity, self.rarity * self.rarity, self.weight * self.weight)
        sums = np.concatenate([np.bincount(key, v.ravel(), rows * PLACES) for v in values])
        rarity, rarity_square, square = _picked(sums, rows)
        return rarity, rarity_square, square


def _picked(sums: npt.NDArray[Any], rows: int) -> Floats:
    """Turn sums by row and combination of places into sums by row and field, several at once."""
    picked: Floats = sums.astype(np.float32).reshape(-1, rows, PLACES) @ _PICK
    return picked


def _compare_terms(features: Floats, query: Weighed, others: _Others) -> None:
    rows, width = others.position.shape
    at = np.flatnonzero(others.position.ravel() > 0)
    row, rarity = at // width, others.rarity.take(at)
    shared = _shared(query, others, at, row * PLACES)
    part = _ratio(shared, _at_most(query, others))
    features[:, _RATIO_COLUMNS] = part[_RATIO_KINDS, :, _RATIO_FIELDS].T
    features[:, _KEY_NAMES_FOUND] = part[_OWN : _OTHER + 1, :, _KEY_NAME].min(0)
    features[:, _STRONGEST] = (others.rarity * (others.position > 0)).max(1, initial=0)
    features[:, _RARE_SHARED] = np.log1p(np.bincount(row, rarity * (rarity > _RARE), rows))
    features[:, _WEIGHT_COLUMNS] = np.log1p(shared[_COMMON][:, _WEIGHT_FIELDS])


def _shared(query: Weighed, others: _Others, at: Rows, base: Rows) -> Floats:
    """Sum up, in every way, the terms in common: (kinds, rows, fields).

    ``at`` is where the shared terms stand among the others' terms, ``base`` the key of their rows.
    """
    rows = len(others.position)
    position, places = others.position.take(at), others.places.take(at)
    rarity, weight = others.rarity.take(at), others.weight.take(at)
    theirs = query.places.take(position)
    both = base + (places & theirs)
    keys = np.concatenate((both, both, both, base + theirs, base + places, both, both))
    keys.reshape(_KINDS, -1)[:] += np.arange(0, _KINDS * rows * PLACES, rows * PLACES)[:, None]
    weighed, square = query.weight.take(position), query.square.take(position)
    values = (weight * weighed, rarity * rarity, rarity, rarity, rarity, square, weight * weight)
    return _picked(np.bincount(keys, np.concatenate(values), _KINDS * rows * PLACES), rows)


def _at_most(query: Weighed, others: _Others) -> Floats:
    """Say what ``_shared`` would give at most: (kinds, rows, fields)."""
    own_rarity, own_rarity_square, own_square = query.sums
    rarity, rarity_square, square = others.by_field()
    most = np.empty((_KINDS, *rarity.shape), np.float32)
    np.sqrt(square * own_square, out=most[_ALIKE])
    np.sqrt(rarity_square * own_rarity_square, out=most[_SAME])
    np.minimum(rarity, own_rarity, out=most[_COMMON])
    most[_OWN], most[_OTHER] = own_rarity, rarity
    most[_OWN_FOUND], most[_OTHER_FOUND] = own_square, square
    return most


def _compare_texts(
    features: Floats, signature: Signature, columns: ReportColumns, rows: Rows
) -> None:
    features[:, _COPIED], features[:, _CONTAINED] = copy_shares(signature, columns, rows)
    features[:, _GAP] = log_hours(columns.published.take(rows) - signature.published)
    features[:, _SAME_OUTLET] = columns.outlet.take(rows) == signature.outlet


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
    same = columns.minhash.take(rows, axis=0) == signature.minhash
    equal = same.view(np.uint8).sum(1, dtype=np.uint8) / np.float32(PERMUTATIONS)
    sizes = columns.shingles.take(rows).astype(np.float32)
    smaller = np.minimum(sizes, signature.shingles)
    jaccard = np.where(smaller > 0, equal, 0)
    common = jaccard / (1 + jaccard) * (sizes + signature.shingles)
    contained = np.minimum(common / np.maximum(smaller, 1), 1)
    return jaccard.astype(np.float32), contained.astype(np.float32)


def _ratio(above: npt.NDArray[Any], below: npt.NDArray[np.floating] | np.floating) -> Floats:
    """Divide, at most 1; -1 where there is nothing to divide by."""
    ratio = np.minimum(above / np.maximum(below, 1e-9), 1)
    return np.where(below > 0, ratio, -1).astype(np.float32)
