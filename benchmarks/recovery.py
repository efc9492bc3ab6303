"""How soon a shard of many stories works again: from its disk, from its changelog, by a standby.

    PYTHONPATH=. python benchmarks/recovery.py [--stories 100000]

Starts a broker of its own. The rows are those that the shard's own code writes for the sample
articles, repeated under new ids, all in one partition: one language is one shard.
"""

import argparse
import json
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path

from confluent_kafka import Producer

from agents.deduplication.logic import make_logic
from agents.deduplication.rows import ReportRow, StoryRow, article_id_of, report_key, story_key
from agents.deduplication.shard import Shard
from agents.deduplication.signature import Signature
from agents.enrichment.processes import make_enricher
from streams.article import Article
from streams.broker.probe import free_ports
from streams.codec import article_from
from streams.enriched_article import EnrichedArticle
from streams.settings import Settings, load
from streams.topics import SHARD_STATE, STORIES
from tests.chaos.pipeline import Pipeline, running_pipeline

PARTITION = 0
NOW = datetime.now(UTC)


@dataclass
class Written:
    """What a shard has written."""

    rows: dict[bytes, bytes] = field(default_factory=dict)
    stories: dict[str, bytes] = field(default_factory=dict)

    def row(self, key: bytes) -> bytes | None:
        """Give a row."""
        return self.rows.get(key)

    def story(self, story_id: str) -> bytes | None:
        """Give a story."""
        return self.stories.get(story_id)


def samples(settings: Settings) -> list[EnrichedArticle]:
    """Read sample articles with the pipeline of the settings: one or two of an event.

    News is mostly events that one or two outlets tell of.
    """
    demo = resources.files("agents.demo")
    labels = [line.split("\t") for line in demo.joinpath("labels.tsv").read_text().splitlines()]
    event_of = dict(labels[1:])
    told: Counter[str] = Counter()
    articles: list[tuple[Article, datetime]] = []
    for line in demo.joinpath("articles.jsonl").read_text().splitlines():
        article = article_from(json.loads(line))
        told[event_of[article.id]] += 1
        if told[event_of[article.id]] <= 1 + (len(told) % 3 == 0):
            articles.append((article, NOW - timedelta(minutes=5)))
    enricher = make_enricher(settings.pipeline, settings.enriched_characters)
    enriched = enricher.enrich(articles)
    return [each for each in enriched if isinstance(each, EnrichedArticle)]


def written_by_a_shard(articles: list[EnrichedArticle]) -> Written:
    """Give what a shard writes for some articles."""
    written = Written()
    shard = Shard(make_logic(Settings()), written)
    for offset, article in enumerate(articles):
        shard.handle(offset, article)
    writes = shard.take_writes()
    written.rows = {key: row for key, row in writes.rows if row is not None}
    written.stories = {key: story for key, story in writes.stories.items() if story is not None}
    return written


