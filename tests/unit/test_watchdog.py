"""The watchdog ends a worker that is stuck, and no other."""

import subprocess
import sys
import threading
from collections.abc import Hashable
from types import SimpleNamespace
from typing import Any

import pytest

from agents.watchdog import EXIT_STUCK, Sign, Suspicion, Watchdog, look_at, suspect, verdict


def _sign(
    at_s: float, *, rebalancing: bool = False, lag: int | None = 0, progress: Hashable = 0
) -> Sign:
    return Sign(at_s, rebalancing, lag, progress)


def _judge(*signs: Sign) -> str | None:
    suspicion = Suspicion(signs[0])
    for sign in signs[1:]:
        suspicion = suspect(suspicion, sign)
    return verdict(suspicion, stuck_after_s=60)


def test_lag_without_progress_is_stuck_after_the_limit() -> None:
    """Just below the limit it is not, at the limit it is, and the sentence says why."""
    assert _judge(*[_sign(at, lag=5) for at in range(0, 60, 10)]) is None
    assert _judge(*[_sign(at, lag=5) for at in range(0, 70, 10)]) == (
        "no progress for 60 seconds although 5 records wait: ending the worker"
    )


def test_a_rebalance_that_does_not_end_is_stuck() -> None:
    """This is how a consumer looks that has left its group for ever."""
    reason = _judge(*[_sign(at, rebalancing=True) for at in range(0, 70, 10)])

    assert reason is not None
    assert "a rebalance does not end" in reason


def test_a_worker_without_work_is_not_stuck() -> None:
    """A spare worker may wait for days."""
    assert _judge(*[_sign(at) for at in range(0, 1000, 10)]) is None


@pytest.mark.parametrize("rebalancing", [True, False])
def test_any_progress_starts_the_time_again(rebalancing: bool) -> None:
    """A long recovery that goes on, or slow batches, are no reason to end."""
    signs = [
        _sign(at, rebalancing=rebalancing, lag=5, progress=at // 50) for at in range(0, 1000, 10)
    ]

    assert _judge(*signs) is None


def test_a_broker_that_does_not_answer_is_not_the_workers_fault() -> None:
    """An outage of minutes is survived, also if it began during a rebalance."""
    away = [_sign(at, rebalancing=True, lag=None) for at in range(0, 1000, 10)]

    assert _judge(*away) is None


def test_a_process_that_was_asleep_is_not_stuck() -> None:
    """After a stop of an hour, the first look back sees an hour without progress."""
    assert _judge(_sign(0, lag=5), _sign(10, lag=5), _sign(3600, lag=5)) is None


def test_only_the_workers_own_partitions_count() -> None:
    """The lag of others is theirs."""
    app = SimpleNamespace(
        rebalancing=False,
        _assignment={("a", 0), ("a", 1), ("changelog", 0)},
        monitor=SimpleNamespace(tp_committed_offsets={("a", 0): 7}),
        tables=SimpleNamespace(recovery=SimpleNamespace(active_remaining_total=lambda: 2)),
    )

    sign = look_at(app, lambda: {("a", 0): 3, ("a", 2): 50}, now=lambda: 1.5)

    assert sign == Sign(1.5, rebalancing=False, lag=3, progress=(((("a", 0), 7),), 2))
    assert look_at(app, lambda: None).lag is None


def test_the_thread_looks_until_it_is_stopped() -> None:
    """A look that fails is passed over; the end is asked for once the time is up."""
    times = iter(range(0, 10_000, 20))
    ended = threading.Event()
    reasons: list[str] = []

    def look() -> Any:
        now = next(times)
        if now == 20:
            message = "not started yet"
            raise RuntimeError(message)
        return _sign(now, lag=1)

    def end(reason: str) -> None:
        reasons.append(reason)
        ended.set()

    watchdog = Watchdog(look, stuck_after_s=100, interval_s=0.001, end=end)
    watchdog.start()
    assert ended.wait(5)
    watchdog.stop()
    watchdog.join(5)

    assert "1 records wait" in reasons[0]


def test_the_process_ends_with_its_own_status_and_shows_where_it_was() -> None:
    """Nothing else in the process is asked: it is stuck."""
    code = "from agents.watchdog import end_process; end_process('stuck')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == EXIT_STUCK
    assert "most recent call first" in done.stderr
