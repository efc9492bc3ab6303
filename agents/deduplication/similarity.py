"""How like a new report is to remembered ones: a dozen numbers for each pair."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from agents.deduplication.open_stories import OpenStories
from agents.deduplication.report_columns import ReportColumns
from agents.deduplication.signature import PERMUTATIONS, Signature
from agents.deduplication.terms import BUCKETS, Place

Floats = npt.NDArray[np.float32]

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
)
"""Names of the columns of ``compare``; all are in [0, 1] but the logarithmic ``strongest``,
``rare_shared`` and ``gap`` (of 1 + hours); -1 where one side has nothing to compare."""

_TITLE, _LEAD, _NAME, _FIGURE, _PAIR = (
    int(p) for p in (Place.TITLE, Place.LEAD, Place.NAME, Place.FIGURE, Place.PAIR)
)
_RARE: Final = 4.0
_TF: Final = (1 + np.log(np.maximum(np.arange(256), 1)) * (np.arange(256) > 0)).astype(np.float32)
_TF[0] = 0


@dataclass(frozen=True, slots=True)
class Weighed:
    """A report's terms with their weights of the moment, position 0 standing for "no term"."""

    signature: Signature
    rarity: Floats = field(repr=False)
    weight: Floats = field(repr=False)
    places: npt.NDArray[np.uint8] = field(repr=False)


def weigh(signature: Signature, state: OpenStories) -> Weighed:
    """Weigh a report's terms by how rare they are for this shard now."""
    rarity = np.concatenate((np.zeros(1, np.float32), state.rarity(signature.terms)))
    tf = np.concatenate((np.zeros(1, np.float32), _TF[signature.counts]))
    places = np.concatenate((np.zeros(1, np.uint8), signature.places))
    return Weighed(signature, rarity, (rarity * tf).astype(np.float32), places)


class Comparer:
    """Compares one report with many; keeps a table of buckets as scratch space between calls."""

    def __init__(self) -> None:
        self._position = np.zeros(BUCKETS, np.int16)

    def compare(
        self, query: Weighed, state: OpenStories, rows: npt.NDArray[np.int64]
    ) -> tuple[Floats, npt.NDArray[np.int16]]:
        """Give ``PAIR_FEATURES`` of the report with each row: an array (rows, features).

        Beside it, an array (rows, terms): which of the report's terms, counted from 1, each term of
        the row is; 0 where it is none of them.
        """
        columns = state.columns
        terms = columns.terms[rows]
        position = self._positions(query.signature.terms, terms)
        places = columns.places[rows]
        rarity = state.rarity(terms)
        rarity[columns.counts[rows] == 0] = 0
        weight = rarity * _TF[columns.counts[rows]]
        features = np.empty((len(rows), len(PAIR_FEATURES)), np.float32)
        _compare_terms(features, query, position, places, rarity, weight)
        _compare_texts(features, query.signature, columns, rows)
        return features, position

    def _positions(
        self, terms: npt.NDArray[np.int32], others: npt.NDArray[np.int32]
    ) -> npt.NDArray[np.int16]:
        """Give, for each of the others' terms, its place in ``terms`` counted from 1, or 0."""
        self._position[terms] = np.arange(1, len(terms) + 1)
        found = self._position[others]
        self._position[terms] = 0
        return found


