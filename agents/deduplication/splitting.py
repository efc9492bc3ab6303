"""Whether reports tell one event or two, by all of them together.

One report that lacks the names of a story says little. If half of a story's reports lack what the
other half have, and the other way round, it tells two events that are alike: the same team in
another year, two strikes in one town. So the reports of a story are divided in two, and the join
model's first step says how much surer it is of two reports within a group than of two across.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from agents.deduplication.open_stories import OpenStories
from agents.deduplication.pair_features import PAIR_FEATURES, Floats, Rows
from agents.deduplication.similarity import Weighed, compare, weigh
from agents.deduplication.verdicts import Judge

Group = npt.NDArray[np.bool_]
"""For each report, whether it is in one of two groups or in the other."""

_GAP: Final = PAIR_FEATURES.index("gap")
_NEAR: Final = 2.0
"""Logarithm of 1 + hours between two reports, at most, when it is asked whether all tell one event:
of reports months apart the model is unsure for the time alone."""
_SURE: Final = 3.0
"""Log-odds count so much at most: a copy says no more than another report of the event."""
_LEAST: Final = 2
"""A group has so many reports at least: nothing is learned from what a single one lacks."""
_NEARER: Final = 0.5
"""A new report that is nearer, in log-odds, to none than to the founding one splits no story."""
_ALWAYS: Final = 8
_STEP: Final = 4
"""Up to ``_ALWAYS`` reports, a story is looked at whenever it grows; later at each ``_STEP``."""


class Splitter:
    """Says which reports of a story tell another event than its founding report."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge

    def fellows(self, state: OpenStories, query: Weighed, number: int) -> list[int]:
        """Give the rows of a story's reports that tell another event, with a new report.

        There are none if all tell one event; if it is the new report that tells what the founding
        report tells; or if the story is not to be looked at as it grows to this size.
        """
        rows = state.story(number).rows
        size = len(rows) + 1
        if not 2 * _LEAST <= size <= self._judge.config.max_split:
            return []
        if size > _ALWAYS and size % _STEP:
            return []
        newest = self._log_odds(_pairs(state, query, np.array(rows)))
        if newest.max() - newest[0] < _NEARER:
            return []
        odds = np.zeros((size, size), np.float32)
        odds[:-1, :-1] = self._odds(state, rows)
        odds[-1, :-1] = odds[:-1, -1] = newest
        group = halves(odds)
        if not group[-1] or not self._are_two(odds, group):
            return []
        return [row for row, own in zip(rows, group[:-1].tolist(), strict=True) if own]

    def tell_two(self, state: OpenStories, number: int, other: int) -> bool:
        """Tell whether two stories, by their latest reports, are of two events."""
        most = self._judge.config.max_split // 2
        one, two = (state.story(each).rows[-most:] for each in (number, other))
        if min(len(one), len(two)) < _LEAST:
            return False
        rows = sorted((*one, *two))
        return self._are_two(self._odds(state, rows), np.isin(rows, one))

    def _odds(self, state: OpenStories, rows: Sequence[int]) -> Floats:
        """Give the log-odds that each two reports tell one event: symmetric (reports, reports).

        Each is judged against those before it.
        """
        every = np.array(rows)
        pairs = [
            _pairs(state, weigh(state.signature_at(row), state), every[:place])
            for place, row in enumerate(rows)
            if place
        ]
        odds = np.zeros((len(rows), len(rows)), np.float32)
        odds[np.tril_indices(len(rows), -1)] = self._log_odds(np.concatenate(pairs))
        return odds + odds.T

    def _log_odds(self, pairs: Floats) -> Floats:
        return np.clip(self._judge.model.pair_odds(pairs), -_SURE, _SURE)

    def _are_two(self, odds: Floats, group: Group) -> bool:
        smaller = int(min(group.sum(), (~group).sum()))
        if smaller < _LEAST:
            return False
        config = self._judge.config
        return contrast(odds, group) > config.split_contrast + config.split_doubt / smaller


def _pairs(state: OpenStories, query: Weighed, rows: Rows) -> Floats:
    """Compare a report with others as if all had been published at about one time.

    An event may be told again months later; the odds across are low then for that alone.
    """
    pairs, _ = compare(query, state, rows)
    pairs[:, _GAP] = np.minimum(pairs[:, _GAP], _NEAR)
    return pairs


def halves(odds: Floats) -> Group:
    """Divide reports in two by average linkage (Sokal and Michener, 1958).

    True is the group in which the first report is not. ``odds`` is a symmetric array (reports,
    reports); there are two reports at least.

    >>> halves(np.array([[0, 3, -2], [3, 0, -1], [-2, -1, 0]], np.float32)).tolist()
    [False, False, True]
    """
    size = len(odds)
    members = np.eye(size, dtype=bool)
    sums = odds.astype(np.float64)
    while size > 2:  # noqa: PLR2004 (groups)
        counts = members.sum(1)
        means = sums / np.outer(counts, counts)
        np.fill_diagonal(means, -np.inf)
        one, other = divmod(int(means.argmax()), size)
        members[one] |= members[other]
        sums[one] += sums[other]
        sums[:, one] += sums[:, other]
        size -= 1
        kept = np.arange(size + 1) != other
        members, sums = members[kept], sums[kept][:, kept]
    apart: Group = members[1]
    return apart


def contrast(odds: Floats, group: Group) -> float:
    """Give how far the mean odds within the groups are above those across.

    Each group has two reports at least, and counts the same.

    >>> odds = np.array([[0, 3, 1, 1], [3, 0, 1, 1], [1, 1, 0, 2], [1, 1, 2, 0]], np.float32)
    >>> contrast(odds, np.array([True, True, False, False]))
    1.5
    """
    within = [_mean_between(odds[np.ix_(part, part)]) for part in (group, ~group)]
    return sum(within) / len(within) - float(odds[np.ix_(group, ~group)].mean())


def _mean_between(odds: Floats) -> float:
    """Give the mean odds of two different reports."""
    size = len(odds)
    return float(odds.sum() - np.trace(odds)) / (size * (size - 1))
