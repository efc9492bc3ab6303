"""The configuration of a single-node Apache Kafka in KRaft mode, as a pure function."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Protocol = Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"]

HOST: Final = "127.0.0.1"
MAX_MESSAGE_BYTES: Final = 18 * 1024 * 1024
"""The largest topic of the table allows 16 MiB; headers and the batch around it fit too."""

_BASE: Final[Mapping[str, str]] = {
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.listener.names": "CONTROLLER",
    "inter.broker.listener.name": "PLAINTEXT",
    # Relative to the folder the broker is started in, so that the folder can have any name.
    "log.dirs": "data",
    # Topics come from the table with their exact partition counts, never from a typing error.
    "auto.create.topics.enable": "false",
    "num.partitions": "1",
    "message.max.bytes": str(MAX_MESSAGE_BYTES),
    "replica.fetch.max.bytes": str(MAX_MESSAGE_BYTES),
    # One node: nothing internal can have more than one replica.
    "offsets.topic.replication.factor": "1",
    "offsets.topic.num.partitions": "4",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "transaction.state.log.num.partitions": "2",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    "share.coordinator.state.topic.num.partitions": "2",
    # Deleted topics leave the disk at once: a broker of a demo does not live the usual minute.
    "log.segment.delete.delay.ms": "0",
    # A group of one worker need not wait for others to join.
    "group.initial.rebalance.delay.ms": "0",
    "group.min.session.timeout.ms": "1000",
    # Small machine: few threads, and a cleaner that fits a heap of 512 MB.
    "num.network.threads": "2",
    "num.io.threads": "4",
    "log.cleaner.dedupe.buffer.size": str(32 * 1024 * 1024),
    # A restart waits until the session of the broker that died is over.
    "broker.session.timeout.ms": "3000",
    "broker.heartbeat.interval.ms": "500",
}


@dataclass(frozen=True, slots=True)
class Listener:
    """One more way in, besides the plaintext one on localhost.

    ``options`` are Kafka's listener options without their prefix: ``ssl.keystore.location``,
    ``sasl.enabled.mechanisms``, ``scram-sha-256.sasl.jaas.config``, …
    """

    name: str
    protocol: Protocol
    port: int
    options: Mapping[str, str] = field(default_factory=dict)


def server_properties(
    *,
    port: int,
    controller_port: int,
    listeners: Iterable[Listener] = (),
    overrides: Mapping[str, str] | None = None,
) -> str:
    r"""Render ``server.properties``: lines in a fixed order, so that equal input gives equal text.

    ``overrides`` win over everything else.

    >>> text = server_properties(port=9092, controller_port=9093)
    >>> "advertised.listeners=PLAINTEXT://127.0.0.1:9092\n" in text
    True
    """
    more = tuple(listeners)
    own = [f"PLAINTEXT://{HOST}:{port}", *(f"{each.name}://{HOST}:{each.port}" for each in more)]
    protocols = {"CONTROLLER": "PLAINTEXT", "PLAINTEXT": "PLAINTEXT"}
    protocols |= {each.name: each.protocol for each in more}
    values = {
        **_BASE,
        "controller.quorum.voters": f"1@{HOST}:{controller_port}",
        "listeners": ",".join([*own, f"CONTROLLER://{HOST}:{controller_port}"]),
        "advertised.listeners": ",".join(own),
        "listener.security.protocol.map": ",".join(f"{k}:{v}" for k, v in protocols.items()),
    }
    for each in more:
        prefix = f"listener.name.{each.name.lower()}."
        values |= {prefix + key: value for key, value in each.options.items()}
    values |= overrides or {}
    return "".join(f"{key}={_escaped(value)}\n" for key, value in sorted(values.items()))


def _escaped(value: str) -> str:
    # Java reads properties as Latin-1, with the backslash as its escape.
    return value.replace("\\", "\\\\").encode("ascii", "backslashreplace").decode("ascii")
