"""Creates the topics of the table and checks that the broker has them as planned."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from typing import Any, Final

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import IncompatibleBrokerVersion, UnsupportedVersionError

from streams.errors import BrokerUnavailable, TopicMismatch
from streams.kafka.connection import Connection
from streams.kafka.reach import reaching
from streams.topic_plan import FoundTopic, TopicPlan, differences

_TOPIC_EXISTS: Final = 36
_VISIBLE_AFTER_S: Final = 30.0
_UNSUPPORTED: Final = (IncompatibleBrokerVersion, UnsupportedVersionError)


@contextlib.asynccontextmanager
async def admin_client(connection: Connection) -> AsyncIterator[AIOKafkaAdminClient]:
    """Open an admin client.

    Raises:
        BrokerUnavailable: if the broker does not answer or refuses us.
    """
    with reaching(connection):
        client = AIOKafkaAdminClient(**connection.client_options())
        try:
            await client.start()
            yield client
        finally:
            await client.close()


async def create_topics(connection: Connection, plans: Sequence[TopicPlan]) -> tuple[str, ...]:
    """Create the topics that are missing, wait until they can be used, and give their names.

    Topics that exist are not touched, whatever they look like: see :func:`check_topics`.

    Raises:
        BrokerUnavailable: if the broker does not answer or refuses us.
        TopicMismatch: if the broker would not create a topic, with its reason.
    """
    async with admin_client(connection) as client:
        existing = await _find(client, plans)
        missing = [plan for plan in plans if plan.name not in existing]
        if missing:
            await _create(client, missing)
            await _wait_until_visible(client, missing)
    return tuple(plan.name for plan in missing)


async def check_topics(connection: Connection, plans: Sequence[TopicPlan]) -> tuple[str, ...]:
    """Say in one sentence each how the broker's topics differ from the plans.

    Raises:
        BrokerUnavailable: if the broker does not answer or refuses us.
    """
    async with admin_client(connection) as client:
        counts = await _find(client, plans)
        configs = await _configs(client, counts)
    found = {
        name: FoundTopic(partitions, None if configs is None else configs[name])
        for name, partitions in counts.items()
    }
    return differences(plans, found)


async def require_topics(connection: Connection, plans: Sequence[TopicPlan]) -> None:
    """Refuse to go on unless the topics are as planned: wrong counts would part keys from state.

    Raises:
        BrokerUnavailable: if the broker does not answer or refuses us.
        TopicMismatch: with all differences.
    """
    sentences = await check_topics(connection, plans)
    if sentences:
        raise TopicMismatch("; ".join(sentences))


async def delete_topics(connection: Connection, names: Iterable[str]) -> None:
    """Delete topics with all their records; those that do not exist are passed over.

    Raises:
        BrokerUnavailable: if the broker does not answer or refuses us.
    """
    async with admin_client(connection) as client:
        existing = set(await client.list_topics())
        doomed = sorted(existing & set(names))
        if doomed:
            await client.delete_topics(doomed)


async def _find(client: AIOKafkaAdminClient, plans: Iterable[TopicPlan]) -> dict[str, int]:
    """Give the partition counts of the planned topics that exist and have all their leaders."""
    names = {plan.name for plan in plans}
    # All topics, because asking for one by name may create it on a broker that allows this.
    described = await client.describe_topics()
    return {
        topic["topic"]: len(topic["partitions"])
        for topic in described
        if topic["topic"] in names and all(each["leader"] >= 0 for each in topic["partitions"])
    }


async def _create(client: AIOKafkaAdminClient, plans: Iterable[TopicPlan]) -> None:
    new = [
        NewTopic(plan.name, plan.partitions, plan.replication, topic_configs=dict(plan.config))
        for plan in plans
    ]
    if client._client.cluster.controller is None:  # noqa: SLF001 - else aiokafka trips over it
        reason = "this broker cannot create topics: the in-memory one has them from its start"
        raise BrokerUnavailable(reason)
    response = await client.create_topics(new)
    for name, code, *message in response.topic_errors:
        # Another command may have created it a moment ago; checking is not our task.
        if code not in {0, _TOPIC_EXISTS}:
            reason = f"the broker would not create topic {name}: {_said(code, message)}"
            raise TopicMismatch(reason)


def _said(code: int, message: Sequence[str | None]) -> str:
    return next((text for text in message if text), f"error {code}")


async def _wait_until_visible(client: AIOKafkaAdminClient, plans: Sequence[TopicPlan]) -> None:
    async with asyncio.timeout(_VISIBLE_AFTER_S):
        while len(await _find(client, plans)) < len(plans):  # noqa: ASYNC110 - the broker tells nobody
            await asyncio.sleep(0.1)


async def _configs(
    client: AIOKafkaAdminClient, names: Iterable[str]
) -> Mapping[str, Mapping[str, str]] | None:
    resources = [ConfigResource(ConfigResourceType.TOPIC, name) for name in sorted(names)]
    if not resources:
        return {}
    try:
        responses: list[Any] = await client.describe_configs(resources)
    except _UNSUPPORTED:
        return None
    return {
        name: {entry[0]: entry[1] for entry in entries}
        for response in responses
        for _, _, _, name, entries in response.resources
    }
