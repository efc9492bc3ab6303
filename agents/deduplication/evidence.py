"""What speaks for a report to tell a story's event: from likeness to reports to likeness to it."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from agents.deduplication.open_stories import OpenStories
from agents.deduplication.pair_features import Floats, Rows
from agents.deduplication.similarity import Weighed
from agents.deduplication.story_features import (
    BODY,
    ODDS_FEATURES,
    STORY_FEATURES,
    set_evidence,
    set_odds,
)


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
    stories = [state.story(number).rows for number in compared.numbers]
    ends = [(rows[0], rows[-1]) for rows in stories]
    out = np.empty((len(stories), len(STORY_FEATURES)), np.float32)
    set_evidence(
        out,
        compared.pairs,
        compared.positions,
        compared.starts,
        odds,
        np.array([len(rows) for rows in stories]),
        state.columns.published.take(ends),
        query.signature.published,
        query.places,
        query.rarity,
        query.weight,
    )
    return out


def gather_odds(odds: Floats, starts: npt.NDArray[np.int64]) -> Floats:
    """Give the best, second, mean, first and last of each story's log-odds: (stories, 6).

    And how far its best is ahead of the best of all others. ``starts`` says where each story begins
    in ``odds``. A story of one report has no second.

    >>> gather_odds(np.array([1, 3, 2, 7], np.float32), np.array([0, 3])).tolist()
    [[3.0, 2.0, 2.0, 1.0, 2.0, -4.0], [7.0, -20.0, 7.0, 7.0, 7.0, 4.0]]
    """
    out = np.empty((len(starts), len(ODDS_FEATURES)), np.float32)
    set_odds(out, 0, odds, starts)
    return out
