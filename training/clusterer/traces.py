"""What the clusterer sees along a labelled stream: evidence, and whether to join was right."""

import zlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from agents.deduplication.background import Background
from agents.deduplication.clusterer import Clusterer
from agents.deduplication.decisions import Forgotten, Joined, Opened
from agents.deduplication.evidence import STORY_FEATURES, gather
from agents.deduplication.open_stories import OpenStories
from agents.deduplication.signature import Signature
from agents.deduplication.similarity import Floats, weigh
from agents.deduplication.verdicts import Verdict
from streams.story import Match
from training.clusterer.labelled import LabelledStream

_SURE: Final = Match(score=1.0)
_SWEEP: Final = 86400.0


class RoughModel:
    """A weighted sum of likenesses: makes the mistakes that the trained model shall cope with."""

    _WEIGHTS: Final = {
        "best_body": 6.0,
        "mean_body": 2.0,
        "best_title": 2.5,
        "best_names": 2.0,
        "best_title_in_other": 1.5,
        "best_gap": -0.35,
    }
    _BIAS: Final = -3.6

    def probabilities(self, features: Floats) -> Floats:
        """Give a rough probability for each row of ``STORY_FEATURES``."""
        score = np.full(len(features), self._BIAS, np.float32)
        for name, weight in self._WEIGHTS.items():
            score += weight * np.maximum(features[:, STORY_FEATURES.index(name)], 0)
        return (1 / (1 + np.exp(-score))).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Trace:
    """Rows of ``STORY_FEATURES`` of a report with a story, and 1 where it belongs to it, else 0.

    ``fold`` is 0 or 1 by the report's true story; ``report`` numbers the reports. ``weight`` is
    what a row counts, beside the others of the trace.
    """

    features: Floats
    right: npt.NDArray[np.float32]
    fold: npt.NDArray[np.int8]
    report: npt.NDArray[np.int64]
    weight: Floats

    @property
    def total(self) -> float:
        """The weight of all reports, each counted once."""
        _, first = np.unique(self.report, return_index=True)
        return float(self.weight[first].sum())


def fold_of(label: str) -> int:
    """Give the half, 0 or 1, that a true story is in."""
    return zlib.crc32(f"x{label}".encode()) % 2


def trace(
    stream: LabelledStream, clusterer: Clusterer, background: Background, *, guided: bool
) -> Trace:
    """Follow a stream and note every candidate of every labelled report.

    ``guided`` lets labelled reports go where they belong; otherwise the clusterer has its way,
    mistakes included. A story most of whose reports have no label is passed over.
    """
    walk = _Walk(OpenStories(background.of("en"), "en"), clusterer)
    for signature, now in zip(stream.signatures, stream.clock, strict=True):
        walk.sweep(now)
        walk.step(signature, stream.labels.get(signature.article_id), now, guided=guided)
    return Trace(
        np.array(walk.features, np.float32).reshape(-1, len(STORY_FEATURES)),
        np.array(walk.right, np.float32),
        np.array(walk.fold, np.int8),
        np.array(walk.report),
        np.ones(len(walk.right), np.float32),
    )


class _Walk:
    def __init__(self, state: OpenStories, clusterer: Clusterer) -> None:
        self.state, self.clusterer = state, clusterer
        self.features: list[Floats] = []
        self.right: list[float] = []
        self.fold: list[int] = []
        self.report: list[int] = []
        self._labels: dict[str, Counter[str | None]] = defaultdict(Counter)
        self._home: dict[str, str] = {}
        self._reports = 0
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
        self._reports += 1
        query = weigh(signature, self.state)
        verdicts = self.clusterer.judge.verdicts(self.state, query)
        if verdicts and label is not None:
            compared = verdicts[0].compared
            evidence = gather(query, compared, self.state)
            for number, row in zip(compared.numbers, evidence, strict=True):
                self._note(number, row, label)
        story_id = self._target(verdicts, label, guided=guided)
        if story_id is None:
            story_id = f"st_{signature.article_id}"
            self.state.apply(Opened(signature, story_id, _SURE, now))
            if label is not None:
                self._home[label] = story_id
        else:
            self.state.apply(Joined(signature, story_id, _SURE, now))
        self._labels[story_id][label] += 1

    def _note(self, number: int, row: Floats, label: str) -> None:
        labels = self._labels[self.state.story(number).story_id]
        total = labels.total()
        if labels[None] * 2 > total:
            return
        self.features.append(row)
        self.right.append(float(labels[label] * 2 >= total))
        self.fold.append(fold_of(label))
        self.report.append(self._reports)

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
    features, right, fold, weight = (
        np.concatenate([getattr(each, name) for each in traces])
        for name in ("features", "right", "fold", "weight")
    )
    return Trace(features, right, fold, np.concatenate(numbers), weight)


def only_fold(whole: Trace, fold: int) -> Trace:
    """Give the rows of the reports whose true story is in one half."""
    kept = whole.fold == fold
    columns = (whole.features, whole.right, whole.fold, whole.report, whole.weight)
    return Trace(*(column[kept] for column in columns))
