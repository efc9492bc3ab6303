"""One record as it came from Kafka, whatever is in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Self

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Received:
    """A record, its place, and the time the broker or its producer gave it."""

    topic: str
    partition: int
    offset: int
    timestamp: datetime | None
    """Aware UTC; None if the record has none that the calendar can hold."""
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = ()

    @classmethod
    def from_client(cls, record: Any) -> Self:
        """Take over what aiokafka gives."""
        return cls(
            topic=record.topic,
            partition=record.partition,
            offset=record.offset,
            timestamp=time_of(record.timestamp),
            key=record.key,
            value=record.value,
            headers=tuple((name, value or b"") for name, value in record.headers),
        )


def time_of(milliseconds: int | None) -> datetime | None:
    """Give a Kafka timestamp as a time.

    >>> time_of(1000).isoformat(), time_of(-1), time_of(10**18)
    ('1970-01-01T00:00:01+00:00', None, None)
    """
    if milliseconds is None or milliseconds < 0:
        return None
    try:
        return _EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return None


def newest_by_key(records: Iterable[Received]) -> dict[bytes, Received]:
    """Fold a compacted topic: each key's newest record, without the removed ones.

    Records of one key must come in their order, as they do within a partition. The keys stand in
    the order of their newest record.

    >>> def record(offset, value): return Received("t", 0, offset, None, b"k", value)
    >>> newest_by_key([record(0, b"a"), record(1, b"b")])[b"k"].value
    b'b'
    >>> newest_by_key([record(0, b"a"), record(1, None)])
    {}
    """
    newest: dict[bytes, Received] = {}
    for record in records:
        if record.key is not None:
            newest.pop(record.key, None)
            if record.value is not None:
                newest[record.key] = record
    return newest
