"""How like a new report is to remembered ones: a dozen and a half numbers for each pair."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from agents.deduplication.open_stories import OpenStories
from agents.deduplication.report_columns import ReportColumns
from agents.deduplication.signature import PERMUTATIONS, TERMS, Signature
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
_JACCARD: Final[Floats] = np.arange(PERMUTATIONS + 1, dtype=np.float32) / np.float32(PERMUTATIONS)
_IN_COMMON: Final[Floats] = _JACCARD / (1 + _JACCARD)
"""By the number of equal values of two MinHashes: similarity, and share of both sizes together."""
_COUNTED: Final = np.arange(1, TERMS + 1, dtype=np.uint8)
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


_NO_WORD: Final = NAME | FIGURE | PAIR
_PICK: Final = np.stack(
    [_where(bits) for bits in (0, TITLE, LEAD, NAME, PAIR, FIGURE, NAME | LEAD, FIGURE | LEAD)]
    + [_where(bits, _NO_WORD) for bits in (0, TITLE)],
    axis=1,
)
"""Turns sums by combination of places into sums by field: all, title, …, key names, key figures."""
_FIELDS: Final = 10
(
    _ALL,
    _TITLE,
    _LEAD,
    _NAME,
    _PAIR,
    _FIGURE,
    _KEY_NAME,
    _KEY_FIGURE,
    _WORD,
    _TITLE_WORD,
) = range(_FIELDS)

_KINDS: Final = 7
_ALIKE, _SAME, _OWN_FOUND, _OTHER_FOUND, _COMMON, _OWN, _OTHER = range(_KINDS)
"""Ways to say what part is shared: a cosine of weights, one of rarities, the share of the own
squared weight, of the other's, of the poorer side's rarity, of the report's own, of the other's."""
_SUMS: Final = 3
_RARITY, _RARITY_SQUARE, _SQUARE = range(_SUMS)
"""What all terms of a report are summed up to, shared or not."""

_RATIOS: Final = {
    "own_key_names_found": (_OWN, _KEY_NAME),
    "title_in_other": (_OWN, _TITLE),
    "figures_found": (_OWN, _KEY_FIGURE),
    "own_found": (_OWN_FOUND, _ALL),
    "body": (_ALIKE, _ALL),
    "names": (_ALIKE, _NAME),
    "words": (_ALIKE, _WORD),
    "title": (_SAME, _TITLE),
    "lead": (_SAME, _LEAD),
    "title_words": (_SAME, _TITLE_WORD),
    "pairs": (_COMMON, _PAIR),
    "figures": (_COMMON, _FIGURE),
    "other_title_in": (_OTHER, _TITLE),
    "other_found": (_OTHER_FOUND, _ALL),
    "other_key_names_found": (_OTHER, _KEY_NAME),
}
"""Shares of the own side first, then cosines, shares of the poorer side, and of the other side.

