"""An hour of news at ten times its speed: does the lag return to zero, and does memory stay flat?

    PYTHONPATH=. python benchmarks/load.py ARTICLES.jsonl [--hour 2019-11-18T11] [--speed 10]

Starts a broker of its own, and both stages; articles are published at their own times, ten times as
fast. Every half a minute it prints how many records wait and how much memory the workers have.
"""

import argparse
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from streams.article import Article
from streams.codec import article_from, encode, from_json
from streams.errors import InvalidRecord
from streams.settings import load
from streams.topics import REJECTED, STORIES
from tests.chaos.books import newest_stories
from tests.chaos.feed import Published
from tests.chaos.pipeline import Pipeline, Worker, running_pipeline

EVERY_S = 30.0


def of_hour(path: Path, hour: str | None) -> list[Article]:
    """Read the articles of one hour (the file's busiest, if none is named) in order of time."""
    hours: dict[str, list[Article]] = {}
    with path.open("rb") as lines:
        for line in lines:
            try:
                article = article_from(from_json(line))
            except InvalidRecord:
                continue
            if article.published is not None:
                hours.setdefault(f"{article.published:%Y-%m-%dT%H}", []).append(article)
    chosen = hour or max(hours, key=lambda each: len(hours[each]))
    return sorted(hours[chosen], key=lambda article: (article.published or _NEVER, article.id))


_NEVER = datetime.max.replace(tzinfo=UTC)


def paced(articles: list[Article], speed: float, say: Callable[[], None]) -> Iterator[Published]:
    """Give the articles at their own pace, so much faster."""
    first, began = articles[0].published or _NEVER, time.monotonic()
    for article in articles:
        due = began + ((article.published or _NEVER) - first).total_seconds() / speed
        while (rest := due - time.monotonic()) > 0:
            say()
            time.sleep(min(rest, 0.5))
        say()
        yield Published(article.id.encode(), encode(article))


def memory_mib(worker: Worker) -> float:
    """Give the resident memory of a worker and of the processes it has started."""
    pages = 0
    for pid in (worker.process.pid, *worker.children()):
        pages += int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * 4096 / 2**20


class Teller:
    """Prints a line every half a minute, without keeping the publisher waiting."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline
        self._began = self._last = time.monotonic()

    def __call__(self) -> None:
        """Print if it is time."""
        if time.monotonic() - self._last >= EVERY_S:
            self._last = time.monotonic()
            threading.Thread(target=self.tell).start()

    def tell(self) -> None:
        """Print now."""
        memory = {name: memory_mib(each) for name, each in sorted(self._pipeline.workers.items())}
        shown = ", ".join(f"{name} {size:.0f} MiB" for name, size in memory.items())
        seconds = time.monotonic() - self._began
        print(f"{seconds:6.0f} s  {self._pipeline.waiting()} records wait; {shown}", flush=True)


def main() -> None:
    """Print the course of the hour, and how soon all was done after it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path, nargs="?", help="news with times, a line each")
    parser.add_argument("--hour")
    parser.add_argument("--speed", type=float, default=10.0)
    options = parser.parse_args()
    if options.articles is None:
        print("skipped: name a file of articles with times")
        return
    articles = of_hour(options.articles, options.hour)
    print(f"{len(articles)} articles, {len(articles) / 3600 * options.speed:.1f} a second")
    settings = {
        "STORYWIRE_PIPELINE": load().pipeline,
        "STORYWIRE_PROCESSES": "2",
        "STORYWIRE_SESSION_TIMEOUT_S": "30",
    }
    with (
        tempfile.TemporaryDirectory(prefix="storywire-load-") as name,
        running_pipeline(Path(name), settings=settings) as pipeline,
    ):
        for stage in ("enrichment", "deduplication"):
            pipeline.start(stage, stage)
        teller = Teller(pipeline)
        pipeline.publish(paced(articles, options.speed, teller))
        published = time.monotonic()
        pipeline.settle(3600)
        print(f"{time.monotonic() - published:.1f} s after the last article nothing waits")
        teller.tell()
        stories = newest_stories(pipeline.read(STORIES))
        rejected = len(pipeline.read(REJECTED))
        print(f"{len(stories)} stories, {rejected} rejected, restarts {dict(pipeline.restarts)}")


if __name__ == "__main__":
    main()
