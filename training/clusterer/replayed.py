"""A day of news as the shipped clusterer tells it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from agents.deduplication.background import shipped_background
from agents.deduplication.clusterer import Clusterer
from agents.deduplication.clusterer_config import ClustererConfig
from agents.deduplication.decisions import Bridged, Joined
from agents.deduplication.join_model import shipped_model
from agents.deduplication.signature import sign
from agents.evaluation.reading import article_of, json_lines
from agents.evaluation.stories import Replayer, in_order
from streams.article import Article
from streams.enriched_article import EnrichedArticle
from streams.record import to_utc
from training.clusterer.labelled import language_of

_EPOCH: Final = to_utc("1970-01-01")


@dataclass(frozen=True, slots=True)
class ReplayedDay:
    """Articles by id, the story of each, and of each copy what it copies."""

    articles: Mapping[str, Article]
    clusters: Mapping[str, str]
    copies: Mapping[str, str]


def replayed(folder: Path, only: str | None = None) -> ReplayedDay:
    """Replay ``articles.jsonl`` of a folder, or its articles in one language."""
    languages, articles = {}, []
    for line in json_lines(folder / "articles.jsonl"):
        language = language_of(line)
        if language is not None and only in {None, language}:
            article = article_of(line)
            languages[article.id] = language
            articles.append(article)
    background = shipped_background()
    replayer = Replayer(Clusterer(ClustererConfig(), shipped_model()), background)
    arrived, copies = in_order(articles), {}
    for article, now in zip(arrived.articles, arrived.clock, strict=True):
        enriched = EnrichedArticle(
            article=article, language=languages[article.id], received=_EPOCH, enriched=False
        )
        decision = replayer.take(sign(enriched, background), now)
        if isinstance(decision, Joined | Bridged) and decision.copy_of is not None:
            copies[article.id] = decision.copy_of
    return ReplayedDay({article.id: article for article in articles}, replayer.clusters(), copies)


def by_story(clusters: Mapping[str, str]) -> dict[str, list[str]]:
    """Give the articles of each story, in the order of their first ones.

    >>> by_story({"a": "s", "b": "t", "c": "s"})
    {'s': ['a', 'c'], 't': ['b']}
    """
    stories: dict[str, list[str]] = {}
    for article, story in clusters.items():
        stories.setdefault(story, []).append(article)
    return stories