All are features but the first and the last, of which the lesser one is."""
_OF_OWN: Final = slice(0, 4)
_COSINES: Final = slice(4, 10)
_OF_OTHER: Final = slice(10, 15)
_OF_OTHER_ONLY: Final = slice(12, 15)
_ROOTS: Final = _COSINES.stop - _COSINES.start
_WEIGHTS: Final = {
    "title_weight": (_COMMON, _TITLE),
    "key_names_weight": (_COMMON, _KEY_NAME),
    "figures_weight": (_COMMON, _FIGURE),
    "words_weight": (_COMMON, _WORD),
}
_MOST: Final = {
    _ALIKE: _SQUARE,
    _SAME: _RARITY_SQUARE,
    _OWN_FOUND: _SQUARE,
    _OTHER_FOUND: _SQUARE,
    _COMMON: _RARITY,
    _OWN: _RARITY,
    _OTHER: _RARITY,
}
"""The sum over all terms of a side that bounds what can be shared in each way."""
_MOST_PLACES: Final = [_MOST[kind] * _FIELDS + of for kind, of in _RATIOS.values()]


def _choice() -> Floats:
    """Give the matrix that turns all sums of a pair of reports into those that are needed.

    Rows are (kind or sum, combination of places); columns are the ratios' shared parts, the
    weights, and the most that a ratio's shared part could be, by the other side.
    """
    wanted = [
        *_RATIOS.values(),
        *_WEIGHTS.values(),
        *((_KINDS + _MOST[kind], of) for kind, of in list(_RATIOS.values())[_OF_OWN.stop :]),
    ]
    choice = np.zeros((_KINDS + _SUMS, PLACES, len(wanted)), np.float32)
    for column, (kind, of) in enumerate(wanted):
        choice[kind, :, column] = _PICK[:, of]
    return choice.reshape(-1, len(wanted))


_CHOICE: Final = _choice()
_WIDTH: Final = len(_CHOICE)
_WEIGHTS_END: Final = len(_RATIOS) + len(_WEIGHTS)
_KIND_KEYS: Final = np.arange(0, _KINDS * PLACES, PLACES)[:, None]
_SUM_KEYS: Final = np.arange(_KINDS * PLACES, _WIDTH, PLACES)[:, None]

_RATIO_COLUMNS: Final = _columns(*list(_RATIOS)[1:-1])
_WEIGHT_COLUMNS: Final = _columns(*_WEIGHTS)
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
    def most(self) -> Floats:
        """Say what can be shared at most, by this side, for each of the ratios."""
        stacked = np.empty((_SUMS, len(self.rarity)), np.float32)
        stacked[_RARITY], stacked[_SQUARE] = self.rarity, self.square
        np.multiply(self.rarity, self.rarity, out=stacked[_RARITY_SQUARE])
        sums: Floats = (stacked @ _PICK.take(self.places, axis=0)).take(_MOST_PLACES)
        sums[_OF_OTHER_ONLY] = np.inf
        return sums


def weigh(signature: Signature, state: OpenStories) -> Weighed:
    """Weigh a report's terms by how rare they are for this shard now."""
    size = len(signature.terms) + 1
    rarity = np.zeros(size, np.float32)
    rarity[1:] = state.rarity(signature.terms)
    weight = rarity.copy()
    weight[1:] *= _TF.take(signature.counts)
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
        position = self._positions(query.signature.terms, terms)
        rarity = state.rarity(terms)
        weight = _TF.take(columns.counts.take(rows, axis=0))
        weight *= rarity
        others = _Others(position, columns.places.take(rows, axis=0), rarity, weight)
        features = np.empty((len(rows), len(PAIR_FEATURES)), np.float32)
        _compare_terms(features, query, others)
        _compare_texts(features, query.signature, columns, rows)
        return features, position

    def _positions(
        self, terms: npt.NDArray[np.int32], others: npt.NDArray[np.int32]
    ) -> npt.NDArray[np.uint8]:
        """Give, for each of the others' terms, its place in ``terms`` counted from 1, or 0."""
        self._position[terms] = _COUNTED[: len(terms)]
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


def _compare_terms(features: Floats, query: Weighed, others: _Others) -> None:
    rows, width = others.position.shape
    is_shared = others.position > 0
    at = is_shared.ravel().nonzero()[0]
    row, rarity = at // width, others.rarity.take(at)
    chosen = _sums(query, others, at, row)
    part = _ratio(chosen[:, : len(_RATIOS)], _at_most(query, chosen[:, _WEIGHTS_END:]))
    features[:, _RATIO_COLUMNS] = part[:, 1:-1]
    np.minimum(part[:, 0], part[:, -1], out=features[:, _KEY_NAMES_FOUND])
    np.maximum.reduce(others.rarity * is_shared, axis=1, out=features[:, _STRONGEST])
    features[:, _RARE_SHARED] = np.log1p(np.bincount(row, rarity * (rarity > _RARE), rows))
    features[:, _WEIGHT_COLUMNS] = np.log1p(chosen[:, len(_RATIOS) : _WEIGHTS_END])


