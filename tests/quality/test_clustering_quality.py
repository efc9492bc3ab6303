"""Clustering and copies against labels: guards against getting worse.

The shipped model has seen the stories of these sets in training, so the figures are no measure of
what it does on others: ``python -m training.clusterer.join_model DATA --check`` is.
"""

from pathlib import Path

import pytest

from agents.deduplication.background import shipped_background
from agents.deduplication.clusterer import Clusterer
from agents.deduplication.clusterer_config import ClustererConfig
from agents.deduplication.join_model import shipped_model
from agents.deduplication.signature import sign
from agents.evaluation.bcubed import bcubed
from agents.evaluation.copies import LabelledPair, score_copies
from agents.evaluation.reading import article_of, json_lines, labels_of
from agents.evaluation.stories import Replayer, in_order
from streams.article import Article
from streams.enriched_article import EnrichedArticle
from streams.record import to_utc

_DATA = Path(__file__).parents[2].parent / "shared" / "data"
_DAY = to_utc("2020-01-01")

LEAST_F1 = {"lookalikes": 0.91, "rumours": 0.91, "triples": 0.97}
"""BCubed F1 of the shipped model with its one configuration, less a tolerance of about 0.02."""

pytestmark = [
    pytest.mark.quality,
    pytest.mark.slow,
    pytest.mark.skipif(not _DATA.is_dir(), reason="the labelled data is not here"),
]


def _enriched(article: Article) -> EnrichedArticle:
    return EnrichedArticle(article=article, language="en", received=_DAY, enriched=False)


@pytest.mark.parametrize("name", LEAST_F1)
def test_stories_are_no_worse_than_they_were(name: str) -> None:
    """One configuration, the very code that the agent runs, in streaming order."""
    folder = _DATA / "stories" / name
    replay = in_order([article_of(line) for line in json_lines(folder / "articles.jsonl")])
    background = shipped_background()
    replayer = Replayer(Clusterer(ClustererConfig(), shipped_model()), background)
    for article, now in zip(replay.articles, replay.clock, strict=True):
        replayer.take(sign(_enriched(article), background), now)
    labels = labels_of(folder / "labels.tsv")
    found = replayer.clusters()

    agreement = bcubed(found, {article: labels[article] for article in found})

    assert agreement.f1 >= LEAST_F1[name]


def test_copies_are_told_from_other_reports_of_the_same_event() -> None:
    """Recrawled pages are copies; reports of one event by different outlets are not."""
    copies = [
        LabelledPair(
            _enriched(article_of(p["a"], "a")), _enriched(article_of(p["b"], "b")), copy=True
        )
        for p in json_lines(_DATA / "copies" / "recrawls.jsonl")
    ]
    roundups = _DATA / "stories" / "roundups"
    labels = labels_of(roundups / "labels.tsv")
    by_story: dict[str, list[Article]] = {}
    for line in json_lines(roundups / "articles.jsonl"):
        by_story.setdefault(labels[line["id"]], []).append(article_of(line))
    others = [
        LabelledPair(_enriched(story[0]), _enriched(other), copy=False)
        for story in by_story.values()
        for other in story[1:]
    ]

    score = score_copies([*copies, *others], shipped_background())

    assert score.f1 >= 0.97
