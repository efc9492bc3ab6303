"""Topics, publishing, reading and lag on a real broker."""

import os
import uuid
from collections.abc import Callable
from contextlib import aclosing
from datetime import UTC, datetime

import pytest
from confluent_kafka import Consumer as PlainConsumer
from confluent_kafka import TopicPartition

from streams.errors import BrokerUnavailable, OversizedRecord, TopicMismatch
from streams.kafka.admin import check_topics, create_topics, delete_topics, require_topics
from streams.kafka.connection import Connection
from streams.kafka.consumer import follow, read_all
from streams.kafka.offsets import fetch_offsets, group_lag
from streams.kafka.producer import Accepted, Outgoing, Refused, open_publisher
from streams.lag import group_lags, partition_lag
from streams.received import newest_by_key
from streams.settings import Settings
from streams.topic_plan import plan_topics

MIB = 1024 * 1024
MakeTopic = Callable[..., str]


@pytest.fixture
def connection(kafka: str) -> Connection:
    """To the broker of this session."""
    return Connection(kafka)


async def test_topics_are_created_once_and_checked(connection: Connection) -> None:
    """Creating again changes nothing; another partition count is named, and refused."""
    settings = Settings(topic_prefix=f"test-{uuid.uuid4().hex[:8]}.", shard_partitions=3)
    plans = plan_topics(settings)
    names = tuple(plan.name for plan in plans)
    try:
        assert len(await check_topics(connection, plans)) == len(plans)
        assert await create_topics(connection, plans) == names
        assert await create_topics(connection, plans) == ()
        assert await check_topics(connection, plans) == ()
        await require_topics(connection, plans)

        others = plan_topics(settings.model_copy(update={"shard_partitions": 4}))
        with pytest.raises(TopicMismatch, match="has 3 partitions and needs 4"):
            await require_topics(connection, others)
    finally:
        await delete_topics(connection, names)


async def test_a_topic_that_cannot_be_created_is_named_with_the_brokers_reason(
    connection: Connection,
) -> None:
    """Three replicas need three brokers."""
    settings = Settings(topic_prefix=f"test-{uuid.uuid4().hex[:8]}.", replication=3)

    with pytest.raises(TopicMismatch, match=r"would not create topic test-.*[Rr]eplication"):
        await create_topics(connection, plan_topics(settings))


async def test_each_record_has_its_own_outcome(
    connection: Connection, make_topic: MakeTopic
) -> None:
    """Accepted ones have an offset, refused ones a reason, and the order is kept."""
    topic = make_topic(partitions=3)
    records = [
        Outgoing(topic, b"a", b"1", (("h", b"\xff"),)),
        Outgoing(topic, b"a", b"x" * 2 * MIB),
        Outgoing(topic, None, None),
        Outgoing(topic, b"a", b"2"),
        Outgoing(topic, b"b", None),
    ]
    async with open_publisher(connection, max_record_bytes=MIB) as publisher:
        outcomes = [outcome async for outcome in publisher.publish(records)]

    assert [outcome.record for outcome in outcomes] == records
    first, oversized, empty, second, last = outcomes
    assert isinstance(oversized, Refused)
    assert isinstance(oversized.error, OversizedRecord)
    assert isinstance(empty, Refused)
    assert isinstance(first, Accepted)
    assert isinstance(second, Accepted)
    assert isinstance(last, Accepted)
    assert (second.partition, second.offset) == (first.partition, first.offset + 1)


async def test_a_record_that_only_the_broker_refuses_is_refused(
    connection: Connection, make_topic: MakeTopic
) -> None:
    """Its neighbours are accepted all the same."""
    topic = make_topic(max_message_bytes="2000")
    noise = os.urandom(8000)
    values = [b"1", noise, *[b"2"] * 600]
    async with open_publisher(connection, max_record_bytes=MIB) as publisher:
        outcomes = [
            outcome
            async for outcome in publisher.publish(Outgoing(topic, b"a", each) for each in values)
        ]

    kept = [record.value async for record in read_all(connection, [topic])]
    assert kept == [b"1", *[b"2"] * 600]
    (refused,) = [outcome for outcome in outcomes if not isinstance(outcome, Accepted)]
    assert refused is outcomes[1]
    assert "the broker did not take it" in str(refused.error)


