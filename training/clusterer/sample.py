"""Replay a day of news and print its stories for reading by eye: ``python -m … FOLDER``.

``FOLDER`` holds ``articles.jsonl``. Printed are the largest stories, by some of their headlines,
and pairs of headlines drawn by chance (``--seed``): a story of two reports or more, each equally
likely, then two of its reports. ``--language`` replays the reports in one language alone.
"""

import argparse
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from agents.deduplication.background import shipped_background
from agents.deduplication.clusterer import Clusterer
from agents.deduplication.clusterer_config import ClustererConfig
from agents.deduplication.join_model import shipped_model
from agents.deduplication.signature import sign
from agents.evaluation.reading import article_of, json_lines
from agents.evaluation.stories import Replayer, in_order
from streams.article import Article
from streams.enriched_article import EnrichedArticle
from streams.record import to_utc
from training.clusterer.labelled import language_of

_EPOCH: Final = to_utc("1970-01-01")
_HEADLINES: Final = 6
_WIDTH: Final = 90


def by_story(clusters: Mapping[str, str]) -> list[list[str]]:
    """Give the articles of each story, in the order of their first ones.

    >>> by_story({"a": "s", "b": "t", "c": "s"})
    [['a', 'c'], ['b']]
    """
    stories: dict[str, list[str]] = defaultdict(list)
    for article, story in clusters.items():
        stories[story].append(article)
    return list(stories.values())


def drawn_pairs(stories: Iterable[list[str]], count: int, seed: int) -> list[tuple[str, str]]:
    """Draw a story with a fellow and two of its articles, so many times; the same for one seed.

    >>> drawn_pairs([["a"], ["b", "c"]], 1, 1) in ([("b", "c")], [("c", "b")])
    True
    """
    chance = random.Random(seed)  # noqa: S311 (a sample that can be drawn again)
    several = [story for story in stories if len(story) > 1]
    pairs = []
    for _ in range(count):
        one, other = chance.sample(chance.choice(several), 2)
        pairs.append((one, other))
    return pairs


def replay(folder: Path, only: str | None) -> tuple[dict[str, Article], dict[str, str]]:
    """Give the articles of a day, and their stories by the shipped clusterer."""
    languages, articles = {}, []
    for line in json_lines(folder / "articles.jsonl"):
        language = language_of(line)
        if language is not None and only in {None, language}:
            article = article_of(line)
            languages[article.id] = language
            articles.append(article)
    background = shipped_background()
    replayer = Replayer(Clusterer(ClustererConfig(), shipped_model()), background)
    arrived = in_order(articles)
    for article, now in zip(arrived.articles, arrived.clock, strict=True):
        enriched = EnrichedArticle(
            article=article, language=languages[article.id], received=_EPOCH, enriched=False
        )
        replayer.take(sign(enriched, background), now)
    return {article.id: article for article in articles}, replayer.clusters()


def _headline(article: Article) -> str:
    title = " ".join((article.title or article.text or "").split())
    return f"{title[:_WIDTH]} | {article.outlet}"


def main() -> None:
    """Print the sample."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--language")
    parser.add_argument("--largest", type=int, default=30)
    parser.add_argument("--pairs", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    articles, clusters = replay(options.folder, options.language)
    stories = by_story(clusters)
    print(f"{len(articles)} reports, {len(stories)} stories")
    for story in sorted(stories, key=len, reverse=True)[: options.largest]:
        outlets = {articles[one].outlet for one in story}
        print(f"\n{len(story)} reports, {len(outlets)} outlets")
        for one in story[:: -(-len(story) // _HEADLINES)]:
            print(f"    {_headline(articles[one])}")
    print()
    for number, pair in enumerate(drawn_pairs(stories, options.pairs, options.seed), 1):
        print(f"{number:3}  " + "\n     ".join(_headline(articles[one]) for one in pair))


if __name__ == "__main__":
    main()
