"""What is remembered about a broker we started: one file in its folder, and a lock around it."""

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from streams.broker.detached import DetachedProcess
from streams.broker.probe import answers_metadata
from streams.errors import BrokerUnavailable

Kind = Literal["url", "docker", "apache-kafka", "in-memory"]

_FILE: Final = "broker.json"
_LOCK: Final = "broker.lock"


@dataclass(frozen=True, slots=True)
class RunningBroker:
    """A broker that can be used: where it is, which kind, and one sentence on what that means."""

    url: str
    """``host:port``, several with commas."""
    kind: Kind
    note: str


@dataclass(frozen=True, slots=True)
class Instance:
    """A broker started from a folder: its process, or none where an engine looks after it."""

    broker: RunningBroker
    process: DetachedProcess | None = None

    def is_alive(self) -> bool:
        """Whether its very process runs, or, without a process, whether its address answers."""
        if self.process is not None:
            return self.process.is_alive()
        host, _, port = self.broker.url.rpartition(":")
        return answers_metadata(host, int(port))


def remember(folder: Path, instance: Instance) -> None:
    """Write the instance to its folder, whole or not at all."""
    process = instance.process
    record = {
        "url": instance.broker.url,
        "kind": instance.broker.kind,
        "note": instance.broker.note,
        "pid": process.pid if process else None,
        "started": process.started if process else None,
    }
    draft = folder / f"{_FILE}.new"
    draft.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    draft.replace(folder / _FILE)


def recall(folder: Path) -> Instance | None:
    """Read what was remembered, alive or not; None if nothing (readable) was."""
    try:
        record = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        broker = RunningBroker(record["url"], record["kind"], record["note"])
        pid = record["pid"]
        process = None if pid is None else DetachedProcess(int(pid), str(record["started"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Instance(broker, process)


def forget(folder: Path) -> None:
    """Remember nothing."""
    (folder / _FILE).unlink(missing_ok=True)


@contextlib.contextmanager
def locked(folder: Path, *, patience_s: float = 120.0) -> Iterator[None]:
    """Hold the folder's lock, so that two commands never start one broker twice.

    Raises:
        BrokerUnavailable: another command held the lock for ``patience_s`` seconds.
    """
    folder.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + patience_s
    handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        while not _try_lock(handle):
            if time.monotonic() > deadline:
                message = f"another command is starting or stopping the broker in {folder}: wait"
                raise BrokerUnavailable(message)
            time.sleep(0.1)
        yield
    finally:
        os.close(handle)


def _try_lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
