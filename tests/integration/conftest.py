"""A real Apache Kafka for the tests, on a port and in a folder of its own, gone when they end."""

import contextlib
import os
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

from streams.broker.apache_kafka import start_kafka
from streams.broker.detached import DetachedProcess
from streams.broker.distribution import Distribution, find_distribution
from streams.broker.find import default_folders
from streams.broker.instance import recall
from streams.broker.probe import free_ports
from streams.broker.server_properties import Listener
from streams.errors import BrokerUnavailable

MakeTopic = Callable[..., str]
RunKafka = Callable[..., AbstractContextManager[str]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark whatever asks for the broker, so that it can be left out."""
    for item in items:
        if {"kafka", "mortal_kafka", "run_kafka"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.kafka)


@pytest.fixture(scope="session")
def kafka_distribution() -> Distribution:
    """Java and Kafka's jars; skips where one is missing."""
    _, cache = default_folders(os.environ, Path.home())
    try:
        return find_distribution(cache, os.environ, print)
    except BrokerUnavailable as missing:
        pytest.skip(f"needs a real Kafka: {missing}")


@pytest.fixture(scope="session")
def run_kafka(kafka_distribution: Distribution) -> RunKafka:
    """Give a context manager that runs a broker of one's own and yields its ``host:port``."""
    return partial(_temporary_kafka, kafka_distribution)


@contextlib.contextmanager
def _temporary_kafka(
    distribution: Distribution,
    *,
    listeners: Iterable[Listener] = (),
    overrides: Mapping[str, str] | None = None,
    format_options: Iterable[str] = (),
) -> Iterator[str]:
    """Run a broker in a temporary folder; yields ``host:port`` of its plaintext listener."""
    with _guarded_folder() as folder:
        broker = start_kafka(
            distribution,
            folder,
            port=free_ports(1)[0],
            listeners=listeners,
            overrides=overrides,
            format_options=format_options,
        )
        try:
            yield broker.url
        finally:
            _process_of(folder).stop(patience_s=10)


@dataclass(frozen=True)
class MortalKafka:
    """A broker that can be killed and started again, with its data and at its address."""

    distribution: Distribution
    folder: Path
    url: str

    def kill(self) -> None:
        """Kill it with -9."""
        _process_of(self.folder).send(signal.SIGKILL)

    def start(self) -> None:
        """Start it again, and wait until it answers."""
        start_kafka(self.distribution, self.folder)


@pytest.fixture
def mortal_kafka(kafka_distribution: Distribution) -> Iterator[MortalKafka]:
    """A broker of one's own that a test may kill."""
    with _guarded_folder() as folder:
        broker = start_kafka(kafka_distribution, folder, port=free_ports(1)[0])
        try:
            yield MortalKafka(kafka_distribution, folder, broker.url)
        finally:
            _process_of(folder).stop(patience_s=10)


def _process_of(folder: Path) -> DetachedProcess:
    instance = recall(folder)
    assert instance is not None
    assert instance.process is not None
    return instance.process


@contextlib.contextmanager
def _guarded_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="storywire-kafka-") as name, _guarded(Path(name)):
        yield Path(name)


@contextlib.contextmanager
def _guarded(folder: Path) -> Iterator[None]:
    """Leave no broker and no folder even if pytest is killed: then the guardian's input ends."""
    find_pid = f"sed -n 's/.*\"pid\": \\([0-9]*\\).*/\\1/p' '{folder}/broker.json'"
    guardian = subprocess.Popen(
        ["sh", "-c", f"cat; kill -9 $({find_pid}); rm -rf '{folder}'"],
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        guardian.kill()
        guardian.wait()
        assert guardian.stdin is not None
        guardian.stdin.close()


@pytest.fixture(scope="session")
def kafka(request: pytest.FixtureRequest) -> Iterator[str]:
    """``host:port`` of a real broker: the one of STORYWIRE_TEST_BROKER, or one for this session."""
    given = os.environ.get("STORYWIRE_TEST_BROKER")
    if given:
        yield given
        return
    with request.getfixturevalue("run_kafka")() as url:
        yield url


@pytest.fixture
def make_topic(kafka: str) -> Iterator[MakeTopic]:
    """Create topics with names of their own: ``make_topic("articles", partitions=4)``."""
    admin = AdminClient({"bootstrap.servers": kafka})
    made: list[str] = []

    def make(name: str = "topic", partitions: int = 1, **config: str) -> str:
        topic = f"test-{uuid.uuid4().hex[:10]}-{name}"
        wanted = {key.replace("_", "."): value for key, value in config.items()}
        admin.create_topics([NewTopic(topic, partitions, 1, config=wanted)])[topic].result(30)
        made.append(topic)
        # The controller answers before the broker has told itself.
        while len(admin.list_topics(topic, timeout=10).topics[topic].partitions) < partitions:
            time.sleep(0.02)
        return topic

    yield make
    if made:
        for deletion in admin.delete_topics(made).values():
            deletion.result(30)
