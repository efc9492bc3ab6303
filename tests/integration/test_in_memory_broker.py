"""The last resort: the same commands work on the in-memory broker, without Java."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from streams.broker.find import BrokerPlan, find_broker, stop_broker
from streams.errors import BrokerUnavailable
from streams.kafka.admin import check_topics, create_topics
from streams.kafka.connection import Connection
from streams.kafka.consumer import read_all
from streams.kafka.offsets import fetch_offsets
from streams.kafka.producer import Accepted, Outgoing, open_publisher
from streams.settings import Settings
from streams.topic_plan import plan_topics

SETTINGS = Settings(article_partitions=3, shard_partitions=5)
PLANS = plan_topics(SETTINGS)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """To an in-memory broker with the topics of the table."""
    plan = BrokerPlan(
        folder=tmp_path,
        cache=tmp_path,
        partitions={topic.name: topic.partitions for topic in PLANS},
        kinds=("in-memory",),
    )
    broker = find_broker(plan, print)
    yield Connection(broker.url)
    stop_broker(plan)


async def test_the_topics_of_the_table_are_there_from_the_start(connection: Connection) -> None:
    """With their exact partition counts: this broker cannot create any."""
    assert await create_topics(connection, PLANS) == ()
    assert await check_topics(connection, PLANS) == ()

    others = plan_topics(SETTINGS.model_copy(update={"topic_prefix": "other."}))
    with pytest.raises(BrokerUnavailable, match="cannot create topics"):
        await create_topics(connection, others)


async def test_records_are_published_read_and_measured(connection: Connection) -> None:
    """As on a real broker, without its promises."""
    topic = PLANS[0].name
    async with open_publisher(connection, max_record_bytes=100_000) as publisher:
        outcomes = [
            outcome
            async for outcome in publisher.publish(
                Outgoing(topic, str(number).encode(), b"v") for number in range(100)
            )
        ]

    received = [record async for record in read_all(connection, [topic])]
    offsets = await fetch_offsets(connection, {"group": [topic]})

    assert all(isinstance(outcome, Accepted) for outcome in outcomes)
    assert sorted(int(record.key or b"") for record in received) == list(range(100))
    assert sum(each.end for each in offsets) == 100
    assert {each.waiting_since is None for each in offsets} == {False}
