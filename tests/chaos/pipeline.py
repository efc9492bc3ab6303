"""The pipeline under test: a broker, topics and workers as processes that can be injured."""

import asyncio
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

import spacy
from confluent_kafka import Producer

from streams.broker.apache_kafka import start_kafka
from streams.broker.distribution import Distribution, find_distribution
from streams.broker.find import default_folders
from streams.broker.instance import recall
from streams.broker.probe import free_ports
from streams.kafka.admin import create_topics
from streams.kafka.connection import Connection
from streams.kafka.consumer import read_all
from streams.kafka.offsets import group_lag
from streams.received import Received
from streams.settings import Settings, load
from streams.topic_plan import plan_topics
from streams.topics import ARTICLES, ENRICHED, Topic, group_name
from tests.chaos.feed import Published

_NEVER: Final = {0, os.EX_CONFIG}
"""Statuses of a worker that has ended by itself, or that would not start again: neither may be."""

_LONGEST_END_S: Final = 60.0


class Broker:
    """A real broker on a port of its own, which can be killed and started again."""

    def __init__(self, distribution: Distribution, folder: Path) -> None:
        self._distribution = distribution
        self._folder = folder
        self._guardians: list[subprocess.Popen[bytes]] = []
        self.port = free_ports(1)[0]
        self.start()

    @property
    def url(self) -> str:
        """``host:port``."""
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, or start it again with the data it has."""
        start_kafka(self._distribution, self._folder, port=self.port)
        # Should the harness be killed, its broker goes too: the guardian's input then ends.
        self._guardians.append(
            subprocess.Popen(
                ["sh", "-c", f"cat; kill -9 {self._pid()}"],
                stdin=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        )

    def kill(self) -> None:
        """Kill it with -9."""
        guardian = self._guardians.pop()
        guardian.kill()
        guardian.wait()
        if guardian.stdin is not None:
            guardian.stdin.close()
        os.kill(self._pid(), signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self._pid(), 0)

    def _pid(self) -> int:
        instance = recall(self._folder)
        assert instance is not None
        assert instance.process is not None
        return instance.process.pid


@dataclass(slots=True)
class Worker:
    """One stage's process; ``folder`` is its data folder, ``log`` where it writes."""

    name: str
    stage: str
    folder: Path
    log: IO[bytes]
    process: subprocess.Popen[bytes]

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        """Send it a signal."""
        self.process.send_signal(number)

    def children(self) -> list[int]:
        """Give the processes it has started."""
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        pids = [int(pid) for pid in found.split()]
        return [pid for pid in pids if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


@dataclass(slots=True)
class Pipeline:
    """Broker, topics and workers; whatever it starts ends with it."""

    folder: Path
    broker: Broker
    settings: Mapping[str, str]
    workers: dict[str, Worker] = field(default_factory=dict)
    restarts: Counter[int] = field(default_factory=Counter)
    """How often workers were started again after each exit status."""

    @property
    def connection(self) -> Connection:
        """How to reach the broker."""
        return Connection.from_settings(self.typed)

    @property
    def typed(self) -> Settings:
        """The settings as the workers see them."""
        return load(environ=self.settings)

    def topic(self, topic: Topic) -> str:
        """Give a topic's name."""
        return topic.prefixed(self.typed.topic_prefix).name

    def start(self, name: str, stage: str) -> Worker:
        """Start a worker, or start it again with the data it has."""
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        command = [sys.executable, "-m", "agents", "worker", "--end-with-parent", "--stage", stage]
        environment = {
            **os.environ,
            **self.settings,
            "STORYWIRE_DATA_FOLDER": str(folder),
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
        }
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        self.workers[name] = Worker(name, stage, folder, log, process)
        return self.workers[name]

    def remove(self, name: str) -> int:
        """Take a worker out of service by SIGTERM, and give its exit status."""
        worker = self.workers.pop(name)
        worker.kill(signal.SIGTERM)
        status = worker.process.wait(_LONGEST_END_S)
        worker.log.close()
        return status

    def start_dead_ones(self) -> None:
        """Do what a supervisor does.

        Raises:
            RuntimeError: if a worker has ended in a way that it must not end.
        """
        for name, worker in list(self.workers.items()):
            status = worker.process.poll()
            if status is None:
                continue
            if status in _NEVER:
                reason = f"{name} ended with status {status}: see {self.folder / name}.log"
                raise RuntimeError(reason)
            worker.log.close()
            self.restarts[status] += 1
            self.start(name, worker.stage)

    def publish(self, records: Iterable[Published]) -> None:
        """Publish records, and wait until the broker has them all, however long that takes."""
        producer = Producer(
            {
                "bootstrap.servers": self.broker.url,
                "partitioner": "murmur2_random",
                "enable.idempotence": True,
                "message.timeout.ms": 600_000,
                "log_level": 0,
            }
        )
        for record in records:
            producer.produce(self.topic(ARTICLES), key=record.key, value=record.value)
            producer.poll(0)
        while producer.flush(5):
            self.start_dead_ones()

    def waiting(self, *sources: Topic) -> int | None:
        """Give how many records wait in front of the stages; None if the broker does not say."""
        prefix = self.typed.topic_prefix
        lags = [
            group_lag(self.connection, group_name(prefix, topic), [self.topic(topic)])
            for topic in sources or (ARTICLES, ENRICHED)
        ]
        if any(lag is None for lag in lags):
            return None
        return sum(sum(lag.values()) for lag in lags if lag is not None)

    def settle(self, patience_s: float) -> None:
        """Wait until nothing waits any more.

        Raises:
            RuntimeError: if that takes too long.
        """
        until = time.monotonic() + patience_s
        waiting: int | None = None
        while time.monotonic() < until:
            self.start_dead_ones()
            waiting = self.waiting()
            if waiting == 0:
                return
            time.sleep(1)
        reason = f"{waiting} records still wait after {patience_s:g} seconds"
        raise RuntimeError(reason)

    def read(self, topic: Topic) -> list[Received]:
        """Read all of a topic, each partition in its order."""

        async def read() -> list[Received]:
            return [record async for record in read_all(self.connection, [self.topic(topic)])]

        return asyncio.run(read())

    def stop(self) -> dict[str, int]:
        """Stop all workers by SIGTERM, and give their exit statuses."""
        return {name: self.remove(name) for name in sorted(self.workers)}


@contextlib.contextmanager
def running_pipeline(
    folder: Path, *, partitions: int = 4, settings: Mapping[str, str] | None = None
) -> Iterator[Pipeline]:
    """Start a broker with topics; in the end everything that was started is killed.

    Raises:
        StorywireError: if there is no Java or no Maven.
    """
    distribution = find_distribution(default_folders(os.environ, Path.home())[1], os.environ, print)
    folder.mkdir(parents=True, exist_ok=True)
    broker = Broker(distribution, folder / "broker")
    pipeline = Pipeline(
        folder,
        broker,
        {
            "STORYWIRE_BROKER_URL": broker.url,
            "STORYWIRE_TOPIC_PREFIX": "chaos.",
            "STORYWIRE_ARTICLE_PARTITIONS": str(partitions),
            "STORYWIRE_SHARD_PARTITIONS": str(partitions),
            "STORYWIRE_PROCESSES": "1",
            "STORYWIRE_SESSION_TIMEOUT_S": "12",
            "STORYWIRE_TICK_INTERVAL_S": "5",
            "STORYWIRE_PIPELINE": str(tiny_pipeline(folder / "tiny")),
            **(settings or {}),
        },
    )
    try:
        asyncio.run(create_topics(pipeline.connection, plan_topics(pipeline.typed)))
        yield pipeline
    finally:
        for worker in pipeline.workers.values():
            worker.kill()
            worker.process.wait()
            worker.log.close()
        broker.kill()
        shutil.rmtree(folder / "broker", ignore_errors=True)


def tiny_pipeline(folder: Path) -> Path:
    """Make a spaCy pipeline that has learnt nothing: quick to load, and the same each time."""
    if not folder.exists():
        nlp = spacy.blank("en")
        for component, label in (("tagger", "NOUN"), ("parser", "dep"), ("ner", "PERSON")):
            nlp.add_pipe(component).add_label(label)  # type: ignore[attr-defined]
        nlp.initialize()
        nlp.to_disk(folder)
    return folder
