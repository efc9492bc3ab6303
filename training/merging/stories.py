"""Read labelled stories and make of their articles what merging reads."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from agents.deduplication.merging.extract import ReportExtract, extract
from agents.enrichment.enricher import Enricher
from agents.enrichment.language_model import load
from agents.evaluation.reading import article_of, json_lines, labels_of
from streams.enriched_article import EnrichedArticle
from training.clusterer.replayed import by_story, replayed

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
    return {article.id: _cut(article) for article in articles}


def stories_in(folder: Path) -> dict[str, list[Article]]:
    """Give the stories that two or more outlets tell, by label."""
    articles = articles_in(folder)
    stories: defaultdict[str, list[Article]] = defaultdict(list)
    for article_id, story in labels_of(folder / "labels.tsv").items():
        if article_id in articles:
            stories[story].append(articles[article_id])
    return _told_by_several(stories)


def clustered_in(
    folder: Path, language: str = "en"
) -> tuple[dict[str, list[Article]], Mapping[str, str]]:
    """Give the stories of a day without labels as the shipped clusterer tells them.

    Those of three to thirty reports of two outlets or more, and of each copy what it copies.
    """
    day = replayed(folder, language)
    stories = {
        story: [_cut(day.articles[article_id]) for article_id in told]
        for story, told in by_story(day.clusters).items()
        if _FEWEST <= len(told) <= _MOST
    }
    return _told_by_several(stories), day.copies


def _told_by_several(stories: Mapping[str, list[Article]]) -> dict[str, list[Article]]:
    return {
        story: told
        for story, told in sorted(stories.items())
        if len({article.outlet for article in told}) > 1
    }


def _cut(article: Article) -> Article:
    return article.model_copy(update={"text": (article.text or "")[:LONGEST]})


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
