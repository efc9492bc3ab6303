"""Asks the broker how far consumer groups are, for :mod:`streams.lag`."""

import asyncio
import contextlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

import aiokafka
from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from streams.errors import StorywireError
from streams.kafka.connection import Connection
from streams.kafka.consumer import open_consumer, partitions_of
from streams.lag import PartitionOffsets, first_unread
from streams.received import time_of

_PATIENCE_S: Final = 10.0


async def fetch_offsets(
    connection: Connection,
    groups: Mapping[str, Collection[str]],
    *,
    with_times: bool = True,
) -> tuple[PartitionOffsets, ...]:
    """Ask for every partition of the topics that each group reads, sorted.

    Args:
        connection: the broker.
        groups: the topics of each group.
        with_times: also read the first record that is not committed, for its timestamp.

    Raises:
        BrokerUnavailable: if the broker does not answer or refuses us.
        TopicMismatch: if a topic does not exist.
    """
    found: list[PartitionOffsets] = []
    for group, topics in sorted(groups.items()):
        async with open_consumer(connection, group) as consumer:
            partitions = await partitions_of(consumer, topics)
            consumer.assign(partitions)
            offsets = await _ask(consumer, group, partitions)
            times = await _waiting_since(consumer, offsets) if with_times else {}
        found += [replace(each, waiting_since=times.get(_partition(each))) for each in offsets]
    return tuple(found)


def group_lag(
    connection: Connection, group: str, topics: Collection[str], *, patience_s: float = _PATIENCE_S
) -> dict[tuple[str, int], int] | None:
    """Give how many records wait for a group, by topic and partition, from any thread.

    None if the broker does not answer in time: then nobody can say.
    """

    async def ask() -> tuple[PartitionOffsets, ...]:
        async with asyncio.timeout(patience_s):
            return await fetch_offsets(connection, {group: topics}, with_times=False)

    try:
        found = asyncio.run(ask())
    except (StorywireError, KafkaError, OSError):
        return None
    return {(each.topic, each.partition): max(0, each.end - first_unread(each)) for each in found}


async def _ask(
    consumer: aiokafka.AIOKafkaConsumer, group: str, partitions: Collection[TopicPartition]
) -> list[PartitionOffsets]:
    # Ends after commits: a group can look slower than it is for a moment, never faster.
    committed = await asyncio.gather(*(consumer.committed(tp) for tp in partitions))
    beginnings = await consumer.beginning_offsets(partitions)
    ends = await consumer.end_offsets(partitions)
    return [
        PartitionOffsets(
            group=group,
            topic=tp.topic,
            partition=tp.partition,
            committed=offset,
            beginning=beginnings[tp],
            end=ends[tp],
        )
        for tp, offset in zip(partitions, committed, strict=True)
    ]


async def _waiting_since(
    consumer: aiokafka.AIOKafkaConsumer, offsets: Iterable[PartitionOffsets]
) -> dict[TopicPartition, datetime | None]:
    """Read the first record that waits in each partition; those that do not answer are left out."""
    starts = {_partition(each): first_unread(each) for each in offsets if _waits(each)}
    for tp, offset in starts.items():
        consumer.seek(tp, offset)
    found: dict[TopicPartition, datetime | None] = {}
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_PATIENCE_S):
            while missing := sorted(starts.keys() - found.keys()):
                for tp, records in (await consumer.getmany(*missing, timeout_ms=500)).items():
                    found[tp] = time_of(records[0].timestamp)
                    consumer.pause(tp)
    return found


def _waits(offsets: PartitionOffsets) -> bool:
    return first_unread(offsets) < offsets.end


def _partition(offsets: PartitionOffsets) -> TopicPartition:
    return TopicPartition(offsets.topic, offsets.partition)
