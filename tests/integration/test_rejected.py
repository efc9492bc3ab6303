"""Rejected records go back to their topic once, with their history, on a real broker."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from streams.kafka.connection import Connection
from streams.kafka.consumer import read_all
from streams.kafka.producer import Accepted, Outgoing, open_publisher
from streams.kafka.rejected import Replayed, list_rejected, replay
from streams.rejected_records import Selection
from streams.rejection import Rejection

MIB = 1024 * 1024
MakeTopic = Callable[..., str]


def _rejected(source: str, number: int, key: bytes | None = None) -> Rejection:
    return Rejection.of(
        topic=source,
        partition=0,
        offset=number,
        error="InvalidRecord",
        message="why",
        rejected=datetime(2026, 5, 1, 12, number % 60, tzinfo=UTC),
        key=key or str(number).encode(),
        value=f"value {number}".encode(),
        headers=[("producer", b"desk")],
    )


async def _replay(connection: Connection, topic: str, source: str) -> list[Replayed]:
    return [
        replayed
        async for replayed in replay(
            connection,
            rejected_topic=topic,
            sources=[source],
            selection=Selection(),
            max_record_bytes=MIB,
            now=lambda: datetime(2026, 5, 2, tzinfo=UTC),
        )
    ]


@pytest.fixture
def connection(kafka: str) -> Connection:
    """To the broker of this session."""
    return Connection(kafka)


async def test_each_rejected_record_is_replayed_once(
    connection: Connection, make_topic: MakeTopic
) -> None:
    """The second command has nothing to do, and a new rejection is replayed alone."""
    source, topic = make_topic("source", partitions=3), make_topic("rejected", partitions=3)
    rejections = [_rejected(source, number) for number in range(30)]
    async with open_publisher(connection, max_record_bytes=MIB) as publisher:
        for rejection in rejections:
            record = Outgoing(topic, rejection.key, rejection.value, rejection.to_headers())
            assert isinstance(await publisher.publish_one(record), Accepted)

    first = await _replay(connection, topic, source)
    second = await _replay(connection, topic, source)

    assert [each.record.rejection.value for each in first] == [each.value for each in rejections]
    assert {each.error for each in first} == {None}
    assert second == []
    back = [record async for record in read_all(connection, [source])]
    assert {record.key: record.value for record in back} == {
        each.key: each.value for each in rejections
    }
    assert len(back) == len(rejections)
    headers = dict(back[0].headers)
    assert headers["producer"] == b"desk"
    assert headers["storywire.replays"] == b"1"
    assert b"InvalidRecord: why" in headers["storywire-history"]
    listed = await list_rejected(connection, topic, Selection(replayed=True))
    assert {each.replayed for each in listed} == {datetime(2026, 5, 2, tzinfo=UTC)}


async def test_a_header_cannot_send_a_record_to_any_topic(
    connection: Connection, make_topic: MakeTopic
) -> None:
    """Whoever may write to news.rejected could else write everywhere."""
    source, topic = make_topic("source"), make_topic("rejected")
    rejection = _rejected("stories", 1)
    async with open_publisher(connection, max_record_bytes=MIB) as publisher:
        await publisher.publish_one(Outgoing(topic, b"k", b"v", rejection.to_headers()))

    (replayed,) = await _replay(connection, topic, source)

    assert "only records of the stages' own topics go back" in str(replayed.error)
    assert len(await list_rejected(connection, topic, Selection())) == 1
