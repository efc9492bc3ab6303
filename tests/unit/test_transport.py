"""The consumer hands over every record once, and commits nothing that is not done."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import faust
import pytest
from faust.transport.drivers import aiokafka as stock
from faust.types import TP

from agents import transport

SOURCE = TP("source", 0)


@dataclass
class Record:
    """What aiokafka gives for one record."""

    offset: int
    topic: str = SOURCE.topic
    partition: int = SOURCE.partition
    timestamp: int = 0
    timestamp_type: int = 0
    headers: tuple[()] = ()
    key: bytes = b"k"
    value: bytes = b"v"
    checksum: None = None
    serialized_key_size: int = 1
    serialized_value_size: int = 1


@dataclass
class FakeThread:
    """A partition with these offsets on the broker, and a reader with a position."""

    offsets: list[int]
    committed: int | None = None
    position: int = 0
    commits: list[int] = field(default_factory=list)
    refuses_commits: bool = False
    most: int = 5

    async def seek_to_committed(self) -> Mapping[TP, int | None]:
        """As aiokafka: what was committed at 0, or never, is not moved."""
        await asyncio.sleep(0)
        if self.committed:
            self.position = self.committed
        return {SOURCE: self.committed}

    async def seek_wait(self, partitions: Mapping[TP, int]) -> None:
        """Move the reader."""
        self.position = partitions[SOURCE]

    async def earliest_offsets(self, *partitions: TP) -> Mapping[TP, int]:
        """Give the first offset that is kept."""
        return dict.fromkeys(partitions, min(self.offsets))

    async def getmany(self, active: Iterable[TP], _: float) -> dict[TP, list[Record]]:
        """Give the next records from the position."""
        found = [each for each in self.offsets if each >= self.position][: self.most]
        if not found or SOURCE not in active:
            return {}
        self.position = found[-1] + 1
        return {SOURCE: [Record(each) for each in found]}

    def assignment(self) -> set[TP]:
        """One partition is ours."""
        return {SOURCE}

    def highwater(self, _: TP) -> int:
        """Give the end of the partition."""
        return max(self.offsets) + 1

    async def commit(self, offsets: Mapping[TP, int]) -> bool:
        """Note what is committed."""
        if not self.refuses_commits:
            self.commits.append(offsets[SOURCE])
        return not self.refuses_commits


@pytest.fixture
async def app(tmp_path: Path) -> faust.App:
    """An app that is never started."""
    app = faust.App("test", broker="kafka://localhost", datadir=str(tmp_path), web_enabled=False)
    app.finalize()
    return app


def _acknowledges(app: Any) -> None:
    """Let the app count acknowledgements of the source, and have nothing else to flush."""
    app.topics._acking_topics.add(SOURCE.topic)
    app.producer.flush = _nothing
    app.tables.on_commit = lambda _: None


def _use(consumer: Any, thread: FakeThread) -> None:
    """Put the fake in the place of the thread, which has made a loop of its own."""
    consumer._thread.thread_loop.close()
    consumer._thread = thread


def _ours(app: faust.App, thread: FakeThread) -> transport.Consumer:
    transport.install(app)
    consumer = app.consumer
    assert isinstance(consumer, transport.Consumer)
    _use(consumer, thread)
    _acknowledges(app)
    return consumer


async def _rebalance(consumer: transport.Consumer) -> None:
    """What Faust does around a rebalance, without the network."""
    consumer._close_sources()
    consumer.stop_flow()
    consumer._set_active_tps({SOURCE})
    consumer.resume_partitions({SOURCE})
    await consumer.perform_seek()
    consumer.resume_flow()


async def _fetch(consumer: transport.Consumer) -> list[Any]:
    return [message async for _, message in consumer.getmany(timeout=0.1)]


def _acknowledge(consumer: Any, messages: list[Any]) -> None:
    for message in messages:
        consumer.ack(message)


async def test_sources_stay_closed_until_they_are_sought_and_the_flow_resumes(
    app: faust.App,
) -> None:
    """In between, Faust empties the queues of the agents."""
    consumer = _ours(app, FakeThread(list(range(9)), committed=3))
    consumer._close_sources()
    consumer.resume_flow()  # as for the recovery from changelogs
    consumer._set_active_tps({SOURCE})
    consumer.resume_partitions({SOURCE})
    consumer.on_buffer_drop(SOURCE)

    assert SOURCE not in consumer._get_active_partitions()
    consumer.resume_flow()
    assert SOURCE not in consumer._get_active_partitions()

    await consumer.perform_seek()
    assert SOURCE not in consumer._get_active_partitions()
    consumer.resume_flow()

    assert [message.offset for message in await _fetch(consumer)] == [3, 4, 5, 6, 7]


async def test_a_standby_changelog_stays_closed_as_the_sources_do(app: faust.App) -> None:
    """What is fetched before the queues are emptied would be missing from the copy for ever."""
    consumer = _ours(app, FakeThread(list(range(9)), committed=3))
    active, standby = TP("state", 0), TP("state", 1)
    app.tables._changelogs = {"state": object()}  # type: ignore[attr-defined]
    app.tables.recovery.standby_tps = {standby}  # type: ignore[attr-defined]
    consumer._close_sources()
    consumer._set_active_tps({SOURCE, active, standby})
    consumer.resume_partitions({active})
    consumer.resume_partitions({standby})
    consumer.resume_flow()

    assert consumer._get_active_partitions() == {active}

    consumer.resume_partitions({SOURCE})
    await consumer.perform_seek()
    consumer.resume_flow()

    assert consumer._get_active_partitions() == {active, standby, SOURCE}


async def test_a_seek_that_a_rebalance_overtook_opens_nothing(app: faust.App) -> None:
    """Its partitions may belong to another worker by now."""
    consumer = _ours(app, FakeThread(list(range(9))))
    consumer.resume_partitions({SOURCE})
    seek = asyncio.ensure_future(consumer.perform_seek())
    await asyncio.sleep(0)
    consumer._close_sources()
    await seek
    consumer.resume_partitions({SOURCE})
    consumer.resume_flow()

    assert SOURCE not in consumer._get_active_partitions()


@pytest.mark.parametrize("committed", [None, 0])
async def test_a_partition_without_a_commit_is_read_from_its_beginning(
    app: faust.App, committed: int | None
) -> None:
    """Aiokafka would leave the reader where it is."""
    thread = FakeThread(list(range(4, 8)), committed=committed, position=6)
    consumer = _ours(app, thread)
    await _rebalance(consumer)

    assert [message.offset for message in await _fetch(consumer)] == [4, 5, 6, 7]


async def test_records_that_were_passed_over_are_read_again(app: faust.App) -> None:
    """A fetch whose records were dropped leaves a jump; it is not taken for a gap."""
    thread = FakeThread(list(range(20)), committed=1)
    consumer = _ours(app, thread)
    await _rebalance(consumer)
    first = await _fetch(consumer)
    thread.position = 12

    assert await _fetch(consumer) == []
    again = await _fetch(consumer)
    _acknowledge(consumer, first + again)

    assert [message.offset for message in first + again] == list(range(1, 11))
    assert consumer._new_offset(SOURCE) == 11


async def test_a_gap_on_the_broker_is_believed_at_the_second_sight(app: faust.App) -> None:
    """Retention has removed what was committed; the commits go on behind the gap."""
    consumer = _ours(app, FakeThread([50, 51, 60], committed=10))
    await _rebalance(consumer)

    assert await _fetch(consumer) == []
    messages = await _fetch(consumer)

    assert [message.offset for message in messages] == [50, 51, 60]
    assert consumer._new_offset(SOURCE) == 50
    _acknowledge(consumer, messages)
    assert consumer._new_offset(SOURCE) == 61


async def test_records_that_come_twice_are_handed_over_once(app: faust.App) -> None:
    """A seek back may bring records that the agents have."""
    thread = FakeThread(list(range(10)), committed=1)
    consumer = _ours(app, thread)
    await _rebalance(consumer)
    await _fetch(consumer)
    thread.position = 3

    assert [message.offset for message in await _fetch(consumer)] == [6, 7]


async def test_a_buffer_with_room_again_is_filled_at_once(app: faust.App) -> None:
    """Faust sleeps up to a second when all buffers are full; an agent may need less for them."""
    consumer = _ours(app, FakeThread(list(range(9))))
    await _rebalance(consumer)
    consumer.on_buffer_full(SOURCE)
    waiting = asyncio.ensure_future(consumer._wait_next_records(1.0))
    await asyncio.sleep(0)

    consumer.on_buffer_drop(SOURCE)

    await asyncio.wait_for(waiting, 0.5)
    assert [message.offset for message in await _fetch(consumer)] == [0, 1, 2, 3, 4]


async def test_the_first_commit_waits_for_the_first_record(app: faust.App) -> None:
    """Several records are in work, and a later one is done first."""
    consumer = _ours(app, FakeThread(list(range(5))))
    await _rebalance(consumer)
    messages = await _fetch(consumer)

    consumer.ack(messages[4])
    assert consumer._new_offset(SOURCE) is None
    _acknowledge(consumer, messages)
    assert consumer._new_offset(SOURCE) == 5


async def test_faust_itself_commits_past_a_record_that_is_not_done(app: faust.App) -> None:
    """The reason for the test above: this fails as soon as Faust is mended."""
    consumer: Any = stock.Consumer(
        app.transport, callback=app.topics.on_message, on_partitions_revoked=None,
        on_partitions_assigned=None,
    )  # fmt: skip
    _use(consumer, FakeThread([]))
    _acknowledges(app)

    consumer.ack(consumer._to_message(SOURCE, Record(4)))

    assert consumer._new_offset(SOURCE) == 5


async def test_a_commit_that_failed_is_tried_again(app: faust.App) -> None:
    """Faust would take it for done until the next record."""
    thread = FakeThread(list(range(5)), refuses_commits=True)
    consumer = _ours(app, thread)
    await _rebalance(consumer)
    _acknowledge(consumer, await _fetch(consumer))

    assert not await consumer.commit()
    thread.refuses_commits = False
    assert await consumer.commit()
    assert thread.commits == [5]


async def test_acknowledgements_during_a_revocation_are_committed(app: faust.App) -> None:
    """Faust forgets them before its last commit, and so delivers them twice."""
    thread = FakeThread(list(range(5)))
    consumer = _ours(app, thread)
    await _rebalance(consumer)
    messages = await _fetch(consumer)
    _acknowledge(consumer, messages[:3])

    async def finish_the_batch(_: set[TP]) -> None:
        _acknowledge(consumer, messages[3:])
        await consumer.commit()

    consumer._on_partitions_revoked = finish_the_batch
    await consumer.on_partitions_revoked({SOURCE})

    assert thread.commits == [3, 5]


async def test_the_transport_is_installed_before_the_consumer(app: faust.App) -> None:
    """Later it would have no effect, and nobody would notice."""
    _use(app.consumer, FakeThread([]))

    with pytest.raises(ValueError, match="before starting it"):
        transport.install(app)


async def _nothing() -> None:
    """A producer that has nothing to flush."""
