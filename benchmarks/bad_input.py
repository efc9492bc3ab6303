"""How much bad records slow the good ones beside them: articles a second with and without.

    PYTHONPATH=. python benchmarks/bad_input.py [--good 1500] [--bad 0.2]

Good records are the sample articles, under new ids; bad ones are those of the fuzzer's corpus that
must be refused, without the few huge ones.
"""

import argparse
import itertools
import json
import tempfile
import time
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from confluent_kafka import Producer

from streams.settings import load
from streams.topics import ARTICLES
from tests.chaos.pipeline import Pipeline, running_pipeline
from tests.fuzz.corpus import ACCEPTED, corpus

HUGE = 100_000


def good(count: int) -> Iterator[tuple[bytes, bytes]]:
    """Give sound articles, keyed."""
    demo = resources.files("agents.demo").joinpath("articles.jsonl").read_text().splitlines()
    for number, line in zip(range(count), itertools.cycle(demo), strict=False):
        article = json.loads(line)
        article["id"] = f"{article['id']}-{number}"
        # Another text each time: the pipeline must not be spared what it has read before.
        article["text"] = f"{article['text']} This was report number {number}."
        yield article["id"].encode(), json.dumps(article).encode()


def bad(count: int) -> Iterator[tuple[bytes | None, bytes | None]]:
    """Give records that must be refused."""
    refused = (
        record
        for record in corpus(1, 100 * count)
        if ACCEPTED not in record.outcomes
        and len(record.value or b"") < HUGE
        and len(record.key or b"") < HUGE
        and not record.headers
    )
    return ((record.key, record.value) for record in itertools.islice(refused, count))


def seconds(pipeline: Pipeline, goods: int, bads: int) -> float:
    """Let a fresh enrichment worker read a backlog; gives seconds from first to last record."""
    producer = Producer({"bootstrap.servers": pipeline.broker.url, "partitioner": "murmur2_random"})
    sound, rubbish = good(goods), bad(bads)
    for number in range(goods + bads):
        turn = number * bads // (goods + bads) != (number + 1) * bads // (goods + bads)
        key, value = next(rubbish if turn else sound)
        producer.produce(pipeline.topic(ARTICLES), value, key)
        producer.poll(0)
    producer.flush()
    whole = pipeline.waiting(ARTICLES)
    pipeline.start("enrichment", "enrichment")
    while pipeline.waiting(ARTICLES) == whole:
        time.sleep(0.05)
    began = time.monotonic()
    while pipeline.waiting(ARTICLES):
        time.sleep(0.1)
    taken = time.monotonic() - began
    pipeline.remove("enrichment")
    return taken


def main() -> None:
    """Print articles a second, alone and beside bad records."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--good", type=int, default=1500)
    parser.add_argument("--bad", type=float, default=0.2, help="bad records for each good one")
    options = parser.parse_args()
    speeds = []
    for bads in (0, round(options.good * options.bad)):
        settings = {"STORYWIRE_PIPELINE": load().pipeline, "STORYWIRE_SESSION_TIMEOUT_S": "60"}
        with (
            tempfile.TemporaryDirectory(prefix="storywire-bad-") as name,
            running_pipeline(Path(name), settings=settings) as pipeline,
        ):
            speeds.append(options.good / seconds(pipeline, options.good, bads))
            print(f"{speeds[-1]:.1f} good articles/s beside {bads} bad records", flush=True)
    print(f"goodput beside bad records: {speeds[1] / speeds[0]:.2f} of that without")


if __name__ == "__main__":
    main()
