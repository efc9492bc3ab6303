"""Judged pairs of a day's reports become evidence to learn from."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from agents.deduplication.background import EMPTY_BACKGROUND
from agents.deduplication.clusterer import Clusterer
from agents.deduplication.clusterer_config import ClustererConfig
from agents.deduplication.pair_features import Floats
from streams.article import Article
from training.clusterer.judged import JudgedPair, JudgedStream, read_pairs, trace_judged
from training.clusterer.labelled import stream_of

_DAY = datetime(2026, 3, 10, tzinfo=UTC)
_TEXTS = (
    "the ferry Alma ran aground off Sund with ninety people aboard said Petra Holm",
    "boats from Sund took ninety people off the ferry Alma that ran aground, said Petra Holm",
    "boats from Sund took people off the ferry Alma that ran aground on Monday, said Petra Holm",
)


class _Always:
    """Gives every story the same probability."""

    def __init__(self, probability: float) -> None:
        self._probability = probability

    def pair_odds(self, pairs: Floats) -> Floats:
        return np.zeros(len(pairs), np.float32)

    def probabilities(self, features: Floats) -> Floats:
        return np.full(len(features), self._probability, np.float32)


def _day(*pairs: JudgedPair) -> JudgedStream:
    """Give a day of three reports whose last is judged with earlier ones."""
    articles = [
        Article(id=f"a{i}", title="", text=text, outlet=f"Post {i}", published=_DAY)
        for i, text in enumerate(_TEXTS)
    ]
    reports = stream_of("day", articles, {}, EMPTY_BACKGROUND)
    return JudgedStream("en", reports, {"a2": pairs})


def _clusterer(probability: float) -> Clusterer:
    return Clusterer(ClustererConfig(), _Always(probability))


def test_each_pair_is_a_row_with_its_judgement_and_weight() -> None:
    """What the model learns from is what was read."""
    day = _day(JudgedPair("a0", same=False, weight=2.0), JudgedPair("a1", same=True, weight=8.0))

    trace = trace_judged(day, _clusterer(0.0), EMPTY_BACKGROUND)

    meant = trace.only(trace.weight > 0)
    assert meant.right.tolist() == [0.0, 1.0]
    assert meant.weight.tolist() == [2.0, 8.0]
    assert trace.total == pytest.approx(10.0)


def test_a_judgement_says_nothing_of_the_other_reports_of_a_story() -> None:
    """The report is the same event as one of them; the others may be there by mistake."""
    day = _day(JudgedPair("a1", same=True, weight=1.0))

    trace = trace_judged(day, _clusterer(1.0), EMPTY_BACKGROUND)

    assert trace.sizes.tolist() == [2]
    assert np.isnan(trace.same[0])
    assert trace.same[1] == 1


def test_unlike_one_report_is_not_unlike_a_story_that_has_a_nearer_one() -> None:
    """The report may tell what the nearer one tells: the judgement says nothing of the story."""
    joined = _clusterer(1.0)

    far = trace_judged(_day(JudgedPair("a0", same=False, weight=1.0)), joined, EMPTY_BACKGROUND)
    near = trace_judged(_day(JudgedPair("a1", same=False, weight=1.0)), joined, EMPTY_BACKGROUND)
    same = trace_judged(_day(JudgedPair("a0", same=True, weight=1.0)), joined, EMPTY_BACKGROUND)

    assert [len(each.right) for each in (far, near, same)] == [0, 1, 1]


def test_pairs_with_a_report_that_is_not_there_are_passed_over() -> None:
    """The day is read as it is at hand."""
    day = _day(JudgedPair("elsewhere", same=True, weight=1.0))

    assert trace_judged(day, _clusterer(0.0), EMPTY_BACKGROUND).features.shape[0] == 0


def test_pairs_are_read_by_language_and_later_report(tmp_path: Path) -> None:
    """A line is one judgement."""
    path = tmp_path / "pairs.tsv"
    path.write_text("en\tb\ta\t1\t2.5\nde\td\tc\t0\t1.0\nen\tb\tz\t0\t8.0\n")

    pairs = read_pairs(path)

    assert pairs["en"]["b"] == [
        JudgedPair("a", same=True, weight=2.5),
        JudgedPair("z", same=False, weight=8.0),
    ]
    assert pairs["de"]["d"] == [JudgedPair("c", same=False, weight=1.0)]
