"""A realistic load for the clusterer: one day's articles, repeated with fresh names and words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count, islice
from pathlib import Path

import numpy as np
import py3langid

from agents.deduplication.background import Background
from agents.deduplication.clusterer import Clusterer
from agents.deduplication.open_stories import OpenStories, RememberedReport
from agents.deduplication.signature import Signature
from agents.deduplication.terms import BUCKETS
from streams.article import Article
from streams.codec import article_from, from_json
from streams.enriched_article import EnrichedArticle

COMMON = 60
"""Terms used by more background texts than this stay the same in every repetition."""


def articles_in(folder: Path) -> list[Article]:
    """Read a folder's articles that say something, in order of time where they have one."""
    read = []
    with (folder / "articles.jsonl").open("rb") as lines:
        for line in lines:
            data = from_json(line)
            data.setdefault("outlet", "unknown")
            if (data.get("text") or "").strip() or (data.get("title") or "").strip():
                read.append(article_from(data))
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    return sorted(read, key=lambda a: a.published or epoch)


def enriched(article: Article, language: str) -> EnrichedArticle:
    """Wrap an article as one of a language that has no pipeline."""
    received = article.published or datetime(2020, 1, 1, tzinfo=UTC)
    return EnrichedArticle(article=article, language=language, received=received, enriched=False)


def in_language(articles: list[Article], language: str, most: int) -> list[EnrichedArticle]:
    """Give the first articles of one language, at most so many."""
    found = (
        enriched(a, language)
        for a in articles
        if py3langid.classify(f"{a.title or ''} {(a.text or '')[:500]}")[0] == language
    )
    return list(islice(found, most))


class Repeater:
    """Gives signatures as of ever new days: rare terms, ids and sketches differ from day to day."""

    def __init__(self, day: list[Signature], background: Background) -> None:
        self._day = day
        self._rare = [background.of(s.language).frequency_of(s.terms) <= COMMON for s in day]

    def stream(self) -> Iterator[Signature]:
        """Give signatures without end."""
        for repetition in count(1):
            for signature, rare in zip(self._day, self._rare, strict=True):
                yield self.fresh(signature, rare, repetition)

    def fresh(self, signature: Signature, rare: np.ndarray, repetition: int) -> Signature:
        """Give a signature with its rare terms replaced, the same way for all of a repetition."""
        moved = signature.terms.astype(np.int64) * 2_654_435_761 + repetition * 40_503_001
        terms = np.where(rare, moved % (BUCKETS - 1) + 1, signature.terms).astype(np.int32)
        _, first = np.unique(terms, return_index=True)
        first.sort()
        return replace(
            signature,
            article_id=f"{repetition}:{signature.article_id}",
            terms=terms[first],
            counts=signature.counts[first],
            places=signature.places[first],
            minhash=signature.minhash ^ np.uint32((repetition * 2_654_435_761) & 0xFFFFFFFF),
        )


def remembered(
    day: list[Signature], background: Background, clusterer: Clusterer, reports: int
) -> tuple[OpenStories, Repeater]:
    """Give a state of so many open reports, in the stories that the clusterer makes of the day."""
    language = day[0].language
    small = OpenStories(background.of(language), language)
    for signature in day:
        small.apply(clusterer.decide(small, signature, signature.published))
    repeater = Repeater(day, background)
    latest = max(s.published for s in day)

    def rows() -> Iterator[RememberedReport]:
        for order, signature in zip(range(reports), repeater.stream(), strict=False):
            repetition, article_id = signature.article_id.split(":", 1)
            story_id = f"{repetition}:{small.story_of(article_id)}"
            packed = signature.to_bytes()
            yield RememberedReport(signature.article_id, packed, story_id, order, latest)

    return OpenStories.from_reports(background.of(language), language, rows()), repeater
