"""Evidence for a story, held against sums that are done by hand."""

import math

import numpy as np
import pytest

from agents.deduplication.pair_features import PAIR_FEATURES
from agents.deduplication.story_features import STORY_FEATURES, set_evidence
from agents.deduplication.terms import FIGURE, NAME, TITLE

_HOUR = 3600.0
_PLACES = (0, NAME | TITLE, 0, FIGURE, NAME)
"""No term; then a name of the title, a plain word, a figure and another name."""
_RARITY = (0.0, 3.0, 2.0, 1.0, 4.0)
_WEIGHT = (0.0, 3.0, 2.0, 1.0, 2.0)
_POSITIONS = ((1, 2, 0), (1, 0, 0), (1, 4, 0))
"""Three compared reports: of the first story the one with both words and another, then one of a
second story."""
_PAIRS = (
    {"body": 0.5, "title": 0.3, "names": 0.2, "gap": 2.0},
    {"body": 0.2, "title": -1.0, "names": 0.6, "gap": -1.0},
    {"body": 0.4, "title": 0.1, "names": -1.0, "gap": -1.0},
)


def _evidence(
    starts: tuple[int, ...] = (0, 2), odds: tuple[float, ...] = (1.0, -2.0, 0.5)
) -> list[dict[str, float]]:
    count = len(odds)
    pairs = np.zeros((count, len(PAIR_FEATURES)), np.float32)
    for row, likeness in zip(pairs, _PAIRS, strict=False):
        for name, value in likeness.items():
            row[PAIR_FEATURES.index(name)] = value
    out = np.full((len(starts), len(STORY_FEATURES)), np.nan, np.float32)
    set_evidence(
        *(out, pairs, np.array(_POSITIONS[:count], np.uint8)),
        *(np.array(starts), np.array(odds, np.float32), np.array([5, 1][: len(starts)])),
        np.array([(0.0, 4 * _HOUR), (math.nan, math.nan)][: len(starts)]),
        *(10 * _HOUR, np.array(_PLACES, np.uint8)),
        *(np.array(_RARITY, np.float32), np.array(_WEIGHT, np.float32)),
    )
    return [dict(zip(STORY_FEATURES, row, strict=True)) for row in out.tolist()]


def test_every_feature_is_filled_in() -> None:
    """None is left as it was found."""
    for story in _evidence():
        assert not any(map(math.isnan, story.values()))


def test_likenesses_are_summed_up_over_the_compared_reports() -> None:
    """The best, the mean and the founder's; of gaps the least that is known."""
    one, other = _evidence()

    assert one["best_names"] == pytest.approx(0.6)
    assert one["mean_names"] == pytest.approx(0.4)
    assert one["founder_names"] == pytest.approx(0.2)
    assert (one["best_gap"], other["best_gap"]) == (2.0, -1.0)
    assert one["second_body"] == pytest.approx(0.2)
    assert other["second_body"] == -1


def test_facts_of_the_story_are_told() -> None:
    """All its reports count, not only the compared ones; what is not known is -1."""
    one, other = _evidence()

    assert one["size"] == pytest.approx(math.log1p(5))
    assert (one["compared"], other["compared"]) == (2, 1)
    assert (one["like_share"], other["like_share"]) == (0.5, 1)
    assert one["gap_first"] == pytest.approx(math.log1p(10))
    assert one["gap_last"] == pytest.approx(math.log1p(6))
    assert one["span"] == pytest.approx(math.log1p(4))
    assert other["gap_first"] == other["gap_last"] == other["span"] == -1
    assert one["terms"] == 4


def test_a_story_is_compared_with_its_best_rival() -> None:
    """How far the best is ahead, and how far the other is behind it."""
    one, other = _evidence()

    assert one["rival_body"] == pytest.approx(0.1)
    assert other["rival_body"] == pytest.approx(-0.1)
    assert one["rival_names"] == pytest.approx(0.6)  # of nothing that could be compared
    assert one["others_body"] == pytest.approx(0.4)
    assert other["others_body"] == pytest.approx(0.5)


def test_alone_a_story_is_ahead_of_nothing() -> None:
    """Zero for likenesses, odds that say no for odds."""
    [only] = _evidence((0,), (1.0, -2.0))

    assert only["rival_body"] == pytest.approx(0.5)
    assert only["others_body"] == 0
    assert only["rival_odds"] == 9


def test_what_a_storys_reports_have_together_is_weighed() -> None:
    """Squared weights of all terms, names and words; rarities of the title's."""
    one, other = _evidence()

    assert one["covered"] == pytest.approx((9 + 4) / (9 + 4 + 1 + 4))
    assert one["names_covered"] == pytest.approx(9 / 13)
    assert (one["words_covered"], one["title_covered"]) == (1, 1)
    assert other["covered"] == pytest.approx(13 / 18)
    assert other["words_covered"] == 0


def test_what_no_other_story_has_is_weighed_apart() -> None:
    """The first name is in both stories, the word and the second name each in one."""
    one, other = _evidence()

    assert one["only_covered"] == pytest.approx(4 / 18)
    assert (one["only_names_covered"], one["only_words_covered"]) == (0, 1)
    assert other["only_covered"] == pytest.approx(4 / 18)
    assert other["only_names_covered"] == pytest.approx(4 / 13)


def test_odds_of_the_compared_reports_are_handed_on() -> None:
    """The best, the second, the mean, the first, the last, and the lead."""
    one, other = _evidence()

    names = ("best", "second", "mean", "founder", "latest", "rival")
    assert [one[f"{name}_odds"] for name in names] == [1.0, -2.0, -0.5, 1.0, -2.0, 0.5]
    assert [other[f"{name}_odds"] for name in names] == [0.5, -20.0, 0.5, 0.5, 0.5, -0.5]
