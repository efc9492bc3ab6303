"""Ends a worker that is stuck, so that whatever supervises it starts a new one.

A Kafka consumer can be alive and useless: its group has gone on without it, a batch never ends, its
commits fail. A thread looks every few seconds, decides by a pure function, and ends the process
with :data:`EXIT_STUCK` once nothing has moved for too long although there was something to do.
"""

import faulthandler
import logging
import os
import threading
import time
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

EXIT_STUCK: Final = 75
"""Exit status of a worker that ended itself; sysexits' EX_TEMPFAIL: start it again."""

_LONGEST_STEP_S: Final = 30.0

Partition = tuple[str, int]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sign:
    """What the worker looks like at one moment."""

    at_s: float
    """Monotonic clock, in seconds."""
    rebalancing: bool
    """A rebalance, or the recovery that belongs to it, is not finished."""
    lag: int | None
    """Records that wait in the partitions of this worker; None: the broker does not answer."""
    progress: Hashable
    """Any mark that changes when work is finished."""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """The last sign, and for how long there has been work without progress."""

    sign: Sign
    stuck_s: float = 0.0


def suspect(before: Suspicion, sign: Sign) -> Suspicion:
    """Judge a new sign by the one before.

    Time counts as stuck if the broker answers, there is something to do, and nothing moved. A step
    counts for at most half a minute: if the machine or the process itself was asleep, that says
    nothing.

    >>> start = Suspicion(Sign(0, rebalancing=False, lag=3, progress=1))
    >>> suspect(start, Sign(10, rebalancing=False, lag=3, progress=1)).stuck_s
    10.0
    >>> suspect(start, Sign(10, rebalancing=False, lag=3, progress=2)).stuck_s
    0.0
    """
    broker_answers = sign.lag is not None
    has_work = sign.rebalancing or bool(sign.lag)
    if not (broker_answers and has_work and sign.progress == before.sign.progress):
        return Suspicion(sign)
    step_s = min(sign.at_s - before.sign.at_s, _LONGEST_STEP_S)
    return Suspicion(sign, before.stuck_s + step_s)


def verdict(suspicion: Suspicion, stuck_after_s: float) -> str | None:
    """Say in one sentence why the worker must end, or None if it need not."""
    if suspicion.stuck_s < stuck_after_s:
        return None
    sign = suspicion.sign
    what = "a rebalance does not end" if sign.rebalancing else f"{sign.lag} records wait"
    return f"no progress for {suspicion.stuck_s:.0f} seconds although {what}: ending the worker"


def look_at(
    app: Any,
    lags: Callable[[], Mapping[Partition, int] | None],
    now: Callable[[], float] = time.monotonic,
) -> Sign:
    """Read the signs of a Faust app from another thread; nothing in it is changed.

    Args:
        app: the ``faust.App``.
        lags: asks the broker for the group's lag by partition; None if it does not answer.
        now: the clock.
    """
    recovery = app.tables.recovery
    committed = tuple(sorted((tuple(tp), n) for tp, n in _copy(app.monitor.tp_committed_offsets)))
    by_partition = lags()
    mine = {tuple(tp) for tp in app._assignment or ()}  # noqa: SLF001 - Faust shows it nowhere else
    lag = None if by_partition is None else sum(by_partition.get(tp, 0) for tp in mine)
    return Sign(now(), bool(app.rebalancing), lag, (committed, recovery.active_remaining_total()))


def _copy(mapping: Mapping[Any, Any]) -> Collection[tuple[Any, Any]]:
    # ``dict(…)`` is one step for the interpreter: the event loop cannot change it meanwhile.
    return dict(mapping).items()


class Watchdog(threading.Thread):
    """Looks at the worker until it is stopped, or ends the process."""

    def __init__(
        self,
        look: Callable[[], Sign],
        stuck_after_s: float,
        *,
        interval_s: float = 10.0,
        end: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(name="watchdog", daemon=True)
        self._look = look
        self._stuck_after_s = stuck_after_s
        self._interval_s = interval_s
        self._end = end or end_process
        self._stopped = threading.Event()

    def stop(self) -> None:
        """Look no more; a shutdown in progress is not stuck."""
        self._stopped.set()

    def run(self) -> None:
        """Look, judge, wait; a look that fails says nothing about the worker."""
        suspicion: Suspicion | None = None
        while not self._stopped.wait(self._interval_s):
            try:
                sign = self._look()
            except Exception:
                logger.exception("The watchdog could not look at the worker")
                continue
            suspicion = Suspicion(sign) if suspicion is None else suspect(suspicion, sign)
            reason = verdict(suspicion, self._stuck_after_s)
            if reason is not None and not self._stopped.is_set():
                self._end(reason)
                suspicion = replace(suspicion, stuck_s=0.0)


def end_process(reason: str) -> None:
    """Say why, show where every thread is, and end at once: a stuck worker cannot shut down."""
    logger.critical("%s", reason)
    faulthandler.dump_traceback(all_threads=True)
    os._exit(EXIT_STUCK)
