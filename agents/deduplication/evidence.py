"""What speaks for a report to tell a story's event: from likeness to reports to likeness to a story."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from agents.deduplication.open_stories import OpenStories
from agents.deduplication.signature import Signature
from agents.deduplication.similarity import PAIR_FEATURES, Floats

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
)
"""Names of the columns of ``gather``: for each pair feature the best of the story's compared reports
(the least for ``gap``), their mean, and the founding report's; then facts of the story and its rivals."""

_BODY = PAIR_FEATURES.index("body")
_TITLE = PAIR_FEATURES.index("title")
_NAMES = PAIR_FEATURES.index("names")
_GAP = PAIR_FEATURES.index("gap")
_WIDTH = len(PAIR_FEATURES)
_LIKE: Final = 0.25


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story that a report may belong to, with those of its reports that were compared.

    ``rows`` ascend in the state; ``pairs`` are their features, row by row.
    """

    number: int
    rows: npt.NDArray[np.int64] = field(repr=False)
    pairs: Floats = field(repr=False)
    founder: int = 0

    @property
    def nearest(self) -> int:
        """Position of the report whose body is most alike."""
        return int(self.pairs[:, _BODY].argmax())


def gather(signature: Signature, candidates: list[Candidate], state: OpenStories) -> Floats:
    """Give ``STORY_FEATURES`` of a report with each candidate: an array (candidates, features)."""
    features = np.empty((len(candidates), len(STORY_FEATURES)), np.float32)
    for i, candidate in enumerate(candidates):
        _summarise(features[i], signature, candidate, state)
    _compare_with_rivals(features)
    return features


def _summarise(
    out: Floats, signature: Signature, candidate: Candidate, state: OpenStories
) -> None:
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
    out[at + 4 : at + 6] = _gap_to_ends(signature, state, story.rows)
    out[at + 9] = len(signature.terms)
    out[at + 10] = _span(state, story.rows)


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
