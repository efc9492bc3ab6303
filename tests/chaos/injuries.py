"""What can happen to a pipeline; each injury leaves it such that it must mend by itself."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.chaos.pipeline import Pipeline, Worker

STAGES: Final = ("enrichment", "deduplication")


@dataclass(frozen=True, slots=True)
class Times:
    """How long injuries last, in seconds."""

    asleep: float
    broker_away: float
    pause: float
    between: float
    """Longest wait for the workers to catch up before the next one."""


SHORT: Final = Times(asleep=16.0, broker_away=8.0, pause=2.0, between=8.0)
LONG: Final = Times(asleep=18.0, broker_away=60.0, pause=3.0, between=30.0)


def _any(pipeline: Pipeline, chance: random.Random, stage: str | None = None) -> Worker:
    stage = stage or chance.choice(STAGES)
    return chance.choice([w for _, w in sorted(pipeline.workers.items()) if w.stage == stage])


def _down(worker: Worker) -> None:
    worker.kill()
    worker.process.wait()


def kill(pipeline: Pipeline, chance: random.Random, times: Times) -> None:
    """Kill a worker with -9; it is started again after a while."""
    _down(_any(pipeline, chance))
    time.sleep(chance.random() * times.pause)


def kill_at_once(pipeline: Pipeline, chance: random.Random, times: Times) -> None:
    """Kill all workers with -9."""
    for _, worker in sorted(pipeline.workers.items()):
        worker.kill()
    for worker in pipeline.workers.values():
        worker.process.wait()
    time.sleep(chance.random() * times.pause)


def terminate(pipeline: Pipeline, chance: random.Random, times: Times) -> None:
    """End a worker by SIGTERM: it must end well."""
    worker = _any(pipeline, chance)
    # One that has not yet come to its signal handlers dies of the signal, which is as well.
    if pipeline.remove(worker.name) not in {0, -signal.SIGTERM}:
        reason = f"{worker.name} did not end well on SIGTERM"
        raise RuntimeError(reason)
    time.sleep(chance.random() * times.pause)
    pipeline.start(worker.name, worker.stage)


def sleep(pipeline: Pipeline, chance: random.Random, times: Times) -> None:
    """Stop a worker for longer than its session lasts, and let it go on."""
    worker = _any(pipeline, chance)
    worker.kill(signal.SIGSTOP)
    time.sleep(times.asleep)
    worker.kill(signal.SIGCONT)


def kill_broker(pipeline: Pipeline, chance: random.Random, times: Times) -> None:
    """Kill the broker with -9, and start it again soon."""
    pipeline.broker.kill()
    time.sleep(chance.random() * times.pause)
    pipeline.broker.start()


def take_broker_away(pipeline: Pipeline, chance: random.Random, times: Times) -> None:
    """Leave the workers without a broker for a while."""
    pipeline.broker.kill()
    time.sleep(times.broker_away)
    pipeline.broker.start()


def rebalance(pipeline: Pipeline, chance: random.Random, times: Times) -> None:
    """Add a worker in mid-batch, and take it away again."""
    stage = chance.choice(STAGES)
    name = f"{stage}-guest"
    pipeline.start(name, stage)
    time.sleep(times.pause * 4)
    pipeline.start_dead_ones()
    pipeline.remove(name)


def lose_folder(pipeline: Pipeline, chance: random.Random, times: Times) -> None:
    """Kill a worker of the shards, and take its disk away."""
    worker = _any(pipeline, chance, "deduplication")
    _down(worker)
    for each in worker.folder.iterdir():
        shutil.rmtree(each, ignore_errors=True)


def kill_child(pipeline: Pipeline, chance: random.Random, times: Times) -> None:
    """Kill a process that runs the language pipeline."""
    worker = _any(pipeline, chance, "enrichment")
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        for child in worker.children():
            os.kill(child, signal.SIGKILL)


def fill_disk(pipeline: Pipeline, chance: random.Random, times: Times) -> None:
    """Let a shard's disk be full for a while; it is a small one, if this may be made."""
    worker = _any(pipeline, chance, "deduplication")
    if not worker.folder.is_mount():
        return
    ballast = worker.folder / "ballast"
    with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(1 << 20))
    time.sleep(times.pause * 2)
    pipeline.start_dead_ones()
    ballast.unlink()


Injury = Callable[[Pipeline, random.Random, Times], None]
INJURIES: Final[tuple[Injury, ...]] = (
    kill, terminate, sleep, kill_broker, take_broker_away, kill_at_once, rebalance, lose_folder,
    kill_child, fill_disk,
)  # fmt: skip
KILLS: Final[tuple[Injury, ...]] = (kill, kill, kill, kill_at_once, lose_folder)


def small_disk(folder: Path, megabytes: int = 256) -> bool:
    """Mount a small disk on a folder; False where this is not allowed."""
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "none", str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def unmount(folder: Path) -> None:
    """Take the small disk away again."""
    if folder.is_mount():
        subprocess.run(["umount", "-l", str(folder)], capture_output=True, check=False)