def repeated(written: Written, stories: int) -> Iterator[tuple[str, bytes, bytes]]:
    """Give (``row`` or ``story``, key, value) under new ids until there are so many stories."""
    for number in range(-(-stories // len(written.stories))):
        mark = f"{number:06d}"
        for key, raw in written.rows.items():
            if (article_id := article_id_of(key)) is not None:
                new_id = f"{article_id}-{mark}"
                yield "row", report_key(new_id), _report(raw, article_id, new_id, mark)
            elif key.startswith(b"story/"):
                story_id = key.removeprefix(b"story/").decode()
                yield "row", story_key(_renamed(story_id, mark)), _story_row(raw, mark)
        for story_id, record in written.stories.items():
            new = _renamed(story_id, mark)
            yield "story", new.encode(), record.replace(story_id.encode(), new.encode())


def _renamed(story_id: str, mark: str) -> str:
    return story_id[: -len(mark)] + mark


def _report(raw: bytes, article_id: str, new_id: str, mark: str) -> bytes:
    row = ReportRow.from_bytes(raw)
    signature = replace(Signature.from_bytes(row.signature), article_id=new_id)
    stories = {_renamed(name, mark): story for name, story in row.stories.items()}
    return replace(
        row,
        story_id=_renamed(row.story_id, mark),
        signature=signature.to_bytes(),
        member=row.member.replace(f'"{article_id}"'.encode(), f'"{new_id}"'.encode()),
        stories={name: _renamed_row(story, mark) for name, story in stories.items()},
    ).to_bytes()


def _story_row(raw: bytes, mark: str) -> bytes:
    return _renamed_row(StoryRow.from_bytes(raw), mark).to_bytes()


def _renamed_row(row: StoryRow, mark: str) -> StoryRow:
    into = row.merged_into
    return row if into is None else replace(row, merged_into=_renamed(into, mark))


def fill(pipeline: Pipeline, written: Written, stories: int) -> tuple[int, int]:
    """Write the rows and stories to their topics; gives records and bytes."""
    producer = Producer(
        {
            "bootstrap.servers": pipeline.broker.url,
            "compression.type": "zstd",
            "linger.ms": 50,
        }
    )
    topics = {"row": pipeline.topic(SHARD_STATE), "story": pipeline.topic(STORIES)}
    records = size = 0
    for kind, key, value in repeated(written, stories):
        while True:
            try:
                producer.produce(topics[kind], value, key, PARTITION)
                break
            except BufferError:
                producer.poll(1)
        records += 1
        size += len(key) + len(value)
    producer.flush()
    return records, size


def seconds_until_ready(port: int, since: float, stories: int) -> float:
    """Wait until a worker says that it is ready, and holds so many stories."""
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
                if answer.status == 200 and _stories(port) >= stories:
                    return time.monotonic() - since
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        time.sleep(0.1)


def _stories(port: int) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
        lines = answer.read().decode().splitlines()
    return int(sum(float(line.split()[-1]) for line in lines if "_stories{" in line))


def main() -> None:
    """Print one line per figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=100_000)
    parser.add_argument("--session-timeout", type=float, default=Settings().session_timeout_s)
    options = parser.parse_args()
    written = written_by_a_shard(samples(load()))
    ports = dict(zip(("first", "second"), free_ports(2), strict=True))
    with tempfile.TemporaryDirectory(prefix="storywire-recovery-") as name:
        common = {
            "STORYWIRE_SESSION_TIMEOUT_S": str(options.session_timeout),
            "STORYWIRE_TICK_INTERVAL_S": "0",
        }
        with running_pipeline(Path(name), partitions=1, settings=common) as pipeline:
            records, size = fill(pipeline, written, options.stories)
            print(f"{options.stories} stories, {records} records, {size / 2**20:.0f} MiB")
            print(f"{one_core():.1f} s for the yardstick (a loop of 20 million steps)")
            pipeline.waiting()  # the broker prepares its groups now, not while we measure
            measure(pipeline, options.stories, ports)


def measure(pipeline: Pipeline, stories: int, ports: dict[str, int]) -> None:
    """Start, stop and kill workers, and print how long each took to be ready."""

    def start(name: str) -> float:
        pipeline.settings = {**pipeline.settings, "STORYWIRE_WEB_PORT": str(ports[name])}
        began = time.monotonic()
        pipeline.start(name, "deduplication")
        return began

    began = start("first")
    print(f"{seconds_until_ready(ports['first'], began, stories):.1f} s cold, from the changelog")
    pipeline.remove("first")
    began = start("first")
    print(f"{seconds_until_ready(ports['first'], began, stories):.1f} s warm, from the disk")
    start("second")
    while _standby_lag(pipeline, "second"):
        time.sleep(1)
    pipeline.workers["first"].kill()
    began = time.monotonic()
    print(f"{seconds_until_ready(ports['second'], began, stories):.1f} s until the standby works")


def _standby_lag(pipeline: Pipeline, name: str) -> bool:
    """Whether a worker is still copying: its data folder grows."""
    folder = pipeline.workers[name].folder

    def size() -> int:
        return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())

    before = size()
    time.sleep(5)
    return before == 0 or size() > before


def one_core() -> float:
    """Time a fixed piece of work, so that figures from a busy machine can be judged."""
    began = time.perf_counter()
    for _ in range(20_000_000):
        pass
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