async def test_keys_go_where_java_and_librdkafka_put_them(
    connection: Connection, make_topic: MakeTopic
) -> None:
    """One partitioner everywhere, or keys part from their state."""
    topic = make_topic(partitions=8)
    keys = [f"key-{number}".encode() for number in range(50)]
    async with open_publisher(connection, max_record_bytes=MIB) as publisher:
        ours = {
            outcome.record.key: outcome.partition
            async for outcome in publisher.publish(Outgoing(topic, key, b"") for key in keys)
            if isinstance(outcome, Accepted)
        }

    assert ours == {key: _murmur2_partition(key, 8) for key in keys}


async def test_all_records_are_read_and_folded(
    connection: Connection, make_topic: MakeTopic
) -> None:
    """Reading ends at the end, also of empty partitions and topics."""
    topic, empty = make_topic(partitions=4), make_topic("empty")
    assert [record async for record in read_all(connection, [empty])] == []
    records = [
        Outgoing(topic, str(number % 700).encode(), str(number).encode()) for number in range(1500)
    ]
    async with open_publisher(connection, max_record_bytes=MIB) as publisher:
        _ = [outcome async for outcome in publisher.publish(records)]

    received = [record async for record in read_all(connection, [topic, empty])]

    assert len(received) == 1500
    expected = {str(number % 700).encode(): str(number).encode() for number in range(1500)}
    folded = newest_by_key(received)
    assert {key: record.value for key, record in folded.items()} == expected


async def test_following_gives_what_comes(connection: Connection, make_topic: MakeTopic) -> None:
    """From the start with what was there, else only what is new."""
    topic = make_topic()
    async with open_publisher(connection, max_record_bytes=MIB) as publisher:
        await publisher.publish_one(Outgoing(topic, b"old", b""))
        async with aclosing(follow(connection, [topic], from_start=True)) as records:
            assert (await anext(records)).key == b"old"
            await publisher.publish_one(Outgoing(topic, b"new", b""))
            assert (await anext(records)).key == b"new"


async def test_a_topic_that_is_missing_is_named(connection: Connection) -> None:
    """Reading it would wait for ever."""
    with pytest.raises(TopicMismatch, match="no topic nowhere"):
        _ = [record async for record in read_all(connection, ["nowhere"])]


async def test_lag_is_measured_from_outside_the_group(
    connection: Connection, kafka: str, make_topic: MakeTopic
) -> None:
    """Committed, end, and the age of the first record that waits."""
    topic, group = make_topic(partitions=2), f"group-{uuid.uuid4().hex}"
    async with open_publisher(connection, max_record_bytes=MIB) as publisher:
        keys = [b"a"] * 4 + [b"b"] * 3
        outcomes = [
            outcome
            async for outcome in publisher.publish(Outgoing(topic, key, b"") for key in keys)
        ]
    first = outcomes[0]
    assert isinstance(first, Accepted)
    member = PlainConsumer({"bootstrap.servers": kafka, "group.id": group})
    member.commit(offsets=[TopicPartition(topic, first.partition, 3)], asynchronous=False)
    member.close()

    offsets = await fetch_offsets(connection, {group: [topic]})
    lags = [partition_lag(each, datetime.now(tz=UTC)) for each in offsets]

    assert offsets[first.partition].committed == 3
    assert sum(lag.records for lag in lags) == len(keys) - 3
    (whole,) = group_lags(lags)
    assert whole.seconds is not None
    assert 0 <= whole.seconds < 60


def test_lag_can_be_asked_from_a_thread(kafka: str, make_topic: MakeTopic) -> None:
    """The watchdog has no event loop; without a broker the answer is that nobody knows."""
    topic = make_topic()

    assert group_lag(Connection(kafka), "nobody", [topic]) == {(topic, 0): 0}
    assert group_lag(Connection("127.0.0.1:1"), "nobody", [topic]) is None


async def test_a_broker_that_is_not_there_is_said_in_one_sentence() -> None:
    """With the settings to look at."""
    with pytest.raises(BrokerUnavailable, match=r"no broker answers at 127.0.0.1:1 .*broker_url"):
        await check_topics(Connection("127.0.0.1:1"), [])


def _murmur2_partition(key: bytes, partitions: int) -> int:
    """Java's partitioner, written down once more."""
    m, mask = 0x5BD1E995, 0xFFFFFFFF
    h = 0x9747B28C ^ len(key)
    for at in range(0, len(key) // 4 * 4, 4):
        k = int.from_bytes(key[at : at + 4], "little") * m & mask
        k = (k ^ k >> 24) * m & mask
        h = (h * m & mask) ^ k
    rest = key[len(key) // 4 * 4 :]
    if rest:
        h = (h ^ int.from_bytes(rest, "little")) * m & mask
    h = (h ^ h >> 13) * m & mask
    return ((h ^ h >> 15) & 0x7FFFFFFF) % partitions
