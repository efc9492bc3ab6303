"""From the table of topics and the settings to what the broker must have; and how it differs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from streams.settings import Settings
from streams.topics import TOPICS, Topic

_MS: Final = timedelta(milliseconds=1)
_SAFE_REPLICATION: Final = 3


@dataclass(frozen=True, slots=True)
class TopicPlan:
    """One topic as it must be on the broker."""

    name: str
    partitions: int
    replication: int
    config: Mapping[str, str]
    """Kafka's own names and notation; what is not named here is left to the broker."""


@dataclass(frozen=True, slots=True)
class FoundTopic:
    """One topic as it is on the broker."""

    partitions: int
    config: Mapping[str, str] | None
    """None where the broker does not tell (the in-memory one)."""


def plan_topics(settings: Settings, topics: Iterable[Topic] = TOPICS) -> tuple[TopicPlan, ...]:
    """Plan every topic of the table.

    >>> plan_topics(Settings(shard_partitions=4))[2].partitions
    4
    """
    counts = {"articles": settings.article_partitions, "shards": settings.shard_partitions}
    return tuple(
        TopicPlan(
            name=topic.prefixed(settings.topic_prefix).name,
            partitions=counts[topic.partitions],
            replication=settings.replication,
            config=_config(topic, settings.replication),
        )
        for topic in topics
    )


def differences(plans: Iterable[TopicPlan], found: Mapping[str, FoundTopic]) -> tuple[str, ...]:
    """Say in one sentence each how the broker's topics differ from the plans; none if they do not.

    >>> plan = TopicPlan("a", 8, 1, {"cleanup.policy": "compact"})
    >>> differences([plan], {"a": FoundTopic(8, {"cleanup.policy": "compact"})})
    ()
    >>> differences([plan], {})
    ('topic a is missing: run `storywire topics create`',)
    """
    return tuple(sentence for plan in plans for sentence in _compare(plan, found.get(plan.name)))


def _compare(plan: TopicPlan, found: FoundTopic | None) -> list[str]:
    if found is None:
        return [f"topic {plan.name} is missing: run `storywire topics create`"]
    sentences = []
    if found.partitions != plan.partitions:
        # Adding partitions would part a key's new records from its old ones.
        sentences.append(
            f"topic {plan.name} has {found.partitions} partitions and needs {plan.partitions}: "
            "stop the workers, delete it with its data, create it again"
        )
    for key, wanted in sorted(plan.config.items() if found.config is not None else ()):
        actual = (found.config or {}).get(key, "nothing")
        if actual != wanted:
            sentences.append(
                f"topic {plan.name} has {key}={actual} and needs {wanted}: set it with "
                f"kafka-configs --alter --topic {plan.name} --add-config {key}={wanted}"
            )
    return sentences


def _config(topic: Topic, replication: int) -> dict[str, str]:
    config = {
        "cleanup.policy": topic.cleanup,
        "max.message.bytes": str(topic.max_message_bytes),
    }
    if topic.retention is not None:
        config["retention.ms"] = str(topic.retention // _MS)
    if topic.cleanup == "delete":
        # A stranger's clock must not decide when an article is deleted, nor how late we are.
        config["message.timestamp.type"] = "LogAppendTime"
    else:
        # Only closed segments are compacted: small ones keep recovery short.
        config |= {"segment.bytes": str(128 * 1024 * 1024), "segment.ms": str(6 * 3600 * 1000)}
    if replication >= _SAFE_REPLICATION:
        config["min.insync.replicas"] = "2"
    return config
