"""Whatever a producer makes of its batches, what is around it arrives, and a trace of it does."""

import asyncio
import contextlib
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import faust
import pytest
from confluent_kafka import Producer

from agents import transport

MakeTopic = Callable[..., str]
MIB = 1024 * 1024
ODD_PRODUCER = """
import asyncio, sys
from aiokafka import AIOKafkaProducer

class Odd(str):
    def encode(self, *_):
        return bytes([255, 254, 128])

async def publish(broker, topic):
    producer = AIOKafkaProducer(bootstrap_servers=broker, linger_ms=300)
    await producer.start()
    sent = [
        await producer.send(topic, key=b"k", value=b"before"),
        await producer.send(topic, key=b"k", value=b"odd", headers=[(Odd("x"), b"1")]),
        await producer.send(topic, key=b"k", value=b"after", headers=[("good", b"1")]),
    ]
    await asyncio.gather(*sent)
    await producer.stop()

asyncio.run(publish(*sys.argv[1:]))
"""
"""Publishes three records in a batch; the name of a header in the second is no UTF-8."""


@contextlib.asynccontextmanager
async def _reader(kafka: str, topic: str, folder: Path) -> AsyncIterator[list[Any]]:
    """Run a worker that keeps the messages it is given."""
    app = faust.App(
        f"{topic}-group",
        broker=f"kafka://{kafka}",
        store="memory://",
        datadir=str(folder),
        key_serializer="raw",
        value_serializer="raw",
        topic_allow_declare=False,
        topic_disable_leader=True,
        web_enabled=False,
        broker_session_timeout=6,
        broker_request_timeout=10,
    )
    transport.install(app)
    messages: list[Any] = []

    @app.agent(app.topic(topic, key_type=bytes, value_type=bytes), name="reader")
    async def read(stream: Any) -> None:
        async for event in stream.events():
            messages.append(event.message)  # noqa: PERF401 - the stream never ends

    app.finalize()
    await app.start()
    try:
        yield messages
    finally:
        await asyncio.wait_for(app.stop(), 30)


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110 - the condition is Faust's own state
            await asyncio.sleep(0.05)


def _publish(kafka: str, topic: str, value: bytes, codec: str = "none") -> None:
    options = {"bootstrap.servers": kafka, "compression.codec": codec, "log_level": 2}
    producer = Producer({**options, "message.max.bytes": 200 * MIB})
    producer.produce(topic, key=codec.encode(), value=value)
    assert producer.flush(30) == 0


@pytest.mark.parametrize("codec", ["gzip", "snappy", "lz4", "zstd"])
async def test_every_compression_of_kafka_is_read(
    kafka: str, make_topic: MakeTopic, tmp_path: Path, codec: str
) -> None:
    """A producer chooses it, and nobody asks the readers."""
    topic = make_topic()
    value = b"the same words again and again " * 1000
    _publish(kafka, topic, value, codec)
    _publish(kafka, topic, b"after")

    async with _reader(kafka, topic, tmp_path) as messages:
        await _until(lambda: len(messages) == 2)

    assert [message.value for message in messages] == [value, b"after"]


async def test_a_header_name_that_is_no_text_harms_nobody(
    kafka: str, make_topic: MakeTopic, tmp_path: Path
) -> None:
    """Kafka says that it is text; the broker does not look."""
    topic = make_topic()
    environ = {**os.environ, "AIOKAFKA_NO_EXTENSIONS": "1"}
    command = [sys.executable, "-c", ODD_PRODUCER, kafka, topic]
    await asyncio.to_thread(subprocess.run, command, check=True, env=environ)

    async with _reader(kafka, topic, tmp_path) as messages:
        await _until(lambda: len(messages) == 3)

    assert [message.value for message in messages] == [b"before", b"odd", b"after"]
    assert [dict(message.headers) for message in messages] == [
        {},
        {"\ufffd\ufffd\ufffd": b"1"},
        {"good": b"1"},
    ]


async def test_a_batch_that_would_fill_the_memory_is_not_unpacked(
    kafka: str, make_topic: MakeTopic, tmp_path: Path
) -> None:
    """A hundred kilobytes of gzip can hold a hundred megabytes of zeros."""
    topic = make_topic()
    _publish(kafka, topic, bytes(150 * MIB), "gzip")
    _publish(kafka, topic, b"after")

    async with _reader(kafka, topic, tmp_path) as messages:
        await _until(lambda: len(messages) == 2)

    bomb, after = messages
    assert after.value == b"after"
    assert (bomb.key, bomb.value) == (None, None)
    assert b"larger than" in dict(bomb.headers)["storywire-unreadable"]
