"""Publishes records: keyed, idempotent, each with its own outcome."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import aiokafka
from aiokafka.errors import (
    KafkaError,
    MessageSizeTooLargeError,
    OutOfOrderSequenceNumber,
    RecordListTooLargeError,
)

from streams.errors import OversizedRecord, StorywireError, UnidentifiedRecord
from streams.kafka.batches import batches
from streams.kafka.connection import Connection
from streams.kafka.reach import reaching

_BATCH: Final = 500
_BATCH_WAIT_S: Final = 0.05
_RECORD_OVERHEAD_BYTES: Final = 1024
"""What a batch and a record add to key, value and headers, generously."""

_REFUSALS_OF_BATCHES: Final = (
    MessageSizeTooLargeError,
    OutOfOrderSequenceNumber,
    RecordListTooLargeError,
)

Headers = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A record to be published."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: Headers = ()

    @property
    def size_bytes(self) -> int:
        """Give what it takes on the wire, a little more rather than less."""
        headers = sum(len(name.encode()) + len(value) for name, value in self.headers)
        return len(self.key or b"") + len(self.value or b"") + headers + _RECORD_OVERHEAD_BYTES


@dataclass(frozen=True, slots=True)
class Accepted:
    """The broker has it, on every replica that it waits for."""

    record: Outgoing
    partition: int
    offset: int


@dataclass(frozen=True, slots=True)
class Refused:
    """It was not published, or nobody knows; the error says why in one sentence."""

    record: Outgoing
    error: StorywireError


class NotAcknowledged(StorywireError):
    """The broker did not confirm the record."""


Outcome = Accepted | Refused


class Publisher:
    """Publishes through a producer of its own; made by :func:`open_publisher`."""

    def __init__(
        self, make: Callable[[], aiokafka.AIOKafkaProducer], max_record_bytes: int
    ) -> None:
        self._make = make
        self._producer: aiokafka.AIOKafkaProducer | None = None
        self._is_broken = False
        self._max_record_bytes = max_record_bytes

    async def publish(self, records: Iterable[Outgoing]) -> AsyncIterator[Outcome]:
        """Publish the records in their order and give each one's outcome, in the same order.

        Records with equal keys keep their order on the broker. The next batch is sent once the
        outcomes of this one are taken, so that memory is bounded whatever comes. A record does not
        wait for the one after it: ``records`` may be a pipe.
        """
        async for batch in batches(records, most=_BATCH, within_s=_BATCH_WAIT_S):
            sent = [await self._send(record) for record in batch]
            outcomes = [await self._outcome(*each) for each in zip(batch, sent, strict=True)]
            for outcome in outcomes:
                yield await self._again_if_collateral(outcome)

    async def publish_one(self, record: Outgoing) -> Outcome:
        """Publish one record and wait for its outcome."""
        outcome = await self._outcome(record, await self._send(record))
        return await self._again_if_collateral(outcome)

    async def start(self) -> None:
        """Connect."""
        producer = self._make()
        try:
            await producer.start()
        except BaseException:
            await producer.stop()
            raise
        self._producer = producer

    async def stop(self) -> None:
        """Send what is pending and disconnect."""
        producer, self._producer, self._is_broken = self._producer, None, False
        if producer is not None:
            await producer.stop()

    async def _again_if_collateral(self, outcome: Outcome) -> Outcome:
        """Send a record again that was refused perhaps only for the sake of another one.

        The broker refuses batches, not records; and once it has, aiokafka's numbering of an
        idempotent producer has a hole, so that it refuses whatever comes next. Alone, through a
        new producer, a record gets its own answer; nothing is published twice, because this is done
        only where the broker has said no.
        """
        if isinstance(outcome, Accepted) or not _was_refused_with_others(outcome.error):
            return outcome
        return await self._outcome(outcome.record, await self._send(outcome.record))

    async def _send(self, record: Outgoing) -> "asyncio.Future[Any] | StorywireError":
        if record.size_bytes > self._max_record_bytes:
            reason = (
                f"the record takes {record.size_bytes} bytes: at most {self._max_record_bytes} "
                f"are allowed on {record.topic}"
            )
            return OversizedRecord(reason)
        if record.key is None and record.value is None:
            return UnidentifiedRecord("a record needs a key or a value: it has neither")
        try:
            if self._is_broken:
                await self.stop()
            if self._producer is None:
                await self.start()
            assert self._producer is not None
            sent: asyncio.Future[Any] = await self._producer.send(
                record.topic, key=record.key, value=record.value, headers=list(record.headers)
            )
        except KafkaError as error:
            return _not_acknowledged(error)
        return sent

    async def _outcome(
        self, record: Outgoing, sent: "asyncio.Future[Any] | StorywireError"
    ) -> Outcome:
        if isinstance(sent, StorywireError):
            return Refused(record, sent)
        try:
            place = await sent
        except KafkaError as error:
            self._is_broken = True
            return Refused(record, _not_acknowledged(error))
        return Accepted(record, place.partition, place.offset)


@contextlib.asynccontextmanager
async def open_publisher(
    connection: Connection, *, max_record_bytes: int, request_timeout_s: float = 60.0
) -> AsyncIterator[Publisher]:
    """Open a publisher.

    Keys go to partitions as in Java and in Faust (murmur2); a retry after a lost answer is not
    published twice (idempotence).

    Args:
        connection: the broker.
        max_record_bytes: what the topic allows; larger records are refused before they are sent.
        request_timeout_s: after so long without an answer a record counts as not acknowledged.

    Raises:
        BrokerUnavailable: if the broker does not answer or refuses us.
    """
    with reaching(connection):
        make = partial(
            aiokafka.AIOKafkaProducer,
            acks="all",
            enable_idempotence=True,
            linger_ms=5,
            max_batch_size=256 * 1024,
            # aiokafka would raise at its own, smaller reckoning of the size.
            max_request_size=max_record_bytes + _RECORD_OVERHEAD_BYTES,
            compression_type="zstd",
            request_timeout_ms=int(request_timeout_s * 1000),
            **connection.client_options(),
        )
        publisher = Publisher(make, max_record_bytes)
        await publisher.start()
    try:
        yield publisher
    finally:
        await publisher.stop()


def _not_acknowledged(error: KafkaError) -> NotAcknowledged:
    answer = NotAcknowledged(f"the broker did not take it ({type(error).__name__}): {error}")
    answer.__cause__ = error
    return answer


def _was_refused_with_others(error: StorywireError) -> bool:
    return isinstance(error.__cause__, _REFUSALS_OF_BATCHES)