def _compare_terms(
    features: Floats,
    query: Weighed,
    position: npt.NDArray[np.int16],
    places: npt.NDArray[np.uint8],
    rarity: Floats,
    weight: Floats,
) -> None:
    hit = position > 0
    theirs = query.places[position]
    both = places & theirs
    product = weight * query.weight[position]
    square = weight * weight
    own = query.weight * query.weight
    features[:, 0] = _ratio(product.sum(1), np.sqrt(square.sum(1) * own.sum()))
    features[:, 1] = _cosine(rarity * rarity, both & _TITLE, places & _TITLE, query, _TITLE)
    lead = _TITLE | _LEAD
    features[:, 2] = _cosine(
        rarity * rarity, ((places & lead) > 0) & ((theirs & lead) > 0), places & lead, query, lead
    )
    named = (query.places & _NAME) > 0
    features[:, 3] = _ratio(
        _sum(product, both & _NAME), np.sqrt(_sum(square, places & _NAME) * own[named].sum())
    )
    found = rarity * hit
    features[:, 4] = _overlap(rarity, both & _PAIR, places & _PAIR, query, _PAIR)
    features[:, 5] = _overlap(rarity, both & _FIGURE, places & _FIGURE, query, _FIGURE)
    features[:, 6] = _ratio(
        _sum(found, theirs & _TITLE), query.rarity[(query.places & _TITLE) > 0].sum()
    )
    features[:, 7] = _ratio(_sum(found, places & _TITLE), _sum(rarity, places & _TITLE))
    key = ((query.places & _NAME) > 0) & ((query.places & lead) > 0)
    their_key = ((places & _NAME) > 0) & ((places & lead) > 0)
    features[:, 8] = np.minimum(
        _ratio(
            _sum(found, ((theirs & _NAME) > 0) & ((theirs & lead) > 0)), query.rarity[key].sum()
        ),
        _ratio(_sum(found, their_key), _sum(rarity, their_key)),
    )
    figures = ((query.places & _FIGURE) > 0) & ((query.places & lead) > 0)
    features[:, 9] = _ratio(
        _sum(found, ((theirs & _FIGURE) > 0) & ((theirs & lead) > 0)), query.rarity[figures].sum()
    )
    features[:, 10] = found.max(1, initial=0)
    features[:, 11] = np.log1p(_sum(found, found > _RARE))
    theirs_found = own[position]
    features[:, 16] = _ratio(theirs_found.sum(1), own.sum())
    features[:, 17] = _ratio(_sum(square, hit), square.sum(1))


def _compare_texts(
    features: Floats, signature: Signature, columns: ReportColumns, rows: npt.NDArray[np.int64]
) -> None:
    jaccard, contained = copy_shares(signature, columns, rows)
    features[:, 12] = jaccard
    features[:, 13] = contained
    hours = np.abs(columns.published[rows] - signature.published) / 3600
    features[:, 14] = np.where(np.isnan(hours), -1, np.log1p(np.nan_to_num(hours)))
    features[:, 15] = columns.outlet[rows] == signature.outlet


def copy_shares(
    signature: Signature, columns: ReportColumns, rows: npt.NDArray[np.int64]
) -> tuple[Floats, Floats]:
    """Estimate the Jaccard similarity of the shingles, and the share of the shorter text's shingles.

    The share follows from the similarity and both sizes: J (a + b) / (1 + J) shingles are common.
    """
    equal = (columns.minhash[rows] == signature.minhash).sum(1) / np.float32(PERMUTATIONS)
    sizes = columns.shingles[rows].astype(np.float32)
    smaller = np.minimum(sizes, signature.shingles)
    jaccard = np.where(smaller > 0, equal, 0)
    common = jaccard / (1 + jaccard) * (sizes + signature.shingles)
    contained = np.minimum(common / np.maximum(smaller, 1), 1)
    return jaccard.astype(np.float32), contained.astype(np.float32)


def _sum(values: Floats, mask: npt.NDArray[np.generic]) -> Floats:
    return (values * (mask > 0)).sum(1)


def _ratio(above: Floats, below: Floats | np.floating) -> Floats:
    """Divide; -1 where there is nothing to divide by."""
    return np.where(below > 0, above / np.maximum(below, np.float32(1e-9)), np.float32(-1))


def _cosine(
    square: Floats,
    shared: npt.NDArray[np.generic],
    places: npt.NDArray[np.generic],
    query: Weighed,
    place: int,
) -> Floats:
    own = query.rarity[(query.places & place) > 0]
    return _ratio(_sum(square, shared), np.sqrt(_sum(square, places) * (own * own).sum()))


def _overlap(
    rarity: Floats,
    shared: npt.NDArray[np.generic],
    places: npt.NDArray[np.generic],
    query: Weighed,
    place: int,
) -> Floats:
    own = query.rarity[(query.places & place) > 0].sum()
    return _ratio(_sum(rarity, shared), np.minimum(_sum(rarity, places), own))
