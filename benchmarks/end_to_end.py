"""Articles a second through the whole pipeline on a real broker, against bare spaCy.

Both read the same texts on the same cores in one run, one after the other, twice in turn; what
counts is the ratio. The bare side is as strict as it can be: one process per core, each with its
own share of the texts, and nothing done with the documents.

    python benchmarks/end_to_end.py [ARTICLES.jsonl] [--articles N] [--rounds N]

Without a file it repeats the sample articles with changed names.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median

from confluent_kafka import Consumer, KafkaError, KafkaException, Producer, TopicPartition

from agents.demo import sample_lines
from agents.enrichment.language_model import load
from agents.enrichment.processes import available_processes
from streams.broker.find import BrokerPlan, find_broker, stop_broker
from streams.commands.broker import plan_of
from streams.kafka.admin import create_topics, delete_topics
from streams.kafka.connection import Connection
from streams.settings import Settings
from streams.topic_plan import plan_topics
from streams.topics import ARTICLES, REJECTED, SHARD_STATE

_NO_LEADER_YET = (
    KafkaError.NOT_LEADER_FOR_PARTITION,
    KafkaError.LEADER_NOT_AVAILABLE,
    KafkaError.UNKNOWN_TOPIC_OR_PART,
)
"""What a broker says of topics that it has just been told to make."""
_WORD = re.compile(r"\b[A-Z][a-z]{3,}\b")


def repeated(count: int) -> Iterator[dict[str, str]]:
    """Give sample articles over and over, each time with other names."""
    samples = [json.loads(line) for line in sample_lines()]
    for number in range(count):
        article = dict(samples[number % len(samples)])
        turn = number // len(samples)
        text = _WORD.sub(rf"\g<0>{'aeiou'[turn % 5] * turn}", article["text"])
        yield {**article, "id": f"{article['id']}-{number}", "text": text, "language": "en"}


def read(path: Path, count: int) -> Iterator[dict[str, str]]:
    """Give the first English articles of a file that have a text."""
    from agents.enrichment.language import detected  # noqa: PLC0415

    with path.open(encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            if count and article.get("text") and detected(article["text"][:2000]) == "en":
                count -= 1
                yield {**article, "language": "en"}


def bare(texts: list[str], barrier: "multiprocessing.synchronize.Barrier") -> None:
    """Run the pipeline over texts, once everybody is ready."""
    pipeline = load("english").pipeline
    list(pipeline.pipe(texts[:8]))
    barrier.wait()
    for _ in pipeline.pipe(texts, batch_size=64):
        pass
    barrier.wait()


def bare_seconds(texts: list[str], processes: int) -> float:
    """Time the bare pipeline on all cores."""
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(processes + 1)
    children = [
        context.Process(target=bare, args=(texts[share::processes], barrier))
        for share in range(processes)
    ]
    for child in children:
        child.start()
    barrier.wait()
    begun = time.perf_counter()
    barrier.wait()
    spent = time.perf_counter() - begun
    for child in children:
        child.join()
    return spent


class Pipeline:
    """Both stages against a broker, with topics of their own."""

    def __init__(self, broker: str, folder: str, processes: int) -> None:
        self.settings = Settings(broker_url=broker, topic_prefix=f"bench-{time.time_ns()}.")
        connection = Connection.from_settings(self.settings)
        asyncio.run(create_topics(connection, plan_topics(self.settings)))
        environ = {
            "STORYWIRE_BROKER_URL": broker,
            "STORYWIRE_TOPIC_PREFIX": self.settings.topic_prefix,
            "STORYWIRE_DATA_FOLDER": folder,
            "STORYWIRE_PROCESSES": str(processes),
            "STORYWIRE_TICK_INTERVAL_S": "0",
            "STORYWIRE_STANDBY_REPLICAS": "0",
            "STORYWIRE_LOG_LEVEL": "WARNING",
        }
        self.worker = subprocess.Popen(
            [sys.executable, "-m", "agents", "worker"],
            env={**os.environ, **environ},
            start_new_session=True,
        )
        self.consumer = Consumer({"bootstrap.servers": broker, "group.id": "bench"})
        self.producer = Producer({"bootstrap.servers": broker, "partitioner": "murmur2_random"})

    def name(self, topic: object) -> str:
        """Give a topic's name."""
        return topic.prefixed(self.settings.topic_prefix).name  # type: ignore[attr-defined,no-any-return]

    def publish(self, articles: Iterable[dict[str, str]]) -> None:
        """Publish articles and wait for the broker."""
        for article in articles:
            value = json.dumps(article).encode()
            self.producer.produce(self.name(ARTICLES), key=article["id"], value=value)
            self.producer.poll(0)
        self.producer.flush()

    def _keys(self, topic: str, since: dict[int, int]) -> set[bytes]:
        """Give the keys of the records that have come since the last call."""
        keys = set()
        for partition in range(8):
            _, end = self.consumer.get_watermark_offsets(TopicPartition(topic, partition))
            at = since.get(partition, 0)
            self.consumer.assign([TopicPartition(topic, partition, at)])
            while at < end:
                message = self.consumer.poll(1)
                if message is None or message.error():
                    break
                at = (message.offset() or 0) + 1
                keys.add(message.key() or b"")
            since[partition] = at
        return keys

    def wait_for(self, articles: int) -> None:
        """Wait until so many articles are in stories or rejected."""
        state: dict[int, int] = {}
        refused: dict[int, int] = {}
        done: set[bytes] = set()
        while len(done) < articles:
            time.sleep(0.1)
            try:
                rows = self._keys(self.name(SHARD_STATE), state)
                done |= {key for key in rows if key.startswith(b"report/")}
                done |= self._keys(self.name(REJECTED), refused)
            except KafkaException as error:
                if error.args[0].code() not in _NO_LEADER_YET:
                    raise
                self.consumer.list_topics(timeout=5)

    def seconds(self, articles: list[dict[str, str]]) -> float:
        """Time from the first article's publication to the last one's place in a story."""
        self.publish([{**articles[0], "id": "warm-up"}])
        self.wait_for(1)
        begun = time.perf_counter()
        self.publish(articles)
        self.wait_for(1 + len(articles))
        return time.perf_counter() - begun

    def close(self) -> None:
        """Stop the stages and delete the topics."""
        self.worker.terminate()
        self.worker.wait()
        plans = plan_topics(self.settings)
        connection = Connection.from_settings(self.settings)
        asyncio.run(delete_topics(connection, [plan.name for plan in plans]))


