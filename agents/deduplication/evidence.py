"""What speaks for a report to tell a story's event: from likeness to reports to likeness to it."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from agents.deduplication.open_stories import OpenStories
from agents.deduplication.similarity import PAIR_FEATURES, Floats, Rows, Weighed, log_hours
from agents.deduplication.terms import FIGURE, NAME, PAIR, PLACES, TITLE

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
)
"""Names of the columns of ``gather``: for each pair feature the best of the story's compared
reports (the least for ``gap``), their mean, and the founding report's; then facts of the story, of
what its compared reports cover together, and of its rivals."""

BODY = PAIR_FEATURES.index("body")
_TITLE = PAIR_FEATURES.index("title")
_NAMES = PAIR_FEATURES.index("names")
_GAP = PAIR_FEATURES.index("gap")
_WIDTH = len(PAIR_FEATURES)
_AFTER = 3 * _WIDTH
_IN_TIME: Final = [STORY_FEATURES.index(name) for name in ("gap_first", "gap_last", "span")]
_LIKE: Final = 0.25
_FAR: Final = np.float32(1e9)


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


def gather(query: Weighed, compared: Compared, state: OpenStories) -> Floats:
    """Give ``STORY_FEATURES`` of a report with each story: an array (stories, features)."""
    pairs, starts, sizes = compared.pairs, compared.starts, compared.sizes
    out = np.empty((len(compared.numbers), len(STORY_FEATURES)), np.float32)
    out[:, :_WIDTH] = np.maximum.reduceat(pairs, starts)
    gap = np.where(pairs[:, _GAP] < 0, _FAR, pairs[:, _GAP])
    least = np.minimum.reduceat(gap, starts)
    out[:, _GAP] = np.where(least == _FAR, -1, least)
    out[:, _WIDTH : 2 * _WIDTH] = np.add.reduceat(pairs, starts) / sizes[:, None]
    out[:, 2 * _WIDTH : _AFTER] = pairs[starts]
    _describe(out[:, _AFTER : _AFTER + 4], compared, sizes, state)
    _place_in_time(out, query, compared, state)
    _compare_with_rivals(out)
    _cover(out[:, _AFTER + 11 : _AFTER + 18], query, compared, sizes)
    return out


def _describe(
    out: Floats, compared: Compared, sizes: npt.NDArray[np.int64], state: OpenStories
) -> None:
    """Fill in second_body, size, compared and like_share."""
    body, starts = compared.pairs[:, BODY], compared.starts
    best = np.maximum.reduceat(body, starts)
    is_best = body == np.repeat(best, sizes)
    second = np.maximum.reduceat(np.where(is_best, -1, body), starts)
    out[:, 0] = np.where(np.add.reduceat(is_best, starts, dtype=np.int64) > 1, best, second)
    out[:, 1] = np.log1p([len(state.story(number).rows) for number in compared.numbers])
    out[:, 2] = sizes
    out[:, 3] = np.add.reduceat(body > _LIKE, starts, dtype=np.float32) / sizes


def _place_in_time(out: Floats, query: Weighed, compared: Compared, state: OpenStories) -> None:
    """Fill in gap_first, gap_last and span; and how many terms the report has."""
    stories = [state.story(number).rows for number in compared.numbers]
    ends = state.columns.published.take([(rows[0], rows[-1]) for rows in stories])
    gaps = np.empty((len(stories), 3))
    gaps[:, :2] = ends - query.signature.published
    gaps[:, 2] = ends[:, 1] - ends[:, 0]
    out[:, _IN_TIME] = log_hours(gaps)
    out[:, _AFTER + 9] = len(query.signature.terms)


def _compare_with_rivals(out: Floats) -> None:
    """Say how far each story is ahead of the best other one; alone, it is ahead of zero."""
    values = np.maximum(out[:, (BODY, _TITLE, _NAMES)], 0)
    rival = np.zeros_like(values)
    if len(values) > 1:
        top = np.partition(values, -2, axis=0)[-2:]
        rival = np.where(values == top[1], top[0], top[1])
    out[:, _AFTER + 6 : _AFTER + 9] = values - rival
    body = values[:, 0]
    out[:, -1] = (body.sum() - body) / max(len(body) - 1, 1)


def _cover(out: Floats, query: Weighed, compared: Compared, sizes: npt.NDArray[np.int64]) -> None:
    """Say what part of the report, its names, title and words each story's reports cover together.

    And what part of the report, its names and words no other story covers.
    """
    covered = np.zeros((len(sizes), len(query.weight)), np.float32)
    at = np.flatnonzero(compared.positions.ravel() > 0)
    story = np.repeat(np.arange(len(sizes)), sizes).take(at // compared.positions.shape[1])
    covered[story, compared.positions.take(at)] = 1
    weights = _COUNTED.take(query.places, axis=0)
    weights[:, :3] *= query.square[:, None]
    weights[:, 3] *= query.rarity
    total = weights.sum(0)
    only = covered * (covered.sum(0) == 1)
    total[total <= 0] = np.inf
    known = np.isfinite(total)
    out[:, (0, 1, 3, 2)] = np.where(known, covered @ weights / total, -1)
    out[:, 4:] = np.where(known, only @ weights / total, -1)[:, :3]
