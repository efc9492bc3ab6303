"""Which broker: the user's URL, one that runs already, else the first that can be started."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from streams.broker.apache_kafka import start_kafka
from streams.broker.distribution import Say, find_distribution
from streams.broker.docker import start_docker, stop_docker
from streams.broker.in_memory import start_in_memory
from streams.broker.instance import Kind, RunningBroker, forget, locked, recall
from streams.errors import BrokerUnavailable

STARTABLE: tuple[Kind, ...] = ("docker", "apache-kafka", "in-memory")


@dataclass(frozen=True, slots=True)
class BrokerPlan:
    """How to find or start a broker; two plans with different folders are two brokers."""

    folder: Path
    """State, log and data of the broker that is started."""
    cache: Path
    """Where the jars of Apache Kafka are kept between versions and users' brokers."""
    partitions: Mapping[str, int]
    """Topics an in-memory broker must have from the start; the others get theirs by commands."""
    url: str | None = None
    """The user's own broker, ``host:port, several with commas``."""
    port: int | None = None
    """Port of the Apache Kafka; None: the last one, 9092, or a free one."""
    compose_file: Path | None = None
    kinds: Sequence[Kind] = STARTABLE
    """What may be started, in this order."""
    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ), repr=False)


def default_folders(environ: Mapping[str, str], home: Path) -> tuple[Path, Path]:
    """Give the broker's folder and the cache folder, by the XDG rules.

    >>> default_folders({"XDG_CACHE_HOME": "/c"}, Path("/home/a"))[1].as_posix()
    '/c/storywire'
    """
    data = Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    cache = Path(environ.get("XDG_CACHE_HOME") or home / ".cache")
    return data / "storywire" / "broker", cache / "storywire"


def find_broker(plan: BrokerPlan, say: Say) -> RunningBroker:
    """Find a broker, starting one if there is none; running it again changes nothing.

    Args:
        plan: where to look and what may be started.
        say: told, in one sentence each, of what takes long and of each kind that is not possible.

    Raises:
        BrokerUnavailable: if nothing works; the message names each kind's missing piece.
    """
    if plan.url is not None:
        return RunningBroker(plan.url, "url", "your own broker.")
    with locked(plan.folder):
        running = running_broker(plan.folder)
        return running if running is not None else _start_first(plan, say)


def running_broker(folder: Path) -> RunningBroker | None:
    """Give the broker that runs from this folder, if one does."""
    last = recall(folder)
    return last.broker if last is not None and last.is_alive() else None


def stop_broker(plan: BrokerPlan) -> RunningBroker | None:
    """Stop the broker of this folder, keeping its data; None if none was running.

    Raises:
        BrokerUnavailable: if a Docker engine has to stop it and cannot be asked.
    """
    with locked(plan.folder):
        last = recall(plan.folder)
        if last is None or not last.is_alive():
            return None
        if last.process is not None:
            last.process.stop()
        elif plan.compose_file is not None:
            stop_docker(plan.compose_file, plan.environ)
        if last.broker.kind != "apache-kafka":
            # The Apache Kafka's record is kept: it comes back on the same port.
            forget(plan.folder)
        return last.broker


def _start_first(plan: BrokerPlan, say: Say) -> RunningBroker:
    starters: Mapping[Kind, Callable[[], RunningBroker]] = {
        "docker": lambda: _docker(plan),
        "apache-kafka": lambda: _apache_kafka(plan, say),
        "in-memory": lambda: start_in_memory(plan.folder, plan.partitions),
    }
    missing = []
    for kind in plan.kinds:
        try:
            return starters[kind]()
        except BrokerUnavailable as error:
            missing.append(f"{kind}: {error}")
            say(f"not with {missing[-1]}")
    reason = f"no broker could be started ({'; '.join(missing)}); or give one with a URL"
    raise BrokerUnavailable(reason)


def _docker(plan: BrokerPlan) -> RunningBroker:
    if plan.compose_file is None:
        reason = "no compose file here: run this from a checkout to use Docker"
        raise BrokerUnavailable(reason)
    return start_docker(plan.folder, plan.compose_file, plan.environ)


def _apache_kafka(plan: BrokerPlan, say: Say) -> RunningBroker:
    distribution = find_distribution(plan.cache, plan.environ, say)
    say("starting Apache Kafka …")
    return start_kafka(distribution, plan.folder, port=plan.port)
