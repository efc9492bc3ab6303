"""What the clusterer sees along a labelled stream: evidence, and whether to join was right."""

import zlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from agents.deduplication.background import Background
from agents.deduplication.clusterer import Clusterer
from agents.deduplication.decisions import Forgotten, Joined, Opened
from agents.deduplication.evidence import Compared, gather, gather_odds
from agents.deduplication.open_stories import OpenStories
from agents.deduplication.pair_features import PAIR_FEATURES, Floats, Rows
from agents.deduplication.signature import Signature
from agents.deduplication.similarity import weigh
from agents.deduplication.story_features import ODDS_FEATURES, STORY_FEATURES
from agents.deduplication.verdicts import Verdict
from streams.story import Match
from training.clusterer.labelled import LabelledStream

_SURE: Final = Match(score=1.0)
_SWEEP: Final = 86400.0


class RoughModel:
    """A weighted sum of likenesses: makes the mistakes that the trained model shall cope with."""

    _WEIGHTS: Final = {
        "body": 8.0,
        "title": 2.5,
        "names": 2.0,
        "title_in_other": 1.5,
        "gap": -0.35,
    }
    _BIAS: Final = -3.6
    _OF_MEAN: Final = 0.25

    def pair_odds(self, pairs: Floats) -> Floats:
        """Give rough log-odds for each row of ``PAIR_FEATURES``."""
        odds = np.full(len(pairs), self._BIAS, np.float32)
        for name, weight in self._WEIGHTS.items():
            odds += weight * np.maximum(pairs[:, PAIR_FEATURES.index(name)], 0)
        return odds

    def probabilities(self, features: Floats) -> Floats:
        """Give a rough probability for each row of ``STORY_FEATURES``."""
        best, mean = (
            features[:, STORY_FEATURES.index(f"{name}_odds")] for name in ("best", "mean")
        )
        score = best + self._OF_MEAN * (mean - best)
        return (1 / (1 + np.exp(-score))).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Trace:
    """What was seen of reports with stories, and 1 where the report belongs there, else 0.

    ``features`` are rows of ``STORY_FEATURES`` whose log-odds are still to be filled in, from rows
    of ``PAIR_FEATURES``: ``pairs`` are those of all stories one after the other, ``sizes[i]`` of
    story ``i``. ``same`` says of a pair whether both tell one event, NaN if that is not known.
    ``fold`` is 0 or 1 by the report's true story; ``report`` numbers the reports, whose rows stand
    together. ``weight`` is what a row of ``features`` counts, beside the others of the trace: 0
    for a story of which nothing is known but that it is a rival.
    """

    features: Floats
    right: npt.NDArray[np.float32]
    fold: npt.NDArray[np.int8]
    report: npt.NDArray[np.int64]
    weight: Floats
    sizes: npt.NDArray[np.int64]
    pairs: Floats
    same: npt.NDArray[np.float32]

    @property
    def total(self) -> float:
        """The weight of all reports, each counted once."""
        starts = self._starts()
        return float(np.maximum.reduceat(self.weight, starts).sum()) if len(starts) else 0.0

    def with_odds(self, odds: Floats) -> Floats:
        """Give the features with the log-odds of ``pairs`` filled in."""
        filled = self.features.copy()
        first_pair = np.cumsum(self.sizes) - self.sizes
        bounds = [*self._starts().tolist(), len(self.report)]
        for start, end in pairwise(bounds):
            pairs = first_pair[start:end] - first_pair[start]
            some = odds[first_pair[start] : first_pair[start] + self.sizes[start:end].sum()]
            filled[start:end, -len(ODDS_FEATURES) :] = gather_odds(some, pairs)
        return filled

    def _starts(self) -> npt.NDArray[np.int64]:
        """Give the first row of each report."""
        return np.flatnonzero(np.diff(self.report, prepend=-1))

    def only(self, kept: npt.NDArray[np.bool_]) -> "Trace":
        """Give some of the rows."""
        pairs = np.repeat(kept, self.sizes)
        return Trace(
            self.features[kept],
            self.right[kept],
            self.fold[kept],
            self.report[kept],
            self.weight[kept],
            self.sizes[kept],
            self.pairs[pairs],
            self.same[pairs],
        )


@dataclass(frozen=True, slots=True)
class Known:
    """Whether a report belongs to a story, and what that weighs.

    ``same`` has 1 or 0 for each compared report of the story, NaN where it is not known.
    """

    right: bool
    weight: float
    same: list[float]


