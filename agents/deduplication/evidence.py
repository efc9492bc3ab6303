"""What speaks for a report to tell a story's event: from likeness to reports to likeness to it."""

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from math import isnan, log1p
from typing import Final

import numpy as np
import numpy.typing as npt

from agents.deduplication.open_stories import OpenStories
from agents.deduplication.similarity import PAIR_FEATURES, Floats, Rows, Weighed
from agents.deduplication.terms import FIGURE, NAME, PAIR, PLACES, TITLE

ODDS_FEATURES: Final = (
    "best_odds",
    "second_odds",
    "mean_odds",
    "founder_odds",
    "latest_odds",
    "rival_odds",
)
"""Names of the columns of ``gather_odds``."""

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
    "words_covered",
    "only_covered",
    "only_names_covered",
    "only_words_covered",
    "others_body",
    *ODDS_FEATURES,
)
"""Names of the columns of ``gather``: for each pair feature the best of the story's compared
reports (the least for ``gap``), their mean, and the founding report's; then facts of the story, of
what its compared reports cover together, and of its rivals; last the odds that the compared reports
are each given."""


def _columns(*names: str) -> list[int]:
    """Give the places of features among ``STORY_FEATURES``."""
    return [STORY_FEATURES.index(name) for name in names]


BODY = PAIR_FEATURES.index("body")
_TITLE = PAIR_FEATURES.index("title")
_NAMES = PAIR_FEATURES.index("names")
_GAP = PAIR_FEATURES.index("gap")
_WIDTH = len(PAIR_FEATURES)
_FACTS: Final = _columns(
    *("best_gap", "second_body", "size", "compared", "like_share"),
    *("gap_first", "gap_last", "span", "terms"),
)
_RIVALS: Final = _columns("rival_body", "rival_title", "rival_names")
_COVERED: Final = slice(
    STORY_FEATURES.index("covered"), STORY_FEATURES.index("only_words_covered") + 1
)
_OTHERS: Final = STORY_FEATURES.index("others_body")
_ODDS: Final = -len(ODDS_FEATURES)
_LIKE: Final = 0.25
_NONE: Final = -20.0
"""Log-odds of a report that is not there."""
_NO_RIVAL: Final = -8.0
"""Log-odds of the best other story at least: less is no rival."""

_COMBINATIONS: Final = np.arange(PLACES)
_COUNTED: Final = np.stack(
    (
        np.ones(PLACES),
        (_COMBINATIONS & NAME) > 0,
        (_COMBINATIONS & (NAME | FIGURE | PAIR)) == 0,
        (_COMBINATIONS & TITLE) > 0,
    ),
    axis=1,
).astype(np.float32)
"""By combination of places: 1 for every term, 1 for names, for words, for terms of the title."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The reports that were compared, grouped by story.

    ``rows`` are those of story ``numbers[0]``, ascending, then those of ``numbers[1]``, and so on;
    ``starts`` says where each story begins. ``pairs`` and ``positions`` are what ``compare`` gives.
    """

    numbers: list[int]
    starts: npt.NDArray[np.int64] = field(repr=False)
    rows: Rows = field(repr=False)
    pairs: Floats = field(repr=False)
    positions: npt.NDArray[np.uint8] = field(repr=False)

    @property
    def sizes(self) -> npt.NDArray[np.int64]:
        """How many reports of each story were compared."""
        ends = np.empty_like(self.starts)
        ends[:-1] = self.starts[1:]
        ends[-1:] = len(self.rows)
        return ends - self.starts

    def only(self, kept: npt.NDArray[np.bool_]) -> "Compared":
        """Give the same without some of the reports, and without stories that have none left."""
        left = np.add.reduceat(kept, self.starts, dtype=np.int64)
        numbers = [n for n, size in zip(self.numbers, left.tolist(), strict=True) if size]
        sizes = left[left > 0]
        return Compared(
            numbers,
            np.cumsum(sizes) - sizes,
            self.rows[kept],
            self.pairs[kept],
            self.positions[kept],
        )

    def of(self, story: int) -> slice:
        """Give the place in ``rows`` of the story at a position in ``numbers``."""
        end = self.starts[story + 1] if story + 1 < len(self.numbers) else len(self.rows)
        return slice(int(self.starts[story]), int(end))

    def nearest(self, story: int) -> int:
        """Give the place in ``rows`` of the story's report whose body is most alike."""
        part = self.of(story)
        first: int = part.start
        return first + int(self.pairs[part, BODY].argmax())


