"""Processes that outlive the command that started them, found again by pid *and* start time."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_POLL_S = 0.05


@dataclass(frozen=True, slots=True)
class DetachedProcess:
    """A process by its id and the moment it started: a reused pid is never mistaken for it."""

    pid: int
    started: str

    def is_alive(self) -> bool:
        """Whether this very process still runs (a zombie does not)."""
        _reap(self.pid)
        return bool(self.started) and start_mark(self.pid) == self.started

    def send(self, number: signal.Signals) -> None:
        """Send a signal, to this process only; a process that is gone is left alone."""
        if self.is_alive():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def stop(self, *, patience_s: float = 15.0) -> bool:
        """Ask it to end, wait ``patience_s`` seconds, then kill it; True if it had been running."""
        if not self.is_alive():
            return False
        for number, wait_s in ((signal.SIGTERM, patience_s), (signal.SIGKILL, 5.0)):
            self.send(number)
            deadline = time.monotonic() + wait_s
            while time.monotonic() < deadline:
                if not self.is_alive():
                    return True
                time.sleep(_POLL_S)
        return True


def start_detached(
    command: Sequence[str], *, log: Path, folder: Path, environ: Mapping[str, str] | None = None
) -> DetachedProcess:
    """Start ``command`` in a session of its own, its output appended to ``log``.

    It survives the end of this process and of its terminal; a Ctrl-C here does not reach it.
    """
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603 - the command is built by this package
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=dict(environ) if environ is not None else None,
            start_new_session=True,
        )
    # The child outlives us on purpose: without this, Popen warns when it is collected.
    process.returncode = 0
    return DetachedProcess(process.pid, start_mark(process.pid) or "")


def start_mark(pid: int) -> str | None:
    """When the process with this id started, in the system's own notation; None if there is none.

    >>> start_mark(0) is None
    True
    """
    if pid <= 0:
        return None
    stat = Path(f"/proc/{pid}/stat")
    if Path("/proc/self/stat").exists():
        return _mark_from_proc(stat)
    return _mark_from_ps(pid)


def _mark_from_proc(stat: Path) -> str | None:
    try:
        # The second field is the command in parentheses and may itself hold blanks.
        fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return None
    state, started = fields[0], fields[19]
    return None if state in {"Z", "X"} else started


def _mark_from_ps(pid: int) -> str | None:
    answer = subprocess.run(  # noqa: S603
        ["ps", "-o", "stat=,lstart=", "-p", str(pid)],  # noqa: S607 - wherever the system has it
        capture_output=True,
        text=True,
        check=False,
    )
    state, _, started = answer.stdout.strip().partition(" ")
    return None if not started or state.startswith("Z") else started.strip()


def _reap(pid: int) -> None:
    # Only when the process is a child of ours: otherwise it would stay a zombie until we end.
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
