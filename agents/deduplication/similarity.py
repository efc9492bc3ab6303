"""How like a new report is to remembered ones."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from agents.deduplication.open_stories import OpenStories
from agents.deduplication.pair_features import (
    PAIR_FEATURES,
    SUMS,
    Floats,
    Places,
    Rows,
    Sums,
    compare_terms,
    compare_texts,
    weigh_terms,
)
from agents.deduplication.signature import Signature

_TF: Final = np.concatenate(([0.0], 1 + np.log(np.arange(1, 256)))).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A report's terms with their weights of the moment, position 0 standing for "no term".

    ``weight`` is inverse document frequency times the logarithm of the number of uses. ``sums`` are
    what all terms are summed up to.
    """

    signature: Signature
    rarity: Floats = field(repr=False)
    weight: Floats = field(repr=False)
    places: Places = field(repr=False)
    sums: Sums = field(repr=False)


def weigh(signature: Signature, state: OpenStories) -> Weighed:
    """Weigh a report's terms by how rare they are for this shard now."""
    size = len(signature.terms) + 1
    rarity, weight = np.zeros(size, np.float32), np.zeros(size, np.float32)
    places = np.zeros(size, np.uint8)
    places[1:] = signature.places
    sums = np.zeros(SUMS)
    weigh_terms(
        rarity,
        weight,
        sums,
        places,
        signature.terms,
        signature.counts,
        _TF,
        state.reports_using,
        state.log_reports,
    )
    return Weighed(signature, rarity, weight, places, sums)


def compare(query: Weighed, state: OpenStories, rows: Rows) -> tuple[Floats, Places]:
    """Give ``PAIR_FEATURES`` of the report with each row: an array (rows, features).

    Beside it, an array (rows, terms): which of the report's terms, counted from 1, each term of
    the row is; 0 where it is none of them.
    """
    own, columns = query.signature, state.columns
    features = np.empty((len(rows), len(PAIR_FEATURES)), np.float32)
    positions = np.zeros((len(rows), columns.terms.shape[1]), np.uint8)
    compare_terms(
        features,
        positions,
        rows,
        own.terms,
        query.places,
        query.weight,
        query.sums,
        columns.terms,
        columns.counts,
        columns.places,
        _TF,
        state.reports_using,
        state.log_reports,
    )
    compare_texts(
        features,
        rows,
        own.minhash,
        own.shingles,
        own.published,
        own.outlet,
        columns.minhash,
        columns.shingles,
        columns.published,
        columns.outlet,
    )
    return features, positions
