"""Keeps a worker that was asleep from writing what its successor has overtaken."""

import os
import sys
import threading
import time
from collections.abc import Callable
from typing import Final

EXIT_FENCED: Final = 76
"""Exit status of a worker that had slept through its session; start it again."""

_BEAT_S: Final = 0.25
_SHARE: Final = 0.8
"""Share of the session timeout after which the group may have given our partitions away."""


class Fence(threading.Thread):
    """Ends the process once it has not run for nearly as long as its session lasts.

    A process that was stopped (SIGSTOP, a container frozen) wakes up with records in its buffers.
    Meanwhile another worker may own its partitions, and have written newer rows and stories: the
    old ones must not come after them. So whoever sends asks :meth:`check` first, and a thread does.

    Args:
        session_timeout_s: after so many seconds of silence the group goes on without us.
        now: the clock, in seconds; it must go on while the process is stopped.
        end: ends the process; gets the reason.
    """

    def __init__(
        self,
        session_timeout_s: float,
        now: Callable[[], float] = time.monotonic,
        end: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(name="fence", daemon=True)
        self._longest_s = _SHARE * session_timeout_s
        self._now = now
        self._end = end or end_process
        self._last: float | None = None
        self._stopped = threading.Event()

    def check(self) -> None:
        """End the process if it has been asleep for too long, since the thread was started."""
        if self._last is None:
            return
        asleep_s = self._now() - self._last
        if asleep_s > self._longest_s and not self._stopped.is_set():
            self._end(
                f"asleep for {asleep_s:.0f} seconds: others have taken over, so this worker ends "
                "before it writes anything"
            )

    def beat(self) -> None:
        """Note that the process runs."""
        self._last = self._now()

    def stop(self) -> None:
        """Check no more."""
        self._stopped.set()

    def run(self) -> None:
        """Check and note the time, again and again."""
        self.beat()
        while not self._stopped.wait(_BEAT_S):
            self.check()
            self.beat()


def end_process(reason: str) -> None:
    """Say why and end at once."""
    sys.stderr.write(f"storywire: {reason}\n")
    os._exit(EXIT_FENCED)
