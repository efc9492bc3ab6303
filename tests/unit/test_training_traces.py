"""What the join model learns from a labelled stream."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from agents.deduplication.background import EMPTY_BACKGROUND
from agents.deduplication.clusterer import Clusterer
from agents.deduplication.clusterer_config import ClustererConfig
from agents.deduplication.story_features import ODDS_FEATURES
from streams.article import Article
from training.clusterer.labelled import LabelledStream, stream_of
from training.clusterer.traces import RoughModel, Trace, joined, only_fold, trace

_DAY = datetime(2026, 3, 10, tzinfo=UTC)
_FERRY = (
    "the ferry Alma ran aground off Sund with ninety people aboard said Petra Holm",
    "boats from Sund took ninety people off the ferry Alma that ran aground, said Petra Holm",
    "boats from Sund took people off the ferry Alma that ran aground on Monday, said Petra Holm",
)
_AGAIN = "the ferry Alma sails again from Sund with people aboard said Petra Holm"


def _stream(labels: dict[str, str]) -> LabelledStream:
    articles = [
        Article(
            id=f"a{i}", title="", text=text, outlet=f"Post {i}", published=_DAY + timedelta(hours=i)
        )
        for i, text in enumerate((_AGAIN, *_FERRY))
    ]
    return stream_of("some", articles, labels, EMPTY_BACKGROUND)


def _trace(labels: dict[str, str]) -> Trace:
    clusterer = Clusterer(ClustererConfig(), RoughModel())
    return trace(_stream(labels), clusterer, EMPTY_BACKGROUND, guided=True)


def test_a_report_is_noted_with_each_story_and_with_each_report_of_it() -> None:
    """Its own story is right, the other is not; a pair is the same if both tell one event."""
    seen = _trace({"a0": "again", "a1": "aground", "a2": "aground", "a3": "aground"})
    last = seen.only(seen.report == seen.report.max())

    by_size = dict(zip(last.sizes.tolist(), last.right.tolist(), strict=True))
    assert by_size == {1: 0.0, 2: 1.0}
    assert sorted(last.same.tolist()) == [0.0, 1.0, 1.0]
    assert len(last.pairs) == len(last.same)


def test_a_story_without_labels_is_only_a_rival() -> None:
    """Nothing is known of it, but the report has it before it."""
    seen = _trace({"a1": "aground", "a2": "aground"})
    last = seen.only(seen.report == seen.report.max())

    assert sorted(last.weight.tolist()) == [0.0, 1.0]
    assert np.isnan(last.same).sum() == 1
    assert last.total == pytest.approx(1.0)


def test_odds_are_gathered_report_by_report() -> None:
    """The stories of one report are rivals; those of others are not."""
    seen = _trace({"a0": "again", "a1": "aground", "a2": "aground", "a3": "aground"})
    odds = np.arange(len(seen.pairs), dtype=np.float32)

    whole = seen.with_odds(odds)
    parts, start = [], 0
    for report in np.unique(seen.report):
        part = seen.only(seen.report == report)
        parts.append(part.with_odds(odds[start : start + len(part.pairs)]))
        start += len(part.pairs)

    assert np.array_equal(whole, np.concatenate(parts))
    assert (whole[:, -len(ODDS_FEATURES) :] != seen.features[:, -len(ODDS_FEATURES) :]).any()


def test_traces_are_joined_and_parted() -> None:
    """Reports of two traces stay apart, and each is in one half."""
    one = _trace({"a0": "again", "a1": "aground", "a2": "aground", "a3": "aground"})

    both = joined([one, one])
    halves = [only_fold(both, fold) for fold in (0, 1)]

    assert both.total == pytest.approx(2 * one.total)
    assert len(np.unique(both.report)) == 2 * len(np.unique(one.report))
    assert sum(len(half.pairs) for half in halves) == len(both.pairs)
