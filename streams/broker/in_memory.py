"""The in-memory broker inside the confluent-kafka wheel, kept up by a small process of its own.

It is librdkafka's mock cluster: groups, offsets and produce work; nothing is durable, a partition
keeps its last 5 MiB, compaction and topic creation do not exist. A last resort for a demo.
"""

import argparse
import ctypes
import importlib.util
import os
import signal
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import streams
from streams.broker.detached import DetachedProcess, start_detached
from streams.broker.instance import Instance, RunningBroker, recall, remember
from streams.errors import BrokerUnavailable

NOTE: Final = (
    "an in-memory broker: nothing is kept when it stops, and a partition holds its last 5 MiB only."
)
_PATIENCE_S: Final = 20.0
_PRODUCER: Final = 0


def start_in_memory(folder: Path, partitions: Mapping[str, int]) -> RunningBroker:
    """Start an in-memory broker with these topics, or return the one that runs from ``folder``.

    Args:
        folder: its log and state; hold its lock (``instance.locked``) around this.
        partitions: how many partitions each topic has. Others appear by themselves, with four.

    Raises:
        BrokerUnavailable: if the wheel has no librdkafka or the process does not come up.
    """
    last = recall(folder)
    if last is not None and last.is_alive():
        return last.broker
    folder.mkdir(parents=True, exist_ok=True)
    address = folder / "in-memory.address"
    address.unlink(missing_ok=True)
    topics = [f"{name}={count}" for name, count in partitions.items()]
    process = start_detached(
        [sys.executable, "-m", "streams.broker.in_memory", str(address), *topics],
        log=folder / "in-memory.log",
        folder=folder,
        environ=_environ_that_finds_us(),
    )
    bootstrap = _wait_for(address, process, folder)
    broker = RunningBroker(bootstrap, "in-memory", NOTE)
    remember(folder, Instance(broker, process))
    return broker


def _environ_that_finds_us() -> dict[str, str]:
    # The child starts in another folder, where a checkout that is not installed is not found.
    root = str(Path(streams.__path__[0]).parent)
    return {**os.environ, "PYTHONPATH": os.pathsep.join([root, *_python_path()])}


def _python_path() -> Iterable[str]:
    return filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))


def _wait_for(address: Path, process: DetachedProcess, folder: Path) -> str:
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        if address.exists():
            return address.read_text(encoding="ascii").strip()
        if not process.is_alive():
            break
        time.sleep(0.05)
    process.stop(patience_s=1.0)
    reason = f"the in-memory broker did not come up, see {folder / 'in-memory.log'}"
    raise BrokerUnavailable(reason)


class MockCluster:
    """librdkafka's mock cluster as a listener on localhost, for as long as the process lives."""

    def __init__(self) -> None:
        self._library = _load_library()
        reason = ctypes.create_string_buffer(512)
        configuration = self._library.rd_kafka_conf_new()
        handle = self._library.rd_kafka_new(_PRODUCER, configuration, reason, len(reason))
        self._cluster = self._library.rd_kafka_mock_cluster_new(handle, 1) if handle else None
        if not self._cluster:
            message = f"librdkafka gave no mock cluster: {reason.value.decode()}"
            raise BrokerUnavailable(message)
        self._library.rd_kafka_mock_group_initial_rebalance_delay_ms(self._cluster, 0)

    @property
    def bootstrap(self) -> str:
        """Its address, ``host:port``."""
        return str(self._library.rd_kafka_mock_cluster_bootstraps(self._cluster).decode())

    def create_topic(self, name: str, partitions: int) -> None:
        """Create a topic; one that exists is an error.

        Raises:
            BrokerUnavailable: librdkafka refused it.
        """
        encoded = name.encode()
        if self._library.rd_kafka_mock_topic_create(self._cluster, encoded, partitions, 1) != 0:
            message = f"the in-memory broker refused topic {name} with {partitions} partitions"
            raise BrokerUnavailable(message)


def _load_library() -> ctypes.CDLL:
    found = importlib.util.find_spec("confluent_kafka")
    if found is None or found.origin is None:
        message = "no confluent-kafka in this environment: pip install confluent-kafka"
        raise BrokerUnavailable(message)
    package = Path(found.origin).parent
    wanted = [
        *package.parent.glob("confluent_kafka.libs/librdkafka*.so*"),
        *package.glob(".dylibs/librdkafka*.dylib"),
    ]
    if not wanted:
        message = "this confluent-kafka is not from a wheel and carries no librdkafka of its own"
        raise BrokerUnavailable(message)
    # The libraries that librdkafka needs lie beside it; importing the package finds them.
    __import__("confluent_kafka")
    return _with_signatures(ctypes.CDLL(str(min(wanted))))


def _with_signatures(library: ctypes.CDLL) -> ctypes.CDLL:
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    for name, result, arguments in (
        ("rd_kafka_conf_new", pointer, []),
        ("rd_kafka_new", pointer, [number, pointer, text, ctypes.c_size_t]),
        ("rd_kafka_mock_cluster_new", pointer, [pointer, number]),
        ("rd_kafka_mock_cluster_bootstraps", text, [pointer]),
        ("rd_kafka_mock_topic_create", number, [pointer, text, number, number]),
        ("rd_kafka_mock_group_initial_rebalance_delay_ms", None, [pointer, ctypes.c_int32]),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


def main(arguments: list[str]) -> int:
    """Serve until SIGTERM: ``ADDRESS-FILE [TOPIC=PARTITIONS …]``."""
    parser = argparse.ArgumentParser(prog="python -m streams.broker.in_memory")
    parser.add_argument("address", type=Path, help="file to write host:port to once it serves")
    parser.add_argument("topics", nargs="*", metavar="TOPIC=PARTITIONS")
    options = parser.parse_args(arguments)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    cluster = MockCluster()
    for each in options.topics:
        name, _, count = each.rpartition("=")
        cluster.create_topic(name, int(count))
    draft = options.address.with_suffix(".new")
    draft.write_text(cluster.bootstrap, encoding="ascii")
    draft.replace(options.address)
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
