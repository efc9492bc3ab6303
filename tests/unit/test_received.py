"""Whatever comes from Kafka can be held."""

from datetime import UTC, datetime
from types import SimpleNamespace

from streams.received import Received, newest_by_key, time_of


def _record(offset: int, key: bytes | None, value: bytes | None) -> Received:
    return Received("t", 0, offset, None, key, value)


def test_a_record_is_taken_over_as_it_is() -> None:
    """Bytes stay bytes; a header without a value has an empty one."""
    record = SimpleNamespace(
        topic="t", partition=1, offset=2, timestamp=1_500, key=b"k", value=None,
        headers=(("a", b"\xff"), ("b", None)),
    )  # fmt: skip

    received = Received.from_client(record)

    assert received.timestamp == datetime(1970, 1, 1, 0, 0, 1, 500_000, tzinfo=UTC)
    assert received.headers == (("a", b"\xff"), ("b", b""))


def test_a_timestamp_beyond_the_calendar_is_none() -> None:
    """Producers may send anything."""
    assert time_of(2**62) is None
    assert time_of(None) is None


def test_folding_keeps_the_newest_of_each_key() -> None:
    """Removed ones are gone, those without a key never were, the order is that of the newest."""
    records = [
        _record(0, b"a", b"1"),
        _record(1, b"b", b"1"),
        _record(2, b"c", b"1"),
        _record(3, None, b"1"),
        _record(4, b"b", None),
        _record(5, b"a", b"2"),
    ]

    folded = newest_by_key(records)

    assert [(key, record.value) for key, record in folded.items()] == [(b"c", b"1"), (b"a", b"2")]
