"""Detached processes are found again, stopped, and never confused with others."""

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from streams.broker.detached import DetachedProcess, start_detached, start_mark


@pytest.fixture
def sleeper(tmp_path: Path) -> DetachedProcess:
    """A process that would sleep for a minute."""
    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    return start_detached(command, log=tmp_path / "log", folder=tmp_path)


def test_a_process_is_alive_until_it_is_stopped(sleeper: DetachedProcess) -> None:
    """Stopping says whether there was something to stop, and can be repeated."""
    assert sleeper.is_alive()

    assert sleeper.stop(patience_s=5)

    assert not sleeper.is_alive()
    assert not sleeper.stop(patience_s=5)


def test_another_process_with_the_same_pid_is_left_alone(sleeper: DetachedProcess) -> None:
    """A pid file can be older than the process that now has its pid."""
    stale = replace(sleeper, started="another time")
    try:
        assert not stale.is_alive()
        assert not stale.stop(patience_s=1)
        assert sleeper.is_alive()
    finally:
        sleeper.stop(patience_s=5)


def test_a_process_that_ignores_the_polite_request_is_killed(tmp_path: Path) -> None:
    """The broker must not survive `broker down`."""
    ready = tmp_path / "ready"
    code = (
        "import signal, time, pathlib; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        f"pathlib.Path({str(ready)!r}).touch(); time.sleep(60)"
    )
    process = start_detached([sys.executable, "-c", code], log=tmp_path / "log", folder=tmp_path)
    while not ready.exists():
        assert process.is_alive()

    process.stop(patience_s=0.2)

    assert not process.is_alive()


def test_output_is_appended_to_the_log(tmp_path: Path) -> None:
    """What a broker said before it died is what its user needs."""
    log = tmp_path / "log"
    log.write_text("before\n", encoding="ascii")
    process = start_detached([sys.executable, "-c", "print('after')"], log=log, folder=tmp_path)
    while process.is_alive():
        pass

    assert log.read_text(encoding="ascii") == "before\nafter\n"


def test_a_process_that_is_not_there_has_no_start() -> None:
    """A pid beyond the system's range never exists."""
    assert start_mark(2**22 + 1) is None
    assert start_mark(os.getpid()) is not None
