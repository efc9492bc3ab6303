"""Lists what lies on ``news.rejected``, and sends it back to where it came from, once each."""

from collections.abc import AsyncGenerator, Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from streams.errors import StorywireError
from streams.kafka.connection import Connection
from streams.kafka.consumer import read_all
from streams.kafka.producer import Accepted, Outgoing, Publisher, open_publisher
from streams.rejected_records import (
    RejectedRecord,
    Selection,
    marker_headers,
    read_rejected,
    replay_headers,
)

_BATCH: Final = 200


class NotReplayable(StorywireError):
    """A rejected record names no topic that articles may go back to."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """What became of one record's replay."""

    record: RejectedRecord
    error: StorywireError | None = None
    """None: it is on its topic again, and will not be replayed a second time."""


async def list_rejected(
    connection: Connection, rejected_topic: str, selection: Selection
) -> tuple[RejectedRecord, ...]:
    """Give the rejected records that are meant, in the order of their times.

    Raises:
        BrokerUnavailable: if the broker does not answer or refuses us.
        TopicMismatch: if the topic does not exist.
    """
    records = [record async for record in read_all(connection, [rejected_topic])]
    return tuple(record for record in read_rejected(records) if selection.takes(record))


async def replay(
    connection: Connection,
    *,
    rejected_topic: str,
    sources: Collection[str],
    selection: Selection,
    max_record_bytes: int,
    now: Callable[[], datetime],
) -> AsyncGenerator[Replayed, None]:
    """Send the rejected records that are meant back to the topics they came from.

    Each is marked as replayed once the broker has it, so that repeating the command repeats
    nothing; a command that dies between the two replays up to 200 records a second time, which the
    stages take as the same articles again.

    Args:
        connection: the broker.
        rejected_topic: where rejected records lie.
        sources: topics that records may be sent back to: a header must not choose any other.
        selection: which ones.
        max_record_bytes: the most that any of the topics takes.
        now: the clock, for the markers.

    Raises:
        BrokerUnavailable: if the broker does not answer or refuses us.
        TopicMismatch: if a topic does not exist.
    """
    meant = await list_rejected(connection, rejected_topic, selection)
    async with open_publisher(connection, max_record_bytes=max_record_bytes) as publisher:
        for batch in _batches(meant):
            results = await _send_back(publisher, batch, sources)
            done = [each.record for each in results if each.error is None]
            await _mark(publisher, done, rejected_topic, now())
            for each in results:
                yield each


async def _send_back(
    publisher: Publisher, records: Sequence[RejectedRecord], sources: Collection[str]
) -> list[Replayed]:
    known = [record for record in records if record.rejection.topic in sources]
    outcomes = publisher.publish([_as_it_came(record) for record in known])
    errors = [None if isinstance(each, Accepted) else each.error async for each in outcomes]
    by_place = {record.place: error for record, error in zip(known, errors, strict=True)}
    return [
        Replayed(record, by_place[record.place] if record.place in by_place else _unknown(record))
        for record in records
    ]


def _as_it_came(record: RejectedRecord) -> Outgoing:
    rejection = record.rejection
    return Outgoing(rejection.topic, rejection.key, rejection.value, replay_headers(record))


def _unknown(record: RejectedRecord) -> NotReplayable:
    return NotReplayable(
        f"rejected record {record.place} says it came from {record.rejection.topic!a}: "
        "only records of the stages' own topics go back"
    )


async def _mark(
    publisher: Publisher, records: Sequence[RejectedRecord], rejected_topic: str, now: datetime
) -> None:
    markers = [
        Outgoing(rejected_topic, None, b"", marker_headers(record, now)) for record in records
    ]
    async for outcome in publisher.publish(markers):
        if not isinstance(outcome, Accepted):
            raise outcome.error


def _batches(records: Sequence[RejectedRecord]) -> Iterator[Sequence[RejectedRecord]]:
    for start in range(0, len(records), _BATCH):
        yield records[start : start + _BATCH]
