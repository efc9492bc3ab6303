"""How well copies are told from other pairs of articles."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from agents.deduplication.background import Background
from agents.deduplication.copies import copy_scores
from agents.deduplication.decisions import Opened
from agents.deduplication.open_stories import OpenStories
from agents.deduplication.signature import sign
from agents.deduplication.similarity import compare, weigh
from streams.enriched_article import EnrichedArticle
from streams.story import Match


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two articles, and whether the one is a copy of the other."""

    one: EnrichedArticle
    other: EnrichedArticle
    copy: bool


@dataclass(frozen=True, slots=True)
class CopiesScore:
    """Counts over pairs, from which precision, recall and their harmonic mean follow."""

    pairs: int
    copies: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        """Share of the pairs found that are copies; 0 if none was found."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the copies that were found; 0 if there are none."""
        return self.right / self.copies if self.copies else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 if both are."""
        total = self.found + self.copies
        return 2 * self.right / total if total else 0.0


class CopyJudge:
    """Tells whether two articles are copies, as the clusterer would if there were no others."""

    def __init__(self, background: Background) -> None:
        self._background = background
        self._states: dict[str, OpenStories] = {}

    def is_copy(self, one: EnrichedArticle, other: EnrichedArticle) -> bool:
        """Remember one, compare the other with it, and forget both."""
        state = self._state(one.language)
        remembered = sign(one, self._background)
        state.apply(Opened(remembered, "one", Match(score=1.0), at=0.0))
        query = weigh(sign(other, self._background), state)
        row = np.array([state.row_of[remembered.article_id]])
        pairs, _ = compare(query, state, row)
        state.remove(remembered.article_id)
        return bool(copy_scores(pairs)[0] > 0)

    def _state(self, language: str) -> OpenStories:
        if language not in self._states:
            self._states[language] = OpenStories(self._background.of(language), language)
        return self._states[language]


def score_copies(pairs: Iterable[LabelledPair], background: Background) -> CopiesScore:
    """Judge every pair and count."""
    judge = CopyJudge(background)
    counts = [0, 0, 0, 0]
    for pair in pairs:
        found = judge.is_copy(pair.one, pair.other)
        for i, yes in enumerate((True, pair.copy, found, found and pair.copy)):
            counts[i] += yes
    return CopiesScore(*counts)
