"""The transport loses nothing where Faust's own does: a table, a backlog, a rebalance."""

import asyncio
import contextlib
import dataclasses
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import faust
import pytest
from confluent_kafka import Consumer as PlainConsumer
from confluent_kafka import Producer, TopicPartition
from faust.transport.drivers import aiokafka as stock

from agents import transport

RECORDS = 300
WINDOW_S = 4.0
TRIES = 5
MakeTopic = Callable[..., str]
Agent = Callable[[Any], Awaitable[None]]
Use = Callable[[faust.App, pytest.MonkeyPatch], None]


def _slow_answer(thread: type[Any]) -> type[Any]:
    """Let the answer to a seek come after the first record, if one is handed over before it."""

    class SlowThread(thread):  # type: ignore[misc]
        async def seek_to_committed(self) -> Mapping[Any, int]:
            answer: Mapping[Any, int] = await super().seek_to_committed()
            with contextlib.suppress(TimeoutError):
                await _until(lambda: self.app.monitor.messages_received_total > 0, WINDOW_S)
            return answer

    return SlowThread


def _use_stock(app: faust.App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stock, "AIOKafkaConsumerThread", _slow_answer(stock.AIOKafkaConsumerThread))
    app.transport = stock.Transport(app.conf.broker_consumer, app)


def _use_ours(app: faust.App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "ConsumerThread", _slow_answer(transport.ConsumerThread))
    transport.install(app, fetch_max_wait_ms=100)


@dataclasses.dataclass(frozen=True)
class WorkerUnderTest:
    """A Faust app with an agent and a table, and a look at its group from outside."""

    kafka: str
    source: str
    changelog: str
    folder: Path
    monkeypatch: pytest.MonkeyPatch

    @property
    def group(self) -> str:
        """The app's id and consumer group."""
        return f"{self.source}-group"

    @contextlib.asynccontextmanager
    async def running(self, use: Use, agent: Agent) -> AsyncIterator[faust.App]:
        """Start the app with this transport and agent; stop it in the end."""
        app = self._app()
        use(app, self.monkeypatch)
        app.Table(
            "seen",
            partitions=1,
            changelog_topic=app.topic(self.changelog, key_type=bytes, value_type=bytes),
        )
        app.agent(app.topic(self.source, key_type=bytes, value_type=bytes), name="reader")(agent)
        app.finalize()
        await app.start()
        try:
            yield app
        finally:
            await asyncio.wait_for(app.stop(), 60)

    def _app(self) -> faust.App:
        return faust.App(
            self.group,
            broker=f"kafka://{self.kafka}",
            store="memory://",
            datadir=str(self.folder),
            key_serializer="raw",
            value_serializer="raw",
            topic_allow_declare=False,
            topic_disable_leader=True,
            topic_partitions=1,
            web_enabled=False,
            table_standby_replicas=0,
            broker_commit_interval=0.5,
            broker_session_timeout=6,
            broker_request_timeout=10,
            stream_buffer_maxsize=1000,
        )

    def publish(self, topic: str, count: int) -> None:
        """Publish ``count`` records."""
        producer = Producer({"bootstrap.servers": self.kafka})
        for number in range(count):
            producer.produce(topic, key=b"k", value=str(number).encode())
        assert producer.flush(30) == 0

    def commit(self, offset: int) -> None:
        """Commit an offset of the source, as an earlier worker would have; 0 commits nothing."""
        if offset:
            with contextlib.closing(self._group_member()) as member:
                member.commit(offsets=[TopicPartition(self.source, 0, offset)], asynchronous=False)

    def committed(self) -> int:
        """Give the group's committed offset of the source."""
        with contextlib.closing(self._group_member()) as member:
            return int(member.committed([TopicPartition(self.source, 0)], timeout=10)[0].offset)

    def _group_member(self) -> PlainConsumer:
        return PlainConsumer({"bootstrap.servers": self.kafka, "group.id": self.group})


@pytest.fixture
def new_worker(
    kafka: str, make_topic: MakeTopic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], WorkerUnderTest]:
    """Makes workers, each on topics of its own."""

    def make() -> WorkerUnderTest:
        changelog = make_topic("changelog", cleanup_policy="compact")
        return WorkerUnderTest(kafka, make_topic("source"), changelog, tmp_path, monkeypatch)

    return make


@pytest.fixture
def worker(new_worker: Callable[[], WorkerUnderTest]) -> WorkerUnderTest:
    """A worker on topics of its own."""
    return new_worker()


async def _until(condition: Callable[[], bool], patience_s: float = 30) -> None:
    async with asyncio.timeout(patience_s):
        while not condition():  # noqa: ASYNC110 - the condition is Faust's own state
            await asyncio.sleep(0.05)


async def _missing_after_recovery(
    worker: WorkerUnderTest, use: Use, committed_before: int
) -> list[int]:
    """Give the offsets that never reach the agent of a worker that recovers a table first."""
    worker.publish(worker.changelog, 1)  # something to recover: then Faust fetches early
    worker.publish(worker.source, RECORDS)
    worker.commit(committed_before)
    seen: set[int] = set()

    async def read(stream: Any) -> None:
        async for event in stream.events():
            await asyncio.sleep(0.005)
            seen.add(event.message.offset)

    async with worker.running(use, read) as app:
        await _until(lambda: not app.rebalancing)
        worker.publish(worker.source, 1)
        await _until(lambda: RECORDS in seen)
    return sorted(set(range(committed_before, RECORDS + 1)) - seen)


async def test_stock_faust_loses_records_when_the_recovery_of_a_table_ends(
    new_worker: Callable[[], WorkerUnderTest],
) -> None:
    """So the test below can fail. It is a race, which a slow machine may win now and then."""
    for _ in range(TRIES):
        if await _missing_after_recovery(new_worker(), _use_stock, 10):
            return
    pytest.fail(f"stock Faust lost nothing in {TRIES} tries")


@pytest.mark.parametrize("committed_before", [10, 0])
async def test_no_record_is_lost_when_the_recovery_of_a_table_ends(
    worker: WorkerUnderTest, committed_before: int
) -> None:
    """What is fetched between the seek and the start of the flow must reach the agent."""
    assert await _missing_after_recovery(worker, _use_ours, committed_before) == []
    assert worker.committed() == RECORDS + 1
