"""`storywire worker`: run the stages, each in a process of its own."""

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from types import FrameType
from typing import Final

from agents.parent import end_with_parent
from streams.commands.broker import with_broker
from streams.commands.command import FAILED, OK, Command
from streams.errors import InvalidSettings, StateMismatch, TopicMismatch
from streams.settings import ENVIRONMENT_PREFIX, Settings
from streams.terminal import printable

_STAGES: Final = ("enrichment", "deduplication")
_POLL_S: Final = 0.1
_RESTARTS_PAUSE_S: Final = (0.5, 1.0, 2.0, 5.0, 10.0)


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--stage", choices=_STAGES, help="run this one only; by default both, a process each"
    )
    parser.add_argument("--end-with-parent", action="store_true", help=argparse.SUPPRESS)


def _run(arguments: argparse.Namespace, settings: Settings) -> int:
    from agents.packages import check_packages  # noqa: PLC0415 (the command line must start fast)

    check_packages()
    settings = with_broker(settings)
    if arguments.stage is None:
        return Supervisor(stage_commands(arguments), stage_ports(settings)).run()
    if arguments.end_with_parent:
        end_with_parent()
    from agents import worker  # noqa: PLC0415 (Faust takes a second to import)
    from agents.delivery import EXIT_UNUSABLE  # noqa: PLC0415 (as above)

    try:
        return worker.run(settings, arguments.stage)
    except (InvalidSettings, StateMismatch, TopicMismatch) as error:
        sys.stderr.write(f"storywire: {printable(str(error))}\n")
        return EXIT_UNUSABLE


def stage_commands(arguments: argparse.Namespace) -> dict[str, list[str]]:
    """Give the command line that runs each stage alone, with the same settings file."""
    program = [sys.executable, "-m", "agents"]
    if arguments.config is not None:
        program += ["--config", str(arguments.config)]
    options = ["worker", "--end-with-parent", "--stage"]
    return {stage: [*program, *options, stage] for stage in _STAGES}


def stage_ports(settings: Settings) -> dict[str, dict[str, str]]:
    """Give each stage's port as its environment: they cannot share one.

    >>> stage_ports(Settings(web_port=8080))["deduplication"]
    {'STORYWIRE_WEB_PORT': '8081'}
    """
    if not settings.web_port:
        return {}
    return {
        stage: {f"{ENVIRONMENT_PREFIX}WEB_PORT": str(settings.web_port + number)}
        for number, stage in enumerate(_STAGES)
    }


class Supervisor:
    """Keeps one process per stage running, and stops them all when it is told to.

    A stage that dies is started again, after a pause that grows while it keeps dying. One that says
    that somebody must mend something first (os.EX_CONFIG) is not, and ends the other.
    """

    def __init__(
        self,
        commands: Mapping[str, Sequence[str]],
        environments: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        self._commands = commands
        self._environments = environments or {}
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._deaths = dict.fromkeys(commands, 0)
        self._told_to_stop = False

    def run(self) -> int:
        """Run until told to stop by SIGTERM or Ctrl-C; give the worst exit status of the stages."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        try:
            for stage in self._commands:
                self._start(stage)
            while not self._told_to_stop:
                time.sleep(_POLL_S)
                self._start_dead_ones()
        finally:
            statuses = self._end()
        return OK if all(status == OK for status in statuses) else FAILED

    def _start(self, stage: str) -> None:
        environment = {**os.environ, **self._environments.get(stage, {})}
        self._processes[stage] = subprocess.Popen(self._commands[stage], env=environment)  # noqa: S603

    def _start_dead_ones(self) -> None:
        for stage, process in self._processes.items():
            status = process.poll()
            if status is None or self._told_to_stop:
                continue
            if status == os.EX_CONFIG:
                self._told_to_stop = True
                return
            pause_s = _RESTARTS_PAUSE_S[min(self._deaths[stage], len(_RESTARTS_PAUSE_S) - 1)]
            self._deaths[stage] += 1
            sys.stderr.write(
                f"storywire: {stage} ended with status {status}, starting it again in {pause_s} s\n"
            )
            time.sleep(pause_s)
            self._start(stage)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._told_to_stop = True

    def _end(self) -> list[int]:
        for process in self._processes.values():
            if process.poll() is None:
                process.terminate()
        return [process.wait() for process in self._processes.values()]


COMMAND: Final = Command("worker", "run the agents: enrichment and deduplication", _configure, _run)