def gather(query: Weighed, compared: Compared, odds: Floats, state: OpenStories) -> Floats:
    """Give ``STORY_FEATURES`` of a report with each story: an array (stories, features).

    ``odds`` are the log-odds that it tells the event of each compared report.
    """
    pairs, starts, sizes = compared.pairs, compared.starts, compared.sizes
    out = np.empty((len(compared.numbers), len(STORY_FEATURES)), np.float32)
    np.maximum.reduceat(pairs, starts, out=out[:, :_WIDTH])
    np.divide(np.add.reduceat(pairs, starts), sizes[:, None], out=out[:, _WIDTH : 2 * _WIDTH])
    out[:, 2 * _WIDTH : 3 * _WIDTH] = pairs[starts]
    _describe(out, query, compared, state)
    _compare_with_rivals(out)
    _cover(out[:, _COVERED], query, compared, sizes)
    out[:, _ODDS:] = gather_odds(odds, starts)
    return out


def gather_odds(odds: Floats, starts: npt.NDArray[np.int64]) -> Floats:
    """Give the best, second, mean, first and last of each story's log-odds: (stories, 6).

    And how far its best is ahead of the best of all others. ``starts`` says where each story begins
    in ``odds``. A story of one report has no second.

    Story by story: for a handful of stories of a few reports, lists are faster than arrays.

    >>> gather_odds(np.array([1, 3, 2, 7], np.float32), np.array([0, 3])).tolist()
    [[3.0, 2.0, 2.0, 1.0, 2.0, -4.0], [7.0, -20.0, 7.0, 7.0, 7.0, 4.0]]
    """
    every = odds.tolist()
    rows = []
    for start, end in pairwise([*starts.tolist(), len(every)]):
        some = every[start:end]
        *_, second, best = sorted((_NONE, *some))
        rows.append((best, second, sum(some) / len(some), some[0], some[-1]))
    ahead = _ahead([best for best, *_ in rows], _NO_RIVAL)
    return np.array([(*row, lead) for row, lead in zip(rows, ahead, strict=True)], np.float32)


def _describe(out: Floats, query: Weighed, compared: Compared, state: OpenStories) -> None:
    """Fill in the least gap, facts of the stories, and how many terms the report has.

    Story by story: for a handful of stories of a few reports, lists are faster than arrays.
    """
    body, gap = compared.pairs[:, BODY].tolist(), compared.pairs[:, _GAP].tolist()
    bounds = pairwise([*compared.starts.tolist(), len(body)])
    stories = [state.story(number).rows for number in compared.numbers]
    times = state.columns.published.take([(rows[0], rows[-1]) for rows in stories]).tolist()
    terms, now = len(query.signature.terms), query.signature.published
    facts = []
    for rows, (first, last), (start, end) in zip(stories, times, bounds, strict=True):
        like = sorted(body[start:end])
        facts.append(
            (
                min([g for g in gap[start:end] if g >= 0], default=-1.0),
                like[-2] if len(like) > 1 else -1.0,
                log1p(len(rows)),
                len(like),
                (len(like) - bisect_right(like, _LIKE)) / len(like),
                _log_hours(first - now),
                _log_hours(last - now),
                _log_hours(last - first),
                terms,
            )
        )
    out[:, _FACTS] = facts


def _log_hours(seconds: float) -> float:
    return -1.0 if isnan(seconds) else log1p(abs(seconds) / 3600)


def _compare_with_rivals(out: Floats) -> None:
    """Say how far each story is ahead of the best other one; alone, it is ahead of zero."""
    likest = ([max(value, 0.0) for value in out[:, f].tolist()] for f in (BODY, _TITLE, _NAMES))
    out.T[_RIVALS] = [_ahead(values, 0.0) for values in likest]
    body = np.maximum(out[:, BODY], 0)
    out[:, _OTHERS] = (np.add.reduce(body) - body) / max(len(body) - 1, 1)


def _ahead(values: list[float], least: float) -> list[float]:
    """Say how far each value is above the best of the others, which is ``least`` at least.

    >>> _ahead([5, 3, 3], 4), _ahead([5], 0), _ahead([2, 2], 0)
    ([1, -2, -2], [5], [0, 0])
    """
    *_, second, best = sorted((least, least, *values))
    return [value - (second if value == best else best) for value in values]


def _cover(out: Floats, query: Weighed, compared: Compared, sizes: npt.NDArray[np.int64]) -> None:
    """Say what part of the report, its names, title and words each story's reports cover together.

    And what part of the report, its names and words no other story covers.
    """
    width = len(query.weight)
    both = np.zeros((2, len(sizes), width), np.float32)
    covered, only = both
    # "No term", at position 0, may be covered as well: it weighs nothing.
    story = np.arange(0, covered.size, width).repeat(sizes)
    covered.ravel()[story[:, None] + compared.positions] = 1
    np.multiply(covered, np.add.reduce(covered) == 1, out=only)
    weights = _COUNTED.take(query.places, axis=0)
    weights[:, :3] *= query.square[:, None]
    weights[:, 3] *= query.rarity
    total = np.add.reduce(weights)
    shares = np.full((2, len(sizes), 4), -1, np.float32)
    np.divide(both @ weights, total, out=shares, where=total > 0)
    out[:, (0, 1, 3, 2)] = shares[0]
    out[:, 4:] = shares[1, :, :3]
