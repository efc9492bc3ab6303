"""TLS, mutual TLS, SCRAM and PLAIN against a real broker that asks for them."""

import asyncio
import shutil
import subprocess
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import faust
import pytest

from agents import transport
from streams.broker.probe import free_ports
from streams.broker.server_properties import Listener
from streams.errors import BrokerUnavailable
from streams.kafka.admin import check_topics, create_topics, delete_topics
from streams.kafka.connection import Connection
from streams.kafka.consumer import read_all
from streams.kafka.offsets import fetch_offsets
from streams.kafka.producer import Accepted, Outgoing, open_publisher
from streams.settings import Settings
from streams.topic_plan import plan_topics

USER, SECRET = "courier", "open-sesame"
RunKafka = Callable[..., AbstractContextManager[str]]
MODES = ("tls", "mutual-tls", "scram-sha-256", "scram-sha-512", "plain")


def _openssl(*arguments: str, folder: Path) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


def _make_certificates(folder: Path) -> None:
    """An authority, and certificates for the broker and for us, as PEM files."""
    _make_authority(folder, "ca")
    _make_authority(folder, "stranger")
    (folder / "names").write_text("subjectAltName=IP:127.0.0.1\n", encoding="ascii")
    for name in ("broker", "client"):
        request = ("-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key")
        _openssl("req", *request, "-out", f"{name}.csr", "-subj", f"/CN={name}", folder=folder)
        signer = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2")
        files = ("-in", f"{name}.csr", "-out", f"{name}.pem", "-extfile", "names")
        _openssl("x509", "-req", *signer, *files, folder=folder)
    both = (folder / "broker.key").read_text() + (folder / "broker.pem").read_text()
    (folder / "broker-store.pem").write_text(both)


def _make_authority(folder: Path, name: str) -> None:
    request = ("-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-days", "2")
    _openssl("req", "-x509", *request, "-out", f"{name}.pem", "-subj", f"/CN={name}", folder=folder)


def _listeners(folder: Path) -> list[Listener]:
    tls = {
        "ssl.keystore.type": "PEM",
        "ssl.keystore.location": str(folder / "broker-store.pem"),
        "ssl.truststore.type": "PEM",
        "ssl.truststore.location": str(folder / "ca.pem"),
    }
    package = "org.apache.kafka.common.security"
    scram = f"{package}.scram.ScramLoginModule required;"
    sasl = {
        "sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512",
        "scram-sha-256.sasl.jaas.config": scram,
        "scram-sha-512.sasl.jaas.config": scram,
        "plain.sasl.jaas.config": (
            f'{package}.plain.PlainLoginModule required user_{USER}="{SECRET}";'
        ),
    }
    ports = free_ports(3)
    return [
        Listener("TLS", "SSL", ports[0], tls),
        Listener("MUTUAL", "SSL", ports[1], {**tls, "ssl.client.auth": "required"}),
        Listener("LOGIN", "SASL_SSL", ports[2], {**tls, **sasl}),
    ]


@dataclass(frozen=True)
class SecureBroker:
    """A broker with listeners of every kind, and the files to reach it."""

    ports: dict[str, int]
    folder: Path

    def connection(self, mode: str) -> Connection:
        """Connect as the mode says."""
        ca_file = self.folder / "ca.pem"
        if mode == "tls":
            return Connection(self._at("TLS"), protocol="SSL", ca_file=ca_file)
        if mode == "mutual-tls":
            return Connection(
                self._at("MUTUAL"),
                protocol="SSL",
                ca_file=ca_file,
                certificate_file=self.folder / "client.pem",
                key_file=self.folder / "client.key",
            )
        return Connection(
            self._at("LOGIN"),
            protocol="SASL_SSL",
            ca_file=ca_file,
            mechanism=mode.upper(),  # type: ignore[arg-type]
            username=USER,
            password=SECRET,
        )

    def _at(self, listener: str) -> str:
        return f"127.0.0.1:{self.ports[listener]}"