def _sums(query: Weighed, others: _Others, at: Rows, row: Rows) -> Floats:
    """Sum up the terms in common in every way, and all terms of the others: (rows, chosen sums).

    ``at`` is where the shared terms stand among the others' terms, ``row`` in which row each is.
    """
    rows, width = others.position.shape
    count = _KINDS * len(at)
    keys = np.empty(count + _SUMS * rows * width, np.int64)
    values = np.empty(len(keys), np.float32)
    shared = keys[:count].reshape(_KINDS, -1), values[:count].reshape(_KINDS, -1)
    _enter_shared(shared, query, others, at, row * _WIDTH)
    base = np.arange(0, rows * _WIDTH, _WIDTH)[:, None] + others.places
    np.add(base.ravel(), _SUM_KEYS, out=keys[count:].reshape(_SUMS, -1))
    every = values[count:].reshape(_SUMS, rows, width)
    every[_RARITY] = others.rarity
    np.multiply(others.rarity, others.rarity, out=every[_RARITY_SQUARE])
    np.multiply(others.weight, others.weight, out=every[_SQUARE])
    sums = np.bincount(keys, values, rows * _WIDTH).astype(np.float32)
    chosen: Floats = sums.reshape(rows, _WIDTH) @ _CHOICE
    return chosen


def _enter_shared(
    shared: tuple[Rows, Floats], query: Weighed, others: _Others, at: Rows, base: Rows
) -> None:
    """Fill in to which sums the terms in common add, and what: two arrays (kinds, terms).

    ``base`` is where the sums of each term's row begin.
    """
    keys, values = shared
    position, places = others.position.take(at), others.places.take(at)
    rarity, weight = others.rarity.take(at), others.weight.take(at)
    theirs = query.places.take(position)
    keys[:_OWN] = base + (places & theirs)
    np.add(base, theirs, out=keys[_OWN])
    np.add(base, places, out=keys[_OTHER])
    keys += _KIND_KEYS
    np.multiply(weight, query.weight.take(position), out=values[_ALIKE])
    np.multiply(rarity, rarity, out=values[_SAME])
    values[_OWN_FOUND] = query.square.take(position)
    np.multiply(weight, weight, out=values[_OTHER_FOUND])
    values[_COMMON:] = rarity


def _at_most(query: Weighed, theirs: Floats) -> Floats:
    """Say what each ratio's shared part could be at most: (rows, ratios)."""
    own = query.most
    most = np.empty((len(theirs), len(own)), np.float32)
    cosines = most[:, _COSINES]
    np.multiply(theirs[:, :_ROOTS], own[_COSINES], out=cosines)
    np.sqrt(cosines, out=cosines)
    np.minimum(theirs[:, _ROOTS:], own[_OF_OTHER], out=most[:, _OF_OTHER])
    most[:, _OF_OWN] = own[_OF_OWN]
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
    hours = np.abs(seconds)
    hours /= 3600
    # Of NaN and a number, the maximum is the number.
    return np.fmax(np.log1p(hours), -1).astype(np.float32)


def copy_shares(signature: Signature, columns: ReportColumns, rows: Rows) -> tuple[Floats, Floats]:
    """Estimate the Jaccard similarity of the shingles, and the shorter text's share in common.

    The share follows from the similarity and both sizes: J (a + b) / (1 + J) shingles are common.
    """
    same = columns.minhash.take(rows, axis=0) == signature.minhash
    equal: npt.NDArray[np.uint8] = np.add.reduce(same.view(np.uint8), axis=1, dtype=np.uint8)
    sizes = columns.shingles.take(rows).astype(np.float32)
    smaller = np.minimum(sizes, signature.shingles)
    equal *= smaller > 0
    common = _IN_COMMON.take(equal)
    common *= sizes + signature.shingles
    common /= np.maximum(smaller, 1)
    return _JACCARD.take(equal), np.minimum(common, 1)


def _ratio(above: npt.NDArray[Any], below: npt.NDArray[np.floating] | np.floating) -> Floats:
    """Divide, at most 1; -1 where there is nothing to divide by."""
    ratio = np.minimum(above / np.maximum(below, 1e-9), 1)
    return np.where(below > 0, ratio, np.float32(-1))
