"""The broker that people without one get: real, durable, quick to stop."""

from pathlib import Path

import pytest
from confluent_kafka import Consumer, Producer, TopicPartition
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

from streams.broker.apache_kafka import start_kafka
from streams.broker.distribution import Distribution
from streams.broker.find import BrokerPlan, running_broker, stop_broker
from streams.broker.probe import answers_metadata, free_ports
from streams.errors import BrokerUnavailable

TEN_MB = 10_000_000


@pytest.mark.kafka
@pytest.mark.slow
def test_the_broker_keeps_its_records_over_a_restart(
    kafka_distribution: Distribution, tmp_path: Path
) -> None:
    """A record of 10 MB is accepted, the broker stops and starts, the record is still there."""
    folder = tmp_path / "broker"
    plan = BrokerPlan(folder=folder, cache=tmp_path, partitions={})
    (port,) = free_ports(1)
    try:
        broker = start_kafka(kafka_distribution, folder, port=port)
        assert broker.url == f"127.0.0.1:{port}"
        assert start_kafka(kafka_distribution, folder) == broker
        _publish(broker.url, "kept", b"x" * TEN_MB)

        assert stop_broker(plan) == broker
        assert running_broker(folder) is None
        assert not answers_metadata("127.0.0.1", port)

        again = start_kafka(kafka_distribution, folder)
        assert again.url == broker.url
        assert len(_first_value(again.url, "kept")) == TEN_MB
    finally:
        stop_broker(plan)


@pytest.mark.kafka
def test_a_taken_port_is_said(kafka: str, kafka_distribution: Distribution, tmp_path: Path) -> None:
    """Two brokers cannot share a port, and Java's stack trace would not say so."""
    port = int(kafka.rpartition(":")[2])

    with pytest.raises(BrokerUnavailable, match=f"port {port} is taken by another program"):
        start_kafka(kafka_distribution, tmp_path, port=port)


def _publish(url: str, topic: str, value: bytes) -> None:
    admin = AdminClient({"bootstrap.servers": url})
    admin.create_topics([NewTopic(topic, 1, 1)])[topic].result(30)
    producer = Producer({"bootstrap.servers": url, "message.max.bytes": 2 * TEN_MB})
    producer.produce(topic, value)
    assert producer.flush(30) == 0


def _first_value(url: str, topic: str) -> bytes:
    consumer = Consumer({"bootstrap.servers": url, "group.id": "test"})
    consumer.assign([TopicPartition(topic, 0, 0)])
    try:
        message = consumer.poll(30)
        assert message is not None
        return message.value() or b""
    finally:
        consumer.close()