@pytest.fixture(scope="module")
def secure_kafka(
    run_kafka: RunKafka, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SecureBroker]:
    """A real broker with TLS and SASL listeners."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl on the PATH to make certificates")
    folder = tmp_path_factory.mktemp("certificates")
    _make_certificates(folder)
    listeners = _listeners(folder)
    users = [
        f"--add-scram={mechanism}=[name={USER},password={SECRET}]"
        for mechanism in ("SCRAM-SHA-256", "SCRAM-SHA-512")
    ]
    with run_kafka(listeners=listeners, format_options=users):
        yield SecureBroker({each.name: each.port for each in listeners}, folder)


@pytest.mark.kafka
@pytest.mark.parametrize("mode", MODES)
async def test_every_client_gets_through(
    secure_kafka: SecureBroker, mode: str, tmp_path: Path
) -> None:
    """Admin, producer, consumer, lag and a Faust worker, by one connection."""
    connection = secure_kafka.connection(mode)
    settings = Settings(
        topic_prefix=f"{uuid.uuid4().hex[:8]}.", article_partitions=1, shard_partitions=1
    )
    plans = plan_topics(settings)
    topic = plans[0].name
    await create_topics(connection, plans)
    try:
        assert await check_topics(connection, plans) == ()
        async with open_publisher(connection, max_record_bytes=10_000) as publisher:
            outcome = await publisher.publish_one(Outgoing(topic, b"k", b"v"))
        assert isinstance(outcome, Accepted)
        assert [record.value async for record in read_all(connection, [topic])] == [b"v"]

        assert await _first_value_of_a_worker(connection, topic, tmp_path) == b"v"

        (offsets,) = await fetch_offsets(connection, {f"{topic}-group": [topic]})
        assert offsets.committed == 1
    finally:
        await delete_topics(connection, [plan.name for plan in plans])


@pytest.mark.kafka
@pytest.mark.parametrize(
    ("mode", "changes"),
    [
        ("scram-sha-512", {"password": "open-barley"}),
        ("plain", {"password": "open-barley"}),
        ("plain", {"username": "nobody"}),
        ("mutual-tls", {"certificate_file": None, "key_file": None}),
        ("tls", {"protocol": "PLAINTEXT"}),
    ],
)
async def test_who_must_not_get_through_does_not(
    secure_kafka: SecureBroker, mode: str, changes: dict[str, Any]
) -> None:
    """One sentence, without the secret, instead of a stack trace or an endless wait."""
    connection = replace(secure_kafka.connection(mode), **changes)

    with pytest.raises(BrokerUnavailable) as refused:
        await asyncio.wait_for(check_topics(connection, []), 30)

    assert "open-" not in str(refused.value)


@pytest.mark.kafka
async def test_a_broker_that_nobody_vouches_for_is_not_talked_to(
    secure_kafka: SecureBroker,
) -> None:
    """Its certificate must be signed by the authority of the settings."""
    connection = replace(
        secure_kafka.connection("plain"), ca_file=secure_kafka.folder / "stranger.pem"
    )

    with pytest.raises(BrokerUnavailable):
        await asyncio.wait_for(check_topics(connection, []), 30)


async def _first_value_of_a_worker(
    connection: Connection, topic: str, folder: Path
) -> bytes | None:
    app = faust.App(
        f"{topic}-group",
        broker=connection.faust_url(),
        broker_credentials=connection.faust_credentials(),
        store="memory://",
        datadir=str(folder),
        key_serializer="raw",
        value_serializer="raw",
        topic_allow_declare=False,
        topic_disable_leader=True,
        web_enabled=False,
        broker_commit_interval=0.2,
        broker_session_timeout=6,
        broker_request_timeout=10,
    )
    transport.install(app)
    first: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    @app.agent(app.topic(topic, key_type=bytes, value_type=bytes), name="reader")
    async def read(stream: Any) -> None:
        async for event in stream.events():
            first.set_result(event.message.value)

    app.finalize()
    await app.start()
    try:
        return await asyncio.wait_for(first, 30)
    finally:
        await asyncio.wait_for(app.stop(), 30)
