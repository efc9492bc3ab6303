"""The labelled streams that the join model learns from."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import py3langid

from agents.deduplication.background import Background
from agents.deduplication.signature import Signature, sign
from agents.evaluation.reading import article_of, json_lines, labels_of
from agents.evaluation.stories import in_order
from streams.article import Article
from streams.enriched_article import EnrichedArticle
from streams.record import to_utc

SETS: Final = ("lookalikes", "rumours", "triples", "roundups", "incidents")
DAY: Final = "firehose"
_EVENTS: Final = Path(__file__).with_name("firehose_events.tsv")
_LEAST_REPORTS: Final = 8
_EPOCH: Final = to_utc("1970-01-01")


@dataclass(frozen=True, slots=True)
class LabelledStream:
    """Reports in order of arrival with the clock then; the stories of those that have a label."""

    name: str
    signatures: tuple[Signature, ...]
    clock: tuple[float, ...]
    labels: dict[str, str]

    def only_labelled(self) -> "LabelledStream":
        """Give the stream without the reports that have no label."""
        kept = [i for i, s in enumerate(self.signatures) if s.article_id in self.labels]
        return LabelledStream(
            f"{self.name} only",
            tuple(self.signatures[i] for i in kept),
            tuple(self.clock[i] for i in kept),
            self.labels,
        )


def read_set(folder: Path, background: Background) -> LabelledStream:
    """Read a set whose every article has a label."""
    articles = [article_of(line) for line in json_lines(folder / "articles.jsonl")]
    return stream_of(folder.name, articles, labels_of(folder / "labels.tsv"), background)


def language_of(line: Mapping[str, Any]) -> str | None:
    """Give the language that an article seems to be in; None if it has no words."""
    title, text = line.get("title") or "", line.get("text") or ""
    if not (title + text).strip():
        return None
    language: str = py3langid.classify(f"{title} {text[:1000]}")[0]
    return language


def read_day(folder: Path, background: Background) -> LabelledStream:
    """Read the English articles of a day; those of its big stories are told by their headlines.

    The rules for headlines (``firehose_events.tsv``) were written by hand for the stories with
    the most reports of that day: the only big ones at hand. A headline that fits two rules has
    no label.
    """
    rules = [line.split("\t") for line in _EVENTS.read_text().splitlines()]
    patterns = [(event, re.compile(pattern)) for event, pattern in rules]
    articles, labels = [], {}
    for line in json_lines(folder / "articles.jsonl"):
        title = line.get("title") or ""
        if language_of(line) != "en":
            continue
        article = article_of(line)
        articles.append(article)
        headline = title.lower().replace("\u2019", "'")
        events = [event for event, pattern in patterns if pattern.search(headline)]
        if len(events) == 1:
            labels[article.id] = events[0]
    sizes = Counter(labels.values())
    big = {a: event for a, event in labels.items() if sizes[event] >= _LEAST_REPORTS}
    return stream_of(folder.name, articles, big, background)


def stream_of(
    name: str,
    articles: list[Article],
    labels: dict[str, str],
    background: Background,
    language: str = "en",
) -> LabelledStream:
    """Sign articles in order of arrival."""
    replay = in_order(articles)
    signatures = tuple(
        sign(
            EnrichedArticle(article=article, language=language, received=_EPOCH, enriched=False),
            background,
        )
        for article in replay.articles
    )
    return LabelledStream(name, signatures, replay.clock, labels)
