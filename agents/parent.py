"""Ends a process when the one that started it is gone, even if that was killed with -9."""

import os
import threading
import time

_POLL_S = 0.5


def end_with_parent() -> None:
    """End this process, as kill -9 would, within a second of its parent's end.

    A child that lived on would keep its memory, its partitions and its files, and nobody would ever
    stop it.
    """
    parent = os.getppid()
    threading.Thread(target=_watch, args=(parent,), name="parent", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_POLL_S)
    os._exit(os.EX_UNAVAILABLE)
