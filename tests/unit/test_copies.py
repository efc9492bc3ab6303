"""Copies: much of the text in common, and headlines that both texts say."""

import numpy as np
import pytest

from agents.deduplication.copies import CONTAINED, HEADLINE_FOUND, copy_scores, only_boilerplate
from agents.deduplication.pair_features import PAIR_FEATURES


def _pair(**values: float) -> np.ndarray:
    pair = np.zeros((1, len(PAIR_FEATURES)), np.float32)
    for name, value in values.items():
        pair[0, PAIR_FEATURES.index(name)] = value
    return pair


@pytest.mark.parametrize(
    ("share", "own", "other", "copied"),
    [
        (0.0, 1.0, 1.0, False),
        (CONTAINED - 0.01, 1.0, 1.0, False),
        (CONTAINED + 0.01, HEADLINE_FOUND + 0.01, 1.0, True),
        (1.0, HEADLINE_FOUND - 0.01, 1.0, False),
        (1.0, 1.0, HEADLINE_FOUND - 0.01, False),
        (1.0, -1.0, -1.0, True),
    ],
)
def test_a_copy_needs_its_text_and_both_headlines(
    share: float, own: float, other: float, copied: bool
) -> None:
    """Just below either bound it is none; a report without a headline (-1) lacks none."""
    pair = _pair(contained=share, title_in_other=own, other_title_in=other)

    assert (copy_scores(pair)[0] > 0) == copied


@pytest.mark.parametrize(
    ("share", "own", "outlet", "boilerplate"),
    [(1.0, 0.0, 1.0, True), (1.0, 0.0, 0.0, False), (1.0, 1.0, 1.0, False), (0.1, 0.0, 1.0, False)],
)
def test_boilerplate_is_one_outlets_text_under_a_foreign_headline(
    share: float, own: float, outlet: float, boilerplate: bool
) -> None:
    """Other outlets may well print one text under other headlines."""
    pair = _pair(contained=share, title_in_other=own, other_title_in=1.0, same_outlet=outlet)

    assert bool(only_boilerplate(pair)[0]) == boilerplate