def main() -> None:
    """Measure both sides in turn, and print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=2)
    arguments = parser.parse_args()
    source = (
        read(arguments.file, arguments.articles) if arguments.file else repeated(arguments.articles)
    )
    articles = list({article["id"]: article for article in source}.values())
    texts = [f"{article.get('title') or ''}\n\n{article['text']}" for article in articles]
    processes = available_processes()
    ratios = []
    with tempfile.TemporaryDirectory(prefix="storywire-bench-") as folder:
        plan = plan_of(Settings())
        plan = BrokerPlan(
            folder=Path(folder) / "broker", cache=plan.cache, partitions={}, kinds=("apache-kafka",)
        )
        broker = find_broker(plan, print)
        try:
            for number in range(arguments.rounds):
                bare_s = bare_seconds(texts, processes)
                pipeline = Pipeline(broker.url, f"{folder}/{number}", processes)
                try:
                    whole_s = pipeline.seconds(articles)
                finally:
                    pipeline.close()
                ratios.append(bare_s / whole_s)
                print(
                    f"{len(articles)} articles, {processes} processes: bare pipeline "
                    f"{len(articles) / bare_s:.1f}/s, end to end {len(articles) / whole_s:.1f}/s, "
                    f"ratio {ratios[-1]:.2f}"
                )
        finally:
            stop_broker(plan)
    print(f"median ratio {median(ratios):.2f}")


if __name__ == "__main__":
    main()