@dataclass(slots=True)
class Notes:
    """Collects the rows of a trace."""

    reports: int = 0
    features: list[Floats] = field(default_factory=list)
    right: list[float] = field(default_factory=list)
    fold: list[int] = field(default_factory=list)
    report: list[int] = field(default_factory=list)
    weight: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    pairs: list[Floats] = field(default_factory=list)
    same: list[float] = field(default_factory=list)

    def take(
        self, compared: Compared, evidence: Floats, fold: int, known: Mapping[int, Known]
    ) -> None:
        """Note all stories that a report was compared with; of some it is known how it stands."""
        self.reports += 1
        self.pairs.append(compared.pairs)
        for story, (row, size) in enumerate(zip(evidence, compared.sizes.tolist(), strict=True)):
            told = known.get(story, Known(right=False, weight=0.0, same=[np.nan] * size))
            self.features.append(row)
            self.right.append(float(told.right))
            self.fold.append(fold)
            self.report.append(self.reports)
            self.weight.append(told.weight)
            self.sizes.append(size)
            self.same += told.same

    def as_trace(self) -> Trace:
        """Give them as arrays."""
        return Trace(
            np.array(self.features, np.float32).reshape(-1, len(STORY_FEATURES)),
            np.array(self.right, np.float32),
            np.array(self.fold, np.int8),
            np.array(self.report, np.int64),
            np.array(self.weight, np.float32),
            np.array(self.sizes, np.int64),
            np.concatenate([np.empty((0, len(PAIR_FEATURES)), np.float32), *self.pairs]),
            np.array(self.same, np.float32),
        )


def fold_of(label: str) -> int:
    """Give the half, 0 or 1, that a true story is in."""
    return zlib.crc32(f"x{label}".encode()) % 2


def trace(
    stream: LabelledStream, clusterer: Clusterer, background: Background, *, guided: bool
) -> Trace:
    """Follow a stream and note every candidate of every labelled report.

    ``guided`` lets labelled reports go where they belong; otherwise the clusterer has its way,
    mistakes included. A story most of whose reports have no label is only a rival.
    """
    walk = _Walk(OpenStories(background.of("en"), "en"), clusterer)
    for signature, now in zip(stream.signatures, stream.clock, strict=True):
        walk.sweep(now)
        walk.step(signature, stream.labels.get(signature.article_id), now, guided=guided)
    return walk.notes.as_trace()


class _Walk:
    def __init__(self, state: OpenStories, clusterer: Clusterer) -> None:
        self.state, self.clusterer = state, clusterer
        self.notes = Notes()
        self._labels: dict[str, Counter[str | None]] = defaultdict(Counter)
        self._home: dict[str, str] = {}
        self._label_of: dict[str, str | None] = {}
        self._swept = -np.inf

    def sweep(self, now: float) -> None:
        if now - self._swept < _SWEEP:
            return
        self._swept = now
        for change in self.clusterer.expire(self.state, now):
            self.state.apply(change)
            if isinstance(change, Forgotten):
                self._labels.pop(change.story_id, None)

    def step(self, signature: Signature, label: str | None, now: float, *, guided: bool) -> None:
        query = weigh(signature, self.state)
        verdicts = self.clusterer.judge.verdicts(self.state, query)
        if verdicts and label is not None:
            compared = verdicts[0].compared
            unknown = np.zeros(len(compared.rows), np.float32)
            evidence = gather(query, compared, unknown, self.state)
            self.notes.take(compared, evidence, fold_of(label), self._known(compared, label))
        story_id = self._target(verdicts, label, guided=guided)
        if story_id is None:
            story_id = f"st_{signature.article_id}"
            self.state.apply(Opened(signature, story_id, _SURE, now))
            if label is not None:
                self._home[label] = story_id
        else:
            self.state.apply(Joined(signature, story_id, _SURE, now))
        self._labels[story_id][label] += 1
        self._label_of[signature.article_id] = label

    def _known(self, compared: Compared, label: str) -> dict[int, Known]:
        """Give what is known of the stories that have labels."""
        known = {}
        for story, number in enumerate(compared.numbers):
            labels = self._labels[self.state.story(number).story_id]
            total = labels.total()
            if labels[None] * 2 <= total:
                others = self._labels_of(compared.rows[compared.of(story)])
                same = [np.nan if other is None else float(other == label) for other in others]
                known[story] = Known(labels[label] * 2 >= total, 1.0, same)
        return known

    def _labels_of(self, rows: Rows) -> list[str | None]:
        return [self._label_of[self.state.article_at(row)] for row in rows.tolist()]

    def _target(self, verdicts: list[Verdict], label: str | None, *, guided: bool) -> str | None:
        if guided and label is not None:
            home = self._home.get(label)
            return home if home in self._labels else None
        if verdicts and verdicts[0].probability >= self.clusterer.config.join:
            return self.state.story(verdicts[0].number).story_id
        return None


def joined(traces: Sequence[Trace]) -> Trace:
    """Give several traces as one; their reports are numbered on."""
    numbers, last = [], 0
    for each in traces:
        numbers.append(each.report + last)
        last = int(numbers[-1].max(initial=last))
    columns = ("features", "right", "fold", "weight", "sizes", "pairs", "same")
    found = {name: np.concatenate([getattr(each, name) for each in traces]) for name in columns}
    return Trace(report=np.concatenate(numbers), **found)


def only_fold(whole: Trace, fold: int) -> Trace:
    """Give the rows of the reports whose true story is in one half."""
    return whole.only(whole.fold == fold)
