"""What speaks for a report to tell a story's event: from likeness to reports to likeness to a story."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from agents.deduplication.open_stories import OpenStories
from agents.deduplication.signature import Signature
from agents.deduplication.similarity import PAIR_FEATURES, Floats, Weighed
from agents.deduplication.terms import Place

STORY_FEATURES: Final = (
    *(f"best_{name}" for name in PAIR_FEATURES),
    *(f"mean_{name}" for name in PAIR_FEATURES),
    *(f"founder_{name}" for name in PAIR_FEATURES),
    "second_body",
    "size",
    "compared",
    "like_share",
    "gap_first",
    "gap_last",
    "rival_body",
    "rival_title",
    "rival_names",
    "terms",
    "span",
    "covered",
    "names_covered",
    "title_covered",
    "core_found",
    "core_weight",
    "others_body",
)
"""Names of the columns of ``gather``: for each pair feature the best of the story's compared reports
(the least for ``gap``), their mean, and the founding report's; then facts of the story and its rivals."""

_BODY = PAIR_FEATURES.index("body")
_TITLE = PAIR_FEATURES.index("title")
_NAMES = PAIR_FEATURES.index("names")
_GAP = PAIR_FEATURES.index("gap")
_WIDTH = len(PAIR_FEATURES)
_NAME = int(Place.NAME)
_TITLE_PLACE = int(Place.TITLE)
_LIKE: Final = 0.25


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story that a report may belong to, with those of its reports that were compared.

    ``rows`` ascend in the state; ``pairs`` are their features, row by row; ``positions`` say which
    terms of the report they share, as ``compare`` gives them.
    """

    number: int
    rows: npt.NDArray[np.int64] = field(repr=False)
    pairs: Floats = field(repr=False)
    positions: npt.NDArray[np.int16] = field(repr=False)
    founder: int = 0

    @property
    def nearest(self) -> int:
        """Position of the report whose body is most alike."""
        return int(self.pairs[:, _BODY].argmax())


def gather(query: Weighed, candidates: list[Candidate], state: OpenStories) -> Floats:
    """Give ``STORY_FEATURES`` of a report with each candidate: an array (candidates, features)."""
    features = np.empty((len(candidates), len(STORY_FEATURES)), np.float32)
    for i, candidate in enumerate(candidates):
        _summarise(features[i], query, candidate, state)
    _compare_with_rivals(features)
    return features


def _summarise(out: Floats, query: Weighed, candidate: Candidate, state: OpenStories) -> None:
    pairs = candidate.pairs
    best = pairs.max(0)
    gaps = pairs[:, _GAP]
    known = gaps[gaps >= 0]
    best[_GAP] = known.min() if len(known) else -1
    out[:_WIDTH] = best
    out[_WIDTH : 2 * _WIDTH] = pairs.mean(0)
    out[2 * _WIDTH : 3 * _WIDTH] = pairs[candidate.founder]
    story = state.story(candidate.number)
    body = pairs[:, _BODY]
    at = 3 * _WIDTH
    out[at] = np.partition(body, -2)[-2] if len(body) > 1 else -1
    out[at + 1] = np.log1p(len(story.rows))
    out[at + 2] = len(body)
    out[at + 3] = (body > _LIKE).mean()
    out[at + 4 : at + 6] = _gap_to_ends(query.signature, state, story.rows)
    out[at + 9] = len(query.signature.terms)
    out[at + 10] = _span(state, story.rows)
    _cover(out[at + 11 : at + 16], query, candidate, state)


def _cover(out: Floats, query: Weighed, candidate: Candidate, state: OpenStories) -> None:
    """Say what part of the report the story's reports cover together, and what part of their core
    (the terms that at least half of them use) the report has.
    """
    used = np.bincount(candidate.positions.ravel(), minlength=len(query.weight))
    hit = used > 0
    hit[0] = False
    square = query.weight * query.weight
    out[0] = _share(square, hit)
    out[1] = _share(square * ((query.places & _NAME) > 0), hit)
    out[2] = _share(query.rarity * ((query.places & _TITLE_PLACE) > 0), hit)
    terms = state.columns.terms[candidate.rows].ravel()
    buckets, first, counts = np.unique(terms, return_index=True, return_counts=True)
    core = (counts * 2 >= len(candidate.rows)) & (buckets > 0)
    if len(candidate.rows) == 1:
        out[3] = out[4] = -1
        return
    rarity = state.rarity(buckets[core])
    inside = candidate.positions.ravel()[first[core]] > 0
    out[3] = _share(rarity * rarity, inside)
    out[4] = np.log1p(rarity.sum())


def _share(weight: Floats, part: npt.NDArray[np.bool_]) -> float:
    total = float(weight.sum())
    return float(weight[part].sum()) / total if total > 0 else -1.0


def _gap_to_ends(signature: Signature, state: OpenStories, rows: list[int]) -> Floats:
    """Give the logarithm of 1 + hours since the founding and since the latest report, or -1."""
    ends = state.columns.published[[rows[0], rows[-1]]]
    hours = np.abs(signature.published - ends) / 3600
    return np.where(np.isnan(hours), -1, np.log1p(np.nan_to_num(hours))).astype(np.float32)


def _span(state: OpenStories, rows: list[int]) -> float:
    first, last = state.columns.published[[rows[0], rows[-1]]]
    hours = abs(last - first) / 3600
    return -1.0 if np.isnan(hours) else float(np.log1p(hours))


def _compare_with_rivals(features: Floats) -> None:
    """Say how far each story is ahead of the best other one; ahead of nothing is ahead of zero."""
    at = 3 * _WIDTH + 6
    for offset, feature in enumerate((_BODY, _TITLE, _NAMES)):
        values = np.maximum(features[:, feature], 0)
        if len(values) == 1:
            features[:, at + offset] = values
            continue
        order = np.argsort(-values, kind="stable")
        rival = np.full(len(values), values[order[0]], np.float32)
        rival[order[0]] = values[order[1]]
        features[:, at + offset] = values - rival
    body = np.maximum(features[:, _BODY], 0)
    features[:, -1] = (body.sum() - body) / max(len(body) - 1, 1)
