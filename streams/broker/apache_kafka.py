"""A real single-node Apache Kafka in KRaft mode, run by Java from a folder that outlives it."""

import base64
import subprocess
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from streams.broker import class_archive
from streams.broker.detached import DetachedProcess, start_detached
from streams.broker.distribution import KAFKA_VERSION, Distribution
from streams.broker.instance import Instance, RunningBroker, recall, remember
from streams.broker.probe import free_ports, is_free, wait_until_ready
from streams.broker.server_properties import HOST, Listener, server_properties
from streams.errors import BrokerUnavailable

DEFAULT_PORT: Final = 9092
_SHOWN_LINES: Final = 3


def start_kafka(
    distribution: Distribution,
    folder: Path,
    *,
    port: int | None = None,
    listeners: Iterable[Listener] = (),
    overrides: Mapping[str, str] | None = None,
    format_options: Iterable[str] = (),
) -> RunningBroker:
    """Start a broker with its data in ``folder``, or return the one that runs from there.

    Its data, its cluster id and, if it is still free, its port survive restarts. Hold the folder's
    lock (``instance.locked``) around this.

    Args:
        distribution: Java and Kafka's jars.
        folder: one broker's data, log and state.
        port: plaintext port on localhost; None takes the last one, 9092 or any free one.
        listeners: further ways in (TLS, SASL).
        overrides: Kafka settings that win over ours.
        format_options: more arguments for the first formatting, such as SCRAM users.

    Raises:
        BrokerUnavailable: if the port is taken or the broker does not come up.
    """
    last = recall(folder)
    if last is not None and last.is_alive():
        return last.broker
    folder.mkdir(parents=True, exist_ok=True)
    chosen = port if port is not None else _choose_port(last)
    if not is_free(chosen):
        reason = f"port {chosen} is taken by another program: stop it, or choose another port"
        raise BrokerUnavailable(reason)
    (controller,) = free_ports(1)
    configuration = folder / "server.properties"
    configuration.write_text(
        server_properties(
            port=chosen, controller_port=controller, listeners=listeners, overrides=overrides
        ),
        encoding="ascii",
    )
    _format(distribution, folder, format_options)
    process = start_detached(
        distribution.command(
            "kafka.Kafka",
            configuration.name,
            options=class_archive.options(distribution.class_archive, folder),
        ),
        log=folder / "kafka.log",
        folder=folder,
    )
    return _wait_for(process, folder, chosen, wanted=port)


def _choose_port(last: Instance | None) -> int:
    before = [int(last.broker.url.rpartition(":")[2])] if last is not None else []
    for candidate in [*before, DEFAULT_PORT]:
        if is_free(candidate):
            return candidate
    return free_ports(1)[0]


def _format(distribution: Distribution, folder: Path, options: Iterable[str]) -> None:
    if (folder / "data" / "meta.properties").exists():
        return
    command = distribution.command(
        "kafka.tools.StorageTool",
        *("format", "--cluster-id", _new_cluster_id(), "--config", "server.properties"),
        *("--ignore-formatted", *options),
    )
    done = subprocess.run(  # noqa: S603
        command, cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        said = _last_lines(done.stdout + done.stderr)
        reason = f"Kafka could not prepare its data folder {folder}: {said}"
        raise BrokerUnavailable(reason)


def _new_cluster_id() -> str:
    # A leading zero byte, so that the id never starts with the dash of an option.
    return base64.urlsafe_b64encode(b"\0" + uuid.uuid4().bytes[1:]).decode().rstrip("=")


def _wait_for(
    process: DetachedProcess, folder: Path, port: int, wanted: int | None
) -> RunningBroker:
    broker = RunningBroker(f"{HOST}:{port}", "apache-kafka", _note(folder, port, wanted))
    # Remembered before it is ready: should this command be killed now, ``broker down`` finds it.
    remember(folder, Instance(broker, process))
    ready = False
    try:
        ready = wait_until_ready(HOST, port, alive=process.is_alive)
    finally:
        if not ready:
            process.stop(patience_s=2.0)
    if not ready:
        log = folder / "kafka.log"
        said = _last_lines(log.read_text(encoding="utf-8", errors="replace"))
        reason = f"Kafka did not come up, its log {log} ends with: {said}"
        raise BrokerUnavailable(reason)
    return broker


def _note(folder: Path, port: int, wanted: int | None) -> str:
    other = wanted is None and port != DEFAULT_PORT
    moved = f" Port {DEFAULT_PORT} was taken, so it listens on {port}." if other else ""
    return (
        f"Apache Kafka {KAFKA_VERSION} on this machine, one node: durable, its data is in "
        f"{folder}.{moved}"
    )


def _last_lines(text: str) -> str:
    return " / ".join(line.strip() for line in text.strip().splitlines()[-_SHOWN_LINES:])
