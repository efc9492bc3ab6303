"""How well copies are told from other pairs of articles."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from agents.deduplication.background import Background
from agents.deduplication.copies import copy_scores
from agents.deduplication.decisions import Opened
from agents.deduplication.open_stories import OpenStories
from agents.deduplication.signature import sign
from agents.deduplication.similarity import Comparer, weigh
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


def is_copy(one: EnrichedArticle, other: EnrichedArticle, background: Background) -> bool:
    """Tell whether two articles are copies, as the clusterer would were they alone in the world."""
    language = background.of(one.language)
    state = OpenStories(language, one.language)
    remembered = sign(one, background)
    state.apply(Opened(remembered, "one", Match(score=1.0), at=0.0))
    query = weigh(sign(other, background), state)
    pairs, _ = Comparer().compare(query, state, np.zeros(1, np.int64))
    return bool(copy_scores(pairs)[0] > 0)


def score_copies(pairs: Iterable[LabelledPair], background: Background) -> CopiesScore:
    """Judge every pair and count."""
    counts = [0, 0, 0, 0]
    for pair in pairs:
        found = is_copy(pair.one, pair.other, background)
        for i, yes in enumerate((True, pair.copy, found, found and pair.copy)):
            counts[i] += yes
    return CopiesScore(*counts)
