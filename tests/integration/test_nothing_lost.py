"""Two workers and a broker die at seeded moments; every record comes out all the same."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from confluent_kafka import Consumer, Producer, TopicPartition
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

PARTITIONS = 4
PER_SECOND = 150
PATIENCE_S = 120
SEEDS = [int(seed) for seed in os.environ.get("CHAOS_SEEDS", "7").split(",")]
WORKER = Path(__file__).with_name("echo_worker.py")


class Workers:
    """Worker processes that are started again when they die, as a supervisor would."""

    def __init__(self, arguments: list[str], folder: Path, count: int) -> None:
        self._arguments = arguments
        self._folder = folder
        self._log = (folder / "workers.log").open("ab")
        self.processes = [self._start(number) for number in range(count)]
        self._ended = threading.Event()
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self._keeper.start()

    def send(self, worker: int, number: signal.Signals) -> None:
        """Send a signal to one worker, dead or alive."""
        self.processes[worker].send_signal(number)

    def close(self) -> None:
        """End all of them."""
        self._ended.set()
        self._keeper.join()
        for process in self.processes:
            process.send_signal(signal.SIGCONT)
            process.terminate()
        for process in self.processes:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._log.close()

    def _start(self, number: int) -> "subprocess.Popen[bytes]":
        command = [sys.executable, str(WORKER), *self._arguments, str(self._folder / str(number))]
        return subprocess.Popen(command, stdout=self._log, stderr=self._log, env=dict(os.environ))

    def _keep(self) -> None:
        while not self._ended.wait(0.5):
            for number, process in enumerate(self.processes):
                if process.poll() is not None:
                    self.processes[number] = self._start(number)


class Publication:
    """Publishes numbered records until it is closed, and knows which ones the broker accepted."""

    def __init__(self, broker: str, topic: str) -> None:
        self._topic = topic
        self._producer = Producer(
            {
                "bootstrap.servers": broker,
                "enable.idempotence": True,
                "linger.ms": 5,
                "log_level": 2,
            }
        )
        self.accepted: set[int] = set()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop publishing and wait until the broker has everything."""
        self._ended.set()
        self._thread.join()
        assert self._producer.flush(PATIENCE_S) == 0

    def _run(self) -> None:
        number = 0
        while not self._ended.wait(1 / PER_SECOND):
            key = str(number).encode()
            self._producer.produce(self._topic, key, key, on_delivery=self._delivered(number))
            self._producer.poll(0)
            number += 1

    def _delivered(self, number: int) -> Callable[[Any, Any], None]:
        def note(error: Any, _: Any) -> None:
            if error is None:
                self.accepted.add(number)

        return note


@pytest.fixture
def topics(mortal_kafka: Any) -> list[str]:
    """Source, output and changelog."""
    compact = {"cleanup.policy": "compact"}
    wanted = [
        NewTopic("in", PARTITIONS, 1),
        NewTopic("out", PARTITIONS, 1),
        NewTopic("changelog", PARTITIONS, 1, config=compact),
    ]
    admin = AdminClient({"bootstrap.servers": mortal_kafka.url, "log_level": 2})
    for creation in admin.create_topics(wanted).values():
        creation.result(30)
    return ["in", "out", "changelog"]


@pytest.fixture
def workers(mortal_kafka: Any, topics: list[str], tmp_path: Path) -> Iterator[Workers]:
    """Two of them."""
    running = Workers([mortal_kafka.url, *topics], tmp_path, count=2)
    yield running
    running.close()


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_every_accepted_record_comes_out(mortal_kafka: Any, workers: Workers, seed: int) -> None:
    """Workers killed, stopped for longer than their session, told to end; the broker killed."""
    dice = random.Random(seed)
    injuries: list[Callable[[], None]] = [
        lambda: workers.send(0, signal.SIGKILL),
        lambda: workers.send(1, signal.SIGTERM),
        lambda: _stop_for(workers, 1, 9),
        lambda: _broker_dies(mortal_kafka),
        lambda: _all_die(workers),
    ]
    dice.shuffle(injuries)
    publication = Publication(mortal_kafka.url, "in")
    for injure in injuries:
        time.sleep(dice.uniform(4, 7))
        injure()
    time.sleep(3)
    publication.close()

    came_out = _read_until(mortal_kafka.url, "out", publication.accepted)

    missing = publication.accepted - came_out
    assert not missing, f"seed {seed}: {len(missing)} of {len(publication.accepted)} are missing"
    assert _wait_for_commits(mortal_kafka.url)


def _stop_for(workers: Workers, number: int, seconds: float) -> None:
    workers.send(number, signal.SIGSTOP)
    time.sleep(seconds)
    workers.send(number, signal.SIGCONT)


def _all_die(workers: Workers) -> None:
    for number in range(len(workers.processes)):
        workers.send(number, signal.SIGKILL)


def _broker_dies(broker: Any) -> None:
    broker.kill()
    time.sleep(3)
    broker.start()


def _read_until(broker: str, topic: str, wanted: set[int]) -> set[int]:
    """Read numbers until all that are wanted came, or nothing new came for long."""
    reader = Consumer({"bootstrap.servers": broker, "group.id": "reader", "log_level": 2})
    reader.assign([TopicPartition(topic, partition, 0) for partition in range(PARTITIONS)])
    found: set[int] = set()
    deadline = time.monotonic() + PATIENCE_S
    while not wanted <= found and time.monotonic() < deadline:
        for message in reader.consume(500, timeout=0.5):
            if message.error() is None:
                found.add(int(message.value() or b""))
    reader.close()
    return found


def _wait_for_commits(broker: str) -> bool:
    """Whether the group's commits reach the ends: nothing waits for ever behind a gap."""
    reader = Consumer({"bootstrap.servers": broker, "group.id": "in-group", "log_level": 2})
    partitions = [TopicPartition("in", partition) for partition in range(PARTITIONS)]
    deadline = time.monotonic() + 30
    try:
        while time.monotonic() < deadline:
            committed = [each.offset for each in reader.committed(partitions, timeout=10)]
            ends = [reader.get_watermark_offsets(each, timeout=10)[1] for each in partitions]
            if committed == ends:
                return True
            time.sleep(0.5)
        return False
    finally:
        reader.close()
