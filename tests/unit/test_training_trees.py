"""How the two steps of the join model are fitted."""

import numpy as np
import pytest

from agents.deduplication.pair_features import PAIR_FEATURES
from agents.deduplication.story_features import STORY_FEATURES
from training.clusterer import trees
from training.clusterer.traces import Trace

_TITLE = PAIR_FEATURES.index("title")
_BEST_TITLE = STORY_FEATURES.index("best_title")


def _trace(reports: int, *, title_tells: bool) -> Trace:
    """Give reports with one story of one report each; likeness of titles is 1 for every second."""
    title = np.arange(reports) % 2
    right = (title if title_tells else np.arange(reports) // 2 % 2).astype(np.float32)
    features = np.zeros((reports, len(STORY_FEATURES)), np.float32)
    pairs = np.zeros((reports, len(PAIR_FEATURES)), np.float32)
    features[:, _BEST_TITLE] = pairs[:, _TITLE] = title
    return Trace(
        features,
        right,
        fold=np.zeros(reports, np.int8),
        report=np.arange(reports),
        weight=np.ones(reports, np.float32),
        sizes=np.ones(reports, np.int64),
        pairs=pairs,
        same=right,
    )


def _alike(width: int, column: int) -> np.ndarray:
    rows = np.zeros((2, width), np.float32)
    rows[1, column] = 1
    return rows


def test_both_steps_learn_what_tells_a_join() -> None:
    """A like title speaks for a pair, and with the odds of its report for a story."""
    some = _trace(600, title_tells=True)
    model = trees.fit({"one": [(some, 1000.0)], "other": [(some, 1000.0)]})
    odds = model.pair_odds(_alike(len(PAIR_FEATURES), _TITLE))
    stories = _alike(len(STORY_FEATURES), _BEST_TITLE)
    stories[:, -6:] = odds[:, None]
    low, high = model.probabilities(stories).tolist()

    assert odds[0] < 0 < odds[1]
    assert low < 0.5 < high


def test_the_pairs_of_a_small_trace_are_all_learned_from(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are few beside millions, but each was judged by reading."""
    monkeypatch.setattr(trees, "_MOST_PAIRS", 100)
    monkeypatch.setattr(trees, "_FEW", 300)
    large, small = _trace(3000, title_tells=False), _trace(300, title_tells=True)
    kinds = {"labelled": [(large, 1000.0)], "judged": [(small, 1000.0)]}
    low, high = trees.fit(kinds).pair_odds(_alike(len(PAIR_FEATURES), _TITLE)).tolist()

    assert high > low + 1
