"""Reads topics from the outside: all there is, or all there is and what comes."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from typing import Any, Final

import aiokafka
from aiokafka import TopicPartition

from streams.errors import TopicMismatch
from streams.kafka import patient_reading
from streams.kafka.connection import Connection
from streams.kafka.reach import reaching
from streams.received import Received

_POLL_MS: Final = 500
_MANY: Final = 1000


@contextlib.asynccontextmanager
async def open_consumer(
    connection: Connection, group: str | None = None, **options: Any
) -> AsyncIterator[aiokafka.AIOKafkaConsumer]:
    """Open a consumer that joins no group and commits nothing by itself.

    Raises:
        BrokerUnavailable: if the broker does not answer or refuses us.
    """
    patient_reading.install()
    with reaching(connection):
        consumer = aiokafka.AIOKafkaConsumer(
            group_id=group,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            fetch_max_wait_ms=_POLL_MS,
            **connection.client_options(),
            **options,
        )
        try:
            await consumer.start()
            yield consumer
        finally:
            await consumer.stop()


async def partitions_of(
    consumer: aiokafka.AIOKafkaConsumer, topics: Iterable[str]
) -> list[TopicPartition]:
    """Give the partitions of these topics, sorted.

    Raises:
        TopicMismatch: if a topic does not exist.
    """
    # The public ``partitions_for_topic`` knows only topics that were subscribed to.
    cluster = await consumer._client.fetch_all_metadata()  # noqa: SLF001
    names = sorted(set(topics))
    missing = [name for name in names if not cluster.partitions_for_topic(name)]
    if missing:
        reason = f"no topic {missing[0]} on the broker: run `storywire topics create`"
        raise TopicMismatch(reason)
    return [
        TopicPartition(name, partition)
        for name in names
        for partition in sorted(cluster.partitions_for_topic(name))
    ]


async def read_all(connection: Connection, topics: Iterable[str]) -> AsyncGenerator[Received, None]:
    """Give all records that the topics hold at this moment, in order within each partition.

    Raises:
        BrokerUnavailable: if the broker does not answer or refuses us.
        TopicMismatch: if a topic does not exist.
    """
    async with open_consumer(connection) as consumer:
        partitions = await partitions_of(consumer, topics)
        ends = await consumer.end_offsets(partitions)
        beginnings = await consumer.beginning_offsets(partitions)
        unread = {tp for tp in partitions if beginnings[tp] < ends[tp]}
        consumer.assign(sorted(unread))
        for tp in sorted(unread):
            consumer.seek(tp, beginnings[tp])
        while unread:
            fetched = await consumer.getmany(
                *sorted(unread), timeout_ms=_POLL_MS, max_records=_MANY
            )
            for record in (each for records in fetched.values() for each in records):
                if record.offset < ends[TopicPartition(record.topic, record.partition)]:
                    yield Received.from_client(record)
            # By position, not by record: the last offsets may hold none (compaction, markers).
            unread = {tp for tp in sorted(unread) if await consumer.position(tp) < ends[tp]}


async def follow(
    connection: Connection, topics: Iterable[str], *, from_start: bool
) -> AsyncGenerator[Received, None]:
    """Give the records of the topics for ever: all of them, or those that come from now on.

    Raises:
        BrokerUnavailable: if the broker does not answer or refuses us.
        TopicMismatch: if a topic does not exist.
    """
    async with open_consumer(connection) as consumer:
        partitions = await partitions_of(consumer, topics)
        consumer.assign(partitions)
        find = consumer.beginning_offsets if from_start else consumer.end_offsets
        for tp, offset in (await find(partitions)).items():
            consumer.seek(tp, offset)
        while True:
            fetched = await consumer.getmany(timeout_ms=_POLL_MS, max_records=_MANY)
            for record in (each for records in fetched.values() for each in records):
                yield Received.from_client(record)
            await asyncio.sleep(0)
