"""Replay a day of news and print its stories for reading by eye: ``python -m … FOLDER``.

``FOLDER`` holds ``articles.jsonl``. Printed are the largest stories, by some of their headlines,
and pairs of headlines drawn by chance (``--seed``): a story of two reports or more, each equally
likely, then two of its reports. ``--language`` replays the reports in one language alone.
"""

import argparse
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from streams.article import Article
from training.clusterer.replayed import by_story, replayed

_HEADLINES: Final = 6
_WIDTH: Final = 90


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
    day = replayed(options.folder, options.language)
    articles, stories = day.articles, list(by_story(day.clusters).values())
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
