"""Reads one partition of a changelog in large batches, as fast as the broker gives it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

from aiokafka import TopicPartition

from streams.kafka.connection import Connection
from streams.kafka.consumer import open_consumer

_FETCH_BYTES: Final = 16 * 1024 * 1024
_MANY: Final = 10_000
_POLL_MS: Final = 500


@dataclass(frozen=True, slots=True)
class Changes:
    """Some changes that follow one another; ``last`` is the offset of the last."""

    changes: tuple[tuple[bytes, bytes | None], ...]
    last: int
    end: int
    """The offset that the next record would get when reading began."""


async def read_changes(
    connection: Connection, topic: str, partition: int, after: int
) -> AsyncIterator[Changes]:
    """Give all changes behind an offset (-1: from the beginning) that the partition holds now.

    Raises:
        BrokerUnavailable: if the broker does not answer or refuses us.
    """
    tp = TopicPartition(topic, partition)
    async with open_consumer(connection, max_partition_fetch_bytes=_FETCH_BYTES) as consumer:
        consumer.assign([tp])
        end = (await consumer.end_offsets([tp]))[tp]
        start = max(after + 1, (await consumer.beginning_offsets([tp]))[tp])
        consumer.seek(tp, start)
        while await consumer.position(tp) < end:
            fetched = await consumer.getmany(tp, timeout_ms=_POLL_MS, max_records=_MANY)
            records = [each for each in fetched.get(tp, ()) if each.offset < end]
            if records:
                changes = tuple((each.key or b"", each.value) for each in records)
                yield Changes(changes, records[-1].offset, end)
