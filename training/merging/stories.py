"""Read labelled stories and make of their articles what merging reads."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from agents.deduplication.background import shipped_background
from agents.deduplication.clusterer import Clusterer
from agents.deduplication.clusterer_config import ClustererConfig
from agents.deduplication.decisions import Bridged, Joined
from agents.deduplication.join_model import shipped_model
from agents.deduplication.merging.extract import ReportExtract, extract
from agents.deduplication.signature import sign
from agents.enrichment.enricher import Enricher
from agents.enrichment.language_model import load
from agents.evaluation.reading import article_of, json_lines, labels_of
from agents.evaluation.stories import Replayer, in_order
from streams.enriched_article import EnrichedArticle
from training.clusterer.labelled import language_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from streams.article import Article

BATCH: Final = 32
LONGEST: Final = 12_000
"""Characters of a text that are read."""
_FEWEST: Final = 3
_MOST: Final = 30
_UNDATED: Final = datetime(2020, 1, 1, tzinfo=UTC)


def articles_in(folder: Path) -> dict[str, Article]:
    """Give a folder's articles by id, long texts cut."""
    articles = map(article_of, json_lines(folder / "articles.jsonl"))
    return {
        article.id: article.model_copy(update={"text": (article.text or "")[:LONGEST]})
        for article in articles
    }


def stories_in(folder: Path) -> dict[str, list[Article]]:
    """Give the stories that two or more outlets tell, by label."""
    articles = articles_in(folder)
    stories: defaultdict[str, list[Article]] = defaultdict(list)
    for article_id, story in labels_of(folder / "labels.tsv").items():
        if article_id in articles:
            stories[story].append(articles[article_id])
    return {
        story: told
        for story, told in sorted(stories.items())
        if len({article.outlet for article in told}) > 1
    }


def replayed(folder: Path, language: str = "en") -> tuple[dict[str, list[Article]], dict[str, str]]:
    """Give the stories of a day without labels as the shipped clusterer tells them.

    Those of three to thirty reports of two outlets or more, and of each copy what it copies.
    """
    articles = {
        article.id: article.model_copy(update={"text": (article.text or "")[:LONGEST]})
        for line in json_lines(folder / "articles.jsonl")
        if language_of(line) == language
        for article in [article_of(line)]
    }
    background = shipped_background()
    replayer = Replayer(Clusterer(ClustererConfig(), shipped_model()), background)
    arrived = in_order(list(articles.values()))
    copies = {}
    for article, now in zip(arrived.articles, arrived.clock, strict=True):
        enriched = EnrichedArticle(
            article=article, language=language, received=_UNDATED, enriched=False
        )
        decision = replayer.take(sign(enriched, background), now)
        if isinstance(decision, Joined | Bridged) and decision.copy_of is not None:
            copies[article.id] = decision.copy_of
    return _told_by_several(articles, replayer.clusters()), copies


def _told_by_several(
    articles: Mapping[str, Article], clusters: Mapping[str, str]
) -> dict[str, list[Article]]:
    stories: defaultdict[str, list[Article]] = defaultdict(list)
    for article_id, story in clusters.items():
        stories[story].append(articles[article_id])
    return {
        story: told
        for story, told in sorted(stories.items())
        if _FEWEST <= len(told) <= _MOST and len({article.outlet for article in told}) > 1
    }


class Reader:
    """Reads articles with the shipped pipeline."""

    def __init__(self) -> None:
        self._enricher = Enricher({"en": load("english")})

    def extracts(self, articles: Sequence[Article]) -> list[ReportExtract]:
        """Give what merging keeps of each article that can be read."""
        timed = [
            (article, (article.published or _UNDATED) + timedelta(minutes=5))
            for article in articles
        ]
        return [
            extract(enriched)
            for at in range(0, len(timed), BATCH)
            for enriched in self._enricher.enrich(timed[at : at + BATCH])
            if isinstance(enriched, EnrichedArticle)
        ]
